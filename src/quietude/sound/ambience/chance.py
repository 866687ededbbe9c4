"""Random numbers by their index: any of them without those before, so a bed can begin anywhere."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def key_of(*names: object) -> int:
    """Returns a key of 64 bits for names and numbers: the same for the same, always."""
    written = "\0".join(str(name) for name in names).encode()
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "big")


def uniform(key: int, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """Numbers from 0 up to 1, one for each index, in any order.

    SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA
    2014): its state is the key plus a multiple of the index, so there is nothing to run through.
    """
    state = index.astype(np.uint64) * _GOLDEN + np.uint64(key)
    for shift, factor in zip(_SHIFTS, _MIX, strict=False):
        state = (state ^ (state >> shift)) * factor
    state ^= state >> _SHIFTS[2]
    return np.asarray((state >> np.uint64(11)) * 2.0**-53)


def normal(key: int, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """Numbers of mean 0 and deviation 1, one for each index (Box and Muller 1958)."""
    radius = np.sqrt(-2.0 * np.log1p(-uniform(key, 2 * index)))
    return np.asarray(radius * np.cos(2.0 * np.pi * uniform(key, 2 * index + 1)))


_MOST = 2.2


def curve(key: int, times_s: NDArray[np.float64], every_s: float) -> NDArray[np.float64]:
    """A smooth curve that never repeats, at some times: mean 0, deviation about 1, within 2.2.

    Normal numbers every ``every_s`` seconds, joined by a cubic (Catmull and Rom 1974).
    """
    at = times_s / every_s
    left = np.floor(at).astype(np.int64)
    t = at - left
    lowest = int(left.min(initial=0))
    drawn = normal(key, np.arange(lowest - 1, int(left.max(initial=0)) + 3))
    a, b, c, d = (drawn[left - lowest + step] for step in range(4))
    bent = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.clip(bent, -_MOST, _MOST)
