"""A wood fire: flames and embers, and crackles over them.

Lapping flames, hiss and crackles are the three parts in Farnell, Designing Sound (2010),
"Fire", and the atoms of Verron & Drettakis (AES 133, 2012). Crackles are short puffs with
a soft start here: nothing snaps at a listener with closed eyes.
"""

import numpy as np

from .events import around, bank, hits, layered, poisson_times, puff, scatter_wide, tone
from .loop import (
    Array,
    Rng,
    band_limited,
    slow,
    unit,
)

PAIRED = 0.3  # share of crackles that come twice


def _ember(rng: Rng) -> Array:
    """A far, tiny crackle: 2-8 ms of dull noise."""
    return puff(rng, 700.0, around(rng, 2_800.0, 0.35), 0.0008, rng.uniform(0.003, 0.010))


def _crackle(rng: Rng) -> Array:
    """A near crackle: a woody knock under a soft puff, sometimes a quick pair."""
    knock = tone(around(rng, 500.0, 0.45), 0.0015, rng.uniform(0.012, 0.035), rng.uniform(0, 6))
    spark = puff(rng, 600.0, around(rng, 2_600.0, 0.35), 0.0012, rng.uniform(0.006, 0.022))
    again = int(rng.uniform(400, 2_400)) if rng.random() < PAIRED else 0
    parts = [(rng.uniform(0.3, 0.7), 0, knock), (0.8, 0, spark)]
    if again:
        parts.append((rng.uniform(0.3, 0.6), again, spark))
    return layered(*parts)


def crackles(n: int, rng: Rng) -> Array:
    """Crackles, stereo (n, 2): 6 per second in bursts with lulls, over 38 fine embers."""
    bursts = np.exp(0.9 * slow(n, rng, 0.5, power=0.4) + 0.8 * slow(n, rng, (0.6, 5.0), 0.2))
    times = poisson_times(n, rng, 6.0, bursts)
    falls = hits(times, rng, 1.7, 2.6)
    near = scatter_wide(n, falls, bank(rng, max(times.size, 1), _crackle), rng, 0.6)
    times = poisson_times(n, rng, 38.0, np.exp(0.6 * slow(n, rng, 0.8, power=0.5)))
    embers = scatter_wide(n, hits(times, rng, 1.6, 6.0), bank(rng, 600, _ember), rng, 0.8)
    return band_limited(unit(near) + 0.35 * unit(embers), 200.0, 5_200.0)
