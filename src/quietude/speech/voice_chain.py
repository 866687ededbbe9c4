"""The voice chain makes a synthetic voice easier to listen to, on a whole clip at a time.

In order: a high-pass removes rumble, a low shelf adds warmth, a gentle roll-off softens the edge, a
de-esser turns hissing moments down, and a room too small to be noticed removes the dryness. Every
filter sees the whole clip, so there are no blocks whose size could matter.

A hollow voice gets presence in place of warmth: flite's voices have some 8 dB less between 800 Hz
and 2 kHz than speech has, and are boomy at 200 Hz. Rain had to lie 28 dB under them, where 21 are
enough for others.

``scipy.signal`` takes a second to import, and loads itself when the first clip is spoken; a session
whose phrases are all in the cache does without.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import scipy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

VoiceChain = Literal["warm", "present", "none"]
"""The chain of a voice: warmth, presence for a hollow voice, or none for a natural one."""

CHAINS = {
    "warm": "chain-1:zero-phase,hp60,shelf+2dB@250,deess-6dB@5000,lp7500,room-32dB,90ms",
    "present": "chain-1:zero-phase,hp60,-3dB@200,+8dB@1300,deess-6dB@5000,lp7500,room-32dB,90ms",
}
"""Version and parameters of each chain, part of every cache key."""

_HIGH_PASS_HZ, _ROLL_OFF_HZ = 60.0, 7500.0
_SHELF_HZ, _SHELF_DB = 250.0, 2.0
_BELLS = ((200.0, -3.0, 1.0), (1300.0, 8.0, 0.6))
"""Centre in Hz, gain in dB and Q of the bells of presence."""

_HISS_HZ, _HISS_SHARE, _HISS_FLOOR_DB = 5000.0, 0.5, -6.0
_HISS_WINDOW_S = 0.012
_ROOM_DB, _ROOM_S, _ROOM_DELAY_S, _ROOM_DECAY = -32.0, 0.09, 0.011, 6.9

# A first-order filter run twice is 3 dB down where it is 1.5 dB down when run once.
_ONCE = 0.64

_NEEDED_BYTES = 160_000_000
"""Address space that loading ``scipy.signal`` takes."""

_Wave = NDArray[np.float64]


def through_chain(samples: Samples, rate_hz: int, chain: str) -> Samples:
    """Sends a phrase through the chain; its length stays the same.

    Args:
        samples: Mono, float32 ``(frames,)``; its last 100 ms should be silent, or the room is cut
            short.
        rate_hz: At least 16 000 Hz.
        chain: One of :data:`CHAINS`.
    """
    # Forwards and backwards: no phase is turned, so peaks do not grow that the master would
    # have to take away again.
    pad = min(rate_hz // 50, max(0, len(samples) - 1))
    _check_memory()
    wave: _Wave = scipy.signal.sosfiltfilt(
        _tone(rate_hz, chain), samples.astype(np.float64), padlen=pad
    )
    wave = _room(_de_ess(wave, rate_hz), rate_hz)
    return np.asarray(wave, dtype=np.float32)


@lru_cache(maxsize=1)
def _check_memory() -> None:
    """Refuses to load scipy where a limit leaves no room: its BLAS would ask for memory for ever.

    Raises:
        MemoryError: if there is too little.
    """
    if sys.platform != "linux" or "scipy.signal" in sys.modules:
        return
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    if limit != resource.RLIM_INFINITY and limit - pages * resource.getpagesize() < _NEEDED_BYTES:
        raise MemoryError


@lru_cache(maxsize=8)
def _tone(rate_hz: int, chain: str) -> _Wave:
    """High-pass, low shelf or bells, and roll-off as second-order sections, ``(sections, 6)``.

    They are run twice, forwards and backwards, so each has half of its effect in dB.
    """
    high_pass = scipy.signal.butter(1, _HIGH_PASS_HZ * _ONCE, "highpass", fs=rate_hz, output="sos")
    shaped = [_low_shelf(rate_hz)]
    if chain == "present":
        shaped = [_bell(rate_hz, *bell) for bell in _BELLS]
    parts = [high_pass, *shaped]
    corner_hz = _ROLL_OFF_HZ / _ONCE
    if corner_hz < 0.45 * rate_hz:  # a slower rate has no edge left to soften
        parts.append(scipy.signal.butter(1, corner_hz, "lowpass", fs=rate_hz, output="sos"))
    sections: _Wave = np.concatenate(parts)
    return sections


def _bell(rate_hz: int, centre_hz: float, gain_db: float, q: float) -> _Wave:
    """A bell: peakingEQ of the Audio EQ Cookbook, here for half the gain."""
    a = 10.0 ** (gain_db / 2.0 / 40.0)
    w = 2.0 * np.pi * centre_hz / rate_hz
    alpha, cos = np.sin(w) / (2.0 * q), np.cos(w)
    b = [1 + alpha * a, -2 * cos, 1 - alpha * a]
    c = [1 + alpha / a, -2 * cos, 1 - alpha / a]
    section: _Wave = np.array([[*b, *c]]) / c[0]
    return section


def _low_shelf(rate_hz: int) -> _Wave:
    """Low shelf with a slope of one.

    Coefficients from the Audio EQ Cookbook (R. Bristow-Johnson, W3C note 2021): lowShelf with
    A = 10^(dB/40), here for half the gain, and 2·√A·α = √(2A)·sin ω₀ as S = 1.
    """
    a = 10.0 ** (_SHELF_DB / 2.0 / 40.0)
    w = 2.0 * np.pi * _SHELF_HZ / rate_hz
    cos, beta = np.cos(w), np.sin(w) * np.sqrt(2.0 * a)
    b = [
        a * ((a + 1) - (a - 1) * cos + beta),
        2 * a * ((a - 1) - (a + 1) * cos),
        a * ((a + 1) - (a - 1) * cos - beta),
    ]
    c = [
        (a + 1) + (a - 1) * cos + beta,
        -2 * ((a - 1) + (a + 1) * cos),
        (a + 1) + (a - 1) * cos - beta,
    ]
    section: _Wave = np.array([[*b, *c]]) / c[0]
    return section


def _de_ess(wave: _Wave, rate_hz: int) -> _Wave:
    """Turns the band above 5 kHz down, by 6 dB at most, where it has over half of the power.

    A split-band de-esser: power is averaged over 12 ms (Hann window), for the band and the whole.
    """
    split = scipy.signal.butter(2, _HISS_HZ, "highpass", fs=rate_hz, output="sos")
    hiss: _Wave = scipy.signal.sosfiltfilt(split, wave, padlen=min(64, max(0, len(wave) - 1)))
    window = np.hanning(max(3, round(_HISS_WINDOW_S * rate_hz)))
    hiss_power = scipy.signal.fftconvolve(hiss**2, window, "same")
    power = scipy.signal.fftconvolve(wave**2, window, "same")
    share = np.maximum(hiss_power, 0.0) / np.maximum(power, 1e-12)
    # From the share at which it begins up to pure hiss, the gain falls in a straight line.
    depth = np.clip((share - _HISS_SHARE) / (1.0 - _HISS_SHARE), 0.0, 1.0)
    floor = 10.0 ** (_HISS_FLOOR_DB / 20.0)
    lowered: _Wave = wave - hiss * depth * (1.0 - floor)
    return lowered


def _room(wave: _Wave, rate_hz: int) -> _Wave:
    """Adds the room by convolution with its impulse response, without the tail past the end."""
    wet = scipy.signal.fftconvolve(wave, _reflections(rate_hz))[: len(wave)]
    both: _Wave = wave + wet
    return both


@lru_cache(maxsize=8)
def _reflections(rate_hz: int) -> _Wave:
    """Impulse response of the room: decaying noise below 3 kHz, after 11 ms, always the same.

    Its decay is exp(-6.9 t/T), which is 60 dB over its length T of 90 ms; its energy lies 32 dB
    below the direct sound.
    """
    frames = round(_ROOM_S * rate_hz)
    noise = np.random.default_rng(4).standard_normal(frames)
    noise *= np.exp(-_ROOM_DECAY * np.arange(frames) / frames)
    dark = scipy.signal.sosfilt(
        scipy.signal.butter(2, 3000.0, "lowpass", fs=rate_hz, output="sos"), noise
    )
    response = np.concatenate([np.zeros(round(_ROOM_DELAY_S * rate_hz)), dark])
    return np.asarray(response * 10.0 ** (_ROOM_DB / 20.0) / np.sqrt((response**2).sum()))
