"""What the cues of a timeline sound like: recorded bells and taps, and the swell of a breath."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from quietude.sound import assets
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.audio.clip import Samples
    from quietude.plan.model import Cue
    from quietude.plan.timeline import Timeline
    from quietude.sound.stems import OneShot

BELL_UNDER_VOICE_LU = 5.0
"""How far the loudest moment of a bell lies below the voice."""

TAP_UNDER_VOICE_LU = 18.0
"""A tap lasts a quarter of the 400 ms its loudness is measured over: it is softer than it seems."""

SWELL_UNDER_VOICE_LU = 19.0
"""How far the loudest moment of a swell lies below the voice."""

TAP_PAN = 0.85
"""How far a tap leans to its side; 1 would be one ear alone, which headphones make harsh."""


class Recorded:
    """A recorded mono sound with a place between the ears.

    Args:
        samples: float32 ``(frames,)``.
        left: Linear gain of the left ear.
        right: Linear gain of the right ear.
    """

    def __init__(self, samples: Samples, left: float, right: float) -> None:
        self._samples = samples
        self._gains = np.array([left, right], dtype=np.float32)

    @property
    def frames(self) -> int:
        """How long it lasts."""
        return len(self._samples)

    def read(self, start: int, frames: int) -> Samples:
        """A part of it, ``(frames, 2)``."""
        return self._samples[start : start + frames, None] * self._gains


class Swell:
    """A soft chord that rises with the in-breath, stays, and falls with the out-breath.

    A fundamental of D3 with its fifth and octave, slightly apart between the ears, so that it
    moves; the upper partials follow the square of the envelope, so that it brightens as it rises.

    Args:
        phases: The frames it rises, holds, falls and rests.
        sample_rate_hz: Frames per second.
        gain: Linear gain; at 1 the loudest moment of the chord has :attr:`LOUDEST_LUFS`.
    """

    LOUDEST_LUFS = -4.0
    _PARTIALS = ((146.83, 0.6, 1.0), (220.0, 0.32, 1.4), (293.66, 0.2, 2.0), (440.0, 0.06, 2.0))
    _DETUNE_HZ = 0.35

    def __init__(self, phases: tuple[int, int, int, int], sample_rate_hz: int, gain: float) -> None:
        self._rise, self._hold, self._fall, _ = phases
        self._rate_hz = sample_rate_hz
        self._gain = gain

    @property
    def frames(self) -> int:
        """How long it sounds: rise, hold and fall."""
        return self._rise + self._hold + self._fall

    def read(self, start: int, frames: int) -> Samples:
        """A part of it, ``(frames, 2)``."""
        return self._whole[start : start + frames]

    @cached_property
    def _whole(self) -> Samples:
        """All of it, kept: most breaths of a session are alike."""
        at = np.arange(self.frames)
        envelope = self._envelope(at)
        time_s = at / self._rate_hz
        block = np.empty((self.frames, 2))
        for ear, sign in enumerate((-1.0, 1.0)):
            block[:, ear] = sum(
                level * envelope**power
                * np.sin(2 * np.pi * (pitch_hz + sign * self._DETUNE_HZ) * time_s)
                for pitch_hz, level, power in self._PARTIALS
            )  # fmt: skip
        return (self._gain * block).astype(np.float32)

    def _envelope(self, at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray:
        rising = np.clip(at / max(self._rise, 1), 0, 1)
        falling = np.clip((self.frames - at) / max(self._fall, 1), 0, 1)
        return np.asarray(np.sin(0.5 * np.pi * np.minimum(rising, falling)) ** 2)


def cue_sounds(
    timeline: Timeline, voice_lufs: float, bell_level_db: float
) -> Iterator[tuple[int, OneShot]]:
    """Every cue of a timeline with the sound it plays, by ascending frame.

    Args:
        timeline: Where the cues are.
        voice_lufs: The loudness of the voice they stand beside.
        bell_level_db: The listener's own wish for the bells.
    """
    rate_hz = timeline.sample_rate_hz
    sounds: dict[object, OneShot] = {}
    for placed in sorted(timeline.cues, key=lambda it: it.start_frame):
        cue = placed.cue
        key = (cue.kind, cue.asset, cue.phases_frames)
        if key not in sounds:
            sounds[key] = _sound(cue, rate_hz, voice_lufs, bell_level_db)
        yield placed.start_frame, sounds[key]


def _sound(cue: Cue, rate_hz: int, voice_lufs: float, bell_level_db: float) -> OneShot:
    if cue.kind == "swell":
        gain = db_to_gain(voice_lufs - SWELL_UNDER_VOICE_LU - Swell.LOUDEST_LUFS)
        return Swell(cue.phases_frames, rate_hz, gain)
    if cue.kind == "bell":
        asset = assets.bell(cue.asset)
        wanted = voice_lufs - BELL_UNDER_VOICE_LU + bell_level_db
        gain = db_to_gain(wanted - asset.momentary_max_lufs)
        return Recorded(asset.clip(rate_hz).samples, gain, gain)
    asset = assets.cues()[cue.asset]
    gain = db_to_gain(voice_lufs - TAP_UNDER_VOICE_LU - asset.momentary_max_lufs)
    near, far = gain * (1 + TAP_PAN) / 2, gain * (1 - TAP_PAN) / 2
    left, right = (near, far) if cue.kind == "tap-left" else (far, near)
    return Recorded(asset.clip(rate_hz).samples, left, right)
