"""Soft chords as of a felted piano, without a melody.

Strings are stiff, so their partials are sharp: f_n = n f sqrt(1 + B n²) (Fletcher, Blackham &
Stratton, "Quality of piano tones", JASA 34, 1962). A felt hammer hardly excites the high ones. All
chords share most of their notes, so that none asks for the next.
"""

import numpy as np

from .events import pan_gains
from .loop import RATE, Array, Rng, decay, diffuse, rise

CHORDS = (
    (38, 57, 62, 66), (38, 57, 64, 69), (43, 57, 62, 66), (43, 59, 62, 69), (45, 57, 64, 66),
    (40, 59, 62, 66), (47, 57, 62, 66), (38, 62, 64, 69), (43, 62, 64, 69), (45, 59, 64, 69),
)  # fmt: skip
"""MIDI numbers: D, G, A, E and B in the bass, what D major has in common above."""

SECONDS = 12.0
STIFFNESS = 0.0004
PARTIALS = 9


def _note(number: int, rng: Rng) -> Array:
    """One soft note, mono (n,): two strings a little apart, so that it moves."""
    freq = 440.0 * 2.0 ** ((number - 69) / 12.0)
    t = np.arange(int((SECONDS - 1.0) * RATE)) / RATE
    out = np.zeros(t.size)
    for k in range(1, PARTIALS + 1):
        pitch = k * freq * np.sqrt(1.0 + STIFFNESS * k * k)
        level = k**-1.5 / (1.0 + (pitch / 900.0) ** 2) * rng.uniform(0.8, 1.2)
        slow_s = 13.0 * (220.0 / freq) ** 0.3 / k**0.5
        env = 0.65 * decay(t, 0.35 * slow_s) + 0.35 * decay(t, slow_s)
        for cents in (-0.6, 0.7):
            phase = 2 * np.pi * pitch * 2.0 ** (cents / 1200.0) * t + rng.uniform(0, 6)
            out += 0.5 * level * env * np.sin(phase)
    return np.asarray(out * rise(t, 0.03))


def chords(rng: Rng) -> list[Array]:
    """Chords, stereo (n, 2) of 12 s each: the notes not quite together, low left, high right."""
    found = []
    for notes in CHORDS:
        both = np.zeros((int(SECONDS * RATE), 2))
        for turn, number in enumerate(notes):
            late = int((0.02 + 0.07 * turn + rng.uniform(0.0, 0.04)) * RATE)
            level = rng.uniform(0.7, 1.0) * (1.0 if turn else 0.8)
            note = level * _note(number, rng)
            place = np.asarray(pan_gains((number - 56) / 40.0))
            both[late : late + note.size] += note[:, None] * place[None, :]
        wet = diffuse(both, rng, 2.6, 0.55, 2_200.0)
        wet[-3 * RATE :] *= np.cos(np.linspace(0.0, 0.5 * np.pi, 3 * RATE))[:, None] ** 2
        found.append(wet)
    return found
