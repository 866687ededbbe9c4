"""Warm drone and singing bowls, in D.

The pads are PADsynth (Nasca 2011, public domain): each harmonic is a narrow band of
random-phase bins that widens with frequency, so one inverse FFT gives a chorus of
hundreds of players that loops by construction. Struck bowls come from bells.py.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .bells import BOWL_140, BOWL_152, BOWL_180, Strike, strike
from .loop import (
    RATE,
    Array,
    Rng,
    db,
    diffuse,
    high_pass,
    low_pass,
    shape,
    slow,
    stereo,
    tilt,
    unit,
    white,
)

D2, A2, D3, E3, A3, B3, D4, E4, FS4, A4 = (
    73.42, 110.0, 146.83, 164.81, 220.0, 246.94, 293.66, 329.63, 369.99, 440.0,
)  # fmt: skip


class Timbre(NamedTuple):
    """The make of a pad: harmonic amplitudes, width in cents, steady share 0 to 1.

    A band of noise fades in and out at random; `core` is the share of the power of each
    harmonic in one steady bin at its centre, which keeps the note from dropping.
    """

    partials: tuple[float, ...]
    cents: float
    core: float


def pad(n: int, rng: Rng, freq: float, timbre: Timbre) -> Array:
    """One note of `freq` Hz, mono (n,), unit variance: PADsynth."""
    f = np.arange(n // 2 + 1) * RATE / n
    size = np.zeros(f.size)
    for i, level in enumerate(timbre.partials):
        centre = freq * (i + 1)
        width = max((2.0 ** (timbre.cents / 1200.0) - 1.0) * centre, 0.05)
        near = slice(int((centre - 5 * width) * n / RATE), int((centre + 5 * width) * n / RATE) + 2)
        band = np.exp(-(((f[near] - centre) / width) ** 2))
        size[near] += level * np.sqrt(1.0 - timbre.core) * band / np.sqrt(np.sum(band * band))
        size[round(centre * n / RATE)] += level * np.sqrt(timbre.core)
    phases = np.exp(2j * np.pi * rng.random(f.size))
    return unit(np.fft.irfft(size * phases, n))


def _soft(slope: float, cents: float) -> Timbre:
    """Twelve harmonics 1 / h**slope, the odd ones a little stronger: a reed, hummed."""
    partials = tuple((1.0 if h % 2 else 0.7) / h**slope for h in range(1, 13))
    return Timbre(partials, cents, 0.15)


def _note(n: int, rng: Rng, freq: float, timbre: Timbre, swell_db: float) -> Array:
    """A note for both ears, (n, 2), with a slow swell of its own that wanders sideways."""
    both = stereo(*(pad(n, rng, freq, timbre) for _ in range(2)))
    level = _swell(n, rng, 0.11, swell_db)
    sway = _swell(n, rng, 0.13, 1.2)
    return both * stereo(db(level + sway), db(level - sway))


def _swell(n: int, rng: Rng, hz: float, depth_db: float) -> Array:
    """A slow swell in dB, shape (n,), at most twice `depth_db` either way."""
    return np.asarray(np.clip(slow(n, rng, hz, power=0.4), -2.0, 2.0) * depth_db)


def _breath(n: int, rng: Rng) -> Array:
    """Air and friction, stereo (n, 2), unit variance: soft noise of 0.4-3 kHz."""
    noise = stereo(white(n, rng), white(n, rng))
    return unit(
        shape(noise, lambda f: tilt(f, -4.0) * high_pass(f, 400.0) * low_pass(f, 2_600.0, 1.5))
    )


def low(n: int, rng: Rng) -> Array:
    """The ground, stereo (n, 2): D 2, A 2 and D 3, breathing against each other."""
    chord = 0.75 * _note(n, rng, D2, _soft(1.15, 9.0), 1.4)
    chord += 0.62 * _note(n, rng, A2, _soft(1.35, 9.0), 2.2)
    chord += 0.60 * _note(n, rng, D3, _soft(1.6, 8.0), 2.4)
    chord = unit(shape(chord, lambda f: low_pass(f, 900.0, 1.5)))
    return chord + 0.04 * _breath(n, rng) * db(3.0 * slow(n, rng, 0.12))[:, None]


def high(n: int, rng: Rng) -> Array:
    """Upper notes, stereo (n, 2), that come forward in turn: A 3, D 4, E 4, F sharp 4, A 4."""
    chord = np.zeros((n, 2))
    for freq, level in ((A3, 0.8), (D4, 0.6), (E4, 0.32), (FS4, 0.42), (A4, 0.34)):
        chord += level * _note(n, rng, freq, _soft(2.0, 7.0), 4.0)
    chord = diffuse(shape(chord, lambda f: low_pass(f, 1_400.0, 1.5)), rng, 2.4, 0.5, 1_800.0)
    air = 0.02 * _breath(n, rng) * db(3.0 * slow(n, rng, 0.12))[:, None]
    return unit(chord) + air


SET = (
    Strike(BOWL_180, D3, 30.0, 300.0, 0.240, 0.35, 0.0),
    Strike(BOWL_180, A3, 27.0, 360.0, 0.210, 0.45, 0.0),
    Strike(BOWL_152, D4, 24.0, 420.0, 0.180, 0.55, 0.0),
    Strike(BOWL_140, FS4, 21.0, 440.0, 0.160, 0.65, 0.0),
)


SINGING = Timbre((1.0,), 6.0, 0.1)


def strokes(rng: Rng) -> list[Array]:
    """Bowls touched softly, stereo (n, 2) each: four bowls, each by two mallets."""
    found = []
    for pick, bowl in enumerate(SET):
        for _ in range(2):
            spec = replace(bowl, mallet=bowl.mallet * rng.uniform(0.75, 1.2))
            sound = strike(spec, 13.0, rng, (-0.35, 0.3, -0.1, 0.45)[pick])
            sound /= float(np.sqrt(np.mean(sound[: 4 * RATE] ** 2)))
            sound[-4 * RATE :] *= np.cos(np.linspace(0.0, 0.5 * np.pi, 4 * RATE))[:, None] ** 2
            found.append(diffuse(np.pad(sound, ((0, RATE), (0, 0))), rng, 1.0, 0.4, 2_000.0))
    return found


def sung(n: int, rng: Rng) -> Array:
    """Bowls rubbed with a stick, stereo (n, 2): D 3, A 3 and D 4, swelling in turn.

    A rubbed bowl turns its mode pattern with the stick (Inácio et al. 2006): a slow beat.
    """
    return _rubbed(n, rng, ((D3, 2.778, 0.8), (A3, 2.778, 0.6), (D4, 2.662, 0.4)))


def deep_sung(n: int, rng: Rng) -> Array:
    """Large bowls rubbed with a stick, stereo (n, 2): A 2, E 3 and B 3, darker."""
    return _rubbed(n, rng, ((A2, 2.778, 0.9), (E3, 2.778, 0.6), (B3, 2.662, 0.3)))


def _rubbed(n: int, rng: Rng, bowls: tuple[tuple[float, float, float], ...]) -> Array:
    """Rubbed bowls, each as (pitch in Hz, ratio of its second mode, level)."""
    out = np.zeros((n, 2))
    for freq, ratio, level in bowls:
        for part, share in ((freq, 1.0), (freq * ratio, 0.16)):
            both = stereo(*(pad(n, rng, part, SINGING) for _ in range(2)))
            swell = _swell(n, rng, 0.09, 1.6)
            out += level * share * both * db(swell)[:, None]
    air = 0.02 * _breath(n, rng) * db(2.0 * slow(n, rng, 0.2))[:, None]
    return unit(out) + air
