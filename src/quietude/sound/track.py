"""The listener's own track as a bed: streamed, brought to the session's rate, and looped.

Its end is laid over its beginning where the two are quiet and alike, with their power kept, so that
the loop neither jumps nor dips; at no time is the track in memory whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr

from quietude.audio import plain_reason
from quietude.errors import SoundError
from quietude.sound.articulation import PartMeter
from quietude.sound.downmix import to_stereo
from quietude.sound.loudness import (
    PLAIN,
    SILENCE_LUFS,
    WEIGHTED,
    gated_lufs,
    hop_frames,
)
from quietude.sound.seam import (
    HOPS_PER_S,
    SHIFT_S,
    SHORTEST_HOPS,
    Seam,
    best_shift,
    crossfaded,
    find_seam,
)
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio import Samples

SHORTEST_S = SHORTEST_HOPS / HOPS_PER_S

_LONGER = f"Choose one of at least {SHORTEST_S:.0f} s."
_BLOCK = 32_768


def read_track(path: Path, sample_rate_hz: int) -> Iterator[Samples]:
    """A sound file from beginning to end as stereo blocks ``(frames, 2)`` at a rate.

    See :mod:`quietude.sound.downmix` for what is not stereo.

    Raises:
        SoundError: if it is missing, not sound, or damaged.
    """
    try:
        with soundfile.SoundFile(path) as file:
            resampler = soxr.ResampleStream(file.samplerate, sample_rate_hz, 2, dtype="float32")
            vorbis = file.format == "OGG"  # libsndfile leaves the channels of Ogg as they come
            while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
                yield _resampled(resampler, to_stereo(block, vorbis=vorbis), last=False)
            yield _resampled(resampler, np.zeros((0, 2), dtype=np.float32), last=True)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"this track cannot be read ({plain_reason(error)})"
        raise SoundError(message, path=path, hint="WAV, FLAC, OGG and MP3 can be.") from error


@dataclass(frozen=True, slots=True, eq=False)
class TrackMeasure:
    """How a track is looped, and how loud it is there.

    Attributes:
        loudness_lufs: Of the loop as a whole.
        powers: Of the loop in each tenth of a second, ``(3, n)``, as
            :class:`quietude.sound.articulation.PartMeter` answers it.
        offset: The mean of each channel, which is no sound: ``(2,)``.
        start_frame: Where the loop begins, at the session's rate.
        end_frame: The first frame after it.
        overlap_frames: How much of its end is laid over its beginning.
        correlation: How much the two are alike, from 0 to 1.
    """

    loudness_lufs: float
    powers: NDArray[np.float64]
    offset: Samples
    start_frame: int
    end_frame: int
    overlap_frames: int
    correlation: float


def measure_track(path: Path, sample_rate_hz: int) -> TrackMeasure:
    """How a track is to be looped, read from beginning to end.

    Raises:
        SoundError: if it cannot be read, is too short to loop, or is silent.
    """
    offset = _offset(path, sample_rate_hz)
    meter = PartMeter(sample_rate_hz, 2)
    for block in read_track(path, sample_rate_hz):
        meter.add(block - offset)
    powers = meter.powers()
    if gated_lufs(powers[WEIGHTED]) <= SILENCE_LUFS:
        message = "this track is silent"
        raise SoundError(message, path=path, hint="For no bed: --bed none")
    seam = find_seam(powers[PLAIN])
    hop = hop_frames(sample_rate_hz)
    if seam.end - seam.start < SHORTEST_HOPS - 1:  # the last tenth may be a part
        seconds = (seam.end - seam.start) * hop / sample_rate_hz
        message = f"of this track {seconds:.1f} s can be looped, too short for a bed"
        raise SoundError(message, path=path, hint=_LONGER)
    start, overlap = seam.start * hop, seam.overlap * hop
    end, correlation = _fitted_end(path, sample_rate_hz, seam, offset)
    looped = powers[:, seam.start : max(seam.start + 1, (end - overlap) // hop)]
    loudness = gated_lufs(looped[WEIGHTED])
    return TrackMeasure(loudness, looped, offset, start, end, overlap, correlation)


def _offset(path: Path, sample_rate_hz: int) -> Samples:
    """The mean of each channel; too short a track is refused on the way."""
    total, frames = np.zeros(2), 0
    for block in read_track(path, sample_rate_hz):
        total += block.sum(axis=0, dtype=np.float64)
        frames += len(block)
    if frames < seconds_to_frames(SHORTEST_S, sample_rate_hz):
        message = f"this track lasts {frames / sample_rate_hz:.1f} s, too short for a bed"
        raise SoundError(message, path=path, hint=_LONGER)
    return np.asarray(total / frames, dtype=np.float32)


def _fitted_end(path: Path, sample_rate_hz: int, seam: Seam, offset: Samples) -> tuple[int, float]:
    """Where the loop ends for its end to fit its beginning best, and how well it does."""
    hop = hop_frames(sample_rate_hz)
    start, end, overlap = seam.start * hop, seam.end * hop, seam.overlap * hop
    slack = min(seconds_to_frames(SHIFT_S, sample_rate_hz), max(0, end - start - 2 * overlap))
    first = end - overlap - slack
    head, tail = (
        np.concatenate(list(_stretch(path, sample_rate_hz, *it))) - offset
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
                held = np.concatenate([held, block - loop.offset])
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
