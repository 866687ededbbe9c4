"""The power of things that sound at their places, found without mixing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import PowerMeter, hop_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.stems import OneShot


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


def middles(hops: slice, sample_rate_hz: int) -> NDArray[np.int64]:
    """The frame in the middle of each of some tenths of a second, from the first to the last."""
    hop = hop_frames(sample_rate_hz)
    return np.arange(hops.start, hops.stop) * hop + hop // 2


class PowerProfile:
    """The power of a session in each tenth of a second, as parts are put into it.

    Args:
        total_frames: How long it is.
        sample_rate_hz: Frames per second.

    Attributes:
        values: The sum so far, over both ears: ``(3, n)`` in the rows of
            :class:`quietude.sound.power_profile.SpeechBandMeter`; float32, since a long session has
            many.
    """

    def __init__(self, total_frames: int, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._hop = hop_frames(sample_rate_hz)
        self._voicings: dict[int, tuple[OneShot, NDArray[np.float64]]] = {}
        self.values = np.zeros((ROWS, total_frames // self._hop), dtype=np.float32)

    def add_centred(self, start: int, mono: Samples) -> None:
        """Put a sound ``(frames,)`` that both ears hear alike where it starts."""
        before = start % self._hop
        padded = np.pad(mono, (before, -(before + len(mono)) % self._hop))
        self._put(start, 2.0 * self._measured(padded[:, None]))

    def add_one_shot(self, start: int, sound: OneShot) -> None:
        """Put a cue where it starts, to the nearest tenth; the same cue is measured once."""
        if id(sound) not in self._voicings:
            samples = sound.read(0, sound.frames)
            whole = np.pad(samples, ((0, -sound.frames % self._hop), (0, 0)))
            self._voicings[id(sound)] = (sound, self._measured(whole))
        self._put(start + self._hop // 2, self._voicings[id(sound)][1])

    def _measured(self, samples: Samples) -> NDArray[np.float64]:
        meter = SpeechBandMeter(self._rate_hz, samples.shape[1])
        meter.add(samples)
        return meter.powers()

    def _put(self, start: int, powers: NDArray[np.float64]) -> None:
        first = start // self._hop
        room = self.values[:, first : first + powers.shape[1]]
        room += powers[:, : room.shape[1]]
