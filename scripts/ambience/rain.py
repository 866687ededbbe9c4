"""Rain in the open, and rain on leaves.

Broad soft noise (the sum of very many distant drops) under Poisson droplets with
power-law strengths and damped-sine or puff kernels: Farnell, Designing Sound (2010),
"Rain"; drops of 1-3 mm, about 200 per second and square metre.
"""

import numpy as np

from .events import (
    around,
    bank,
    bubble,
    hits,
    layered,
    poisson_times,
    puff,
    scatter_wide,
    tone,
)
from .loop import (
    RATE,
    Array,
    Rng,
    band_limited,
    slow,
    unit,
)

HALF = 0.5


def _fine_drop(rng: Rng) -> Array:
    """A distant drop: 1-4 ms of dull noise or a very short damped sine."""
    if rng.random() < HALF:
        return puff(rng, 500.0, around(rng, 2_800.0, 0.3), 0.0006, rng.uniform(0.003, 0.012))
    return tone(around(rng, 1_500.0, 0.65), 0.0006, rng.uniform(0.004, 0.016))


def _near_drop(rng: Rng) -> Array:
    """A near drop: a dull splash and, half the time, the bubble it traps."""
    splash = puff(rng, 350.0, around(rng, 1_700.0, 0.35), 0.0016, rng.uniform(0.012, 0.035))
    if rng.random() < HALF:
        return splash
    ring = bubble(3.0 / around(rng, 1_150.0, 0.45), rng.uniform(0.02, 0.12), 0.002)
    late = int(rng.uniform(0.002, 0.012) * RATE)
    return layered((0.6, 0, splash), (0.75, late, ring))


def drops(n: int, rng: Rng) -> Array:
    """Drops, stereo (n, 2): 260 fine ones a second, and 22 near ones in slow clusters."""
    times = poisson_times(n, rng, 260.0, np.exp(0.35 * slow(n, rng, 0.6)))
    grain = scatter_wide(n, hits(times, rng, 1.5, 9.0), bank(rng, 900, _fine_drop), rng, 0.95)
    times = poisson_times(n, rng, 22.0, np.exp(0.5 * slow(n, rng, 1.5, power=0.6)))
    falls = hits(times, rng, 1.7, 3.2)
    near = scatter_wide(n, falls, bank(rng, 700, _near_drop), rng, 0.85)
    return band_limited(unit(grain) + 0.8 * unit(near), 220.0, 5_200.0, 1.0)


def _leaf_tap(rng: Rng) -> Array:
    """A drop on a leaf: a damped low knock of the blade and a papery puff."""
    knock = tone(around(rng, 560.0, 0.55), 0.0014, rng.uniform(0.012, 0.04), rng.uniform(0, 6))
    paper = puff(rng, 900.0, around(rng, 3_100.0, 0.3), 0.0012, rng.uniform(0.006, 0.02))
    return layered((rng.uniform(0.35, 0.8), 0, knock), (rng.uniform(0.45, 0.9), 0, paper))


def _drip(rng: Rng) -> Array:
    """A gathered drop falling from a leaf into a wet hollow: one round, low bubble."""
    ring = bubble(3.0 / around(rng, 560.0, 0.35), rng.uniform(0.05, 0.15), 0.004)
    return np.asarray(ring * rng.uniform(0.6, 1.0))


def leaves(n: int, rng: Rng) -> Array:
    """Patter on leaves, stereo (n, 2): 420 small taps a second in the canopy, 55 near ones.

    Now and then, 1.2 per second, the round drip of a drop that gathered on a leaf.
    """
    taps = bank(rng, 900, _leaf_tap)
    times = poisson_times(n, rng, 420.0, np.exp(0.3 * slow(n, rng, 0.4)))
    canopy = scatter_wide(n, hits(times, rng, 1.8, 6.0), taps, rng, 0.95)
    gusts = np.exp(0.35 * slow(n, rng, 0.5) + 0.3 * slow(n, rng, (0.5, 3.0), 0.3))
    near = scatter_wide(n, hits(poisson_times(n, rng, 55.0, gusts), rng, 1.7, 3.4), taps, rng, 0.9)
    falls = hits(poisson_times(n, rng, 1.2), rng, 2.0, 2.0)
    near += 1.3 * scatter_wide(n, falls, bank(rng, 200, _drip), rng, 0.8)
    return band_limited(unit(canopy) + 0.75 * unit(near), 160.0, 5_200.0, 1.0)
