from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.durations import (
    Span,
    clock_ms,
    clock_tenths,
    clock_text,
    lrc_timestamp,
    parse_duration,
    parse_length,
    parse_span,
    timestamp,
    timestamp_ms,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90), ("10m", 600), ("1h30m", 5400), ("1.5 min", 90), ("2:30", 150),
        ("1:02:30", 3750), (" 10 Minutes ", 600), ("500ms", 0.5), ("1h 5m 3s", 3903), ("0s", 0),
    ],
)  # fmt: skip
def test_lengths_as_people_write_them(text: str, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text",
    ["", "ten", "10", "-5m", "5 parsecs", "m", "1:75", "10m!", "1e9s", "٣m" * 3, "5m" * 99 + "x"],
)
def test_a_text_that_is_not_a_length_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a length of time: write it like"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10", 600), (" 7.5 ", 450), ("10m", 600), ("10 min", 600), ("10:00", 600), ("90s", 90)],
)
def test_a_bare_number_is_a_session_of_that_many_minutes(text: str, seconds: float) -> None:
    assert parse_length(text) == pytest.approx(seconds)


def test_a_length_that_cannot_be_read_says_how_to_write_one() -> None:
    with pytest.raises(
        ValueError, match=r'"ten" is not a length of time: write it like "10" or "10m"'
    ):
        parse_length("ten")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5s", Span(5, 5, 5)), ("4-9s", Span(4, 5.25, 9)), ("30s-1m", Span(30, 37.5, 60)),
        ("2–5m", Span(120, 165, 300)), ("20 to 30 seconds", Span(20, 22.5, 30)),
    ],
)  # fmt: skip
def test_ranges_stretch_from_a_quarter_of_the_way(text: str, span: Span) -> None:
    assert parse_span(text) == span


def test_a_backward_range_is_refused() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        parse_span("9-4s")


@given(st.text(max_size=60))
def test_any_text_is_a_length_or_a_clear_refusal(text: str) -> None:
    try:
        assert parse_span(text).min_s >= 0
    except ValueError as error:
        assert "write it like" in str(error)


@pytest.mark.parametrize(
    ("seconds", "people", "tenths", "editors"),
    [
        (0, "0:00", "00:00.0", "0:00:00.000"),
        (59.9996, "1:00", "01:00.0", "0:01:00.000"),
        (245.26, "4:05", "04:05.3", "0:04:05.260"),
        (3599.6, "1:00:00", "59:59.6", "0:59:59.600"),
        (3845, "1:04:05", "64:05.0", "1:04:05.000"),
    ],
)
def test_clock_texts_round(seconds: float, people: str, tenths: str, editors: str) -> None:
    assert clock_text(seconds) == people
    assert clock_tenths(seconds) == tenths
    assert clock_ms(seconds) == editors


@pytest.mark.parametrize(
    ("milliseconds", "whole", "captions", "lyrics"),
    [
        (0, "00:00:00", "00:00:00.000", "00:00.00"),
        (59_999, "00:00:59", "00:00:59.999", "00:59.99"),
        (245_250, "00:04:05", "00:04:05.250", "04:05.25"),
        (3_845_007, "01:04:05", "01:04:05.007", "64:05.00"),
    ],
)
def test_timestamps_cut(milliseconds: int, whole: str, captions: str, lyrics: str) -> None:
    assert timestamp(milliseconds) == whole
    assert timestamp_ms(milliseconds) == captions
    assert timestamp_ms(milliseconds, ",") == captions.replace(".", ",")
    assert lrc_timestamp(milliseconds) == lyrics
