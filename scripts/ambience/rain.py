"""Rain in the open, and rain on leaves.

Broad soft noise (the sum of very many distant drops) under Poisson droplets with
power-law strengths and damped-sine or puff kernels: Farnell, Designing Sound (2010),
"Rain"; drops of 1-3 mm, about 200 per second and square metre.
"""

import numpy as np

from .events import (
    Hits,
    around,
    bank,
    bubble,
    hits,
    layered,
    poisson_times,
    puff,
    scatter,
    scatter_wide,
    tone,
)
from .loop import (
    RATE,
    Array,
    Rng,
    band_limited,
    breathing,
    bump,
    db,
    floor_cut,
    high_pass,
    low_pass,
    shape,
    slow,
    tilt,
    unit,
    vary,
    white,
)

HALF = 0.5


def _fine_drop(rng: Rng) -> Array:
    """A distant drop: 1-4 ms of dull noise or a very short damped sine."""
    if rng.random() < HALF:
        return puff(rng, 500.0, around(rng, 2_800.0, 0.3), 0.0006, rng.uniform(0.003, 0.012))
    return tone(around(rng, 1_500.0, 0.65), 0.0006, rng.uniform(0.004, 0.016))


def wash(n: int, rng: Rng) -> Array:
    """Steady rain, mono (n,): soft noise, a grain of 260 fine drops per second, a low body."""
    air = shape(white(n, rng), lambda f: tilt(f, -2.6) * high_pass(f, 260.0, 1.5))
    times = poisson_times(n, rng, 260.0, np.exp(0.35 * slow(n, rng, 0.6, sway=True)))
    drops = scatter(n, hits(times, rng, 1.5, 9.0), bank(rng, 900, _fine_drop), rng)
    mix = unit(air) + 0.85 * unit(drops)
    mix = shape(mix, lambda f: low_pass(f, 5200.0, 1.6) * bump(f, 900.0, 1.2, 2.0) * floor_cut(f))
    body = shape(white(n, rng), lambda f: tilt(f, -4.0) * low_pass(f, 500.0) * high_pass(f, 70.0))
    far = vary(unit(body), breathing(n, rng, 1.6, 0.5))
    return vary(unit(mix), breathing(n, rng, 1.1, 0.8)) + 0.45 * far


def _near_drop(rng: Rng) -> Array:
    """A near drop: a dull splash and, half the time, the bubble it traps."""
    splash = puff(rng, 350.0, around(rng, 1_700.0, 0.35), 0.0016, rng.uniform(0.012, 0.035))
    if rng.random() < HALF:
        return splash
    ring = bubble(3.0 / around(rng, 1_150.0, 0.45), rng.uniform(0.02, 0.12), 0.002)
    late = int(rng.uniform(0.002, 0.012) * RATE)
    return layered((0.6, 0, splash), (0.75, late, ring))


def drops(n: int, rng: Rng) -> Array:
    """Near drops, stereo (n, 2): 22 per second in slow clusters, moderate crest."""
    times = poisson_times(n, rng, 22.0, np.exp(0.5 * slow(n, rng, 1.5, power=0.6)))
    falls = hits(times, rng, 1.7, 3.2)
    field = scatter_wide(n, falls, bank(rng, 700, _near_drop), rng, 0.85)
    field *= db(2.0 * slow(n, rng, 0.12, power=0.4))[:, None]
    return band_limited(field, 220.0, 4_200.0, 1.0)


def _leaf_tap(rng: Rng) -> Array:
    """A drop on a leaf: a damped low knock of the blade and a papery puff."""
    knock = tone(around(rng, 560.0, 0.55), 0.0014, rng.uniform(0.012, 0.04), rng.uniform(0, 6))
    paper = puff(rng, 900.0, around(rng, 3_100.0, 0.3), 0.0012, rng.uniform(0.006, 0.02))
    return layered((rng.uniform(0.35, 0.8), 0, knock), (rng.uniform(0.45, 0.9), 0, paper))


def leaves_canopy(n: int, rng: Rng) -> Array:
    """The canopy, mono (n,): very many small taps, warm, stirred by light wind."""
    gusts = np.exp(0.45 * slow(n, rng, 0.4, sway=True))
    times = poisson_times(n, rng, 420.0, gusts)
    taps = scatter(n, hits(times, rng, 1.8, 6.0), bank(rng, 900, _leaf_tap), rng)
    air = shape(white(n, rng), lambda f: tilt(f, -3.4) * high_pass(f, 180.0, 1.5))
    mix = shape(unit(taps) + 0.55 * unit(air), lambda f: low_pass(f, 4300.0, 1.6) * floor_cut(f))
    return vary(mix, breathing(n, rng, 1.2, 0.6))


def _drip(rng: Rng) -> Array:
    """A gathered drop falling from a leaf into a wet hollow: one round, low bubble."""
    ring = bubble(3.0 / around(rng, 560.0, 0.35), rng.uniform(0.05, 0.15), 0.004)
    return np.asarray(ring * rng.uniform(0.6, 1.0))


def leaves_patter(n: int, rng: Rng) -> Array:
    """Patter on near leaves, stereo (n, 2): 55 taps per second, gathering and thinning.

    Now and then, 1.2 per second, the round drip of a drop that gathered on a leaf.
    """
    gusts = np.exp(0.55 * slow(n, rng, 0.5) + 0.35 * slow(n, rng, (0.5, 3.0), 0.3))
    times = poisson_times(n, rng, 55.0, gusts)
    falls = hits(times, rng, 1.7, 3.4)
    field = scatter_wide(n, falls, bank(rng, 900, _leaf_tap), rng, 0.9)
    drips = poisson_times(n, rng, 1.2)
    falls = hits(drips, rng, 2.0, 2.0)
    falls = Hits(falls.times, 1.3 * falls.amps)
    field += scatter_wide(n, falls, bank(rng, 200, _drip), rng, 0.8)
    return band_limited(field, 160.0, 4_600.0, 1.0)
