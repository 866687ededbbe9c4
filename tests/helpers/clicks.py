"""A click detector: a corner in the wave far sharper than anything around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quietude.audio.clip import Samples

SHARPER = 12.0
"""Ratio of a click to the sharpest corner around it."""

QUIETEST = 2e-4
"""A corner below this is lost in the dither of a 16-bit file."""

_PIECE = 64
_AROUND = 12


def clicks(sound: Samples) -> NDArray[np.int64]:
    """The frames near which a click is: ``(n,)``, to within :data:`_PIECE` frames.

    The second difference of a smooth wave is small beside that of a step or a lone sample. The
    highest of each 1.5 ms is held against the median of those in the 18 ms before and after: a
    voice or a bell is sharp for longer than that, a click is not.
    """
    corners = np.abs(np.diff(sound, 2, axis=0)).max(axis=1)
    pieces = corners[: len(corners) // _PIECE * _PIECE].reshape(-1, _PIECE).max(axis=1)
    padded = np.pad(pieces, _AROUND, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1)
    around = np.sort(np.delete(windows, [_AROUND - 1, _AROUND, _AROUND + 1], axis=1), axis=1)
    # The louder of the two sides: a sound that begins is no click, one that is cut off is.
    usual = around[:, around.shape[1] * 3 // 4]
    return np.flatnonzero((pieces > QUIETEST) & (pieces > SHARPER * usual)) * _PIECE
