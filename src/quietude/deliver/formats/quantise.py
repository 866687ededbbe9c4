"""float32 → integers; dither comes from a fixed seed: the same samples make the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

_FULL_24 = 1 << 23


class Quantiser:
    """float32 → int16 with triangular dither of ±1 step (Lipshitz et al., JAES 40(5), 1992)."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)

    def __call__(self, block: Samples) -> NDArray[np.int16]:
        """The block as 16-bit integers; the same whatever the size of the blocks."""
        noise = self._random.random((len(block), block.shape[1], 2), dtype=np.float32)
        scaled = block * np.float32(32768.0) + (noise[..., 0] - noise[..., 1])
        return np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)


def rounded(block: Samples) -> NDArray[np.int16]:
    """float32 → int16 without dither, for an encoder whose own noise lies far above it."""
    scaled = np.rint(block * np.float32(32768.0))
    return np.asarray(np.clip(scaled, -32768, 32767), dtype=np.int16)


def as_24_bits(block: Samples) -> NDArray[np.int32]:
    """float32 → 24 bits at the top of an int32, where libsndfile looks for them.

    Without dither: float32 itself has no more than 24 bits.
    """
    scaled = np.rint(block.astype(np.float64) * _FULL_24)
    return np.clip(scaled, -_FULL_24, _FULL_24 - 1).astype(np.int32) << 8
