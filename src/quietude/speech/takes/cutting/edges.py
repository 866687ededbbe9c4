"""The quiet edges of a line in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.cutting.audible import (
    heard_frames,
    line_level,
    over_room,
    room_around,
)
from quietude.speech.takes.cutting.bands import Stretch, whole_power
from quietude.speech.takes.cutting.breath import Tail, breath_end, learnt_breath

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.speech.takes.cutting.audible import Room
    from quietude.speech.takes.cutting.bands import Heard

_REACH = 40
"""Frames: a line that is found begins at the pause before it, if that is within 0.4 s."""
_BEYOND = 30
"""Frames beyond that pause in which a soft sound is looked for."""
_CLOSED = 20
"""Frames of quiet after which a sound is another one; closed lips open after 0.1 s ("up")."""
_NO_LINE = 15
"""Frames of sound that are too short for a line before them to end in."""
_A_LINE, _A_PAUSE = 30, 50
"""Frames of sound that a line has, and of quiet between lines, where the reader's breath is learnt:
shorter pauses may be within a line."""


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


def reader_breath(sound: Heard) -> NDArray[np.float32] | None:
    """The spectrum of the breath in which the lines of a recording end; None if they do not.

    Args:
        sound: The recording.
    """
    tails, no_more = [], Stretch(len(sound.bands), len(sound.bands))
    for stretch, after in pairwise([*sound.stretches, no_more]):
        if stretch.end - stretch.start < _A_LINE or after.start - stretch.end < _A_PAUSE:
            continue
        found, latest = (stretch.start, stretch.end), stretch.end + _BEYOND
        room = room_around(sound, *found)
        heard = _audible(sound, found, stretch.end - _A_LINE, latest, room)
        if heard:
            tails.append(_tail(sound, found, heard[1], after.start, room))
    return learnt_breath(tails)


def quiet_edges(  # noqa: PLR0913, PLR0917  (a line, its neighbours and its reader)
    sound: Heard,
    start: int,
    end: int,
    before: int,
    after: int,
    breath: NDArray[np.float32] | None = None,
) -> Edges:
    """The quiet edges of a line.

    Args:
        sound: The recording.
        start: The first frame of the line, as the search found it.
        end: The frame after its last.
        before: The end of the line before it; the edge does not go further.
        after: The start of the line after it.
        breath: The spectrum of the reader's breath, which is a part of the line; None for none.
    """
    before, after = _between_sounds(sound, before, after)
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
    room = room_around(sound, start, end)
    edges = _audible(sound, (start, end), earliest, latest, room)
    if edges is None:
        return Edges(first, last, alone)
    first, last = edges
    if breath is not None:
        next_sounds = (one.start for one in sound.stretches if one.start >= last)
        latest = min(latest, next(next_sounds, latest))
        last += breath_end(_tail(sound, (start, end), last, latest, room), breath)
    return Edges(first, last, alone)


def _between_sounds(sound: Heard, before: int, after: int) -> tuple[int, int]:
    """Neighbours of a line, as the search may end one some frames into the next."""
    for stretch in sound.stretches:
        if stretch.start < before <= min(stretch.start + _NO_LINE, stretch.end - 1):
            before = stretch.start
        if max(stretch.end - _NO_LINE, stretch.start + 1) <= after < stretch.end:
            after = stretch.end
    return before, after


def _softest(sound: Heard, first: int, last: int) -> int:
    """The softest frame near a place, where two sounds follow each other without a pause."""
    first = max(0, first)
    level = whole_power(sound.bands[first:last])
    return first + int(np.argmin(np.convolve(level, np.ones(3), mode="same")[1:-1])) + 1


def _tail(sound: Heard, found: tuple[int, int], last: int, latest: int, room: Room) -> Tail:
    """The quiet after the last frame of a line that is heard, up to another sound."""
    latest = max(last, min(latest, last + _BEYOND))
    return Tail(
        *over_room(sound, last, latest, line_level(sound, *found), room), unsteady=room.unsteady
    )


def _audible(
    sound: Heard, found: tuple[int, int], earliest: int, latest: int, room: Room
) -> tuple[int, int] | None:
    """The part in which a line is heard, from its middle outwards; None if it is nowhere."""
    start, end = found
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
