"""Loudness and true peak after ITU-R BS.1770-4, measured on a stream of blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import signal

from quietude.sound.interpolate import Interpolator
from quietude.units import gain_to_db

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio import Samples

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENCE_LUFS = -120.0
"""What a measurement without any sound above the absolute gate answers."""

_HOP_S, _HOPS_PER_BLOCK = 0.1, 4
_SHORT_TERM_HOPS = 30
_OFFSET = -0.691


@dataclass(frozen=True, slots=True)
class Loudness:
    """A measurement.

    Attributes:
        integrated_lufs: Gated loudness of the whole programme (BS.1770-4).
        range_lu: Loudness range (EBU Tech 3342).
        true_peak_dbtp: The highest peak between the samples too, dB relative to full scale.
    """

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


def k_weighting(sample_rate_hz: int) -> NDArray[np.float64]:
    """The K-weighting filter as two second-order sections, shape ``(2, 6)``.

    The high shelf and high-pass of BS.1770-4, from their analogue parameters, so that they hold
    at any rate (B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement",
    AES e-Brief 2018); at 48 kHz they equal the coefficients of the recommendation's tables.
    """
    f0_hz, gain_db, quality = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = math.tan(math.pi * f0_hz / sample_rate_hz)
    high = 10.0 ** (gain_db / 20.0)
    band = high**0.4996667741545416
    a0 = 1.0 + k / quality + k * k
    shelf = [
        (high + band * k / quality + k * k) / a0,
        2.0 * (k * k - high) / a0,
        (high - band * k / quality + k * k) / a0,
        1.0,
        2.0 * (k * k - 1.0) / a0,
        (1.0 - k / quality + k * k) / a0,
    ]
    f0_hz, quality = 38.13547087602444, 0.5003270373238773
    k = math.tan(math.pi * f0_hz / sample_rate_hz)
    a0 = 1.0 + k / quality + k * k
    high_pass = [1.0, -2.0, 1.0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0]
    return np.array([shelf, high_pass])


class LoudnessMeter:
    """Measures a stereo stream; how it is cut into blocks makes no difference.

    Args:
        sample_rate_hz: Frames per second.
        true_peak: Whether to look for peaks between the samples, which costs more.
    """

    def __init__(self, sample_rate_hz: int, *, true_peak: bool = True) -> None:
        self._sections = k_weighting(sample_rate_hz)
        self._state = np.zeros((2, 2, 2))
        self._hop = round(_HOP_S * sample_rate_hz)
        self._rest = np.zeros(0)
        self._powers: list[NDArray[np.float64]] = []
        self._peaks = Interpolator() if true_peak else None

    def add(self, block: Samples) -> None:
        """Measure the next frames: float32, ``(frames, 2)``."""
        if not len(block):
            return
        weighted, self._state = signal.sosfilt(self._sections, block, axis=0, zi=self._state)
        power = np.concatenate([self._rest, np.einsum("ij,ij->i", weighted, weighted)])
        hops = len(power) // self._hop
        if hops:
            whole = power[: hops * self._hop].reshape(hops, self._hop)
            self._powers.append(whole.mean(axis=1))
        self._rest = power[hops * self._hop :]
        if self._peaks:
            self._peaks.measure(block)

    def integrated_lufs(self) -> float:
        """Gated loudness of everything so far; :data:`SILENCE_LUFS` if there was nothing."""
        powers = self._sliding(_HOPS_PER_BLOCK)
        powers = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
        if not len(powers):
            return SILENCE_LUFS
        gated = powers[powers > _power(_lufs(powers.mean()) + RELATIVE_GATE_LU)]
        return _lufs(gated.mean())

    def result(self) -> Loudness:
        """Everything measured so far."""
        peak = self._peaks.finish() if self._peaks else 0.0
        return Loudness(self.integrated_lufs(), self._range_lu(), gain_to_db(peak))

    def _range_lu(self) -> float:
        """Loudness range: the 10th to the 95th percentile of gated short-term loudness."""
        powers = self._sliding(_SHORT_TERM_HOPS)
        powers = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
        if not len(powers):
            return 0.0
        powers = np.sort(powers[powers > _power(_lufs(powers.mean()) - 20.0)])
        low, high = powers[round((len(powers) - 1) * 0.10)], powers[round((len(powers) - 1) * 0.95)]
        return _lufs(high) - _lufs(low)

    def _sliding(self, hops: int) -> NDArray[np.float64]:
        """The mean power of every ``hops`` neighbouring hops."""
        powers = np.concatenate(self._powers) if self._powers else np.zeros(0)
        if len(powers) < hops:
            return np.zeros(0)
        windows = np.lib.stride_tricks.sliding_window_view(powers, hops)
        return np.asarray(windows.mean(axis=1))


def _lufs(power: float) -> float:
    return float(_OFFSET + 10.0 * np.log10(power))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET) / 10.0))
