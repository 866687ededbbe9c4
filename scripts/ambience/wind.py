"""Wind: a body of moving air, and trees with a hollow voice.

Farnell, Designing Sound (2010), "Wind": one wind speed made of a slow drift, gusts and
squalls, each stronger the harder it blows, drives every part; obstacles are resonant
bands whose pitch rises with the speed; leaves follow its square.
"""

import numpy as np

from .loop import (
    HOP,
    Array,
    Rng,
    at_hops,
    band_noise,
    db,
    flutter,
    frame_freqs,
    high_pass,
    low_pass,
    shape,
    slow,
    stereo,
    unit,
    vary,
    white,
)


def speed(n: int, rng: Rng) -> Array:
    """Wind speed, shape (n,), 0.15 to about 1: drift, gusts and squalls."""
    drift = 0.5 + 0.16 * slow(n, rng, 0.09, power=0.5)
    gusts = 0.13 * slow(n, rng, (0.1, 0.45), 0.4) * np.clip(drift + 0.3, 0.3, 1.2)
    squalls = 0.045 * slow(n, rng, (0.5, 1.8), 0.3) * np.clip(drift + 0.2, 0.2, 1.2)
    return np.asarray(np.clip(drift + gusts + squalls, 0.15, 1.05))


def _resonances(v: Array, centres: tuple[float, ...], width: float, rise: float, rng: Rng) -> Array:
    """Power (hops, bins) of resonant bands whose centres climb `rise` octaves with v."""
    n = v.size * HOP
    f = np.log2(np.maximum(frame_freqs(), 20.0))
    total = np.zeros((v.size, f.size))
    for centre in centres:
        wander = 0.12 * at_hops(slow(n, rng, 0.15))
        middle = np.log2(centre) + rise * (v - 0.5) + wander
        level = db(2.0 * at_hops(slow(n, rng, 0.2)))
        x = (f[None, :] - middle[:, None]) / width
        total += (level**2)[:, None] * np.exp(-x * x)
    return total


def body(n: int, rng: Rng) -> Array:
    """The air itself, stereo (n, 2): broad low bands, 90-700 Hz, riding the gusts.

    One gust for both ears, 0.3 s later on the right; the noise of each ear is its own.
    """
    v, ears = speed(n, rng), []
    for late in (0, 13_000):
        here = at_hops(np.clip(np.roll(v, late) + 0.04 * slow(n, rng, 0.3), 0.15, 1.05))
        base = band_noise(n, rng, -4.2, 60.0, 1_800.0, high_order=1.5)
        bands = _resonances(here, (130.0, 260.0, 520.0), 0.42, 1.1, rng)
        ears.append(vary(base, np.sqrt(0.12 + bands) * db(11.0 * (here - 0.5))[:, None]))
    return stereo(ears[0], ears[1])


def _voice(n: int, rng: Rng, v: Array, centres: tuple[float, ...]) -> Array:
    """A hollow note of the wind round an edge, mono (n,): narrow, wandering, faint."""
    bands = _resonances(at_hops(v), centres, 0.085, 0.9, rng)
    base = shape(white(n, rng), lambda f: high_pass(f, 200.0) * low_pass(f, 1_600.0))
    return vary(unit(base), np.sqrt(bands) * db(20.0 * (at_hops(v) - 0.6))[:, None])


def _leaves(n: int, rng: Rng, v: Array) -> Array:
    """Rustling leaves, mono (n,): noise of 0.7-4 kHz, fluttering, louder than linear."""
    base = band_noise(n, rng, -3.0, 800.0, 3_800.0, low_order=1.5)
    rustle = base * flutter(n, rng, (2.0, 14.0), 0.3)
    return np.asarray(rustle * db(17.0 * (v - 0.55)))


def trees(n: int, rng: Rng) -> Array:
    """Trees, stereo (n, 2): the gust reaches one side a little before the other."""
    v = speed(n, rng)
    ears = []
    for late, centres in ((0, (410.0, 640.0)), (16_000, (455.0, 730.0))):
        here = np.clip(np.roll(v, late) + 0.05 * slow(n, rng, 0.3), 0.15, 1.05)
        ears.append(0.8 * _leaves(n, rng, here) + 0.55 * _voice(n, rng, here, centres))
    left, right = ears
    return stereo(left + 0.25 * right, right + 0.25 * left)
