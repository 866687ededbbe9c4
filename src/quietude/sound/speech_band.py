"""How much of a sound lies where words are told apart: 700 Hz to 4 kHz.

Two sounds of one level cover a voice quite differently: rain has its power where consonants have
theirs, brown noise has not; and voices differ in what they have there. Over our beds and two
voices, the level of a phrase over the bed in this band follows what ESTOI makes of the two
(correlation 0.85 over 41 phrases each).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import PowerMeter, hop_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

SPEECH = 2
"""The row of this band in the powers of a part; see :class:`SpeechBandMeter`."""

ROWS = 3
BAND_HZ = (700.0, 4000.0)
_LOOKS = 2
_LONGEST = 1024
_AT_ONCE = 65_536


class SpeechBandMeter:
    """The power of a part of the mix in each tenth of a second, in three ways.

    In the band of words it is seen through two Hann windows of 23 ms each tenth (Welch 1967), which
    costs half as much again as the other two and is good to 1 dB in a phrase.

    Args:
        sample_rate_hz: Frames per second.
        channels: Of the stream; each counts in full.
    """

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._meter = PowerMeter(sample_rate_hz, channels, plain=True)
        self._hop = hop_frames(sample_rate_hz)
        self._apart = self._hop // _LOOKS
        size = min(_LONGEST, 1 << (self._apart.bit_length() - 1))
        self._window = np.hanning(size).astype(np.float32)
        low, high = (round(it * size / sample_rate_hz) for it in BAND_HZ)
        self._band = slice(low, high + 1)
        # Parseval: what is left out, the negative frequencies, is as much again.
        self._scale = 2.0 / (size * float(np.square(self._window, dtype=np.float64).sum()) * _LOOKS)
        self._rest = np.zeros((channels, 0), dtype=np.float32)
        self._seen: list[NDArray[np.float64]] = []

    def add(self, block: Samples) -> None:
        """Measure the next frames: float32, ``(frames, channels)``."""
        self._meter.add(block)
        for start in range(0, len(block), _AT_ONCE):
            self._look(block[start : start + _AT_ONCE])

    def powers(self) -> NDArray[np.float64]:
        """The mean square of every whole tenth of a second so far, summed over the channels.

        Returns:
            ``(3, n)``: rows ``WEIGHTED`` and ``PLAIN`` of :mod:`quietude.audio.loudness`, and
            :data:`SPEECH`, what lies in :data:`BAND_HZ`.
        """
        seen = np.concatenate(self._seen) if self._seen else np.zeros(0)
        return np.concatenate([self._meter.powers(), seen[None]])

    def _look(self, block: Samples) -> None:
        rows = np.concatenate([self._rest, block.T], axis=1)
        channels, hops = len(rows), rows.shape[1] // self._hop
        if hops:
            whole = rows[:, : hops * self._hop].reshape(channels, hops, self._hop)
            looks = whole[:, :, : _LOOKS * self._apart].reshape(channels, hops, _LOOKS, self._apart)
            spectra = np.fft.rfft(looks[..., : len(self._window)] * self._window)[..., self._band]
            power = np.einsum("chlk,chlk->h", spectra.real, spectra.real)
            power += np.einsum("chlk,chlk->h", spectra.imag, spectra.imag)
            self._seen.append(power * self._scale)
        self._rest = rows[:, hops * self._hop :]
