"""Ocean and stream: the foam of waves, and bubbles.

Bubbles after van den Doel, Physically based models for liquid sounds (ACM TAP 2, 2005). The waves
themselves, and the noise of moving water, are made when a bed is played.
"""

import numpy as np

from .events import (
    around,
    bank,
    bubble,
    hits,
    poisson_times,
    puff,
    scatter_wide,
)
from .loop import (
    Array,
    Rng,
    band_limited,
    flutter,
    high_pass,
    low_pass,
    shape,
    slow,
    unit,
)

FIZZ = 0.6  # share of foam grains that are noise


def _foam_grain(rng: Rng) -> Array:
    """Fizz of foam: a tiny soft puff or a bubble of 1.2-3.5 kHz."""
    if rng.random() < FIZZ:
        return puff(rng, 900.0, rng.uniform(2_000.0, 4_500.0), 0.001, rng.uniform(0.004, 0.014))
    return np.asarray(0.6 * bubble(3.0 / around(rng, 2_000.0, 0.35), 0.05, 0.001))


def foam(n: int, rng: Rng) -> Array:
    """Foam that runs out, stereo (n, 2): 220 grains a second; the bed gives it its waves."""
    falls = hits(poisson_times(n, rng, 220.0), rng, 1.6, 6.0)
    fizz = scatter_wide(n, falls, bank(rng, 600, _foam_grain), rng, 0.9)
    return shape(fizz, lambda f: high_pass(f, 700.0) * low_pass(f, 5_200.0))


def _trickle(rng: Rng) -> Array:
    """A far bubble, about 400-2600 Hz: strength falls with pitch (r**1.5, van den Doel)."""
    f = around(rng, 1_050.0, 0.6)
    return np.asarray(bubble(3.0 / f, rng.uniform(0.02, 0.12), 0.0015) * (700.0 / f) ** 0.6)


def _gurgle(rng: Rng) -> Array:
    """A near bubble, about 270-1400 Hz, rounder and longer, its pitch clearly rising."""
    f = around(rng, 620.0, 0.55)
    return np.asarray(bubble(3.0 / f, rng.uniform(0.06, 0.2), 0.004) * (500.0 / f) ** 0.5)


def bubbles(n: int, rng: Rng) -> Array:
    """A brook, stereo (n, 2): 190 far bubbles a second, 34 near ones in eddies that come and go."""
    times = poisson_times(n, rng, 190.0, flutter(n, rng, (0.2, 4.0), 0.4))
    far = scatter_wide(n, hits(times, rng, 1.7, 6.0), bank(rng, 900, _trickle), rng, 0.95)
    eddies = np.exp(0.5 * slow(n, rng, 0.9, power=0.5) + 0.5 * slow(n, rng, (1.0, 6.0), 0.2))
    falls = hits(poisson_times(n, rng, 34.0, eddies), rng, 1.8, 3.0)
    near = scatter_wide(n, falls, bank(rng, 900, _gurgle), rng, 0.85)
    return band_limited(unit(far) + 0.8 * unit(near), 150.0, 5_000.0)
