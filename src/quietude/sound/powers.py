"""The loudness of things that sound at their places, found without mixing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.sound.loudness import PowerMeter, hop_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio import Samples
    from quietude.sound.stems import Voicing


def middles(total_frames: int, sample_rate_hz: int) -> NDArray[np.int64]:
    """The frame in the middle of every whole tenth of a second of a session."""
    hop = hop_frames(sample_rate_hz)
    return np.arange(total_frames // hop) * hop + hop // 2


def plain_powers(samples: Samples, sample_rate_hz: int) -> NDArray[np.float64]:
    """The unweighted power of ``(frames, channels)`` in each whole tenth of a second, summed."""
    hop = hop_frames(sample_rate_hz)
    whole = len(samples) // hop
    parts = samples[: whole * hop].reshape(whole, hop * samples.shape[1])
    return np.asarray(np.einsum("ij,ij->i", parts, parts), dtype=np.float64) / hop


class PlainMeter:
    """The unweighted power of a stream in each tenth of a second.

    Args:
        sample_rate_hz: Frames per second.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._hop = hop_frames(sample_rate_hz)
        self._rest = np.zeros((0, 2), dtype=np.float32)
        self._powers: list[NDArray[np.float64]] = []

    def add(self, block: Samples) -> None:
        """Measure the next frames: float32, ``(frames, 2)``."""
        joined = np.concatenate([self._rest, block])
        self._powers.append(plain_powers(joined, self._rate_hz))
        self._rest = joined[len(joined) // self._hop * self._hop :]

    def powers(self) -> NDArray[np.float64]:
        """The mean square of every whole tenth of a second so far, summed over the channels."""
        return np.concatenate(self._powers) if self._powers else np.zeros(0)


class Powers:
    """The power of a session in each tenth of a second, as parts are put into it.

    Args:
        total_frames: How long it is.
        sample_rate_hz: Frames per second.

    Attributes:
        values: The sum so far, over both ears: ``(2, hops)``, K-weighted and plain.
    """

    def __init__(self, total_frames: int, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._hop = hop_frames(sample_rate_hz)
        self._voicings: dict[int, tuple[Voicing, NDArray[np.float64]]] = {}
        self.values = np.zeros((2, total_frames // self._hop))

    def add_centred(self, start: int, mono: Samples) -> None:
        """Put a sound ``(frames,)`` that both ears hear alike where it starts."""
        before = start % self._hop
        padded = np.pad(mono, (before, -(before + len(mono)) % self._hop))
        self._put(start, 2.0 * self._measured(padded[:, None]))

    def add_voicing(self, start: int, sound: Voicing) -> None:
        """Put a cue where it starts, to the nearest tenth; the same cue is measured once."""
        if id(sound) not in self._voicings:
            samples = sound.read(0, sound.frames)
            whole = np.pad(samples, ((0, -sound.frames % self._hop), (0, 0)))
            self._voicings[id(sound)] = (sound, self._measured(whole))
        self._put(start + self._hop // 2, self._voicings[id(sound)][1])

    def _measured(self, samples: Samples) -> NDArray[np.float64]:
        meter = PowerMeter(self._rate_hz, samples.shape[1])
        meter.add(samples)
        return np.array([meter.powers(), plain_powers(samples, self._rate_hz)])

    def _put(self, start: int, powers: NDArray[np.float64]) -> None:
        first = start // self._hop
        room = self.values[:, first : first + powers.shape[1]]
        room += powers[:, : room.shape[1]]
