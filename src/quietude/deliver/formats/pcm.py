"""Integer samples, and the encoder that WAV and FLAC share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude.deliver.formats.base import Format
from quietude.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import Tags

BITS = (16, 24)

_FULL_16, _FULL_24 = 1 << 15, 1 << 23
"""Steps from silence to full scale."""


class PcmFormat(Format):
    """A lossless format of 16 or 24 bits a sample, written by libsndfile."""

    qualities = frozenset({"bits"})
    headroom_db = 0.02

    def _check_quality(self) -> None:
        if self.quality.bits not in BITS:
            message = f"a file cannot have {self.quality.bits} bits a sample"
            raise UsageError(message, hint="Choose 16 or 24.")

    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> PcmEncoder:
        del tags
        return PcmEncoder(path, self.name.upper(), self.quality.bits, sample_rate_hz)


class PcmEncoder:
    """WAV and FLAC, through libsndfile.

    It is given a path: an error in a file object of ours would get lost on the way through C.

    Args:
        path: The file; one that exists is replaced.
        container: libsndfile's name of the format: ``WAV`` or ``FLAC``.
        bits: Bits a sample: 16 or 24.
        sample_rate_hz: Frames per second.
    """

    def __init__(self, path: Path, container: str, bits: int, sample_rate_hz: int) -> None:
        self._quantise = Ditherer() if bits == BITS[0] else as_24_bits
        self._file = soundfile.SoundFile(
            path, "w", sample_rate_hz, 2, subtype=f"PCM_{bits}", format=container
        )

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        self._file.write(self._quantise(block))

    def finish(self) -> None:
        """Complete the header."""
        self._file.flush()

    def close(self) -> None:
        """Release the file, finished or not."""
        self._file.close()


class Ditherer:
    """float32 → int16 with triangular dither of ±1 step.

    The sum of two uniform random numbers, each one step wide, makes the mean and the power of the
    rounding error independent of the signal, so that what is quiet becomes noise and not
    distortion (S. Lipshitz, R. Wannamaker, J. Vanderkooy, "Quantization and Dither: A Theoretical
    Survey", JAES 40(5), 1992). The generator has a fixed seed: the same samples make the same file.
    """

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)

    def __call__(self, block: Samples) -> NDArray[np.int16]:
        """The block as 16-bit integers; the same whatever the size of the blocks."""
        # Two numbers a sample, drawn together: so the n-th sample gets the same two in any block.
        noise = self._random.random((len(block), block.shape[1], 2), dtype=np.float32)
        scaled = block * np.float32(_FULL_16) + (noise[..., 0] - noise[..., 1])
        return np.clip(np.rint(scaled), -_FULL_16, _FULL_16 - 1).astype(np.int16)


def as_16_bits(block: Samples) -> NDArray[np.int16]:
    """float32 → int16 without dither, for an encoder whose own noise lies far above it."""
    scaled = np.rint(block * np.float32(_FULL_16))
    return np.asarray(np.clip(scaled, -_FULL_16, _FULL_16 - 1), dtype=np.int16)


def as_24_bits(block: Samples) -> NDArray[np.int32]:
    """float32 → 24 bits at the top of an int32, where libsndfile reads them.

    No dither is needed: float32 itself has no more than 24 bits.
    """
    scaled = np.rint(block.astype(np.float64) * _FULL_24)
    return np.clip(scaled, -_FULL_24, _FULL_24 - 1).astype(np.int32) << 8
