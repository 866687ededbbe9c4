"""Meters of finished sessions for the benches: loudness, levels, silences.

They share nothing with the renderer's: K-weighting from the tables of BS.1770-4 through scipy, the
rest in plain numpy.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from scipy import signal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

    Array = NDArray[np.float64]

RATE_HZ = 48_000
HOP_S = 0.1
SILENT = 1e-10


def weighted(samples: Array) -> Array:
    """K-weighted samples ``(frames, 2)`` at 48 kHz, by the coefficients of BS.1770-4."""
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285,
             1.0, -1.69065929318241, 0.73248077421585]  # fmt: skip
    high_pass = [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621]
    return np.asarray(signal.sosfilt([shelf, high_pass], samples, axis=0))


def powers(samples: Array, rate_hz: int = RATE_HZ) -> Array:
    """The power of both ears in each tenth of a second."""
    hop = round(HOP_S * rate_hz)
    whole = samples[: len(samples) // hop * hop].reshape(-1, hop * samples.shape[1])
    return np.asarray((whole**2).mean(axis=1) * samples.shape[1])


def lufs(power: float) -> float:
    """The loudness of a power."""
    return float(-0.691 + 10 * np.log10(max(power, SILENT)))


def gated(power: Array) -> float:
    """Integrated loudness by BS.1770-4 of powers by the tenth of a second."""
    blocks = np.convolve(power, np.full(4, 0.25), mode="valid")
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -120.0
    return lufs(float(blocks[blocks > blocks.mean() / 10].mean()))


def in_parts(path: Path, filters: Sequence[NDArray[np.float64]] = ()) -> list[Array]:
    """The K-weighted and the plain power of a file, and after each filter, in tenths of a second.

    Read a minute at a time, each with a second before it for the filters to settle.
    """
    parts: list[list[Array]] = []
    with soundfile.SoundFile(path) as file:
        rate_hz = file.samplerate
        step, before = 60 * rate_hz, rate_hz
        for start in range(0, file.frames, step):
            lead = min(before, start)
            file.seek(start - lead)
            block = file.read(step + lead, dtype="float64", always_2d=True)
            at_48 = block if rate_hz == RATE_HZ else signal.resample_poly(block, 160, 147, axis=0)
            skip = round(lead / rate_hz * RATE_HZ)
            kinds = [weighted(at_48), at_48]
            kinds += [signal.sosfilt(one, at_48, axis=0) for one in filters]
            parts.append([powers(kind[skip:]) for kind in kinds])
    return [np.concatenate(kind) for kind in zip(*parts, strict=True)]


def spans(timeline: Timeline) -> list[tuple[int, int]]:
    """The first tenth of a second of each phrase, and the one after its last."""
    hop = timeline.sample_rate_hz * HOP_S
    return [
        (round(placed.start_frame / hop), round(placed.end_frame / hop))
        for placed in timeline.placements
    ]


def exact_under_db(voice: Array, bed: Array, timeline: Timeline) -> list[float]:
    """The bed below the voice under each phrase, in dB of RMS over its very frames."""
    return [
        float(10 * np.log10(np.square(voice[a:b]).mean() / max(np.square(bed[a:b]).mean(), SILENT)))
        for a, b in ((one.start_frame, one.end_frame) for one in timeline.placements)
    ]


def silences(said: list[tuple[int, int]], cues: Array) -> Iterator[tuple[int, int]]:
    """The middles of silences of 9 s and more without a cue, in which the bed is up."""
    for (_, before), (after, _) in pairwise(said):
        start, end = before + 45, after - 25
        if end - start >= 20 and cues[start:end].max() < 1e-8:  # noqa: PLR2004
            yield start, end


def noise_like(voice: Sequence[Array], phrase: Array, below_db: float) -> Array:
    """Steady noise as long as a phrase, of the spectrum of a voice, so far below the phrase.

    Args:
        voice: Phrases of the voice.
        phrase: The phrase.
        below_db: The distance of their RMS.
    """
    size = 4096
    joined = np.concatenate(voice)
    frames = np.lib.stride_tricks.sliding_window_view(joined, size)[:: size // 2] * np.hanning(size)
    power = (np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=0)
    hz = np.fft.rfftfreq(len(phrase))
    white = np.fft.rfft(np.random.default_rng(0).standard_normal(len(phrase)))
    shaped = np.fft.irfft(white * np.sqrt(np.interp(hz, np.fft.rfftfreq(size), power)), len(phrase))
    below = np.sqrt((phrase**2).mean() / (shaped**2).mean()) / 10.0 ** (below_db / 20.0)
    return np.asarray(below * shaped)
