"""The listener's own track as a bed: streamed, brought to the session's rate, and looped.

Its end is laid over its beginning where the two are quiet and alike, with their power kept, so that
the loop neither jumps nor dips; at no time is the track in memory whole.
"""

from __future__ import annotations

import math
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr

from quietude.audio.clip import muted_stderr, plain_reason
from quietude.audio.downmix import find_repair, to_stereo
from quietude.audio.loudness import (
    PLAIN,
    WEIGHTED,
    gated_lufs,
    hop_frames,
)
from quietude.durations import clock_text
from quietude.errors import SoundError
from quietude.sound.loop_points import (
    HOPS_PER_S,
    SHIFT_S,
    SHORTEST_HOPS,
    LoopPoints,
    best_shift,
    crossfaded,
    find_loop_points,
)
from quietude.sound.power_profile import SpeechBandMeter
from quietude.units import SILENCE_LUFS, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.audio.downmix import StereoRepair

SHORTEST_S = SHORTEST_HOPS / HOPS_PER_S

_LONGER = f"Choose one of at least {SHORTEST_S:.0f} s."
_AGAIN = "Export or download it again."
_BLOCK = 32_768

_RATES_HZ = (1_000, 2_000_000)
"""What a track may have: at a few frames a second a short one would last for days."""

_HIGHEST = 1e12
"""No sample of a sound is higher, however it was scaled: what is, is damage."""


def read_track(path: Path, sample_rate_hz: int) -> Iterator[Samples]:
    """A sound file from beginning to end as stereo blocks ``(frames, 2)`` at a rate.

    See :mod:`quietude.audio.downmix` for what is not stereo.

    Raises:
        SoundError: if it is missing, not sound, or damaged.
    """
    try:
        with muted_stderr():
            file = soundfile.SoundFile(path)
        with file:
            if not _RATES_HZ[0] <= file.samplerate <= _RATES_HZ[1]:
                message = f"this track says it has {file.samplerate} frames a second"
                raise SoundError(message, path=path, hint=_AGAIN)
            resampler = soxr.ResampleStream(file.samplerate, sample_rate_hz, 2, dtype="float32")
            vorbis = file.format == "OGG"  # libsndfile leaves the channels of Ogg as they come
            while len(block := _read(file)):
                yield _resampled(resampler, to_stereo(block, vorbis=vorbis), last=False)
            yield _resampled(resampler, np.zeros((0, 2), dtype=np.float32), last=True)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"this track cannot be read ({plain_reason(error)})"
        raise SoundError(message, path=path, hint=_AGAIN) from error


def _read(file: soundfile.SoundFile) -> Samples:
    """The next frames of a file, ``(frames, channels)``; none at its end."""
    with muted_stderr() if file.format == "MP3" else nullcontext():
        block: Samples = file.read(_BLOCK, dtype="float32", always_2d=True)
    return block


@dataclass(frozen=True, slots=True, eq=False)
class TrackMeasure:
    """How a track is looped, and how loud it is there.

    Attributes:
        loudness_lufs: Of the loop as a whole.
        powers: Of the track in each tenth of a second from where the loop begins to where it ends,
            ``(3, n)``, as :class:`quietude.sound.power_profile.SpeechBandMeter` answers it.
        hop_frames: How many frames such a tenth has.
        ears: How it is heard.
        start_frame: Where the loop begins, at the session's rate.
        end_frame: The first frame after it.
        overlap_frames: How much of its end is laid over its beginning.
        correlation: How much the two are alike, from 0 to 1.
    """

    loudness_lufs: float
    powers: NDArray[np.float64]
    hop_frames: int
    ears: StereoRepair
    start_frame: int
    end_frame: int
    overlap_frames: int
    correlation: float

    @property
    def period_frames(self) -> int:
        """After how many frames the loop comes round."""
        return self.end_frame - self.overlap_frames - self.start_frame

    def heard_powers(self, first: int, last: int) -> NDArray[np.float64]:
        """The power of the loop as it is heard, from one tenth of a second to before another.

        A turn is no whole number of tenths: counted in tenths, an hour of turns would be told
        minutes from where they sound. See :func:`quietude.sound.loop_points.crossfaded`.
        """
        middles = np.arange(first, last) * self.hop_frames + self.hop_frames // 2
        turn, at = np.divmod(middles, self.period_frames)
        powers = self._powers_at(at)
        fading = (turn > 0) & (at < self.overlap_frames)
        angle = at[fading] / self.overlap_frames * (np.pi / 2)
        leaving, arriving = self._powers_at(at[fading] + self.period_frames), powers[:, fading]
        out, into = np.cos(angle), np.sin(angle)
        alike = 2.0 * self.correlation * out * into
        together = out**2 * leaving + into**2 * arriving + alike * np.sqrt(leaving * arriving)
        powers[:, fading] = together / (1.0 + alike)
        return powers

    def _powers_at(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """The power of the tenths that some frames, counted from the start of the loop, lie in."""
        last = self.powers.shape[1] - 1
        return self.powers[:, np.minimum(frames // self.hop_frames, last)].astype(np.float64)


def measure_track(path: Path, sample_rate_hz: int) -> TrackMeasure:
    """How a track is to be looped, read from beginning to end.

    Raises:
        SoundError: if it cannot be read, is too short to loop, or is silent.
    """
    ears = _ears(path, sample_rate_hz)
    meter = SpeechBandMeter(sample_rate_hz, 2)
    for block in read_track(path, sample_rate_hz):
        meter.add(ears.apply(block))
    powers = meter.powers()
    if gated_lufs(powers[WEIGHTED]) <= SILENCE_LUFS:
        message = "this track is silent"
        raise SoundError(message, path=path, hint="For no bed: --bed none")
    seam = find_loop_points(powers[PLAIN])
    hop = hop_frames(sample_rate_hz)
    if seam.end - seam.start < SHORTEST_HOPS - 1:  # the last tenth may be a part
        seconds = (seam.end - seam.start) * hop / sample_rate_hz
        message = f"of this track {seconds:.1f} s can be looped, too short for a bed"
        raise SoundError(message, path=path, hint=_LONGER)
    start, overlap = seam.start * hop, seam.overlap * hop
    end, correlation = _fitted_end(path, sample_rate_hz, seam, ears)
    loudness = gated_lufs(
        powers[WEIGHTED, seam.start : max(seam.start + 1, (end - overlap) // hop)]
    )
    within = powers[:, seam.start : seam.end]
    return TrackMeasure(loudness, within, hop, ears, start, end, overlap, correlation)


def _ears(path: Path, sample_rate_hz: int) -> StereoRepair:
    """How a track is heard; what is no sound, or too short, is refused on the way."""
    total, products, frames = np.zeros(2), np.zeros((2, 2)), 0
    for block in read_track(path, sample_rate_hz):
        if not np.abs(block).max(initial=0.0) < _HIGHEST:  # or no number at all
            message = f"this track is damaged at {clock_text(frames / sample_rate_hz)}"
            raise SoundError(message, path=path, hint=_AGAIN)
        exact = block.astype(np.float64)
        total += exact.sum(axis=0)
        products += exact.T @ exact
        frames += len(block)
    if frames < seconds_to_frames(SHORTEST_S, sample_rate_hz):
        seconds = math.floor(10 * frames / sample_rate_hz) / 10
        message = f"this track lasts {seconds:.1f} s, too short for a bed"
        raise SoundError(message, path=path, hint=_LONGER)
    mean = total / frames
    return find_repair(mean, products / frames - np.outer(mean, mean))


def _fitted_end(
    path: Path, sample_rate_hz: int, seam: LoopPoints, ears: StereoRepair
) -> tuple[int, float]:
    """Where the loop ends for its end to fit its beginning best, and how well it does."""
    hop = hop_frames(sample_rate_hz)
    start, end, overlap = seam.start * hop, seam.end * hop, seam.overlap * hop
    slack = min(seconds_to_frames(SHIFT_S, sample_rate_hz), max(0, end - start - 2 * overlap))
    first = end - overlap - slack
    head, tail = (
        ears.apply(np.concatenate(list(_stretch(path, sample_rate_hz, *it))))
        for it in ((start, start + overlap), (first, end))
    )
    shift, correlation = best_shift(head, tail)
    return first + shift + overlap, correlation


def _stretch(path: Path, sample_rate_hz: int, start: int, end: int) -> Iterator[Samples]:
    """Frames ``start`` to ``end`` of a track, in blocks."""
    at = 0
    for block in read_track(path, sample_rate_hz):
        part = block[max(0, start - at) : max(0, end - at)]
        at += len(block)
        if len(part):
            yield part
        if at >= end:
            return


class LoopedTrack:
    """A track that goes on for ever; see :class:`quietude.sound.stems.Stem`.

    Args:
        path: The sound file.
        sample_rate_hz: The session's rate.
        gain: A linear gain.
        measured: What :func:`measure_track` has found.
        owner: Whom the file goes with, if it is a temporary one.
    """

    def __init__(
        self,
        path: Path,
        sample_rate_hz: int,
        gain: float,
        measured: TrackMeasure,
        *,
        owner: object = None,
    ) -> None:
        self._path = path
        self._owner = owner
        self._rate_hz = sample_rate_hz
        self._gain = np.float32(gain)
        self._measured = measured
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
        loop, overlap = self._measured, self._measured.overlap_frames
        held = np.zeros((0, 2), dtype=np.float32)
        while True:
            previous, held = held, np.zeros((0, 2), dtype=np.float32)
            for block in _stretch(self._path, self._rate_hz, loop.start_frame, loop.end_frame):
                held = np.concatenate([held, loop.ears.apply(block)])
                # What is laid over the start is over before the end is held back.
                if len(previous) and len(held) >= len(previous):
                    over = held[: len(previous)]
                    held[: len(previous)] = crossfaded(previous, over, loop.correlation)
                    previous = previous[:0]
                if not len(previous) and len(held) > overlap:
                    yield held[:-overlap]
                    held = held[-overlap:]


def _resampled(resampler: Any, block: Samples, *, last: bool) -> Samples:
    return np.asarray(resampler.resample_chunk(block, last=last), dtype=np.float32)
