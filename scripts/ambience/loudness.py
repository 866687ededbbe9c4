"""Loudness after ITU-R BS.1770-5 and EBU Tech 3342, on blocks of mean square power.

K-weighting is two biquads; here their exact frequency response (bilinear transform of
the analogue prototypes, De Man 2014) multiplies the DFT. For a loop that is the steady
state of the endlessly repeated loop; a single sound is padded with silence first.
"""

import numpy as np

from .loop import RATE, Array, freqs

GATE_LUFS = -70.0
STEP = RATE // 10  # samples: power is kept per 100 ms


def _k_response(f: Array) -> Array:
    """Magnitude of the K-weighting at f Hz for 44.1 kHz."""
    z = np.exp(-2j * np.pi * f / RATE)
    k = np.tan(np.pi * 1681.974450955533 / RATE)
    q, vh = 0.7071752369554196, 10.0 ** (3.999843853973347 / 20.0)
    vb = vh**0.4996667741545416
    shelf = (vh + vb * k / q + k * k) + 2 * (k * k - vh) * z + (vh - vb * k / q + k * k) * z * z
    shelf = shelf / ((1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z)
    k, q = np.tan(np.pi * 38.13547087602444 / RATE), 0.5003270373238773
    cut = 1.0 - 2.0 * z + z * z
    a0 = 1 + k / q + k * k
    cut = cut / (1 + 2 * (k * k - 1) / a0 * z + (1 - k / q + k * k) / a0 * z * z)
    return np.asarray(np.abs(shelf * cut))


def weighted(x: Array) -> Array:
    """Circular K-weighting (zero phase: only power is read), shape as x (n, channels)."""
    n = x.shape[0]
    response = _k_response(freqs(n))
    return np.asarray(np.fft.irfft(np.fft.rfft(x, axis=0) * response[:, None], n, axis=0))


def step_power(k: Array) -> Array:
    """Mean square per 100 ms, channels added, from K-weighted samples (n, channels)."""
    steps = k.shape[0] // STEP
    return np.asarray((k[: steps * STEP].reshape(steps, STEP, -1) ** 2).mean(axis=1).sum(axis=1))


def _lufs(power: Array) -> Array:
    return np.asarray(-0.691 + 10.0 * np.log10(np.maximum(power, 1e-15)))


def _windows(power: Array, steps: int) -> Array:
    return np.asarray(np.lib.stride_tricks.sliding_window_view(power, steps).mean(axis=1))


def integrated(power: Array) -> float:
    """Gated loudness in LUFS from 100 ms powers."""
    blocks = _windows(power, 4)
    blocks = blocks[_lufs(blocks) > GATE_LUFS]
    blocks = blocks[_lufs(blocks) > _lufs(np.asarray(blocks.mean())) - 10.0]
    return float(_lufs(np.asarray(blocks.mean())))


def loudness_range(power: Array) -> float:
    """EBU Tech 3342 loudness range in LU from 100 ms powers."""
    blocks = _windows(power, 30)
    blocks = blocks[_lufs(blocks) > GATE_LUFS]
    loud = _lufs(blocks[_lufs(blocks) > _lufs(np.asarray(blocks.mean())) - 20.0])
    low, high = np.percentile(loud, [10.0, 95.0])
    return float(high - low)


def momentary_max(x: Array) -> float:
    """Largest 400 ms loudness in LUFS of one sound in silence, shape (n, channels)."""
    pad = np.zeros((RATE, x.shape[1]))
    return float(_lufs(_windows(step_power(weighted(np.concatenate([pad, x, pad]))), 4)).max())
