"""The listener's own track as a bed: streamed, brought to the session's rate, and looped.

Its end is crossfaded into its beginning where both are quiet and alike, at constant power, so the
loop neither jumps nor dips. The track is never in memory as a whole.
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
from quietude.audio.sound_file import SoundFileReader
from quietude.durations import clock_text
from quietude.errors import SoundError
from quietude.sound.power_profile import SpeechBandMeter
from quietude.sound.tracks.loop_points import (
    HOPS_PER_S,
    SHIFT_S,
    SHORTEST_HOPS,
    LoopPoints,
    best_shift,
    crossfaded,
    find_loop_points,
)
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
"""Sample rates accepted: with a few frames a second, a short file would last for days."""

_LIFT_DB = 40.0

_HIGHEST = 1e12
"""No sample of a sound is higher, whatever its scale; a higher one means damage."""


def read_track(path: Path, sample_rate_hz: int) -> Iterator[Samples]:
    """Yields a sound file from beginning to end as stereo blocks ``(frames, 2)`` at a rate.

    Other numbers of channels go through :mod:`quietude.audio.downmix`.

    Raises:
        SoundError: if the file is missing, is no sound file, or is damaged.
    """
    try:
        with muted_stderr():
            file = SoundFileReader(path)
        with file:
            if not _RATES_HZ[0] <= file.samplerate <= _RATES_HZ[1]:
                message = f"this track claims a sample rate of {file.samplerate} Hz"
                raise SoundError(message, path=path, hint=_AGAIN)
            resampler = soxr.ResampleStream(file.samplerate, sample_rate_hz, 2, dtype="float32")
            vorbis = file.format == "OGG"  # libsndfile keeps Ogg's own channel order
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
    """The loop of a track, its loudness and its powers.

    Attributes:
        loudness_lufs: Loudness of the loop as a whole.
        powers: Power of the track in each tenth of a second of the loop, ``(3, n)``, from
            :class:`quietude.sound.power_profile.SpeechBandMeter`.
        hop_frames: Frames in such a tenth.
        repair: The repair of its channels.
        start_frame: The first frame of the loop, at the session's rate.
        end_frame: The first frame after it.
        overlap_frames: Length of the crossfade from its end into its beginning.
        correlation: Correlation of the two, from 0 to 1.
    """

    loudness_lufs: float
    powers: NDArray[np.float64]
    hop_frames: int
    repair: StereoRepair
    start_frame: int
    end_frame: int
    overlap_frames: int
    correlation: float

    @property
    def period_frames(self) -> int:
        """Frames after which the loop repeats."""
        return self.end_frame - self.overlap_frames - self.start_frame

    def heard_powers(self, first: int, last: int) -> NDArray[np.float64]:
        """The power of the endless loop, from one tenth of a second up to another.

        A turn is no whole number of tenths, so it is counted in frames: in tenths the error would
        add up to minutes within an hour. The crossfade follows
        :func:`quietude.sound.tracks.loop_points.crossfaded`.
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
        """The power in the tenths that hold some frames, counted from the start of the loop."""
        last = self.powers.shape[1] - 1
        return self.powers[:, np.minimum(frames // self.hop_frames, last)].astype(np.float64)


def measure_track(path: Path, sample_rate_hz: int) -> TrackMeasure:
    """Finds the loop of a track and measures it; reads the file several times.

    Raises:
        SoundError: if it cannot be read, is too short to loop, or is silent.
    """
    repair = _find_repair(path, sample_rate_hz)
    meter = SpeechBandMeter(sample_rate_hz, 2)
    for block in read_track(path, sample_rate_hz):
        meter.add(repair.apply(block))
    powers = meter.powers()
    if loudness_at_any_level(powers[WEIGHTED]) <= SILENCE_LUFS:
        message = "this track is silent"
        raise SoundError(message, path=path, hint="For no bed: --bed none")
    points = find_loop_points(powers[PLAIN])
    hop = hop_frames(sample_rate_hz)
    if points.end - points.start < SHORTEST_HOPS - 1:  # the last tenth may be incomplete
        seconds = (points.end - points.start) * hop / sample_rate_hz
        message = f"only {seconds:.1f} s of this track can be looped, too short for a bed"
        raise SoundError(message, path=path, hint=_LONGER)
    start, overlap = points.start * hop, points.overlap * hop
    end, correlation = _fitted_end(path, sample_rate_hz, points, repair)
    loudness = loudness_at_any_level(
        powers[WEIGHTED, points.start : max(points.start + 1, (end - overlap) // hop)]
    )
    within = powers[:, points.start : points.end]
    return TrackMeasure(loudness, within, hop, repair, start, end, overlap, correlation)


def loudness_at_any_level(powers: NDArray[np.floating]) -> float:
    """Gated loudness of a track that may be as soft as it likes, in LUFS.

    BS.1770 leaves out what lies below -70 LUFS, which is all of a track recorded very softly: it is
    measured 40 dB louder. Below -110 LUFS there is nothing but the last bits of 24.
    """
    found = gated_lufs(powers)
    if found > SILENCE_LUFS:
        return found
    lifted = gated_lufs(powers * 10.0 ** (_LIFT_DB / 10.0))
    return lifted - _LIFT_DB if lifted > SILENCE_LUFS else lifted


def _find_repair(path: Path, sample_rate_hz: int) -> StereoRepair:
    """The repair a track needs; refuses damaged and too short tracks on the way."""
    total, products, frames = np.zeros(2), np.zeros((2, 2)), 0
    for block in read_track(path, sample_rate_hz):
        if not np.abs(block).max(initial=0.0) < _HIGHEST:  # "not <" also catches NaN
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
    path: Path, sample_rate_hz: int, points: LoopPoints, repair: StereoRepair
) -> tuple[int, float]:
    """The end frame at which the loop fits its beginning best, and the correlation there."""
    hop = hop_frames(sample_rate_hz)
    start, end, overlap = points.start * hop, points.end * hop, points.overlap * hop
    slack = min(seconds_to_frames(SHIFT_S, sample_rate_hz), max(0, end - start - 2 * overlap))
    first = end - overlap - slack
    head, tail = (
        repair.apply(np.concatenate(list(_stretch(path, sample_rate_hz, *ends))))
        for ends in ((start, start + overlap), (first, end))
    )
    shift, correlation = best_shift(head, tail)
    return first + shift + overlap, correlation


def _stretch(path: Path, sample_rate_hz: int, start: int, end: int) -> Iterator[Samples]:
    """Yields frames ``start`` to ``end`` of a track, in blocks."""
    at = 0
    for block in read_track(path, sample_rate_hz):
        part = block[max(0, start - at) : max(0, end - at)]
        at += len(block)
        if len(part):
            yield part
        if at >= end:
            return


class LoopedTrack:
    """An endlessly looped track; see :class:`quietude.sound.stems.Stem`.

    Args:
        path: The sound file.
        sample_rate_hz: The session's rate.
        gain: A linear gain.
        measured: The result of :func:`measure_track`.
        owner: The object whose temporary file the track is, kept alive as long as this; or None.
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

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`.

        The track is decoded up to there, two rounds of it at most: every round but the first is
        the same.
        """
        once = self._measured.period_frames
        left = frame if frame < once else once + frame % once
        while left:
            step = min(left, self._rate_hz)
            self.read(step)
            left -= step

    def _endless(self) -> Iterator[Samples]:
        loop, overlap = self._measured, self._measured.overlap_frames
        held = np.zeros((0, 2), dtype=np.float32)
        while True:
            previous, held = held, np.zeros((0, 2), dtype=np.float32)
            for block in _stretch(self._path, self._rate_hz, loop.start_frame, loop.end_frame):
                held = np.concatenate([held, loop.repair.apply(block)])
                # The crossfade at the start is done before the end is held back for the next one.
                if len(previous) and len(held) >= len(previous):
                    over = held[: len(previous)]
                    held[: len(previous)] = crossfaded(previous, over, loop.correlation)
                    previous = previous[:0]
                if not len(previous) and len(held) > overlap:
                    yield held[:-overlap]
                    held = held[-overlap:]


def _resampled(resampler: Any, block: Samples, *, last: bool) -> Samples:
    return np.asarray(resampler.resample_chunk(block, last=last), dtype=np.float32)
