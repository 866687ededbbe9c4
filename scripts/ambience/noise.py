"""Brown and pink noise with a centre, a width and a slow breath.

Brown falls by 6 dB, pink by 3 dB per octave. The wide layer is read half a loop apart
by the two ears, the deep layer is the same in both: the low end stays in the middle,
the rest is truly stereo, and the balance between the two never stands still.
"""

from .loop import Array, Rng, breathing, floor_cut, low_pass, shape, tilt, unit, vary, white


def _coloured(n: int, rng: Rng, slope: float, top: float) -> Array:
    """Noise of `slope` dB per octave, soft above `top` Hz, shape (n,), unit variance."""
    return unit(
        shape(white(n, rng), lambda f: tilt(f, slope) * low_pass(f, top, 1.5) * floor_cut(f))
    )


def brown_wide(n: int, rng: Rng) -> Array:
    """Brown noise, mono (n,), drifting by about 1 dB and a little in tilt."""
    return vary(_coloured(n, rng, -6.02, 6_000.0), breathing(n, rng, 0.9, 0.45))


def brown_deep(n: int, rng: Rng) -> Array:
    """The low half of brown noise, mono (n,), for the middle."""
    return vary(_coloured(n, rng, -6.02, 320.0), breathing(n, rng, 1.2, 0.5, sway=False))


def pink_wide(n: int, rng: Rng) -> Array:
    """Pink noise, mono (n,), soft above 7 kHz, drifting gently."""
    return vary(_coloured(n, rng, -3.01, 7_000.0), breathing(n, rng, 0.8, 0.4))


def pink_deep(n: int, rng: Rng) -> Array:
    """The warm low part of pink noise, mono (n,), for the middle."""
    return vary(_coloured(n, rng, -3.6, 700.0), breathing(n, rng, 1.2, 0.5, sway=False))
