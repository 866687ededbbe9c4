"""Ocean and stream.

Ocean: low, mid and high bands of noise under an irregular swell of about 9.5 s; the low
roar leads, the foam follows and lingers (Farnell, Designing Sound, 2010; Verron &
Drettakis, AES 133, 2012). Stream: bubbles after van den Doel (ACM TAP 2, 2005) over the
soft noise of moving water.
"""

import numpy as np

from .events import (
    around,
    bank,
    bubble,
    hits,
    poisson_times,
    puff,
    scatter,
    scatter_wide,
    spaced_times,
)
from .loop import (
    HOP,
    RATE,
    Array,
    Rng,
    band_limited,
    band_noise,
    breathing,
    bump,
    db,
    floor_cut,
    flutter,
    frame_freqs,
    high_pass,
    low_pass,
    shape,
    slow,
    stereo,
    tilt,
    unit,
    vary,
    white,
)

# centre Hz, width in octaves, lead of the peak s, rise s, fall s, level dB
BANDS = (
    (140.0, 1.25, -0.9, 1.9, 2.6, 1.0),
    (600.0, 1.05, 0.0, 1.5, 2.4, 0.0),
    (2_400.0, 1.15, 1.1, 1.2, 3.4, -1.5),
)
FIZZ = 0.6  # share of foam grains that are noise
CALM_DB = -11.0  # what is left between two waves, against a full wave


def _arch(t: Array, rise: float, fall: float) -> Array:
    """Smooth asymmetric pulse, 1 at t = 0: Gaussian rise, slower round fall. Seconds."""
    before = np.exp(-0.5 * (t / rise) ** 2)
    after = 1.0 / np.cosh(np.maximum(t, 0.0) / fall) ** 1.5
    return np.asarray(np.where(t < 0.0, before, after))


def _surf(n: int, rng: Rng, gap_s: float) -> tuple[list[Array], Array]:
    """Gains (hops, bins) for both ears, and the foam density (n,), of irregular waves."""
    period, f = n / RATE, np.maximum(frame_freqs(), 20.0)
    hops = np.arange(n // HOP) * HOP / RATE + HOP / RATE
    power = [np.zeros((hops.size, f.size)), np.zeros((hops.size, f.size))]
    foam = np.zeros(n)
    fine = np.arange(n) / RATE
    for start in spaced_times(n, rng, gap_s, 0.24) / RATE:
        size, lean, late = rng.uniform(0.45, 1.0), rng.uniform(-0.7, 0.7), rng.uniform(-0.5, 0.5)
        stretch = rng.uniform(0.85, 1.25)
        for ear, sign in ((0, -1.0), (1, 1.0)):
            for centre, width, lead, rise, fall, level in BANDS:
                t = hops - start - lead * stretch - sign * late * 0.5
                t = (t + period / 2) % period - period / 2
                env = size * _arch(t, rise * stretch, fall * stretch)
                band = np.exp(-0.5 * (np.log2(f / centre) / width) ** 2)
                gain = db(level + 3.0 * sign * lean) ** 2
                power[ear] += (gain * env**2)[:, None] * band[None, :] ** 2
        t = (fine - start - 1.6 * stretch + period / 2) % period - period / 2
        foam += size * _arch(t, 0.8, 2.6 * stretch)
    calm = db(CALM_DB) ** 2 * np.exp(-0.5 * (np.log2(f / 400.0) / 2.2) ** 2)
    return [np.sqrt(p + calm[None, :]) for p in power], foam


def _foam_grain(rng: Rng) -> Array:
    """Fizz of foam: a tiny soft puff or a bubble of 1.2-3.5 kHz."""
    if rng.random() < FIZZ:
        return puff(rng, 900.0, rng.uniform(2_000.0, 4_500.0), 0.001, rng.uniform(0.004, 0.014))
    return np.asarray(0.6 * bubble(3.0 / around(rng, 2_000.0, 0.35), 0.05, 0.001))


def ocean_waves(n: int, rng: Rng) -> Array:
    """Waves on a beach, stereo (n, 2): about one in 9.5 s, never two alike."""
    gains, foam = _surf(n, rng, 9.5)
    ears = []
    for gain in gains:
        base = shape(white(n, rng), lambda f: tilt(f, -3.6) * low_pass(f, 5_200.0, 1.5))
        ears.append(vary(unit(base), gain))
    both = stereo(ears[0], ears[1])
    times = poisson_times(n, rng, 160.0, foam**2)
    falls = hits(times, rng, 1.6, 6.0)
    fizz = scatter_wide(n, falls, bank(rng, 600, _foam_grain), rng, 0.9)
    fizz = shape(fizz, lambda f: high_pass(f, 700.0) * low_pass(f, 4_200.0))
    return both + 0.16 * unit(fizz) * float(np.sqrt(np.mean(both * both)))


def ocean_deep(n: int, rng: Rng) -> Array:
    """The sea further out, mono (n,): a low roar that swells on its own, slower time."""
    base = band_noise(n, rng, -4.5, 60.0, 700.0, high_order=1.5)
    return vary(base, breathing(n, rng, 2.0, 0.7))


def _trickle(rng: Rng) -> Array:
    """A far bubble, about 400-2600 Hz: strength falls with pitch (r**1.5, van den Doel)."""
    f = around(rng, 1_050.0, 0.6)
    return np.asarray(bubble(3.0 / f, rng.uniform(0.02, 0.12), 0.0015) * (700.0 / f) ** 0.6)


def _gurgle(rng: Rng) -> Array:
    """A near bubble, about 270-1400 Hz, rounder and longer, its pitch clearly rising."""
    f = around(rng, 620.0, 0.55)
    return np.asarray(bubble(3.0 / f, rng.uniform(0.06, 0.2), 0.004) * (500.0 / f) ** 0.5)


def stream_flow(n: int, rng: Rng) -> Array:
    """Moving water, mono (n,): soft noise that ripples, and 190 far bubbles a second."""
    base = shape(
        white(n, rng),
        lambda f: tilt(f, -3.6) * high_pass(f, 180.0) * bump(f, 600.0, 1.2, 3.0) * floor_cut(f),
    )
    base = unit(base) * flutter(n, rng, (1.5, 9.0), 0.22, sway=True)
    times = poisson_times(n, rng, 190.0, flutter(n, rng, (0.2, 4.0), 0.45, sway=True))
    falls = hits(times, rng, 1.7, 6.0)
    bubbles = unit(scatter(n, falls, bank(rng, 900, _trickle), rng))
    mix = shape(0.75 * base + bubbles, lambda f: low_pass(f, 4_200.0, 1.6))
    return vary(mix, breathing(n, rng, 0.8, 0.5))


def stream_bubbles(n: int, rng: Rng) -> Array:
    """Gurgling close by, stereo (n, 2): 34 bubbles a second in eddies that come and go."""
    eddies = np.exp(0.6 * slow(n, rng, 0.9, power=0.5) + 0.5 * slow(n, rng, (1.0, 6.0), 0.2))
    times = poisson_times(n, rng, 34.0, eddies)
    falls = hits(times, rng, 1.8, 3.0)
    field = scatter_wide(n, falls, bank(rng, 900, _gurgle), rng, 0.85)
    return band_limited(field, 150.0, 3_500.0)
