"""Thunder a long way off: it rolls, and never cracks.

What reaches a listener from ten kilometres is the sum of many strokes along a channel kilometres
long, all above 200 Hz taken by the air (Few, "Thunder", Scientific American 233(1), 1975): low
noise that swells, rolls and fades over ten seconds and more. Each begins over more than a second.
"""

import numpy as np

from .loop import RATE, Array, Rng, band_noise

ROLLS = 8


def _roll(rng: Rng) -> Array:
    """One roll of thunder, stereo (n, 2), 11-17 s."""
    length_s = rng.uniform(11.0, 17.0)
    n = int(length_s * RATE)
    t = np.arange(n) / RATE
    ears = np.zeros((n, 2))
    both = band_noise(n, rng, 0.0, 28.0, 75.0, high_order=1.4)
    for corner, level, alike in ((75.0, 1.0, 0.8), (190.0, 0.35, 0.0)):
        swell = np.zeros(n)
        for _ in range(int(rng.integers(5, 9))):
            at = rng.uniform(1.6, 0.62 * length_s)
            rise, fall = rng.uniform(0.5, 1.1), rng.uniform(0.8, 2.6)
            size = rng.uniform(0.3, 1.0) * np.exp(-at / (0.5 * length_s))
            swell += size * np.where(
                t < at, np.exp(-0.5 * ((t - at) / rise) ** 2), np.exp(-(t - at) / fall)
            )
        for ear in (0, 1):
            own = band_noise(n, rng, 0.0, 28.0, corner, high_order=1.4)
            ears[:, ear] += level * swell * (alike * both + np.sqrt(1.0 - alike**2) * own)
    edge = np.sin(0.5 * np.pi * np.clip(t / 1.2, 0, 1)) ** 2
    edge *= np.sin(0.5 * np.pi * np.clip((length_s - t) / 3.0, 0, 1)) ** 2
    out = ears * edge[:, None]
    return np.asarray(out / np.sqrt(np.mean(out * out)))


def rolls(rng: Rng) -> list[Array]:
    """Eight rolls of thunder, stereo (n, 2) each."""
    return [_roll(rng) for _ in range(ROLLS)]
