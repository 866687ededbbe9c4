"""Recordings that layers are played from: 16 bits an ear, half the memory of float32."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr

from quietude.audio.clip import plain_reason
from quietude.audio.loudness import hop_frames
from quietude.errors import SoundError
from quietude.sound.ambience.recent_results import RecentResults
from quietude.sound.power_profile import SpeechBandMeter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

    Steps = NDArray[np.int16]

_AT_ONCE = 65_536
_FULL_16 = 32_767
_KEPT = 3
"""The recordings that stay in memory when no bed needs them: those of the bed chosen last."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A sound in 16 bits.

    Attributes:
        steps: Its samples, ``(2, frames)``.
        step_db: The value of one step, in dB.
        sample_rate_hz: Frames per second.
    """

    steps: Steps
    step_db: float
    sample_rate_hz: int
    _powers: dict[tuple[float, float] | None, NDArray[np.float64]] = field(default_factory=dict)

    @classmethod
    def of(cls, samples: Samples, sample_rate_hz: int) -> Recording:
        """Returns a sound ``(frames, 1 or 2)`` of any level in 16 bits."""
        steps, step = in_steps(samples.T)
        both = steps if len(steps) == 2 else np.repeat(steps, 2, axis=0)  # noqa: PLR2004
        return cls(both, 20.0 * math.log10(step), sample_rate_hz)

    def part(self, start_s: float, length_s: float) -> Steps:
        """Returns the samples of a part of it."""
        start, end = (round(at_s * self.sample_rate_hz) for at_s in (start_s, start_s + length_s))
        return self.steps[:, start:end]

    def powers(self, of: tuple[float, float] | None = None) -> NDArray[np.float64]:
        """Returns the power of all of it, or of a part, as :func:`hop_powers`; computed once.

        Args:
            of: Start and length of the part in seconds; None for the whole, which goes on and on.
        """
        if of not in self._powers:
            steps = self.part(*of) if of else self.steps
            found = hop_powers(steps, self.sample_rate_hz, whole=of is not None)
            found.setflags(write=False)
            self._powers[of] = found
        return self._powers[of]


def read_recording(path: Path, sample_rate_hz: int) -> Recording:
    """Reads a sound file at a rate; the last few stay in memory.

    A bed is opened again and again where somebody tries one after the other, and by several threads
    at a time: the second waits for the first, rather than decoding the same at half the speed.

    Raises:
        SoundError: if it is missing or damaged.
    """
    with _READING:
        return _RECENT.get((path, sample_rate_hz), lambda _: _read(path, sample_rate_hz))


_READING = threading.Lock()
_RECENT: RecentResults[tuple[Path, int], Recording] = RecentResults(_KEPT)


def _read(path: Path, sample_rate_hz: int) -> Recording:
    try:
        with soundfile.SoundFile(path) as file:
            frames = math.ceil(file.frames * sample_rate_hz / file.samplerate)
            steps = np.zeros((2, frames), dtype=np.int16)
            done = 0
            # Never the whole of it in float32: two minutes of piano would take 42 MB for a moment.
            for block in _blocks(file, sample_rate_hz):
                room = steps[:, done : done + len(block)]
                room[:] = np.rint(block.T[:, : room.shape[1]] * np.float32(_FULL_16))
                done += room.shape[1]
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"cannot read this sound file ({plain_reason(error)})"
        raise SoundError(message, path=path) from error
    return Recording(steps, -20.0 * math.log10(_FULL_16), sample_rate_hz)


def _blocks(file: soundfile.SoundFile, sample_rate_hz: int) -> Iterator[Samples]:
    """Yields a file at a rate: float32 ``(frames, channels)``, of at most full scale."""
    resampler: Any = None
    if file.samplerate != sample_rate_hz:
        rates_hz = file.samplerate, sample_rate_hz
        resampler = soxr.ResampleStream(*rates_hz, file.channels, dtype="float32", quality="HQ")
    while len(block := file.read(_AT_ONCE, dtype="float32", always_2d=True)):
        if resampler:
            block = resampler.resample_chunk(block, last=len(block) < _AT_ONCE)
        yield np.clip(block, -1.0, 1.0)


def in_steps(samples: Samples) -> tuple[Steps, float]:
    """Returns samples ``(rows, frames)`` of any level as 16 bits, and the value of one step."""
    highest = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)), 1e-9)
    kept = np.empty(samples.shape, dtype=np.int16)
    for start in range(0, samples.shape[1], _AT_ONCE):
        part = samples[:, start : start + _AT_ONCE]
        kept[:, start : start + _AT_ONCE] = np.rint(part * np.float32(_FULL_16 / highest))
    return kept, highest / _FULL_16


def hop_powers(steps: Steps, sample_rate_hz: int, *, whole: bool = False) -> NDArray[np.float64]:
    """The power of each ear in tenths of a second, ``(2, 4, n)``, in steps.

    Args:
        steps: ``(2, frames)``.
        sample_rate_hz: Frames per second.
        whole: True for a sound that begins and ends in silence, whose last tenth counts too.
    """
    hop = hop_frames(sample_rate_hz)
    found = []
    for ear in steps:
        meter = SpeechBandMeter(sample_rate_hz, 1)
        before = np.zeros(hop, dtype=np.int16) if whole else ear[:hop]  # the filter has to settle
        after = np.zeros(-len(ear) % hop if whole else 0, dtype=np.int16)
        for part in (before, ear, after):
            for start in range(0, len(part), _AT_ONCE):
                meter.add(part[start : start + _AT_ONCE, None].astype(np.float32))
        found.append(meter.powers()[:, 1:])
    return np.stack(found)
