"""Scattered events: when they happen, how loud, where, and adding them to a loop.

Poisson arrivals with power-law strengths are the statistics of rain drops, bubbles and
crackles in Farnell, Designing Sound (2010), and Verron & Drettakis, Procedural audio
modeling for particle-based environmental effects (AES 133, 2012).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .loop import RATE, Array, Rng, decay, freqs, rise, wrapped

Kernel = Callable[[Rng], Array]


def poisson_times(n: int, rng: Rng, rate_hz: float, density: Array | None = None) -> Array:
    """Sorted event positions in samples, about rate_hz per second over a loop of n.

    density, shape (n,), positive: local rate relative to the mean (thinning).
    """
    count = int(rng.poisson(rate_hz * n / RATE))
    if density is None:
        return np.sort(rng.integers(0, n, count)).astype(np.float64)
    cumulative = np.cumsum(np.maximum(density, 0.0))
    picks = rng.random(count) * cumulative[-1]
    return np.sort(np.searchsorted(cumulative, picks)).astype(np.float64) % n


def spaced_times(n: int, rng: Rng, gap_s: float, jitter: float) -> Array:
    """Event positions about gap_s seconds apart round the loop, +-jitter of the gap."""
    count = max(1, round(n / RATE / gap_s))
    grid = (np.arange(count) + rng.uniform(-jitter, jitter, count)) * n / count
    return np.asarray(np.sort(np.rint(grid + rng.random() * n / count) % n))


def power_law(rng: Rng, count: int, alpha: float, top: float) -> Array:
    """Bounded Pareto amplitudes in [1, top], density ~ a**-(alpha + 1), shape (count,)."""
    u = rng.random(count)
    return np.asarray((1.0 - u * (1.0 - top**-alpha)) ** (-1.0 / alpha))


def around(rng: Rng, centre: float, octaves: float) -> float:
    """A frequency near `centre` Hz: log-normal, no edge in the sum of many, +-3 sigma."""
    return float(centre * 2.0 ** (octaves * np.clip(rng.standard_normal(), -3.0, 3.0)))


class Hits(NamedTuple):
    """Events: positions in samples and amplitudes, both of shape (count,)."""

    times: Array
    amps: Array


def hits(times: Array, rng: Rng, alpha: float, top: float) -> Hits:
    """Events at `times` with bounded Pareto strengths."""
    return Hits(times, power_law(rng, times.size, alpha, top))


def pan_gains(pan: float) -> tuple[float, float]:
    """Equal-power left and right factors for pan in [-1, 1]."""
    angle = (pan + 1.0) * np.pi / 4.0
    return float(np.cos(angle)), float(np.sin(angle))


def scatter(n: int, events: Hits, kernels: list[Array], rng: Rng) -> Array:
    """Mono loop, shape (n,): each event adds a random kernel, wrapping round the end."""
    longest = max(k.shape[0] for k in kernels)
    out = np.zeros(n + longest)
    choice = rng.integers(0, len(kernels), events.times.size)
    for t, a, c in zip(events.times.astype(np.int64), events.amps, choice, strict=True):
        kernel = kernels[c]
        out[t : t + kernel.shape[0]] += a * kernel
    return wrapped(out, n)


def scatter_wide(n: int, events: Hits, kernels: list[Array], rng: Rng, width: float) -> Array:
    """Stereo loop, shape (n, 2): as `scatter`, each event at its own place.

    Equal-power panning within +-width, and up to 0.4 ms of delay at the far ear.
    """
    longest = max(k.shape[0] for k in kernels) + 32
    out = np.zeros((n + longest, 2))
    choice = rng.integers(0, len(kernels), events.times.size)
    pans = rng.uniform(-width, width, events.times.size)
    for t, a, c, pan in zip(events.times.astype(np.int64), events.amps, choice, pans, strict=True):
        kernel = kernels[c] * a
        gains = pan_gains(float(pan))
        late = (max(0, round(pan * 18)), max(0, round(-pan * 18)))
        for side in (0, 1):
            start = t + late[side]
            out[start : start + kernel.shape[0], side] += gains[side] * kernel
    return wrapped(out, n)


def layered(*parts: tuple[float, int, Array]) -> Array:
    """Sounds summed, each as (gain, first frame, samples)."""
    out = np.zeros(max(start + sound.size for _, start, sound in parts))
    for gain, start, sound in parts:
        out[start : start + sound.size] += gain * sound
    return out


def bank(rng: Rng, count: int, kernel: Kernel) -> list[Array]:
    """`count` kernels drawn from a random kernel maker."""
    return [kernel(rng) for _ in range(count)]


def decay_env(length: int, rise_s: float, t60_s: float) -> Array:
    """Raised-cosine rise, exponential decay to -60 dB in t60_s, short cosine end."""
    t = np.arange(length) / RATE
    env = decay(np.maximum(t - rise_s, 0.0), t60_s)
    tail = max(8, length // 8)
    env[-tail:] *= np.cos(0.5 * np.pi * np.arange(1, tail + 1) / tail) ** 2
    return np.asarray(env * rise(t, max(rise_s, 1e-6)))


def tone(freq: float, rise_s: float, t60_s: float, phase: float = 0.0) -> Array:
    """Damped sine with a soft start, 1.2 * t60_s long."""
    length = int((rise_s + 1.2 * t60_s) * RATE) + 16
    t = np.arange(length) / RATE
    return np.asarray(np.sin(2 * np.pi * freq * t + phase) * decay_env(length, rise_s, t60_s))


def puff(rng: Rng, low: float, high: float, rise_s: float, t60_s: float) -> Array:
    """Burst of noise between low and high Hz with a soft start: unit peak."""
    length = int((rise_s + 1.2 * t60_s) * RATE) + 16
    size = 2 * length
    f = freqs(size)
    band = 1.0 / np.sqrt((1.0 + (f / high) ** 4) * (1.0 + (low / np.maximum(f, 1.0)) ** 4))
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(size)) * band, size)[:length]
    burst = noise * decay_env(length, rise_s, t60_s)
    return np.asarray(burst / max(float(np.max(np.abs(burst))), 1e-9))


def bubble(radius_m: float, rise_factor: float, rise_s: float = 0.001) -> Array:
    """One bubble under water, unit amplitude.

    van den Doel, Physically based models for liquid sounds (ACM TAP 2, 2005):
    f0 = 3 / r (Minnaert), damping d = 0.13 / r + 0.0072 * r**-1.5 per second, pitch
    rising as f0 * (1 + rise_factor * d * t) while the bubble nears the surface.
    """
    damping = 0.13 / radius_m + 0.0072 * radius_m**-1.5
    length = int((rise_s + 6.9 / damping) * RATE) + 16
    t = np.arange(length) / RATE
    phase = 2 * np.pi * (3.0 / radius_m) * (t + 0.5 * rise_factor * damping * t * t)
    return np.asarray(np.sin(phase) * decay_env(length, rise_s, 6.907755 / damping))
