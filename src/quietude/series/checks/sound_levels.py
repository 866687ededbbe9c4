"""A decoded sound: its length, whether anything is heard, and whether it is too loud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.skipped_silence import SkippedSilence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples

QUIETEST_DBFS = -65.0
"""Below this, on the whole, nothing is heard."""

FULL = 0.999
CLIPPED_SHARE = 1e-4
"""A share of samples at full scale that no limiter of ours leaves."""


@dataclass(frozen=True, slots=True)
class SoundLevels:
    """Levels of a sound.

    Attributes:
        seconds: Its length.
        rms_dbfs: Its level on the whole.
        clipped_share: The share of its samples that stand at full scale.
        skipped_share: The share that a player set to skip silences would leave out.
    """

    seconds: float
    rms_dbfs: float
    clipped_share: float
    skipped_share: float

    @property
    def is_silent(self) -> bool:
        """True if nothing is heard."""
        return self.rms_dbfs < QUIETEST_DBFS

    @property
    def is_clipped(self) -> bool:
        """True if it is distorted by being too loud."""
        return self.clipped_share > CLIPPED_SHARE


def measured(path: Path) -> SoundLevels:
    """Levels of any sound file that is read here, found by decoding all of it.

    Raises:
        DeliveryError: if it cannot be decoded, or needs a program that is not installed.
    """
    blocks, rate_hz = _decoded(path)
    skipped, frames, power, full, samples = SkippedSilence(rate_hz), 0, 0.0, 0, 0
    for block in blocks:
        frames += len(block)
        samples += block.size
        power += float(np.square(block, dtype=np.float64).sum())
        full += int(np.count_nonzero(np.abs(block) >= FULL))
        skipped.add(block)
    mean = power / samples if samples else 0.0
    rms_dbfs = 10 * float(np.log10(max(mean, 1e-20)))
    share = full / samples if samples else 0.0
    return SoundLevels(frames / rate_hz, rms_dbfs, share, skipped.share())


def _decoded(path: Path) -> tuple[Iterator[Samples], int]:
    from quietude.deliver.formats.registry import decoded

    return decoded(path)
