"""A recording as power in bands of hearing, read block by block, and where something sounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from quietude.audio.clip import Clip, plain_reason
from quietude.audio.sound_file import SoundFileReader
from quietude.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples

Bands = NDArray[np.float32]
"""Power, float32 ``(frames, BANDS + 1)``, a frame every 10 ms; the last is that of all together."""

RATE_HZ = 16_000
STEP_S = 0.01
BANDS = 24
_STEP, _WINDOW, _FFT = 160, 400, 512
_LOWEST_HZ, _HIGHEST_HZ = 100.0, 7600.0
_ALL_FROM_HZ = 60.0
_BLOCK_S = 20.0
_POWER_FLOOR = 1e-12

_NOISE_BLOCK = 6000
"""Frames in which a room sounds alike: a minute."""
_QUIET_SHARE, _SKIPPED_SHARE = 0.1, 0.02
"""The share of frames a room is measured in, and of still quieter ones that are left out: the ends
of a file, and the zeros a recorder begins with."""
_LEAST_SPREAD, _FEWEST = 0.035, 20
_SMOOTHED = 3
_BEGINS_STDS, _GOES_ON_STDS = 9.0, 4.5
"""Distance of a frame from the noise, in standard deviations of the quiet frames."""
_SHORTEST, _BRIDGED = 4, 15
"""Frames: a stretch is 40 ms at least, and a gap up to 150 ms is the closing of a consonant."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a recording in which something sounds.

    Attributes:
        start: Its first frame, every 10 ms.
        end: The frame after its last.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording as it is searched.

    Attributes:
        bands: Its power in bands.
        noise: The power of its room in the same bands, ``(frames / 6000, BANDS)``.
        stretches: The stretches in which something sounds, in order.
    """

    bands: Bands
    noise: Bands
    stretches: tuple[Stretch, ...]

    def noise_at(self, frame: int) -> Bands:
        """The power of the room at a frame, ``(BANDS,)``."""
        return np.asarray(self.noise[min(frame // _NOISE_BLOCK, len(self.noise) - 1)])


def bands_of(blocks: Iterable[Samples], rate_hz: int, warp: float = 1.0) -> Bands:
    """Power in bands of hearing, from blocks of a mono sound.

    Args:
        blocks: float32 ``(frames,)``, one after another.
        rate_hz: Their rate.
        warp: A factor for the frequencies, since throats are not all of one length.
    """
    import soxr

    resampler: Any = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality="MQ")
    filters = _filters(warp)
    kept = np.zeros(_WINDOW // 2, dtype=np.float32)  # the first frame is centred on the start
    found = []
    for block, is_last in _with_last(blocks):
        samples = np.concatenate([kept, resampler.resample_chunk(block, last=is_last)])
        if is_last:
            samples = np.pad(samples, (0, _WINDOW // 2))
        count = max(0, (len(samples) - _WINDOW) // _STEP + 1)
        if count:
            windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_STEP][:count]
            spectrum = np.fft.rfft(windows * _hann(), _FFT)
            found.append((np.square(np.abs(spectrum)) @ filters).astype(np.float32))
            samples = samples[count * _STEP :]
        kept = samples
    if not found:
        return np.zeros((0, BANDS + 1), dtype=np.float32)
    return np.concatenate(found) + np.float32(_POWER_FLOOR)


def whole_power(bands: Bands) -> NDArray[np.float32]:
    """Power of all bands together, ``(frames,)``, from 60 Hz on."""
    return np.asarray(bands[:, BANDS])


def file_blocks(path: Path) -> tuple[Iterator[Samples], int]:
    """A sound file as mono blocks of 20 s, and its rate in Hz.

    Raises:
        SoundError: if it cannot be read, at once or within a block.
    """
    try:
        rate_hz = int(soundfile.info(path).samplerate)
    except (soundfile.SoundFileError, OSError, RuntimeError, TypeError) as error:
        message = f"cannot read this recording ({plain_reason(error)})"
        raise SoundError(message, path=path) from error

    def blocks() -> Iterator[Samples]:
        try:
            with SoundFileReader(path) as file:
                frames = round(_BLOCK_S * rate_hz)
                while len(block := file.read(frames, dtype="float32", always_2d=True)):
                    yield np.nan_to_num(block.mean(axis=1, dtype=np.float32))
        except (soundfile.SoundFileError, RuntimeError) as error:
            message = f"cannot read this recording ({plain_reason(error)})"
            raise SoundError(message, path=path) from error

    return blocks(), rate_hz


def file_part(path: Path, start_s: float, end_s: float) -> Clip:
    """A part of a sound file, mono; what lies beyond its ends is left out.

    Args:
        path: The file.
        start_s: Start, in seconds.
        end_s: End.

    Raises:
        SoundError: if it cannot be read.
    """
    try:
        with SoundFileReader(path) as file:
            first = min(max(0, round(start_s * file.samplerate)), file.frames)
            file.seek(first)
            wanted = max(0, round(end_s * file.samplerate) - first)
            part = file.read(wanted, dtype="float32", always_2d=True)
            return Clip(np.nan_to_num(part.mean(axis=1, dtype=np.float32)), file.samplerate)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"cannot read this recording ({plain_reason(error)})"
        raise SoundError(message, path=path) from error


def heard(bands: Bands) -> Heard:
    """Finds the noise of the room and the stretches in which something stands out of it."""
    noise, stretches = [], list[Stretch]()
    above = np.zeros(len(bands), dtype=np.float32)
    for start in range(0, max(1, len(bands)), _NOISE_BLOCK):
        part = bands[start : start + _NOISE_BLOCK]
        room, score = _above_noise(part)
        noise.append(room)
        above[start : start + len(part)] = score
    begins, goes_on = above > _BEGINS_STDS, above > _GOES_ON_STDS
    for start, end in _runs(goes_on):
        if begins[start:end].any():
            if stretches and start - stretches[-1].end <= _BRIDGED:
                stretches[-1] = Stretch(stretches[-1].start, end)
            else:
                stretches.append(Stretch(start, end))
    long = tuple(one for one in stretches if one.end - one.start >= _SHORTEST)
    return Heard(bands, np.array(noise, dtype=np.float32), long)


def _above_noise(part: Bands) -> tuple[Bands, Any]:
    """The power of the room, and for each frame how far it stands out, in standard deviations."""
    if len(part) < _FEWEST:
        return np.full(BANDS + 1, _POWER_FLOOR, dtype=np.float32), np.zeros(len(part))
    level = np.log(part[:, :BANDS]).mean(axis=1)
    wide = np.convolve(level, np.ones(11) / 11, mode="same")
    skipped = round(_SKIPPED_SHARE * len(part))
    quiet = np.argsort(wide)[skipped:][: max(5, round(_QUIET_SHARE * len(part)))]
    room = part[quiet].mean(axis=0)
    above = np.log(np.maximum(part / room, 1.0))[:, :BANDS].mean(axis=1)
    smooth = np.convolve(above, np.ones(_SMOOTHED) / _SMOOTHED, mode="same")
    usual, spread = float(smooth[quiet].mean()), float(smooth[quiet].std())
    return room, (smooth - usual) / max(spread, _LEAST_SPREAD)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(np.int8), 0]))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _with_last(blocks: Iterable[Samples]) -> Iterator[tuple[Samples, bool]]:
    previous = None
    for block in blocks:
        if previous is not None:
            yield previous, False
        previous = block
    yield (np.zeros(0, dtype=np.float32) if previous is None else previous), True


@cache
def _hann() -> Any:
    return np.hanning(_WINDOW).astype(np.float32)


def band_centres_hz(warp: float = 1.0) -> Any:
    """Centres of the bands on the mel scale (HTK's formula), with one before and one after."""
    low, high = (2595.0 * np.log10(1.0 + hz / 700.0) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    return 700.0 * (10.0 ** (np.linspace(low, high, BANDS + 2) / 2595.0) - 1.0) * warp


@cache
def band_widths() -> Any:
    """The width of each band as a share of all, ``(BANDS,)``: its power is a mean over its bins."""
    widths = np.diff(band_centres_hz()[:-1])
    return (widths / widths.sum()).astype(np.float32)


def noise_spread(weights: Any, frames: int) -> Any:
    """Variance of power of steady noise, as a share of its squared mean, ``(n,)``.

    Bins and frames vary together as far as their windows overlap (Welch 1967).

    Args:
        weights: The share of each band in a sum of them, ``(BANDS, n)``.
        frames: The number of frames of a running mean.
    """
    bins = _filters(1.0)[:, :BANDS] @ weights
    bins /= bins.sum(axis=0)
    apart = np.abs(np.subtract.outer(np.arange(len(bins)), np.arange(len(bins))))
    window, spread = _hann(), 0.0
    for lag in range(frames):
        both = window[lag * _STEP :] * window[: max(0, _WINDOW - lag * _STEP)]
        alike = np.square(np.abs(np.fft.fft(both, _FFT)) / np.square(window).sum())
        pairs = (1 if lag == 0 else 2) * (frames - lag) / frames**2
        spread = spread + pairs * np.einsum("ib,ij,jb->b", bins, alike[apart], bins)
    return spread


@cache
def _filters(warp: float) -> Any:
    """Triangles over the bins of the spectrum, ``(_FFT / 2 + 1, BANDS + 1)``."""
    centres = np.minimum(band_centres_hz(warp), RATE_HZ / 2 - 1.0 + np.arange(BANDS + 2) / BANDS)
    hz = np.fft.rfftfreq(_FFT, 1.0 / RATE_HZ)[:, None]
    rising = (hz - centres[:-2]) / (centres[1:-1] - centres[:-2])
    falling = (centres[2:] - hz) / (centres[2:] - centres[1:-1])
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    every = (hz >= _ALL_FROM_HZ) / len(hz)
    bands = triangles / np.maximum(triangles.sum(axis=0), 1e-9)
    return np.hstack([bands, every]).astype(np.float32)
