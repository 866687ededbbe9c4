"""A summer night: still air, a far chorus, a few crickets that call and rest.

Chirps of a few pulses on one carrier per animal, after the calls of tree crickets
(carrier near 3 kHz, about 45 pulses and 2 chirps per second; figures as commonly
published for mild nights). Each animal keeps its own time, drifts, and falls silent.
"""

from functools import partial

import numpy as np

from .events import pan_gains
from .loop import (
    RATE,
    Array,
    Rng,
    band_noise,
    breathing,
    diffuse,
    floor_cut,
    shape,
    slow,
    unit,
    vary,
    white,
    wrapped,
)


def _pulse(freq: float, length_s: float) -> Array:
    """One stroke of the wings: a raised-cosine pulse, its pitch falling by 1.5 %."""
    t = np.arange(int(length_s * RATE)) / RATE
    phase = 2 * np.pi * freq * (t - 0.0075 * t * t / length_s)
    return np.asarray(np.sin(phase) * np.sin(np.pi * t / length_s) ** 2)


def _chirp(rng: Rng, freq: float, pulses: int, period_s: float) -> Array:
    """A chirp: `pulses` pulses that swell, period_s apart."""
    pulse = _pulse(freq, 0.72 * period_s)
    step = int(period_s * RATE)
    out = np.zeros(pulses * step + pulse.size)
    for i in range(pulses):
        level = np.sin(np.pi * (i + 1.0) / (pulses + 1.0)) ** 0.7 * rng.uniform(0.9, 1.0)
        out[i * step : i * step + pulse.size] += level * pulse
    return out


def _calling(n: int, rng: Rng, share: float) -> Array:
    """Returns the activity of an animal, shape (n,), 0 to 1: soft bouts, `share` of the time."""
    curve = slow(n, rng, 0.07, power=0.3)
    edge = float(np.quantile(curve, 1.0 - share))
    return np.asarray(1.0 / (1.0 + np.exp(-(curve - edge) * 5.0)))


def _cricket(n: int, rng: Rng, freq: float, chirps_hz: float) -> Array:
    """One animal over the whole loop, mono (n,), wrapping round the end."""
    period, pulses = rng.uniform(0.019, 0.024), int(rng.integers(4, 8))
    count = round(n / RATE * chirps_hz)
    times = (np.arange(count) + rng.uniform(-0.06, 0.06, count)) * n / count
    level = _calling(n, rng, rng.uniform(0.45, 0.75))
    out = np.zeros(n + RATE)
    for t in (times + rng.random() * n).astype(np.int64) % n:
        call = _chirp(rng, freq * rng.uniform(0.997, 1.003), pulses, period)
        out[t : t + call.size] += level[t] * call
    return wrapped(out, n)


def crickets(n: int, rng: Rng) -> Array:
    """Six crickets, stereo (n, 2), near and far, in the soft echo of the open."""
    near = np.zeros((n, 2))
    animals = (
        (2_870.0, 1.9, -0.55, 0.75),
        (3_040.0, 2.2, 0.6, 0.6),
        (2_720.0, 1.6, 0.15, 0.5),
        (3_210.0, 2.5, -0.9, 0.38),
        (2_960.0, 2.05, 0.9, 0.34),
        (3_380.0, 2.3, -0.2, 0.22),
    )
    for freq, rate, pan, level in animals:
        call = level * _cricket(n, rng, freq, rate)
        near += call[:, None] * np.asarray(pan_gains(pan))[None, :]
    return diffuse(near, rng, 0.7, 0.55, 3_600.0)


def _band(f: Array, centre: float, width: float) -> Array:
    """Gaussian band, `width` Hz of standard deviation."""
    return np.asarray(np.exp(-0.5 * ((f - centre) / width) ** 2))


def _chorus(n: int, rng: Rng) -> Array:
    """Many far trills, mono (n,): narrow bands round 2.4-3.3 kHz, pulsing, drifting."""
    out, t = np.zeros(n), np.arange(n) / RATE
    for _ in range(9):
        centre = rng.uniform(2_350.0, 3_300.0)
        band = shape(white(n, rng), partial(_band, centre=centre, width=28.0))
        pulses = round(rng.uniform(28.0, 44.0) * n / RATE) * RATE / n
        beat = 0.6 + 0.4 * np.sin(2 * np.pi * pulses * t + rng.uniform(0, 6))
        out += (
            unit(band) * beat * np.exp(0.7 * slow(n, rng, 0.12, sway=True)) * rng.uniform(0.4, 1.0)
        )
    return out


def air(n: int, rng: Rng) -> Array:
    """Night air, mono (n,): a low hush, a light breeze in grass, a far chorus."""
    hush = band_noise(n, rng, -3.6, 110.0, 900.0)
    grass = band_noise(n, rng, -2.5, 700.0, 2_400.0)
    breeze = vary(grass, breathing(n, rng, 2.4, 0.4))
    mix = vary(hush, breathing(n, rng, 1.0, 0.5)) + 0.16 * breeze
    return shape(mix + 0.05 * unit(_chorus(n, rng)), floor_cut)
