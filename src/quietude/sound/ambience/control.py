"""Gains of a layer over time: its movements at steps of a fiftieth of a second, straight between.

They are computed a stretch at a time and kept while they are needed, since most of the time would
otherwise go into asking for a few at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.sound.ambience.recent_results import RecentResults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.ambience.motion import Motion
    from quietude.sound.ambience.scratch import Scratch

STEPS_IN_HOP = 5
_AT_ONCE = 4096
_KEPT = 2


class Control:
    """The gain of a layer over time, for both ears.

    Args:
        motions: Its movements; their gains are multiplied.
        gain: Its linear gain.
        key: The key of the bed in this session.
        sample_rate_hz: Frames per second.
    """

    def __init__(
        self, motions: Sequence[Motion], gain: float, key: int, sample_rate_hz: int
    ) -> None:
        self._motions = motions
        self._level = gain
        self._key = key
        self._step = max(hop_frames(sample_rate_hz) // STEPS_IN_HOP, 1)
        self._rate_hz = sample_rate_hz
        self._ramp = np.arange(self._step, dtype=np.float32) / np.float32(self._step)
        self._kept: RecentResults[int, Samples] = RecentResults(_KEPT)

    def envelope(self, start: int, frames: int, scratch: Scratch) -> Samples:
        """The gain of each frame from ``start``, ``(2, frames)``; it may lie in the scratch."""
        if not self._motions:
            return np.broadcast_to(np.float32(self._level), (2, frames))
        first, last = start // self._step, (start + frames) // self._step + 2
        at = self._between(first, last)
        line = scratch.array("gain", 2, at.shape[1] - 1, self._step)
        np.multiply(np.diff(at)[:, :, None], self._ramp, out=line)
        line += at[:, :-1, None]
        skip = start - first * self._step
        return line.reshape(2, -1)[:, skip : skip + frames]

    def mean_squares(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """The mean square of the gain in some tenths of a second, ``(2, n)``."""
        if not self._motions:
            return np.full((2, last_hop - first_hop), self._level**2)
        hop_s = hop_frames(self._rate_hz) / self._rate_hz
        inner = (np.arange(STEPS_IN_HOP) + 0.5) / STEPS_IN_HOP
        times_s = ((np.arange(first_hop, last_hop)[:, None] + inner) * hop_s).ravel()
        squares = np.square(self._gains(times_s))
        return np.asarray(squares.reshape(2, -1, STEPS_IN_HOP).mean(axis=2))

    def _gains(self, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
        gains = np.full((2, len(times_s)), self._level)
        for motion in self._motions:
            for ear in (0, 1):
                gains[ear] *= motion.gain(self._key, times_s, ear)
        return gains

    def _between(self, first: int, last: int) -> Samples:
        parts = []
        while first < last:
            number, at = divmod(first, _AT_ONCE)
            part = self._kept.get(number, self._computed)[:, at : at + last - first]
            parts.append(part)
            first += part.shape[1]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def _computed(self, number: int) -> Samples:
        steps = np.arange(number * _AT_ONCE, (number + 1) * _AT_ONCE)
        times_s = np.asarray(steps * (self._step / self._rate_hz), dtype=np.float64)
        return self._gains(times_s).astype(np.float32)
