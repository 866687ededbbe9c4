"""Measures the beds of the library: whether they come back, their two ears, their evenness.

    python scripts/bench_beds.py [BED …] [--hours 1.5] [--draw DIR]

Plays each bed as a session has it, and measures what comes out by code of its own. Prints one row a
bed, and says at the end which figure lies outside its bound. The rows of docs/sound.md are made
with it. Columns:

- `comes back`: the highest correlation of the bed's envelope (dB, in steps of 50 ms) with itself
  later, over all lags from 20 s to an hour and four bands (but those with nothing in them, 45 dB
  below the fullest); and the lag. A loop has 0.9 and more.
- `range`: loudness range, EBU Tech 3342, LU; `crest`, dB; `kurtosis` at 2-8 kHz: 3 is noise.
- `ears`: correlation of the ears in 50-200 Hz, 200 Hz-1 kHz, 1-4 and 4-12 kHz; `mono`: what the sum
  of both loses against two unrelated ears, dB (0 for two unrelated ears).
- `top`: level at 17 kHz over that at 14 kHz, dB (a codec's wall is steeper than 12), and the
  `flicker` there: how far single moments stand out, dB more than they do at 11-13 kHz.

`--draw` writes a spectrogram and a level curve of each as PNG.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from scipy import signal

from quietude.script.bed import LibraryBed
from quietude.sound.assets import beds
from quietude.sound.beds import open_bed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RATE_HZ = 44_100
STEP = RATE_HZ // 20
BANDS_HZ = ((60, 400), (400, 1500), (1500, 5000), (5000, 14_000))
EAR_BANDS_HZ = ((50, 200), (200, 1000), (1000, 4000), (4000, 12_000))
PERIODIC = ("clock", "pulse")
"""Beds that come back because a clock and a pulse do."""

TONAL = ("bowl-drone", "bowls", "drone", "piano", "pulse")
"""Beds without anything at the top, of which no codec can cut a part."""

LONGEST_LAG_S, SHORTEST_LAG_S, LEAST_OVERLAP_S = 3600, 20, 60
MOST_ALIKE, WALL_DB, MOST_FLICKER_DB = 0.5, -12.0, 6.0
EMPTY_DB = 45.0
SMALL = 1e-13


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a bed; see the head of this script."""

    name: str
    comes_back: float
    lag_s: float
    range_lu: float
    lufs: float
    crest_db: float
    kurtosis: float
    ears: tuple[float, ...]
    mono_db: float
    top_db: float
    flicker_db: float

    def row(self) -> str:
        """The row of a table."""
        ears = ", ".join(f"{ear:.2f}" for ear in self.ears)
        return (
            f"| {self.name} | {self.comes_back:.2f} at {self.lag_s:.0f} s | "
            f"{self.lufs:.1f} | {self.range_lu:.1f} | {self.crest_db:.1f} | {self.kurtosis:.1f} | "
            f"{ears} | {self.mono_db:.1f} | {self.top_db:.0f} | {self.flicker_db:.1f} |"
        ).replace("-", "−")

    def outside(self) -> Iterator[str]:
        """Yields the figures that lie outside their bounds."""
        if self.name not in PERIODIC and self.comes_back > MOST_ALIKE:
            yield f"{self.name}: comes back after {self.lag_s:.0f} s, {self.comes_back:.2f}"
        if self.name not in TONAL and self.top_db < WALL_DB:
            yield f"{self.name}: a wall of {self.top_db:.1f} dB between 14 and 17 kHz"
        if self.name not in TONAL and self.flicker_db > MOST_FLICKER_DB:
            yield f"{self.name}: flickers by {self.flicker_db:.1f} dB at the top"


HEAD = (
    "| bed | comes back | LUFS | range | crest | kurtosis "
    "| ears | mono | top | flicker |\n|---|" + "---|" * 9
)


def played(name: str, hours: float, seed: int) -> Iterator[Array]:
    """A bed in minutes, ``(frames, 2)``."""
    stem = open_bed(LibraryBed(name), RATE_HZ, -30.0, seed).open()
    for _ in range(round(hours * 60)):
        yield stem.read(60 * RATE_HZ).astype(np.float64)


def band_powers(block: Array) -> Array:
    """The power spectrum of each 50 ms of the left ear: ``(steps, bins)``, a bin each 20 Hz."""
    window = np.hanning(STEP).astype(np.float32)
    left = block[: len(block) // STEP * STEP, 0].astype(np.float32).reshape(-1, STEP)
    spectra = np.fft.rfft(left * window)
    powers = np.square(spectra.real) + np.square(spectra.imag)
    return np.asarray(powers / float((window**2).sum()) / STEP, dtype=np.float64)


def envelopes(name: str, hours: float, seed: int) -> tuple[Array, Array]:
    """Power in each of the bands, and at the top, ``(steps, 4)`` and ``(steps, 4)``."""
    parts, tops = [], []
    edges = [(round(low / 20), round(high / 20)) for low, high in BANDS_HZ]
    high = [(550, 650), (675, 725), (825, 875), (0, 1)]
    for block in played(name, hours, seed):
        spectra = band_powers(block)
        parts.append(np.stack([spectra[:, a:b].sum(axis=1) for a, b in edges], axis=1))
        tops.append(np.stack([spectra[:, a:b].mean(axis=1) for a, b in high], axis=1))
    return np.concatenate(parts), np.concatenate(tops)


def comes_back(levels_db: Array) -> tuple[float, float]:
    """The highest autocorrelation of a curve from 20 s to an hour, and its lag in seconds."""
    centred = levels_db - levels_db.mean()
    count = len(centred)
    spectrum = np.fft.rfft(centred, 2 * count)
    products = np.fft.irfft(np.abs(spectrum) ** 2)[:count]
    squares = np.cumsum(np.concatenate([[0.0], centred**2]))
    lags = np.arange(SHORTEST_LAG_S * 20, min(LONGEST_LAG_S * 20, count - LEAST_OVERLAP_S * 20))
    scale = np.sqrt(squares[count - lags] * (squares[count] - squares[lags]))
    alike = products[lags] / scale
    best = int(np.argmax(alike))
    return float(alike[best]), float(lags[best]) / 20


def weighted(samples: Array) -> Array:
    """K-weighted samples, by the coefficients of BS.1770-4 at 48 kHz."""
    at_48 = signal.resample_poly(samples, 160, 147, axis=0)
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285,
             1.0, -1.69065929318241, 0.73248077421585]  # fmt: skip
    high_pass = [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621]
    return np.asarray(signal.sosfilt([shelf, high_pass], at_48, axis=0))


def loudness(samples: Array) -> tuple[float, float]:
    """Integrated loudness in LUFS and loudness range in LU."""
    kept = weighted(samples)
    hops = (kept[: len(kept) // 4800 * 4800].reshape(-1, 4800, 2) ** 2).mean(axis=1).sum(axis=1)

    def over(hops_long: int, gate_db: float) -> Array:
        blocks = np.convolve(hops, np.full(hops_long, 1.0 / hops_long), mode="valid")
        blocks = blocks[blocks > 10 ** (-6.931)]
        return np.asarray(blocks[blocks > blocks.mean() * 10 ** (-gate_db / 10)])

    levels = 10 * np.log10(over(30, 20.0))
    low, high = np.percentile(levels, (10, 95))
    return float(-0.691 + 10 * np.log10(over(4, 10.0).mean())), float(high - low)


def figures(name: str, hours: float, seed: int) -> Figures:
    """All figures of a bed."""
    powers, tops = envelopes(name, hours, seed)
    levels = 10 * np.log10(np.maximum(powers, SMALL))
    heard = np.flatnonzero(levels.mean(axis=0) > levels.mean(axis=0).max() - EMPTY_DB)
    back = max(comes_back(levels[:, band]) for band in heard)
    sound = np.concatenate(list(played(name, 5 / 60, seed)))
    ears = []
    for low, high in EAR_BANDS_HZ:
        band = signal.sosfilt(
            signal.butter(4, (low, high), "bandpass", fs=RATE_HZ, output="sos"), sound, axis=0
        )
        ears.append(float(np.corrcoef(band.T)[0, 1]))
    band = signal.sosfilt(
        signal.butter(4, (2000, 8000), "bandpass", fs=RATE_HZ, output="sos"), sound[:, 0]
    )
    centred = band - band.mean()
    mono = (sound.mean(axis=1) ** 2).mean() / ((sound**2).sum(axis=1).mean() / 4)
    top = 10 * np.log10(np.maximum(tops, SMALL))
    stands_out = np.percentile(top, 99.9, axis=0) - np.percentile(top, 50, axis=0)
    lufs, range_lu = loudness(sound)
    return Figures(
        name,
        *back,
        range_lu,
        lufs,
        float(20 * np.log10(np.abs(sound).max() / np.sqrt((sound**2).mean()))),
        float((centred**4).mean() / (centred**2).mean() ** 2),
        tuple(ears),
        float(10 * np.log10(mono)),
        float(10 * np.log10(tops[:, 2].mean() / max(tops[:, 1].mean(), SMALL))),
        float(stands_out[2] - stands_out[0]),
    )


def draw(name: str, folder: Path, seed: int, seconds: int = 120) -> None:
    """Write a picture: a spectrogram to 20 kHz, logarithmic, over the level of 20 minutes."""
    sound = np.concatenate(list(played(name, 20 / 60, seed)))
    spectra = band_powers(sound[: seconds * RATE_HZ])
    wide = 1200
    columns = np.add.reduceat(
        spectra, np.linspace(0, len(spectra), wide, endpoint=False).astype(int)
    )
    rows = np.geomspace(2, 1000, 320).astype(int)
    shown = 10 * np.log10(np.maximum(columns[:, rows].T[::-1], SMALL))
    top = np.percentile(shown, 99.5)
    picture = np.clip((shown - top + 75) / 75 * 255, 0, 255).astype(np.uint8)
    hop = (sound[: len(sound) // 4410 * 4410].reshape(-1, 4410, 2) ** 2).mean(axis=(1, 2))
    level = 10 * np.log10(np.maximum(hop, SMALL))
    level = level[np.linspace(0, len(level) - 1, wide).astype(int)]
    curve = np.full((100, wide), 255, dtype=np.uint8)
    heights = np.clip((-level - 15) / 45 * 100, 0, 99).astype(int)
    for column, height in enumerate(heights):
        curve[height:, column] = 120
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.concatenate([picture, curve])).save(folder / f"{name}.png")


def main() -> int:
    """Play, measure, print; 1 if a figure lies outside its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("beds", nargs="*", metavar="BED", help="these alone")
    parser.add_argument("--hours", type=float, default=1.5, help="length played")
    parser.add_argument("--seed", type=int, default=7, help="the session's seed")
    parser.add_argument("--draw", type=Path, help="write pictures into this folder")
    given = parser.parse_args()
    outside: list[str] = []
    print(HEAD)
    for name in given.beds or sorted(beds()):
        found = figures(name, given.hours, given.seed)
        print(found.row(), flush=True)
        outside += found.outside()
        if given.draw:
            draw(name, given.draw, given.seed)
    print("\n".join(["", *(outside or ["every figure lies within its bounds"])]))
    return bool(outside)


if __name__ == "__main__":
    sys.exit(main())
