"""The plain level of a stream: RMS, peak and noise floor, as audiobook platforms measure them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.units import gain_to_db

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

_WINDOW_S = 0.5


@dataclass(frozen=True, slots=True)
class RmsLevels:
    """A measurement, in dB relative to full scale.

    Attributes:
        rms_db: The level of everything, silences included.
        floor_db: The level of the quietest half second.
    """

    rms_db: float
    floor_db: float


class RmsMeter:
    """Measures a stream; how it is cut into blocks makes no difference.

    Args:
        sample_rate_hz: Frames per second.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._window = round(_WINDOW_S * sample_rate_hz)
        self._rest = np.zeros(0)
        self._sum = 0.0
        self._frames = 0
        self._lowest = math.inf

    def add(self, block: Samples) -> None:
        """Measure the next frames: float32, ``(frames, channels)``."""
        power = np.einsum("ij,ij->i", block, block, dtype=np.float64) / max(block.shape[1], 1)
        self._sum += float(power.sum())
        self._frames += len(power)
        power = np.concatenate([self._rest, power])
        whole = len(power) // self._window * self._window
        if whole:
            windows = power[:whole].reshape(-1, self._window).mean(axis=1)
            self._lowest = min(self._lowest, float(windows.min()))
        self._rest = power[whole:]

    def result(self) -> RmsLevels:
        """Everything measured so far; of less than half a second the floor is its own level."""
        mean = self._sum / max(self._frames, 1)
        lowest = mean if math.isinf(self._lowest) else self._lowest
        return RmsLevels(_level_db(mean), _level_db(lowest))


def _level_db(power: float) -> float:
    return gain_to_db(math.sqrt(power))
