"""Captions: readable, in order, and read back by their own rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.deliver.captions import (
    LINE_CHARS,
    TimedText,
    captions,
    fits_one_caption,
    lrc,
    srt,
    vtt,
)
from quietude.deliver.tags import ChapterTag

CHAPTERS = [ChapterTag("Arriving", 0, 0, 61_000), ChapterTag("Rest *now*", 9, 61_000, 90_000)]
LONG = (
    "Let the breath come and go by itself, in its own time, and notice how the ground carries "
    "you, wherever you may be lying or sitting at this moment of the day."
)


def test_a_long_phrase_is_cut_into_captions_of_two_lines() -> None:
    made = captions([TimedText(1000, 11_000, LONG)], 20_000)
    assert " ".join(" ".join(caption.lines) for caption in made) == LONG
    assert len(made) == 2
    assert all(len(caption.lines) == 2 for caption in made)
    assert all(len(line) <= 42 for caption in made for line in caption.lines)
    assert made[0].start_ms == 1000
    assert made[0].end_ms < made[1].start_ms < 11_000 <= made[1].end_ms


def test_a_short_phrase_stands_for_a_second_if_there_is_room() -> None:
    first, second = captions([TimedText(0, 300, "Rest."), TimedText(700, 900, "Now.")], 5000)
    assert (first.end_ms, second.end_ms) == (660, 1700)


PHRASES = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(1, 8000), st.text(min_size=1, max_size=200)),
    max_size=12,
)


@given(PHRASES)
def test_captions_are_in_order_and_fit(phrases: list[tuple[int, int, str]]) -> None:
    at, heard = 0, []
    for gap, length, text in phrases:
        at += gap
        heard.append(TimedText(at, at + length, text))
        at += length
    made = captions(heard, at + 1000)
    for one, following in pairwise(made):
        assert one.start_ms < one.end_ms
        assert one.start_ms <= following.start_ms
    for caption in made:
        assert 1 <= len(caption.lines) <= 2
        assert all(line and len(line) <= LINE_CHARS for line in caption.lines)
    said = "".join("".join(text.split()) for _, _, text in phrases)
    assert "".join("".join("".join(caption.lines).split()) for caption in made) == said


WORDS = st.lists(st.text("abc-éß", min_size=1, max_size=30), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(WORDS, st.integers(500, 20_000))
def test_words_stay_whole_and_captions_stand_within_the_file(words: list[str], ms: int) -> None:
    made = captions([TimedText(0, ms, " ".join(words))], ms)
    assert [word for caption in made for line in caption.lines for word in line.split()] == words
    assert all(caption.end_ms <= ms for caption in made)


def test_a_caption_stands_as_long_as_reading_it_takes() -> None:
    text = " ".join(["word"] * 16)
    (one,) = captions([TimedText(0, 2000, text)], 20_000)
    assert one.end_ms == round(79 / 17 * 1000)
    (slow,) = captions([TimedText(0, 9000, text)], 20_000)
    assert slow.end_ms == 9000  # as long as it is said


def test_texts_may_come_in_any_order() -> None:
    heard = [TimedText(5000, 6000, "Two."), TimedText(0, 1000, "One."), TimedText(7000, 8000, " ")]
    assert [caption.lines for caption in captions(heard, 9000)] == [("One.",), ("Two.",)]


def test_where_not_every_word_has_a_time_the_time_is_shared_by_letters() -> None:
    words = [f"word{number:02}" for number in range(18)]
    first, second = captions([TimedText(1000, 11_000, " ".join(words), (1000, 1500))], 20_000)
    letters = [len(" ".join(caption.lines)) for caption in (first, second)]
    assert second.start_ms == 1000 + round(10_000 * letters[0] / sum(letters))
    assert letters[0] > 2 * letters[1]


@pytest.mark.parametrize(("count", "fits"), [(12, True), (13, False)])
def test_a_phrase_of_more_than_two_lines_is_cut(count: int, fits: bool) -> None:  # noqa: FBT001
    text = " ".join(["sixsix"] * count)
    assert fits_one_caption(text) == fits == (len(captions([TimedText(0, 9000, text)], 9000)) == 1)


def test_lrc_clears_the_screen_in_a_silence_alone() -> None:
    made = captions(
        [TimedText(0, 2000, "A."), TimedText(2500, 4000, "B."), TimedText(9000, 9900, "C.")], 9950
    )
    assert [row[1:9] for row in lrc(made, "T", 9950).splitlines()[3:]] == [
        "00:00.00", "00:02.50", "00:04.00", "00:09.00",
    ]  # fmt: skip
    assert vtt(made[:1], "by hand").startswith("WEBVTT\n\nNOTE by hand\n\n1\n00:00:00.000 -->")


def test_webvtt_subrip_and_lrc_follow_their_rules() -> None:
    made = captions([TimedText(3_661_005, 3_663_000, "A < B & C")], 3_670_000)
    assert vtt(made) == "WEBVTT\n\n1\n01:01:01.005 --> 01:01:03.000\nA &lt; B &amp; C\n"
    assert srt(made) == "1\n01:01:01,005 --> 01:01:03,000\nA < B & C\n"
    assert lrc(made, "T", 3_670_000).splitlines() == [
        "[ti:T]", "[by:Quietude]", "[length:61:10]", "[61:01.00]A < B & C", "[61:03.00]",
    ]  # fmt: skip


def test_a_long_phrase_is_cut_where_its_words_are_said() -> None:
    text = " ".join(f"word{number:02}" for number in range(30))
    starts = tuple((1000 if number < 10 else 8000) + 100 * number for number in range(30))
    timed = captions([TimedText(1000, 12_000, text, starts)], 20_000)
    shared = captions([TimedText(1000, 12_000, text)], 20_000)
    first = len(" ".join(timed[0].lines).split())
    assert [caption.lines for caption in timed] == [caption.lines for caption in shared]
    assert timed[1].start_ms == starts[first]
    assert shared[1].start_ms != starts[first]
