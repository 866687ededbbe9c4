"""The quiet edges of a line in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.cutting.audible import heard_frames, line_level, room_around
from quietude.speech.takes.cutting.bands import whole_power

if TYPE_CHECKING:
    from quietude.speech.takes.cutting.bands import Heard

_REACH = 40
"""Frames: a line that is found begins at the pause before it, if that is within 0.4 s."""
_BEYOND = 30
"""Frames beyond that pause in which a soft sound is looked for."""
_CLOSED = 20
"""Frames of quiet after which a sound is another one; closed lips open after 0.1 s ("up")."""
_NO_LINE = 15
"""Frames of sound that are too short for a line before them to end in."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a line.

    Attributes:
        first: Its first frame.
        last: The frame after its last.
        alone: True if there is a pause before it and one after it.
    """

    first: int
    last: int
    alone: bool


def quiet_edges(sound: Heard, start: int, end: int, before: int, after: int) -> Edges:
    """The quiet edges of a line.

    Args:
        sound: The recording.
        start: The first frame of the line, as the search found it.
        end: The frame after its last.
        before: The end of the line before it; the edge does not go further.
        after: The start of the line after it.
    """
    for stretch in sound.stretches:  # the search may end a line some frames into the next
        if stretch.start < before <= min(stretch.start + _NO_LINE, stretch.end - 1):
            before = stretch.start
        if max(stretch.end - _NO_LINE, stretch.start + 1) <= after < stretch.end:
            after = stretch.end
    first, last, alone = start, end, True
    earliest, latest = start - _BEYOND, end + _BEYOND
    for stretch in sound.stretches:
        if stretch.start < end and stretch.end > start:  # a part of this line
            if stretch.start <= start:
                first = max(stretch.start, before)
                earliest = first - _BEYOND
                if start - first > _REACH:
                    first, alone = _softest(sound, start - 20, start + 5), False
                    earliest = first
                alone &= stretch.start >= before
            if stretch.end >= end:
                last = min(stretch.end, after)
                latest = last + _BEYOND
                if last - end > _REACH:
                    last, alone = _softest(sound, end - 5, end + 20), False
                    latest = last
                alone &= stretch.end <= after
    last = max(last, first + 1)
    earliest = min(first, max(0, before, earliest))
    latest = max(last, min(len(sound.bands), after, latest))
    return Edges(*_audible(sound, (start, end), earliest, latest) or (first, last), alone)


def _softest(sound: Heard, first: int, last: int) -> int:
    """The softest frame near a place, where two sounds follow each other without a pause."""
    first = max(0, first)
    level = whole_power(sound.bands[first:last])
    return first + int(np.argmin(np.convolve(level, np.ones(3), mode="same")[1:-1])) + 1


def _audible(
    sound: Heard, found: tuple[int, int], earliest: int, latest: int
) -> tuple[int, int] | None:
    """The part in which a line is heard, from its middle outwards; None if it is nowhere."""
    start, end = found
    room = room_around(sound, start, end)
    heard = heard_frames(sound, earliest, latest, line_level(sound, start, end), room)
    if not len(heard):
        return None
    middle = int(np.searchsorted(heard, (start + end) // 2))
    first = last = int(heard[min(middle, len(heard) - 1)])
    for frame in heard[heard < first][::-1]:
        if first - frame > _CLOSED and frame < start:
            break
        first = int(frame)
    for frame in heard[heard > last]:
        if frame - last > _CLOSED and frame > end:
            break
        last = int(frame)
    return first, last + 1
