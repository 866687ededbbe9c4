"""The power of things that sound at their places, found without mixing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.sound.speech_band import ROWS, SpeechBandMeter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.stems import OneShot


def middles(hops: slice, sample_rate_hz: int) -> NDArray[np.int64]:
    """The frame in the middle of each of some tenths of a second, from the first to the last."""
    hop = hop_frames(sample_rate_hz)
    return np.arange(hops.start, hops.stop) * hop + hop // 2


class Powers:
    """The power of a session in each tenth of a second, as parts are put into it.

    Args:
        total_frames: How long it is.
        sample_rate_hz: Frames per second.

    Attributes:
        values: The sum so far, over both ears: ``(3, n)`` in the rows of
            :class:`quietude.sound.speech_band.SpeechBandMeter`; float32, since a long session has
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
