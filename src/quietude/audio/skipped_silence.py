"""The part of a sound that a player which skips silences would leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

THRESHOLD = 1024 / 32_768
"""Samples below this count as silence: -30 dB of full scale, as in Android's media player
(SilenceSkippingAudioProcessor of AndroidX Media3, ``DEFAULT_SILENCE_THRESHOLD_LEVEL``)."""

SHORTEST_S = 0.1
"""The shortest silence it skips (``DEFAULT_MINIMUM_SILENCE_DURATION_US``)."""

_LOOK_S = 0.02


class SkippedSilence:
    """Measures a stream, in blocks of any size, in steps of 20 ms; keeps counts, and no steps.

    Args:
        sample_rate_hz: Frames per second.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._frames = round(_LOOK_S * sample_rate_hz)
        self._rest: Samples | None = None
        self._looks = 0
        self._skipped = 0
        self._silence = 0
        """The steps of the silence that is not over yet."""

    def add(self, block: Samples) -> None:
        """Look at the next frames: float32, ``(frames, channels)``."""
        if self._rest is not None and len(self._rest):
            block = np.concatenate([self._rest, block])
        whole = len(block) // self._frames * self._frames
        looks = block[:whole].reshape(-1, self._frames * block.shape[1])
        if len(looks):
            self._count((looks.max(axis=1) < THRESHOLD) & (looks.min(axis=1) > -THRESHOLD))
        self._rest = block[whole:].copy()

    def share(self) -> float:
        """The share of everything so far that lies in silences long enough to be skipped."""
        return (self._skipped + _if_long(self._silence)) / self._looks if self._looks else 0.0

    def _count(self, silent: NDArray[np.bool_]) -> None:
        """Counts the next steps, ``(n,)`` with n > 0: in turn silent and not."""
        starts = np.flatnonzero(np.diff(silent, prepend=not silent[0]))
        for start, steps in zip(starts, np.diff(starts, append=len(silent)), strict=True):
            if silent[start]:
                self._silence += int(steps)
            else:
                self._skipped += _if_long(self._silence)
                self._silence = 0
        self._looks += len(silent)


def _if_long(steps: int) -> int:
    """The steps of a silence if it is long enough to be skipped; otherwise 0."""
    return steps if steps >= round(SHORTEST_S / _LOOK_S) else 0
