"""Any number of channels → two ears.

ITU-R BS.775-3, annex 4: centre and surrounds go into each side at -3 dB, the low-frequency channel
nowhere. The order of channels is that of WAV and FLAC, or that of Vorbis and Opus (Vorbis I
specification, 4.3.9). Levels are matched afterwards, so nothing is scaled back here.
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

_NOTHING = 1e-6
"""What a dead channel, or two opposite ones together, may have of the power there is."""


def to_stereo(block: Samples, *, vorbis: bool = False) -> Samples:
    """``(frames, channels)`` as ``(frames, 2)``; one channel is heard in both ears.

    Args:
        block: What was read.
        vorbis: Whether its channels are in the order of Vorbis.
    """
    channels = block.shape[1]
    if channels == 2:  # noqa: PLR2004  (left and right)
        return block
    if channels == 1:
        return np.repeat(block, 2, axis=1)
    return block @ _matrix(channels, vorbis=vorbis)


@cache
def _matrix(channels: int, *, vorbis: bool) -> Samples:
    """What each channel gives to each ear; of a layout nobody knows, all give alike to both."""
    layouts = _VORBIS_LAYOUTS if vorbis else _LAYOUTS
    layout = layouts.get(channels, (_BOTH,) * channels)
    return np.array(layout, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class StereoRepair:
    """How the two channels of a track are heard: as they are, where nothing is wrong with them.

    Attributes:
        channels: Which channel each ear hears: both the other one where one is dead.
        signs: 1 or -1 for each: opposite channels, which a wire the wrong way round makes, would be
            gone where both come from one loudspeaker.
        offset: The mean of each ear, which is no sound: ``(2,)``.
    """

    channels: tuple[int, int]
    signs: tuple[int, int]
    offset: Samples

    def hear(self, block: Samples) -> Samples:
        """A block as it is heard, ``(frames, 2)``."""
        if self.channels != (0, 1):
            block = block[:, self.channels]
        if self.signs != (1, 1):
            block = block * np.array(self.signs, dtype=np.float32)
        return block - self.offset


def find_repair(mean: NDArray[np.float64], covariance: NDArray[np.float64]) -> StereoRepair:
    """How a track with such channels is heard.

    Args:
        mean: Of each channel, ``(2,)``.
        covariance: Of the two, ``(2, 2)``.
    """
    (left, both), (_, right) = covariance
    channels, signs = (0, 1), (1, 1)
    if min(left, right) < _NOTHING * max(left, right):
        channels = (0, 0) if left > right else (1, 1)
    elif left + right + 2.0 * both < _NOTHING * (left + right):
        signs = (1, -1)
    return StereoRepair(channels, signs, (mean[list(channels)] * signs).astype(np.float32))
