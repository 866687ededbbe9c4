"""The meaning of brackets and stage lines: lengths, repeats, bells, clock times and notes."""

from __future__ import annotations

import pytest

from quietude.durations import Span
from quietude.script.importing.directions.direction import (
    MAX_PAUSE_S,
    MAX_REPEATS,
    MAX_STRIKES,
    Direction,
)
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.remarks import is_manner
from quietude.script.importing.directions.stage_lines import is_stage_line


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("PAUSE: 8s", Span.fixed(8)),
        ("Pause for 15 seconds", Span.fixed(15)),
        ("pause for 1 minute", Span.fixed(60)),
        ("PAUSE 20 SECONDS", Span.fixed(20)),
        ("PAUSE — 8 sec", Span.fixed(8)),
        ("pause 3", Span.fixed(3)),
        ("pause 2m", Span.fixed(120)),
        ("Pause for 20-30 seconds", Span(20, 22.5, 30)),
        ("Long pause – 45 seconds", Span.fixed(45)),
        ("10 seconds of silence", Span.fixed(10)),
        ("Be quiet for one minute.", Span.fixed(60)),
        ("twenty second pause", Span.fixed(20)),
        ("1.2s", Span.fixed(1.2)),
        ("250ms", Span.fixed(0.25)),
        ("pause for 800 milliseconds", Span.fixed(0.8)),
        ("1:30 of silence", Span.fixed(90)),
    ],
)
def test_a_written_length_is_kept(text: str, span: Span) -> None:
    assert read_direction(text) == Direction("pause", span)


@pytest.mark.parametrize(
    ("text", "low_s", "high_s"),
    [
        ("Pause for 30 seconds to 1 minute", 30, 60),
        ("30 secs - 2 mins of silence", 30, 120),
        ("pause 500ms to 2s", 0.5, 2),
        ("Pause for one to two minutes", 60, 120),
        ("pause 20 seconds to 30", 20, 30),
    ],
)
def test_each_end_of_a_range_has_its_own_unit(text: str, low_s: float, high_s: float) -> None:
    assert read_direction(text) == Direction("pause", Span.between(low_s, high_s))


def test_a_backwards_range_is_turned_round() -> None:
    forwards = read_direction("pause for 20 to 30 seconds")
    assert read_direction("pause for 30 to 20 seconds") == forwards
    assert forwards == Direction("pause", Span.between(20, 30))


def test_no_pause_is_longer_than_an_hour() -> None:
    assert read_direction("pause for 60 minutes") == Direction("pause", Span.fixed(3600))
    assert read_direction("pause for 61 minutes") == Direction("pause", Span.fixed(MAX_PAUSE_S))
    ranged = read_direction("pause for 30-90 minutes")
    assert ranged is not None
    assert ranged.span is not None
    assert (ranged.span.min_s, ranged.span.max_s) == (1800, 3600)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Pause for a few breaths", Span(12, 15, 24)),
        ("pause for five breaths", Span(20, 25, 40)),
        ("breathe", Span(4, 5, 8)),
        ("pause and notice", Span(2.5, 5, 12.5)),
        ("short_pause", Span(1, 2, 5)),
        ("long pause", Span(7.5, 15, 37.5)),
        ("Pause for a few moments", Span(4, 8, 20)),
        ("Silence", Span(2.5, 5, 12.5)),
        ("Let students rest in silence for a few minutes", Span(60, 120, 300)),
    ],
)
def test_a_length_that_is_not_written_is_guessed(text: str, span: Span) -> None:
    assert read_direction(text) == Direction("pause", span, guessed=True)


@pytest.mark.parametrize(
    ("text", "count", "more"),
    [
        ("repeat 3x", 3, False),
        ("repeat x4", 4, False),
        ("Repeat this pattern five times", 5, False),
        ("repeat 3-5 times", 3, False),
        ("repeat 0 times", 1, False),
        ("Repeat this pattern five more times", 5, True),
        ("repeat 3 additional rounds", 3, True),
        ("repeat 3 times more", 3, True),
        ("repeat", 1, True),
        ("repeat once more", 1, True),
        ("Repeat twice.", 1, True),  # twice in all: what stands there, and once more
        ("repeat 20 times", 20, False),
        ("repeat 500 times", MAX_REPEATS, False),
    ],
)
def test_repeats_say_how_often(text: str, count: int, *, more: bool) -> None:
    assert read_direction(text) == Direction("repeat", count=count, more=more)


def test_every_ding_is_a_stroke_up_to_a_dozen() -> None:
    assert read_direction("BELL") == Direction("bell")
    assert read_direction("ring the chime") == Direction("bell")
    assert read_direction("DING] [DING") == Direction("bell", count=2)
    assert read_direction("ding " * 13) == Direction("bell", count=MAX_STRIKES)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("6:00", Direction("clock", at_s=360)),
        ("0:00–2:00", Direction("clock")),
        ("12:30 to 15:00", Direction("clock", at_s=750)),
        ("MUSIC PLAYING", Direction("note")),
        ("Layer in the sound of wind", Direction("note")),
        ("softly, with long pauses", Direction("note")),
        ("client's name", Direction("note")),
    ],
)
def test_clock_times_and_notes(text: str, direction: Direction) -> None:
    assert read_direction(text) == direction


def test_a_manner_of_speaking_is_not_speech() -> None:
    assert is_manner("Soft voice, slowly.")
    assert is_manner("softly, with long pauses")
    assert not is_manner("Softly you may breathe.")


def test_words_from_no_vocabulary_are_no_direction() -> None:
    for text in ("No need to close your eyes", "Something else", "", "Mark 6:31", "a" * 10_000):
        assert read_direction(text) is None


def test_a_stage_line_is_a_direction_and_nothing_else() -> None:
    for text in ("PAUSE…", "LONG PAUSE…", "Pause.", "Pause for a few seconds.", "3 second pause"):
        assert is_stage_line(text)
    for text in (
        "Pause here if you like, and look around you.",
        "Rest.",
        "Breathe in.",
        "",
        "Silence can be a friend.",
    ):
        assert not is_stage_line(text)


def test_a_stage_line_has_eight_words_at_most() -> None:
    assert is_stage_line("Pause here for ten seconds before we continue")
    assert not is_stage_line("Pause here for ten seconds before we all continue")
