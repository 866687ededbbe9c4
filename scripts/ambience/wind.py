"""A hollow voice in the wind.

Farnell, Designing Sound (2010), "Wind": obstacles are resonant bands whose pitch rises with the
speed. The air and the leaves are noise, and their gusts are made when the bed is played.
"""

import numpy as np

from .loop import (
    HOP,
    Array,
    Rng,
    at_hops,
    db,
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


def note(n: int, rng: Rng) -> Array:
    """A hollow note of the wind round an edge, stereo (n, 2): narrow, wandering, faint."""
    v = np.clip(0.55 + 0.16 * slow(n, rng, 0.2, power=0.5), 0.15, 1.0)
    ears = []
    for centres in ((410.0, 640.0), (455.0, 730.0)):
        bands = _resonances(at_hops(v), centres, 0.085, 0.9, rng)
        base = shape(white(n, rng), lambda f: high_pass(f, 200.0) * low_pass(f, 1_600.0))
        ears.append(unit(vary(unit(base), np.sqrt(bands))))
    left, right = ears
    return stereo(left + 0.35 * right, right + 0.35 * left)
