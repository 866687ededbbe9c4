"""Bells, bowls and the tap, by modal synthesis.

Ratios of struck bowls: Csound manual, appendix "Modal frequency ratios" (180, 152 and
140 mm Tibetan bowls, after Inácio, Henrique & Antunes, The dynamics of Tibetan singing
bowls, Acta Acustica 92, 2006). Each mode is a pair a fraction of a hertz to a few hertz
apart, as in STK's BandedWG tables: no bowl is perfectly round, and the pair beats.
T60 ~ 1 / ratio**0.9 is a rule of thumb, not a measurement. A soft mallet is a low-pass on
the excitation and a rise of several milliseconds.
"""

from dataclasses import dataclass

import numpy as np

from .events import decay_env, puff
from .loop import RATE, Array, Rng, decay, freqs, rise

TOP_HZ = 9_000.0  # no mode above
BOWL_180 = (1.0, 2.778, 5.181, 8.163, 11.661, 15.638)
BOWL_152 = (1.0, 2.662, 4.838, 7.516, 10.640)
BOWL_140 = (1.0, 2.765, 5.121, 7.807, 10.784)


@dataclass(frozen=True)
class Strike:
    """One struck instrument. Frequencies in Hz, times in seconds."""

    ratios: tuple[float, ...]
    fundamental: float
    t60: float  # of the fundamental
    mallet: float  # Hz: softness, modes above it fade at 9 dB per octave
    rise: float  # of the fundamental; higher modes rise faster, never under 5 ms
    beat: float  # Hz between the two halves of the lowest pair
    thump: float  # level of the mallet's own dull sound against the fundamental


def _mallet_gain(freq: float, corner: float) -> float:
    """Mode strength under a soft mallet: flat, then -9 dB per octave above corner."""
    return float((1.0 + (freq / corner) ** 2) ** -0.75)


def strike(spec: Strike, seconds: float, rng: Rng, side: float = 0.0) -> Array:
    """One strike, stereo (n, 2), unscaled; `side` in [-1, 1] leans it left or right.

    The two halves of a pair lean slightly to opposite sides, so that the beat moves.
    """
    n = int(seconds * RATE)
    t = np.arange(n) / RATE
    out = np.zeros((n, 2))
    for i, ratio in enumerate(spec.ratios):
        freq = spec.fundamental * ratio
        if freq > TOP_HZ:
            break
        level = _mallet_gain(freq, spec.mallet) * rng.uniform(0.8, 1.0)
        t60 = spec.t60 / ratio**0.9
        rise_s = max(0.005, spec.rise / (1.0 + 0.5 * i))
        gap = spec.beat * (1.0 + 0.55 * i) * rng.uniform(0.9, 1.1)
        for sign, share in ((-1.0, 1.0), (1.0, rng.uniform(0.32, 0.48))):
            env = decay(t, t60 * rng.uniform(0.96, 1.04)) * rise(t, rise_s)
            wave = level * share * env
            wave *= np.sin(2 * np.pi * (freq + sign * gap / 2) * t + rng.uniform(0, 2 * np.pi))
            lean = float(np.clip(0.22 * sign + 0.6 * side, -1.0, 1.0))
            out[:, 0] += wave * np.sqrt(0.5 * (1.0 - lean))
            out[:, 1] += wave * np.sqrt(0.5 * (1.0 + lean))
    if spec.thump > 0.0:
        dull = spec.thump * puff(rng, 60.0, 420.0, 0.008, 0.09)
        out[: dull.size] += dull[:, None]
    return out


def _end(x: Array, fade_s: float) -> Array:
    """Direct current and rumble out, then a cosine fade over the last fade_s seconds."""
    n = x.shape[0]
    size = n + RATE
    f = freqs(size)
    ratio = np.maximum(f, 1e-6) / 35.0
    cut = 1j * ratio / (1.0 + 1j * ratio)  # causal first-order high-pass, no pre-ring
    y = np.fft.irfft(np.fft.rfft(x, size, axis=0) * (cut**3)[:, None], size, axis=0)[:n]
    k = int(fade_s * RATE)
    y[-k:] *= (np.cos(0.5 * np.pi * np.arange(1, k + 1) / k) ** 2)[:, None]
    return np.asarray(y)


BELL = Strike(BOWL_152, 369.99, 10.0, 620.0, 0.014, 0.9, 0.10)
BOWL = Strike(BOWL_180, 146.83, 20.0, 330.0, 0.030, 0.55, 0.12)
CHIME = Strike(BOWL_140, 1174.66, 6.2, 1300.0, 0.009, 2.6, 0.0)
GONG = Strike(BOWL_180, 110.0, 24.0, 420.0, 0.180, 0.4, 0.04)


def bell(rng: Rng) -> Array:
    """The default bell, (n, 2), 12 s: a warm small singing bowl on F sharp 4."""
    return _end(strike(BELL, 12.0, rng), 1.8)


def bowl(rng: Rng) -> Array:
    """A large bowl, (n, 2), 25 s: 180 mm, deep, on D 3."""
    return _end(strike(BOWL, 25.0, rng), 4.0)


def chime(rng: Rng) -> Array:
    """Two small cymbals touched softly, (n, 2), 7.6 s, slow shimmer on D 6."""
    return _end(strike(CHIME, 7.6, rng), 1.2)


def gong(rng: Rng) -> Array:
    """A gong touched with felt, (n, 2), 26 s: on A 2, it blooms over a fifth of a second."""
    return _end(strike(GONG, 26.0, rng), 5.0)


def wood(rng: Rng) -> Array:
    """A block of wood struck with felt, (n, 2), 1 s: it does not ring, for who dislikes that.

    Ratios of a free bar, 1, 2.756 and 5.404 (N. Fletcher & T. Rossing, The Physics of Musical
    Instruments, ch. 2), damped as wood is: higher modes die sooner.
    """
    n = int(1.0 * RATE)
    t = np.arange(n) / RATE
    out = np.zeros(n)
    for ratio, level, t60 in ((1.0, 1.0, 0.55), (2.756, 0.3, 0.22), (5.404, 0.08, 0.10)):
        out += level * np.sin(2 * np.pi * 392.0 * ratio * t) * decay_env(n, 0.006, t60)
    dull = puff(rng, 200.0, 900.0, 0.006, 0.05)[:n]
    out[: dull.size] += 0.08 * dull
    return _end(np.repeat(out[:, None], 2, axis=1), 0.2)


def tap(rng: Rng) -> Array:
    """A felt-soft tap, mono (n, 1), 120 ms: damped modes, low and where phones play, dull noise."""
    n = int(0.120 * RATE)
    t = np.arange(n) / RATE
    out = np.zeros(n)
    for freq, level, t60 in (
        (196.0, 0.8, 0.120),
        (331.0, 0.5, 0.090),
        (523.0, 0.45, 0.075),
        (784.0, 0.25, 0.055),
    ):
        out += level * np.sin(2 * np.pi * freq * t) * decay_env(n, 0.006, t60)
    dull = puff(rng, 120.0, 700.0, 0.006, 0.06)[:n]
    out[: dull.size] += 0.12 * dull
    return _end(out[:, None], 0.03)
