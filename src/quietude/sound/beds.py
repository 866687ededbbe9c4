"""A bed by its name: one of ours, a listener's own track, or none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import read_samples, resample
from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.audio.loudness import hop_frames
from quietude.errors import SoundError
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.sound import assets
from quietude.sound.assets import check_bed
from quietude.sound.looped_track import LoopedTrack, measure_track
from quietude.sound.power_profile import ROWS, SpeechBandMeter
from quietude.sound.stems import Loop, LoopedLayers
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.script.bed import Bed
    from quietude.sound.assets import BedAsset
    from quietude.sound.stems import Stem

_FULL_16 = 32_767
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class BedSource:
    """A bed ready to play; its sound never ends.

    Attributes:
        open: Begins it; it can be begun as often as needed.
        powers: Its power, of both ears together, from one tenth of a second to before another:
            ``(3, n)``, as :class:`quietude.sound.power_profile.SpeechBandMeter` answers it.
    """

    open: Callable[[], Stem]
    powers: Callable[[int, int], NDArray[np.float64]]


def open_bed(bed: Bed, sample_rate_hz: int, loudness_lufs: float) -> BedSource:
    """A bed, at a loudness.

    Args:
        bed: The bed.
        sample_rate_hz: The session's rate.
        loudness_lufs: How loud it is before anything is done with it.

    Raises:
        SoundError: if there is no such bed or track, or if it cannot be used.
    """
    check_bed(bed)
    if isinstance(bed, NoBed):
        return BedSource(
            lambda: LoopedLayers([]), lambda first, last: np.zeros((ROWS, last - first))
        )
    if isinstance(bed, RoomTone):
        samples, step = in_steps(room_tone(sample_rate_hz))
        gain = db_to_gain(loudness_lufs + ROOM_TONE_LU) * step
        return _looped([_LoopLayer(samples, gain, (0, 99_999))], sample_rate_hz)
    if isinstance(bed, LibraryBed):
        layers = _layers(assets.beds()[bed.id], sample_rate_hz, loudness_lufs)
        return _looped(layers, sample_rate_hz)
    path = bed.path
    decoded = DecodedTrack(path) if needs_ffmpeg(path) else None
    track = decoded.path if decoded else path
    try:
        measured = measure_track(track, sample_rate_hz)
    except SoundError as error:
        error.path = path  # not that of the temporary file
        raise
    gain = db_to_gain(loudness_lufs - measured.loudness_lufs)
    return BedSource(
        open=lambda: LoopedTrack(track, sample_rate_hz, gain, measured, owner=decoded),
        powers=lambda first, last: gain**2 * measured.heard_powers(first, last),
    )


@dataclass(frozen=True, slots=True)
class _LoopLayer:
    """One loop of a bed: 16 bits of its sound, the linear gain of a step, where each ear begins."""

    samples: NDArray[np.int16]
    gain: float
    ears: tuple[int, int]


def _layers(asset: BedAsset, sample_rate_hz: int, loudness_lufs: float) -> Iterator[_LoopLayer]:
    for layer in asset.layers:
        samples, step = _read_loop(layer.path, sample_rate_hz)
        ears = (0, len(samples) // 2 if layer.spread else 0)
        gain = db_to_gain(layer.gain_db + loudness_lufs - asset.loudness_lufs)
        yield _LoopLayer(samples, gain * step, ears)


def _read_loop(path: Path, sample_rate_hz: int) -> tuple[NDArray[np.int16], float]:
    """A loop at a rate, as 16 bits, and what a step is worth."""
    samples, rate_hz = read_samples(path)
    return in_steps(resample_loop(samples, rate_hz, sample_rate_hz))


def in_steps(samples: Samples) -> tuple[NDArray[np.int16], float]:
    """Samples of any level as 16 bits, and what a step is worth."""
    highest = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)), 1e-9)
    kept = np.empty(samples.shape, dtype=np.int16)
    for start in range(0, len(samples), _AT_ONCE):
        part = samples[start : start + _AT_ONCE]
        kept[start : start + _AT_ONCE] = np.rint(part * np.float32(_FULL_16 / highest))
    return kept, highest / _FULL_16


def _looped(layers: Iterable[_LoopLayer], sample_rate_hz: int) -> BedSource:
    loops: list[Loop] = []
    powers: list[Callable[[int, int], NDArray[np.float64]]] = []
    for it in layers:  # one at a time: as they are read they take much memory
        loops.append(Loop(it.samples, it.gain, it.ears))
        for channel, offset in zip((0, -1), it.ears, strict=True):
            loop = it.samples[:, channel]
            powers.append(_looped_powers(loop, it.gain, offset, sample_rate_hz))
    return BedSource(
        open=lambda: LoopedLayers(loops),
        powers=lambda first, last: reduce(np.add, (it(first, last) for it in powers)),
    )


def _looped_powers(
    loop: NDArray[np.int16], gain: float, offset: int, sample_rate_hz: int
) -> Callable[[int, int], NDArray[np.float64]]:
    """The power of one ear of a loop that begins at an offset, by the tenth of a second."""
    hop, frames = hop_frames(sample_rate_hz), len(loop)
    meter = SpeechBandMeter(sample_rate_hz, 1)
    meter.add(loop[-hop:, None].astype(np.float32))  # so that the filter is under way
    for start in range(0, frames, _AT_ONCE):
        meter.add(loop[start : start + _AT_ONCE, None].astype(np.float32))
    powers = gain**2 * meter.powers()[:, 1:]

    def between(first: int, last: int) -> NDArray[np.float64]:
        at = (np.arange(first, last) * hop + offset) % frames // hop
        return np.asarray(powers[:, np.minimum(at, powers.shape[1] - 1)])

    return between


def resample_loop(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """A seamless loop at another rate, still seamless: the filter sees it go round."""
    if from_hz == to_hz:
        return samples
    margin = from_hz // 10
    around = np.concatenate([samples[-margin:], samples, samples[:margin]])
    start = round(margin * to_hz / from_hz)
    frames = round(len(samples) * to_hz / from_hz)
    return resample(around, from_hz, to_hz)[start : start + frames]


ROOM_TONE_LU = -30.0
"""Room tone lies this far below other beds: some 65 dB below full scale in the finished file."""

ROOM_FADE_S = 0.1
"""How long it takes to be there: the first half second of an audiobook is to hold it."""

_SECONDS = 61
_CORNER_HZ = 500.0


def room_tone(sample_rate_hz: int) -> Samples:
    """A seamless loop of soft noise, ``(frames, 1)`` at an RMS of 1: falling above 500 Hz.

    Made in the frequency domain with random phases, so that it goes round without a seam; the
    seed is fixed, so that it is always the same.
    """
    frames = _SECONDS * sample_rate_hz
    hz = np.fft.rfftfreq(frames, 1 / sample_rate_hz)
    shape = np.minimum(1.0, hz / 40.0) / np.sqrt(1.0 + (hz / _CORNER_HZ) ** 2)
    phases = np.random.default_rng(0).uniform(0, 2 * np.pi, len(hz))
    tone = np.fft.irfft(shape * np.exp(1j * phases), frames)
    return np.asarray(tone / np.sqrt((tone**2).mean()), dtype=np.float32)[:, None]
