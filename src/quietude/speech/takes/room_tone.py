"""Room tone of recorded phrases: noise with the spectrum of their room, and none of their words.

What is left of a room between the words is a second here and there, with a breath or a chair in
it. Of all these the median spectrum is the room; a loop of random noise is given that spectrum.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import Clip
from quietude.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.plan.model import Utterance
    from quietude.speech.cache import PhraseCache
    from quietude.speech.takes.folder import Take, Takes

_VERSION = "room-2"
_LOOP_S = 12.0
_WINDOW_S, _LEAST_S = 0.05, 0.15
_SEED = 20


def room_tone(
    takes: Takes | None, utterances: Iterable[Utterance], cache: PhraseCache, sample_rate_hz: int
) -> Samples | None:
    """The room of a session's takes as a loop, float32 ``(frames,)``; None if there is none.

    Args:
        takes: The takes; None for a voice alone.
        utterances: The phrases of the session.
        cache: The cache in which it is kept.
        sample_rate_hz: The rate of the session.
    """
    if takes is None:
        return None
    found = [take for one in dict.fromkeys(utterances) if (take := takes.of(one))]
    if not found:
        return None
    keys = sorted(takes.key(take, sample_rate_hz) for take in found)
    key = sha256(" ".join([_VERSION, *keys]).encode()).hexdigest()
    kept = cache.get(key)
    if kept is None:
        loop = room_loop(_rooms(found), sample_rate_hz)
        kept = cache.put(key, Clip(_as_heard(loop, takes, sample_rate_hz), sample_rate_hz))
    return kept.samples if kept.samples.any() else None


def room_loop(rooms: Sequence[Clip], sample_rate_hz: int) -> Samples:
    """Noise with the median spectrum of some rooms, whose end goes on at its beginning.

    Args:
        rooms: Sounds of a room, of any rates; short ones say nothing.
        sample_rate_hz: The rate of the loop.

    Returns:
        float32 ``(frames,)``; silence if there is nothing to go by.
    """
    from scipy import signal

    frames = round(_LOOP_S * sample_rate_hz)
    hz = np.fft.rfftfreq(frames, 1.0 / sample_rate_hz)
    densities: list[NDArray[np.float64]] = []
    for room in rooms:
        if len(room.samples) < _LEAST_S * room.sample_rate_hz:
            continue
        at_hz, density = signal.welch(
            room.samples, room.sample_rate_hz, nperseg=round(_WINDOW_S * room.sample_rate_hz)
        )
        densities.append(np.interp(hz, at_hz, density, right=0.0))
    if not densities:
        return np.zeros(frames, dtype=np.float32)
    density = np.median(densities, axis=0)
    rng = np.random.default_rng(_SEED)
    noise = rng.standard_normal(len(hz)) + 1j * rng.standard_normal(len(hz))
    # One-sided density S: the mean of |X|^2 is S f N / 2, of which both parts of a bin have half.
    spectrum = noise * np.sqrt(density * sample_rate_hz * frames) / 2.0
    spectrum[0] = 0.0
    return np.fft.irfft(spectrum, frames).astype(np.float32)


def _as_heard(loop: Samples, takes: Takes, sample_rate_hz: int) -> Samples:
    """A loop through the curve of the takes, as the room within them is; its end still meets."""
    lap = min(len(loop), sample_rate_hz // 2)
    around = np.concatenate([loop[-lap:], loop, loop[:lap]])
    return takes.curve.applied(around, sample_rate_hz)[lap : lap + len(loop)]


def _rooms(takes: Iterable[Take]) -> list[Clip]:
    found = []
    for take in takes:
        try:
            found.append(take.room())
        except SoundError:  # it is said where the take is heard
            continue
    return found
