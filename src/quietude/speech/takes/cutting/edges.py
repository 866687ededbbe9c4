"""The quiet edges of a line in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.cutting.bands import BANDS, band_widths, whole_power

if TYPE_CHECKING:
    from quietude.speech.takes.cutting.bands import Heard

_REACH = 40
"""Frames: a line that is found begins at the pause before it, if that is within 0.4 s."""
_EDGE_DB = -25.0
"""An edge lies where the line, without the room, is 25 dB below its level."""
_PLAIN = 2.5
"""A band counts where it has this many times the power of the room: rooms rumble, and soft ends are
high. On 156 lines with noise at 20 dB, ends within 50 ms of the true ones rose from 96 to 98 %."""


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
    first, last, alone = start, end, True
    for stretch in sound.stretches:
        if stretch.start < end and stretch.end > start:  # a part of this line
            if stretch.start <= start:
                first = max(stretch.start, before)
                if start - first > _REACH:
                    first, alone = _softest(sound, start - 20, start + 5), False
                alone &= stretch.start >= before
            if stretch.end >= end:
                last = min(stretch.end, after)
                if last - end > _REACH:
                    last, alone = _softest(sound, end - 5, end + 20), False
                alone &= stretch.end <= after
    return Edges(*_trimmed(sound, first, max(last, first + 1)), alone)


def _softest(sound: Heard, first: int, last: int) -> int:
    """The softest frame near a place, where two sounds follow each other without a pause."""
    first = max(0, first)
    level = whole_power(sound.bands[first:last])
    return first + int(np.argmin(np.convolve(level, np.ones(3), mode="same")[1:-1])) + 1


def _trimmed(sound: Heard, first: int, last: int) -> tuple[int, int]:
    """The part of a line that is at most 25 dB softer than the line."""
    bands, noise = sound.bands[first:last, :BANDS], sound.noise_at(first)[:BANDS]
    level = np.where(bands > _PLAIN * noise, bands - noise, 0.0) @ band_widths()
    loud = level[level > level.max() * 1e-3]
    if not len(loud):
        return first, last
    inside = np.flatnonzero(level > loud.mean() * 10 ** (_EDGE_DB / 10))
    return first + int(inside[0]), first + int(inside[-1]) + 1
