"""The meaning of a direction, and the lengths of silences that name none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quietude.durations import Span

MAX_PAUSE_S = 3600.0
"""The longest silence a direction may ask for, in seconds; longer ones are cut to it."""
MAX_REPEATS = 20
MAX_STRIKES = 12
MAX_CHARS = 300
"""The part of a direction that is read, in characters."""


def about(seconds: float) -> Span:
    """Returns a length that nobody measured: from half to two and a half times its ideal."""
    return Span(seconds / 2, seconds, seconds * 2.5)


SHORT, PAUSE, MOMENTS, LONG, MINUTES = map(about, (2.0, 5.0, 8.0, 15.0, 120.0))
BREATH = Span(4.0, 5.0, 8.0)
"""One breath, and the lengths of pauses that name none, in seconds; they may stretch."""
DirectionKind = Literal["pause", "bell", "repeat", "clock", "music", "taps", "note"]


@dataclass(frozen=True, slots=True)
class Direction:
    """The meaning of a direction.

    Attributes:
        kind: Its kind; a note has nothing to play.
        span: The length of a pause, or of music.
        guessed: True for a pause without a written length, and for a bell in parentheses.
        count: The times a repeat is heard in all, or the strokes of a bell.
        more: True for a repeat whose ``count`` is on top of the first time.
        at_s: The time of a clock, in seconds from the start of the session.
        first: For a repeat of numbered steps: the first of them; 0 for the steps before it, and
            -2 for the last two lines.
        last: For such a repeat: the last of them; 0 for all up to here.
        bare: True for a length without a word that says what it is: "(15 min)".
        soft: True for dots, which a written pause beside them replaces.
    """

    kind: DirectionKind
    span: Span | None = None
    guessed: bool = False
    count: int = 1
    more: bool = False
    at_s: float = 0.0
    first: int = 0
    last: int = 0
    bare: bool = field(default=False, compare=False)
    soft: bool = field(default=False, compare=False)
