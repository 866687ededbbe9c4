"""Any number of channels → stereo, and the repair of a damaged stereo track.

After ITU-R BS.775-3, annex 4: centre and surrounds go into each side at -3 dB, the low-frequency
channel into neither. The order of channels is that of WAV and FLAC, or that of Vorbis and Opus
(Vorbis I specification, section 4.3.9). The level is matched later, so nothing is scaled back here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

_HALF_POWER = math.sqrt(0.5)
_LEFT, _RIGHT, _NONE = (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)
_BOTH = (_HALF_POWER, _HALF_POWER)
_SURROUND_LEFT, _SURROUND_RIGHT = (_HALF_POWER, 0.0), (0.0, _HALF_POWER)
_LAYOUTS = {
    3: (_LEFT, _RIGHT, _BOTH),
    4: (_LEFT, _RIGHT, _SURROUND_LEFT, _SURROUND_RIGHT),
    5: (_LEFT, _RIGHT, _BOTH, _SURROUND_LEFT, _SURROUND_RIGHT),
    6: (_LEFT, _RIGHT, _BOTH, _NONE, _SURROUND_LEFT, _SURROUND_RIGHT),
    7: (_LEFT, _RIGHT, _BOTH, _NONE, _BOTH, _SURROUND_LEFT, _SURROUND_RIGHT),
    8: (_LEFT, _RIGHT, _BOTH, _NONE, *(2 * (_SURROUND_LEFT, _SURROUND_RIGHT))),
}
_VORBIS_LAYOUTS = {
    3: (_LEFT, _BOTH, _RIGHT),
    4: _LAYOUTS[4],
    5: (_LEFT, _BOTH, _RIGHT, _SURROUND_LEFT, _SURROUND_RIGHT),
    6: (_LEFT, _BOTH, _RIGHT, _SURROUND_LEFT, _SURROUND_RIGHT, _NONE),
    7: (_LEFT, _BOTH, _RIGHT, _SURROUND_LEFT, _SURROUND_RIGHT, _BOTH, _NONE),
    8: (_LEFT, _BOTH, _RIGHT, *(2 * (_SURROUND_LEFT, _SURROUND_RIGHT)), _NONE),
}

_DEAD_RATIO = 1e-6
"""Power ratio (-60 dB) below which a channel counts as dead, and a sum of two as cancelled."""


def to_stereo(block: Samples, *, vorbis: bool = False) -> Samples:
    """Returns ``(frames, channels)`` as ``(frames, 2)``; mono goes to both sides.

    Args:
        block: Samples of any number of channels.
        vorbis: True if the channels are in the order of Vorbis.
    """
    channels = block.shape[1]
    if channels == 2:  # noqa: PLR2004  (left and right)
        return block
    if channels == 1:
        return np.repeat(block, 2, axis=1)
    return block @ _matrix(channels, vorbis=vorbis)


@cache
def _matrix(channels: int, *, vorbis: bool) -> Samples:
    """Downmix matrix ``(channels, 2)``; unknown layouts go to both sides equally."""
    layouts = _VORBIS_LAYOUTS if vorbis else _LAYOUTS
    layout = layouts.get(channels, (_BOTH,) * channels)
    return np.array(layout, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class StereoRepair:
    """Repair of a stereo track: a dead channel, inverted polarity, a DC offset.

    Attributes:
        channels: The source channel of left and right: the same twice if the other is dead.
        signs: 1 or -1 for each side. Channels of opposite polarity, the mark of a miswired cable,
            would cancel where both come from one loudspeaker.
        offset: The mean of each side, which is no sound: ``(2,)``.
    """

    channels: tuple[int, int]
    signs: tuple[int, int]
    offset: Samples

    def apply(self, block: Samples) -> Samples:
        """Returns a block ``(frames, 2)``, repaired."""
        if self.channels != (0, 1):
            block = block[:, self.channels]
        if self.signs != (1, 1):
            block = block * np.array(self.signs, dtype=np.float32)
        return block - self.offset


def find_repair(mean: NDArray[np.float64], covariance: NDArray[np.float64]) -> StereoRepair:
    """Returns the repair a track needs; most need only their offset taken away.

    Args:
        mean: Mean of each channel, ``(2,)``.
        covariance: Covariance of the channels, ``(2, 2)``.
    """
    (left, both), (_, right) = covariance
    channels, signs = (0, 1), (1, 1)
    if min(left, right) < _DEAD_RATIO * max(left, right):
        channels = (0, 0) if left > right else (1, 1)
    # The power of the sum of both: var(l + r) = var(l) + var(r) + 2 cov(l, r).
    elif left + right + 2.0 * both < _DEAD_RATIO * (left + right):
        signs = (1, -1)
    return StereoRepair(channels, signs, (mean[list(channels)] * signs).astype(np.float32))
