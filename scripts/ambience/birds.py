"""Birds far away in a wood: single phrases, each heard through the trees.

Flute notes that glide between 1.6 and 3.4 kHz, as a blackbird's are, thin calls, and slow pairs.
Far away a song loses its top and arrives with the wood's own tail (Marten & Marler, "Sound
transmission and its significance for animal vocalization", Behav. Ecol. Sociobiol. 2, 1977).
"""

from functools import partial

import numpy as np

from .events import pan_gains
from .loop import RATE, Array, Rng, diffuse, low_pass, shape

SONGS, CALLS = 14, 8


def _whistle(freq: float, to: float, length_s: float, rng: Rng) -> Array:
    """A note that glides from one pitch to another, with a breath of vibrato, mono (n,)."""
    t = np.arange(int(length_s * RATE)) / RATE
    way = np.sin(0.5 * np.pi * t / length_s) ** 2
    pitch = freq + (to - freq) * way
    pitch *= 1.0 + 0.006 * np.sin(2 * np.pi * rng.uniform(8.0, 14.0) * t + rng.uniform(0, 6))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    env = np.sin(np.pi * np.clip(t / length_s, 0, 1)) ** 0.8
    return np.asarray((np.sin(phase) + 0.06 * np.sin(2 * phase)) * env)


def _line(notes: list[tuple[float, Array]]) -> Array:
    """Notes at their times in seconds, mono (n,)."""
    out = np.zeros(max(int(at * RATE) + note.size for at, note in notes))
    for at, note in notes:
        out[int(at * RATE) : int(at * RATE) + note.size] += note
    return out


def _song(rng: Rng) -> Array:
    """Three to six flute notes and a soft, high end."""
    at, notes, pitch = 0.0, [], rng.uniform(1_700.0, 2_600.0)
    for _ in range(int(rng.integers(3, 7))):
        length = rng.uniform(0.12, 0.34)
        to = float(np.clip(pitch * 2.0 ** rng.uniform(-0.35, 0.35), 1_500.0, 3_200.0))
        notes.append((at, rng.uniform(0.6, 1.0) * _whistle(pitch, to, length, rng)))
        at += length + rng.uniform(0.02, 0.16)
        pitch = float(np.clip(to * 2.0 ** rng.uniform(-0.4, 0.4), 1_600.0, 3_000.0))
    for _ in range(int(rng.integers(0, 5))):
        high = rng.uniform(3_000.0, 4_200.0)
        notes.append((at, 0.22 * _whistle(high, high * rng.uniform(0.85, 1.1), 0.07, rng)))
        at += rng.uniform(0.08, 0.13)
    return _line(notes)


def _call(rng: Rng) -> Array:
    """Two or three slow notes of nearly one pitch, further away."""
    pitch, gap = rng.uniform(2_300.0, 3_400.0), rng.uniform(0.3, 0.5)
    return _line(
        [
            (n * gap, 0.6 * _whistle(pitch * (1 - 0.06 * (n % 2)), pitch * 0.97, 0.2, rng))
            for n in range(int(rng.integers(2, 4)))
        ]
    )


def phrases(rng: Rng) -> list[Array]:
    """Phrases of birds, stereo (n, 2) each: songs and calls, each at its distance and side."""
    found = []
    for number in range(SONGS + CALLS):
        song = _song(rng) if number < SONGS else _call(rng)
        far = rng.uniform(0.0, 1.0)
        both = np.pad(song, (int(0.02 * RATE), int(1.8 * RATE)))[:, None]
        both = both * np.asarray(pan_gains(rng.uniform(-0.8, 0.8)))[None, :]
        both = shape(both, partial(low_pass, corner=5_500.0 - 2_500.0 * far, order=1.5))
        both = diffuse(both, rng, 1.5, 0.7 + 0.8 * far, 3_800.0)
        both[-RATE // 4 :] *= np.linspace(1.0, 0.0, RATE // 4)[:, None]
        found.append(both * 10.0 ** (-7.0 * far / 20.0))
    return found
