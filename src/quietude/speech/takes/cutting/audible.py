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

_LOW_HZ, _LOW_FRAMES, _FRAMES = 600, 5, 3
"""Frames of 10 ms that a moment lasts: a band that is narrow needs longer to stand out."""
_CHANCE = 3e-6
"""The chance that a room alone is taken for a sound: there are twenty bands, and forty moments on
either side of a line, so in all it is one line in two hundred."""
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
        most: The power it reaches by chance, ``(bands,)``.
    """

    power: NDArray[np.float32]
    most: NDArray[np.float32]


def room_around(sound: Heard, first: int, last: int) -> Room:
    """The room around a line, between its sounds.

    Args:
        sound: The recording.
        first: The first frame of the line.
        last: The frame after its last.
    """
    shape = _steady_shape()
    power = sound.noise_at(first)[:BANDS] @ _critical()
    for around in _AROUND:
        start = max(0, first - around)
        quiet = np.ones(min(len(sound.bands), last + around) - start, dtype=bool)
        for stretch in sound.stretches:
            before, after = stretch.start - _FROM_SOUND[0] - start, stretch.end + _FROM_SOUND[1]
            quiet[max(0, before) : max(0, after - start)] = False
        if np.count_nonzero(quiet) >= _FEWEST:
            moments = _moments(sound.bands[start : start + len(quiet), :BANDS])[quiet]
            power = moments.mean(axis=0)
            unsteady = moments.var(axis=0) / np.square(power)
            shape = np.minimum(shape, 1.0 / np.maximum(unsteady, 1e-9))
            break
    # Power of noise is distributed as gamma; a steadier room has a larger shape.
    return Room(power, power * gammaincinv(shape, 1.0 - _CHANCE) / shape)


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
    start = max(0, first - _LOW_FRAMES)
    moments = _moments(sound.bands[start : last + _LOW_FRAMES, :BANDS])
    moments = moments[first - start : last - start]
    heard = (moments > room.most) & (moments - room.power > level * _soft_room())
    return first + np.flatnonzero(heard.any(axis=1))


def line_level(sound: Heard, first: int, last: int) -> float:
    """The mean power of a line without its room and its pauses."""
    noise = sound.noise_at(first)[:BANDS]
    power = np.maximum(sound.bands[first:last, :BANDS] - noise, 0.0) @ band_widths()
    return float(power[power > power.max() * 1e-3].mean()) if power.any() else 0.0


def _moments(bands: Any) -> NDArray[np.float32]:
    """Power in critical bands, as a mean over some frames, ``(frames, critical bands)``."""
    power = bands @ _critical()
    low = np.array(CRITICAL_HZ[: power.shape[1]]) < _LOW_HZ
    for some, frames in ((low, _LOW_FRAMES), (~low, _FRAMES)):
        padded = np.pad(power[:, some], ((frames // 2, frames // 2), (0, 0)), mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, frames, axis=0)
        power[:, some] = windows.mean(axis=-1)
    return np.asarray(power, dtype=np.float32)


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
def _steady_shape() -> Any:
    """The shape of the gamma distribution of moments of steady noise, by critical band."""
    weights = _critical()
    low = np.array(CRITICAL_HZ[: weights.shape[1]]) < _LOW_HZ
    spread = np.where(low, noise_spread(weights, _LOW_FRAMES), noise_spread(weights, _FRAMES))
    return 1.0 / spread


@cache
def _soft_room() -> Any:
    """The room that is meant, by critical band, for a line of power 1: means over its bins."""
    edges = np.array(CRITICAL_HZ[: _critical().shape[1] + 1], dtype=np.float64)
    share = np.log2(edges[1:] / edges[:-1]) / OCTAVES * 10 ** (SOFT_ROOM_DB / 10)
    return (share * (RATE_HZ / 2) / np.diff(edges)).astype(np.float32)
