"""Circular signal tools: everything made with them loops without a seam.

A loop of n samples is treated as one period of a periodic signal. Filters multiply its
DFT (circular convolution), slow curves are sums of k/T cosines, events that run over the
end continue at the start. Lengths are whole numbers of hops; the layers of a bed have
co-prime numbers, so that they realign only after the product of their lengths, and no
large prime factors, so that the DFT is fast.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Rng = np.random.Generator
Band = tuple[float, float]
Gain = Callable[[Array], Array]

RATE = 44_100  # samples per second, all assets
FLOOR_HZ = 25.0  # nothing below
HOP = 2_048  # samples; loop lengths are a multiple of it
WINDOW = 2 * HOP  # samples; analysis window of `vary`


def freqs(n: int) -> Array:
    """Frequencies in Hz of the bins of a real DFT of n samples, shape (n // 2 + 1,)."""
    return np.asarray(np.fft.rfftfreq(n, 1.0 / RATE), dtype=np.float64)


def band_edges() -> Array:
    """Frequencies a sixth of an octave apart, shape (n,), 25 Hz to 22 kHz."""
    return np.asarray(25.0 * 2.0 ** (np.arange(0, 59) / 6.0))


def white(n: int, rng: Rng) -> Array:
    """Gaussian white noise, shape (n,), unit variance: already circular."""
    return rng.standard_normal(n)


def shape(x: Array, gain: Gain) -> Array:
    """Zero-phase circular filter of x, shape (n,) or (n, 2); gain maps Hz to a factor."""
    n = x.shape[0]
    spectrum = np.fft.rfft(x, axis=0)
    g = gain(freqs(n))
    return np.asarray(np.fft.irfft(spectrum * (g if x.ndim == 1 else g[:, None]), n, axis=0))


def high_pass(f: Array, corner: float, order: float = 2.0) -> Array:
    """Butterworth magnitude, `order` * 6 dB per octave below `corner` Hz."""
    ratio = np.maximum(f, 1e-9) / corner
    return np.asarray(1.0 / np.sqrt(1.0 + ratio ** (-2.0 * order)))


def low_pass(f: Array, corner: float, order: float = 2.0) -> Array:
    """Butterworth magnitude, `order` * 6 dB per octave above `corner` Hz."""
    return np.asarray(1.0 / np.sqrt(1.0 + (f / corner) ** (2.0 * order)))


def tilt(f: Array, db_per_octave: float, pivot: float = 1_000.0) -> Array:
    """Straight spectral slope through 0 dB at `pivot` Hz, flat below 20 Hz."""
    octaves = np.log2(np.maximum(f, 20.0) / pivot)
    return db(db_per_octave * octaves)


def bump(f: Array, centre: float, octaves: float, db: float) -> Array:
    """Bell-shaped equaliser: `db` at `centre` Hz, Gaussian width in octaves."""
    x = np.log2(np.maximum(f, 1.0) / centre) / octaves
    return np.asarray(10.0 ** (db * np.exp(-0.5 * x * x) / 20.0))


def floor_cut(f: Array) -> Array:
    """The common rumble filter: nothing below 25 Hz, no direct current."""
    return np.where(f < FLOOR_HZ, 0.0, high_pass(f, 38.0, 4.0))


def band_noise(  # noqa: PLR0913, PLR0917  (a source, its slope and its two edges)
    n: int,
    rng: Rng,
    slope: float,
    low: float,
    high: float,
    low_order: float = 2.0,
    high_order: float = 2.0,
) -> Array:
    """Noise of `slope` dB per octave from `low` to `high` Hz, shape (n,), unit variance."""
    return unit(
        shape(
            white(n, rng),
            lambda f: tilt(f, slope) * high_pass(f, low, low_order) * low_pass(f, high, high_order),
        )
    )


def band_limited(x: Array, low: float, high: float, low_order: float = 2.0) -> Array:
    """x, shape (n,) or (n, 2), from `low` to `high` Hz, without rumble."""
    return shape(x, lambda f: floor_cut(f) * high_pass(f, low, low_order) * low_pass(f, high))


def wrapped(x: Array, n: int) -> Array:
    """The first n frames of x, with whatever rings on after them added at the start."""
    x[: x.shape[0] - n] += x[n:]
    return x[:n]


def slow(n: int, rng: Rng, hz: float | Band, power: float = 1.0, *, sway: bool = False) -> Array:
    """Slow irregular curve, shape (n,), zero mean, unit variance, periodic in n.

    Random-phase cosines at k/T Hz in the band (up to hz when it is one number), amplitudes ~
    f**-power, in one inverse DFT. sway: odd k only, so that half a loop later the curve is upside
    down: the two ears of a spread layer then move against each other, and their sum does
    not repeat every half loop.
    """
    low_hz, top_hz = hz if isinstance(hz, tuple) else (0.0, hz)
    period = n / RATE
    k = np.arange(1, max(3, int(top_hz * period)) + 1)
    k = k[k / period >= min(low_hz, top_hz / 2.0)]
    k = k[k % 2 == 1] if sway else k
    spectrum = np.zeros(n // 2 + 1, dtype=np.complex128)
    spectrum[k] = (k / k[0]) ** -power * np.exp(2j * np.pi * rng.random(k.size))
    spectrum[k] *= rng.rayleigh(1.0, k.size)
    curve = np.fft.irfft(spectrum, n)
    return np.asarray(curve / np.std(curve))


def at_hops(curve: Array) -> Array:
    """A full-rate curve read at the centre of each analysis frame, shape (n / HOP,)."""
    return np.roll(curve, -HOP)[::HOP]


def db(value: Array | float) -> Array:
    """Decibels to amplitude factor."""
    return np.asarray(10.0 ** (np.asarray(value, dtype=np.float64) / 20.0))


def decay(t: Array, t60_s: Array | float) -> Array:
    """An exponential that falls by 60 dB in t60_s, at times in seconds."""
    return np.asarray(np.exp(-6.907755 * t / t60_s))


def rise(t: Array, rise_s: float) -> Array:
    """A raised cosine from 0 to 1 over rise_s, at times in seconds."""
    return np.asarray(np.sin(0.5 * np.pi * np.clip(t / rise_s, 0.0, 1.0)) ** 2)


def frame_freqs() -> Array:
    """Bin frequencies of `vary` in Hz, shape (HOP + 1,)."""
    return freqs(WINDOW)


def vary(x: Array, gain: Array) -> Array:
    """Circular time-varying filter by weighted overlap-add.

    x: shape (n,), n a multiple of HOP. gain: shape (n / HOP, HOP + 1), amplitude factor
    per frame and bin. Square-root Hann windows at 50 % overlap, before and after
    (Allen & Rabiner 1977), so that gain 1 returns x.
    """
    n = x.shape[0]
    window = np.sin(np.pi * (np.arange(WINDOW) + 0.5) / WINDOW)
    padded = np.concatenate([x, x[:HOP]])
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    y = np.fft.irfft(np.fft.rfft(frames * window, axis=1) * gain, WINDOW, axis=1) * window
    out = y[:, :HOP].reshape(n).copy()
    out += np.roll(y[:, HOP:].reshape(n), HOP)
    return np.asarray(out)


def stereo(left: Array, right: Array) -> Array:
    """Two mono loops as shape (n, 2)."""
    return np.stack([left, right], axis=1)


def unit(x: Array) -> Array:
    """Scale x to unit root mean square over all its samples."""
    return np.asarray(x / max(float(np.sqrt(np.mean(x * x))), 1e-12))


def breathing(n: int, rng: Rng, level_db: float, tilt_db: float, *, sway: bool = True) -> Array:
    """Gains (hops, bins) for `vary`: level and tilt drift slowly, each on its own.

    level_db: standard deviation of the level; tilt_db: of the tilt, dB per octave round
    900 Hz. Periods of 5 s and more, irregular. sway: as in `slow`, for spread layers.
    """
    level = at_hops(slow(n, rng, 0.2, power=0.45, sway=sway)) * level_db
    slope = at_hops(slow(n, rng, 0.15, power=0.45, sway=sway)) * tilt_db
    octaves = np.clip(np.log2(np.maximum(frame_freqs(), 60.0) / 900.0), -3.0, 3.0)
    return db(level[:, None] + slope[:, None] * octaves[None, :])


def flutter(n: int, rng: Rng, band_hz: Band, depth: float, *, sway: bool = False) -> Array:
    """Positive fast irregular amplitude, shape (n,): exp of a band-limited curve."""
    curve = slow(n, rng, band_hz, 0.3, sway=sway)
    return np.asarray(np.exp(depth * np.clip(curve, -1.8, 1.8)))


def diffuse(x: Array, rng: Rng, t60_s: float, level: float, top_hz: float = 3_000.0) -> Array:
    """Add a soft open-air or room tail to x, shape (n, 2), by circular convolution.

    The tail is decaying noise, independent per ear (Moorer, About this reverberation
    business, 1979), darker than the source, `level` times its energy.
    """
    n, length = x.shape[0], int(t60_s * RATE)
    t = np.arange(length) / RATE
    rise = np.sin(0.5 * np.pi * np.clip(t / 0.02, 0.0, 1.0)) ** 2
    tail = np.zeros((n, 2))
    tail[:length] = rng.standard_normal((length, 2)) * (rise * 10.0 ** (-3.0 * t / t60_s))[:, None]
    tail = shape(tail, lambda f: low_pass(f, top_hz) * high_pass(f, 120.0))
    tail *= level / np.sqrt((tail * tail).sum(axis=0))
    mono = np.fft.rfft(x.mean(axis=1))
    wet = np.fft.irfft(np.fft.rfft(tail, axis=0) * mono[:, None], n, axis=0)
    return np.asarray(x + wet)
