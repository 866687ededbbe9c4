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
    diffuse,
    shape,
    slow,
    unit,
    white,
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


ANIMALS = (
    (2_870.0, 1.9, -0.55, 0.75),
    (3_040.0, 2.2, 0.6, 0.6),
    (2_720.0, 1.6, 0.15, 0.5),
    (3_210.0, 2.5, -0.9, 0.38),
    (2_960.0, 2.05, 0.9, 0.34),
    (3_380.0, 2.3, -0.2, 0.22),
)
"""Carrier in Hz, chirps a second, place, level of each cricket."""


def bouts(rng: Rng) -> list[Array]:
    """Bouts of six crickets, stereo (n, 2) each: two an animal, in the soft echo outside.

    An animal begins softly, chirps for three to eight seconds, and dies away.
    """
    found = []
    for freq, chirps_hz, pan, level in ANIMALS:
        for _ in range(2):
            pulses, period_s = int(rng.integers(4, 8)), rng.uniform(0.019, 0.024)
            count = int(rng.uniform(3.0, 8.0) * chirps_hz)
            out = np.zeros(int((count / chirps_hz + 1.2) * RATE))
            for i in range(count):
                at = int((i + rng.uniform(0.0, 0.1)) / chirps_hz * RATE)
                call = _chirp(rng, freq * rng.uniform(0.997, 1.003), pulses, period_s)
                swell = np.sin(np.pi * (i + 0.7) / (count + 0.4)) ** 0.5
                out[at : at + call.size] += level * swell * call
            both = out[:, None] * np.asarray(pan_gains(pan))[None, :]
            found.append(diffuse(both, rng, 0.7, 0.55, 3_600.0))
    return found


def _band(f: Array, centre: float, width: float) -> Array:
    """Gaussian band, `width` Hz of standard deviation."""
    return np.asarray(np.exp(-0.5 * ((f - centre) / width) ** 2))


def chorus(n: int, rng: Rng) -> Array:
    """Many far trills, stereo (n, 2): narrow bands round 2.4-3.3 kHz, pulsing, drifting."""
    out, t = np.zeros((n, 2)), np.arange(n) / RATE
    for number in range(12):
        centre = rng.uniform(2_350.0, 3_300.0)
        band = shape(white(n, rng), partial(_band, centre=centre, width=28.0))
        pulses = round(rng.uniform(28.0, 44.0) * n / RATE) * RATE / n
        beat = 0.6 + 0.4 * np.sin(2 * np.pi * pulses * t + rng.uniform(0, 6))
        trill = unit(band) * beat * np.exp(0.5 * slow(n, rng, 0.3)) * rng.uniform(0.4, 1.0)
        out += trill[:, None] * np.asarray(pan_gains(-0.9 + 1.8 * number / 11))[None, :]
    return out
