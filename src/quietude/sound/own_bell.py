"""A listener's own bell: a sound file, made fit to be struck in a session.

Silence before the stroke is left out, so that it is heard where it stands; what is not a second of
sound or lasts longer than any bell rings is refused. Its level is measured as ours are, so that it
lies under the voice like any other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import Clip, read_samples, resample
from quietude.audio.loudness import WEIGHTED, PowerMeter, hop_frames, power_lufs
from quietude.errors import SoundError
from quietude.units import SILENCE_LUFS

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

SHORTEST_S, LONGEST_S = 0.1, 90.0
_LEAD_S, _FADE_IN_S, _FADE_OUT_S = 0.005, 0.002, 0.1
_ONSET_DB, _END_DB = -50.0, -72.0
_LARGEST_BYTES = 100_000_000


@lru_cache(maxsize=4)
def read_bell(path: Path, modified_ns: int, rate_hz: int) -> tuple[Clip, float]:
    """Returns the clip of a bell file, and the loudness of its loudest 400 ms in both ears.

    Args:
        path: The file.
        modified_ns: The time of its last change: the result is kept for the file as it was then.
        rate_hz: Frames per second.

    Raises:
        SoundError: if it cannot be read, is silent, or is too short or long for a bell.
    """
    del modified_ns
    if path.stat().st_size > _LARGEST_BYTES:
        message = "this file is too large for a bell"
        raise SoundError(message, path=path, hint=f"A bell lasts {LONGEST_S:.0f} s at most.")
    samples, found_hz = read_samples(path)
    mono = samples.mean(axis=1, dtype=np.float32)
    if not np.isfinite(mono).all():
        message = "this sound is damaged"
        raise SoundError(message, path=path, hint="Export it again.")
    struck = _struck(mono - np.float32(mono.mean()), found_hz)
    seconds = len(struck) / found_hz
    if not SHORTEST_S <= seconds <= LONGEST_S:
        long = seconds > LONGEST_S
        message = (
            f"this sound rings for {seconds:.1f} s, too {'long' if long else 'short'} for a bell"
        )
        if not len(struck):
            message = "this sound is silent"
        hint = f"A bell rings for {SHORTEST_S:g} to {LONGEST_S:.0f} s."
        raise SoundError(message, path=path, hint=hint)
    clip = Clip(resample(struck, found_hz, rate_hz) if found_hz != rate_hz else struck, rate_hz)
    return clip, momentary_max_lufs(clip)


def _struck(mono: Samples, rate_hz: int) -> Samples:
    """The sound from its stroke until it has died away, with soft edges."""
    highest = float(np.abs(mono).max(initial=0.0))
    if highest <= 0.0:
        return mono[:0]
    begun = int(np.argmax(np.abs(mono) > highest * 10 ** (_ONSET_DB / 20)))
    ended = len(mono) - int(np.argmax(np.abs(mono[::-1]) > highest * 10 ** (_END_DB / 20)))
    kept = mono[max(begun - round(_LEAD_S * rate_hz), 0) : ended].copy()
    rise, fall = (min(round(s * rate_hz), len(kept)) for s in (_FADE_IN_S, _FADE_OUT_S))
    kept[:rise] *= np.linspace(0.0, 1.0, rise, endpoint=False, dtype=np.float32)
    kept[len(kept) - fall :] *= np.linspace(1.0, 0.0, fall, dtype=np.float32)
    return np.asarray(kept, dtype=np.float32)


def momentary_max_lufs(clip: Clip) -> float:
    """Loudness of the loudest 400 ms of a clip heard in both ears, in LUFS."""
    hop = hop_frames(clip.sample_rate_hz)
    meter = PowerMeter(clip.sample_rate_hz, 1)
    meter.add(np.pad(clip.samples, (4 * hop, 5 * hop))[:, None])
    powers = 2.0 * np.convolve(meter.powers()[WEIGHTED], np.full(4, 0.25), mode="valid")
    loudest = float(powers.max(initial=0.0))
    return power_lufs(loudest) if loudest > 0.0 else SILENCE_LUFS
