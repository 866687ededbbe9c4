"""The sounds of the cues: recorded bells and taps, and the synthesised swell of a breath."""

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
"""Loudness of a bell's loudest moment below the voice."""

TAP_UNDER_VOICE_LU = 18.0
"""Loudness of a tap below the voice. A tap fills a quarter of the 400 ms its loudness is measured
over, so it sounds louder than this figure."""

SWELL_UNDER_VOICE_LU = 19.0
"""Loudness of a swell's loudest moment below the voice."""

TAP_PAN = 0.85
"""Panning of a tap; 1 would be one ear alone, which is harsh on headphones."""


class RecordedSound:
    """A recorded mono sound, panned.

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
        """Its length."""
        return len(self._samples)

    def read(self, start: int, frames: int) -> Samples:
        """Returns a part of it, ``(frames, 2)``."""
        return self._samples[start : start + frames, None] * self._gains


class Swell:
    """A soft chord that rises with the in-breath, holds, and falls with the out-breath.

    D3 with its fifth and octaves, detuned a little between the ears so that it moves. The upper
    partials follow a power of the envelope, so it brightens as it rises.

    Args:
        phases: The frames of rise, hold, fall and rest.
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
        """Its length: rise, hold and fall."""
        return self._rise + self._hold + self._fall

    def read(self, start: int, frames: int) -> Samples:
        """Returns a part of it, ``(frames, 2)``."""
        return self._whole[start : start + frames]

    @cached_property
    def _whole(self) -> Samples:
        """All of it, kept: most breaths of a session are the same."""
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
    """Yields the start frame and the sound of every cue, in order.

    Args:
        timeline: The cues.
        voice_lufs: The loudness of the voice; cues are set relative to it.
        bell_level_db: The listener's wish for the bells.
    """
    rate_hz = timeline.sample_rate_hz
    sounds: dict[object, OneShot] = {}
    for placed in sorted(timeline.cues, key=lambda placed: placed.start_frame):
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
        return RecordedSound(asset.clip(rate_hz).samples, gain, gain)
    asset = assets.cues()[cue.asset]
    gain = db_to_gain(voice_lufs - TAP_UNDER_VOICE_LU - asset.momentary_max_lufs)
    near, far = gain * (1 + TAP_PAN) / 2, gain * (1 - TAP_PAN) / 2
    left, right = (near, far) if cue.kind == "tap-left" else (far, near)
    return RecordedSound(asset.clip(rate_hz).samples, left, right)
