"""Moments at which a line can be heard over a soft room.

A line has no edge of its own: it fades, or closes its lips and opens them again a tenth of a second
later. Its edge is where it can be heard no more, and that depends on the room. So one room is meant
for every line: pink noise, 20 dB below the line, as in a room that is usual and as the bed of a
session lies. The line is heard where it is as strong as that room in a critical band of hearing
(Zwicker 1961), whatever the room of the recording; where that is louder, as far as it stands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import gammaincinv

from quietude.speech.takes.cutting.bands import (
    BANDS,
    RATE_HZ,
    band_centres_hz,
    band_widths,
    noise_spread,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.speech.takes.cutting.bands import Heard

CRITICAL_HZ = (
    *(100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150),
    *(3700, 4400, 5300, 6400, 7700, 9500, 12_000, 15_500),
)
"""The edges of the critical bands, in Hz."""
SOFT_ROOM_DB, OCTAVES = -20.0, 10
"""The power of the room that is meant, below the line, and the octaves it is spread over."""

_LOW_HZ, _MOMENTS = 600, ((5, 3), (9, 9))
"""Frames of 10 ms that a moment lasts, in bands below 600 Hz and above: narrow bands need longer to
stand out, and so do sounds that are soft and long, as a breath at the end of a word."""
_STEADY = 0.5
"""The share of the power of a long moment that the short one within has, if the sound goes on."""
_CHANCE = 1e-6
"""The chance that a room alone is taken for a sound: there are twenty bands, and forty moments on
either side of a line, so in all it is one line in six hundred. Of 1,646 readings six ends were late
at three times the chance and two at this, and no more were early."""
_FROM_SOUND = (25, 35)
"""Frames around a sound that are not taken for the room."""
_AROUND = (1500, 6000)
"""Frames around a line in which its room is measured, and where these hold too few, more."""
_FEWEST = 100


@dataclass(frozen=True, slots=True)
class Room:
    """A room as it sounds around a line, by critical band.

    Attributes:
        power: Its mean power, ``(bands,)``.
        most: The power it reaches by chance in short and in long moments, ``(2, bands)``.
        unsteady: The variance of its long moments beside that of steady noise, 1 and more.
    """

    power: NDArray[np.float32]
    most: NDArray[np.float32]
    unsteady: NDArray[np.float32]


def room_around(sound: Heard, first: int, last: int) -> Room:
    """The room around a line, between its sounds.

    Args:
        sound: The recording.
        first: The first frame of the line.
        last: The frame after its last.
    """
    shapes = _steady_shapes()
    power = sound.noise_at(first)[:BANDS] @ _critical()
    for around in _AROUND:
        start = max(0, first - around)
        quiet = np.ones(min(len(sound.bands), last + around) - start, dtype=bool)
        for stretch in sound.stretches:
            before, after = stretch.start - _FROM_SOUND[0] - start, stretch.end + _FROM_SOUND[1]
            quiet[max(0, before) : max(0, after - start)] = False
        if np.count_nonzero(quiet) >= _FEWEST:
            moments = _moments(sound.bands[start : start + len(quiet), :BANDS])[:, quiet]
            power = moments[0].mean(axis=0)
            unsteady = moments.var(axis=1) / np.square(power)
            shapes = np.minimum(shapes, 1.0 / np.maximum(unsteady, 1e-9))
            break
    # Power of noise is distributed as gamma; a steadier room has a larger shape.
    most = power * gammaincinv(shapes, 1.0 - _CHANCE) / shapes
    return Room(power, most, (_steady_shapes() / shapes)[-1])


def heard_frames(
    sound: Heard, first: int, last: int, level: float, room: Room
) -> NDArray[np.int64]:
    """The frames between two at which something is heard.

    Args:
        sound: The recording.
        first: The first frame.
        last: The frame after the last.
        level: The mean power of the line, without its room.
        room: Its room.
    """
    around = max(frames for pair in _MOMENTS for frames in pair)
    start = max(0, first - around)
    moments = _moments(sound.bands[start : last + around, :BANDS])
    moments = moments[:, first - start : last - start]
    over = (moments - room.power) / (level * _soft_room())
    heard = (over > 1.0) & (moments > room.most[:, None])
    # A long moment reaches beyond the sound in it: there the short one has little.
    return first + np.flatnonzero((heard & (over[:1] >= _STEADY * over)).any(axis=(0, 2)))


def over_room(
    sound: Heard, first: int, last: int, level: float, room: Room
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Power over a room and that of the room, beside the room that is meant for a line.

    Args:
        sound: The recording.
        first: The first frame.
        last: The frame after the last.
        level: The mean power of the line, without its room.
        room: Its room.

    Returns:
        Arrays ``(frames, critical bands)`` and ``(critical bands,)``.
    """
    meant = max(level, 1e-12) * _soft_room()
    return (sound.bands[first:last, :BANDS] @ _critical() - room.power) / meant, room.power / meant


@cache
def frame_spread(frames: int) -> Any:
    """Variance of the mean of some frames of steady noise, by critical band, for a power of 1."""
    return noise_spread(_critical(), frames)


def line_level(sound: Heard, first: int, last: int) -> float:
    """The mean power of a line without its room and its pauses."""
    noise = sound.noise_at(first)[:BANDS]
    power = np.maximum(sound.bands[first:last, :BANDS] - noise, 0.0) @ band_widths()
    return float(power[power > power.max() * 1e-3].mean()) if power.any() else 0.0


def _moments(bands: Any) -> NDArray[np.float32]:
    """Power of short and of long moments around frames, ``(2, frames, critical bands)``."""
    power = bands @ _critical()
    found = np.empty((len(_MOMENTS), *power.shape), dtype=np.float32)
    for row, lengths in zip(found, _MOMENTS, strict=True):
        for some, frames in zip((_low(), ~_low()), lengths, strict=True):
            padded = np.pad(power[:, some], ((frames // 2, frames // 2), (0, 0)), mode="edge")
            windows = np.lib.stride_tricks.sliding_window_view(padded, frames, axis=0)
            row[:, some] = windows.mean(axis=-1)
    return found


@cache
def _critical() -> Any:
    """Weights of our bands in each critical band below the highest, ``(BANDS, critical bands)``."""
    centres, columns = band_centres_hz(), []
    for low, high in pairwise(CRITICAL_HZ):
        if high > RATE_HZ / 2:
            break
        hz = np.linspace(low, high, 60)
        share = [np.interp(hz, centres[band : band + 3], (0, 1, 0)).sum() for band in range(BANDS)]
        columns.append(np.array(share) / sum(share))
    return np.stack(columns, axis=1).astype(np.float32)


@cache
def _low() -> Any:
    return np.array(CRITICAL_HZ[: _critical().shape[1]]) < _LOW_HZ


@cache
def _steady_shapes() -> Any:
    """Shapes of the gamma distributions of moments of steady noise, ``(2, critical bands)``."""
    spread = [
        np.where(_low(), noise_spread(_critical(), low), noise_spread(_critical(), high))
        for low, high in _MOMENTS
    ]
    return 1.0 / np.array(spread)


@cache
def _soft_room() -> Any:
    """The room that is meant, by critical band, for a line of power 1: means over its bins."""
    edges = np.array(CRITICAL_HZ[: _critical().shape[1] + 1], dtype=np.float64)
    share = np.log2(edges[1:] / edges[:-1]) / OCTAVES * 10 ** (SOFT_ROOM_DB / 10)
    return (share * (RATE_HZ / 2) / np.diff(edges)).astype(np.float32)
