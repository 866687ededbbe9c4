"""The listener's own track as a bed: streamed, brought to the session's rate, and looped.

The end of the track is held back by the length of the crossfade and laid over its beginning with
equal power, so that the loop neither jumps nor dips; at no time is the track in memory whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr

from quietude.audio import plain_reason
from quietude.errors import SoundError
from quietude.sound.loudness import SILENCE_LUFS, WEIGHTED, PowerMeter, gated_lufs
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio import Samples

SHORTEST_S = 5.0
"""A shorter track would be heard as a rhythm of its own."""

CROSSFADE_S = 6.0
_BLOCK = 32_768


def read_track(path: Path, sample_rate_hz: int) -> Iterator[Samples]:
    """A sound file from beginning to end as stereo blocks ``(frames, 2)`` at a rate.

    Mono is heard in both ears; of more than two channels, the mean is.

    Raises:
        SoundError: if it is missing, not sound, or damaged.
    """
    try:
        with soundfile.SoundFile(path) as file:
            resampler = soxr.ResampleStream(file.samplerate, sample_rate_hz, 2, dtype="float32")
            while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
                yield _resampled(resampler, _stereo(block), last=False)
            yield _resampled(resampler, np.zeros((0, 2), dtype=np.float32), last=True)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"this track cannot be read ({plain_reason(error)})"
        raise SoundError(message, path=path, hint="WAV, FLAC, OGG and MP3 can be.") from error


@dataclass(frozen=True, slots=True)
class TrackMeasure:
    """How loud a track is.

    Attributes:
        loudness_lufs: As a whole.
        powers: In each tenth of a second: ``(2, n)``, as
            :class:`quietude.sound.loudness.PowerMeter` answers it.
    """

    loudness_lufs: float
    powers: NDArray[np.float64]


def measure_track(path: Path, sample_rate_hz: int) -> TrackMeasure:
    """How loud a track is, read once from beginning to end.

    Raises:
        SoundError: if it cannot be read, is too short to loop, or is silent.
    """
    meter = PowerMeter(sample_rate_hz, 2)
    frames = 0
    for block in read_track(path, sample_rate_hz):
        meter.add(block)
        frames += len(block)
    if frames < seconds_to_frames(SHORTEST_S, sample_rate_hz):
        message = f"this track lasts {frames / sample_rate_hz:.1f} s, too short for a bed"
        raise SoundError(message, path=path, hint=f"Choose one of at least {SHORTEST_S:.0f} s.")
    powers = meter.powers()
    loudness = gated_lufs(powers[WEIGHTED])
    if loudness <= SILENCE_LUFS:
        message = "this track is silent"
        raise SoundError(message, path=path, hint="For no bed: --bed none")
    return TrackMeasure(loudness, powers)


class LoopedTrack:
    """A track that goes on for ever; see :class:`quietude.sound.stems.Stem`.

    Args:
        path: The sound file, which :func:`measure_track` has found fit to use.
        sample_rate_hz: The session's rate.
        gain: A linear gain.
        owner: Whom the file goes with, if it is a temporary one.
    """

    def __init__(
        self, path: Path, sample_rate_hz: int, gain: float, *, owner: object = None
    ) -> None:
        self._path = path
        self._owner = owner
        self._rate_hz = sample_rate_hz
        self._gain = np.float32(gain)
        self._blocks = self._endless()
        self._ready = np.zeros((0, 2), dtype=np.float32)

    def read(self, frames: int) -> Samples:
        """The next frames of the loop, ``(frames, 2)``."""
        parts, have = [self._ready], len(self._ready)
        while have < frames:
            parts.append(next(self._blocks))
            have += len(parts[-1])
        joined = np.concatenate(parts)
        self._ready = joined[frames:]
        return joined[:frames] * self._gain

    def _endless(self) -> Iterator[Samples]:
        held = np.zeros((0, 2), dtype=np.float32)
        # What was crossfaded at the start must be over before the end is held back.
        overlap_s = min(CROSSFADE_S, soundfile.info(self._path).duration / 3)
        overlap = seconds_to_frames(overlap_s, self._rate_hz)
        while True:
            previous, held = held, np.zeros((0, 2), dtype=np.float32)
            for block in read_track(self._path, self._rate_hz):
                held = np.concatenate([held, block])
                if len(previous) and len(held) >= len(previous):
                    held[: len(previous)] = _crossfaded(previous, held[: len(previous)])
                    previous = previous[:0]
                if not len(previous) and len(held) > overlap:
                    yield held[:-overlap]
                    held = held[-overlap:]


def _crossfaded(leaving: Samples, arriving: Samples) -> Samples:
    """Equal power: cos² + sin² = 1, for sounds that do not resemble each other."""
    angle = (np.arange(len(leaving)) + 0.5) / max(len(leaving), 1) * (np.pi / 2)
    fade_out, fade_in = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.asarray(leaving * fade_out + arriving * fade_in, dtype=np.float32)


def _stereo(block: Samples) -> Samples:
    if block.shape[1] == 2:  # noqa: PLR2004  (left and right)
        return block
    return np.repeat(block.mean(axis=1, keepdims=True, dtype=np.float32), 2, axis=1)


def _resampled(resampler: Any, block: Samples, *, last: bool) -> Samples:
    return np.asarray(resampler.resample_chunk(block, last=last), dtype=np.float32)
