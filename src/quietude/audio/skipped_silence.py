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
    """Measures a stream, in blocks of any size, in steps of 20 ms.

    Args:
        sample_rate_hz: Frames per second.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._frames = round(_LOOK_S * sample_rate_hz)
        self._rest: Samples | None = None
        self._silent: list[NDArray[np.bool_]] = []

    def add(self, block: Samples) -> None:
        """Look at the next frames: float32, ``(frames, channels)``."""
        if self._rest is not None and len(self._rest):
            block = np.concatenate([self._rest, block])
        whole = len(block) // self._frames * self._frames
        looks = block[:whole].reshape(-1, self._frames * block.shape[1])
        self._silent.append((looks.max(axis=1) < THRESHOLD) & (looks.min(axis=1) > -THRESHOLD))
        self._rest = block[whole:].copy()

    def share(self) -> float:
        """The share of everything so far that lies in silences long enough to be skipped."""
        silent = np.concatenate(self._silent) if self._silent else np.zeros(0, dtype=np.bool_)
        if not len(silent):
            return 0.0
        edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
        lengths = edges[1::2] - edges[::2]
        return float(lengths[lengths >= round(SHORTEST_S / _LOOK_S)].sum() / len(silent))
