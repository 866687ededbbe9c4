"""Any number of channels → two ears.

ITU-R BS.775-3, annex 4: centre and surrounds go into each side at -3 dB, the low-frequency channel
nowhere. The order of channels is that of WAV and FLAC, or that of Vorbis and Opus (Vorbis I
specification, 4.3.9). Levels are matched afterwards, so nothing is scaled back here.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from quietude.audio import Samples

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
