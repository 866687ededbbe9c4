"""A clock in the next room: ticks through a wall."""

import numpy as np

from .events import layered, puff, tone
from .loop import RATE, Array, Rng, diffuse, low_pass, shape

TICKS = 8


def ticks(rng: Rng) -> list[Array]:
    """Ticks of a clock far away, stereo (n, 2) each: wood and a little brass, and the room."""
    found = []
    for _ in range(TICKS):
        tick = layered(
            (1.0, 0, tone(rng.normal(1_180.0, 12.0), 0.002, 0.035)),
            (0.5, 0, tone(rng.normal(620.0, 8.0), 0.003, 0.06)),
            (0.3, 0, puff(rng, 700.0, 2_600.0, 0.0015, 0.012)),
            (0.4, int(0.031 * RATE), tone(rng.normal(1_020.0, 12.0), 0.002, 0.03)),
        )
        both = np.repeat(np.pad(tick, (441, int(0.6 * RATE)))[:, None], 2, axis=1)
        both = shape(both, lambda f: low_pass(f, 1_800.0, 1.5))
        both = diffuse(both, rng, 0.5, 0.9, 1_500.0)
        both[-2_000:] *= np.linspace(1.0, 0.0, 2_000)[:, None]
        found.append(both * rng.uniform(0.9, 1.0))
    return found
