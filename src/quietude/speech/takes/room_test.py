"""Test of a room and a microphone: a moment of quiet, then a line that somebody reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.errors import SoundError
from quietude.speech.takes.cleaning import cleaned, hum_of
from quietude.speech.takes.report import LEAST_DISTANCE_DB

if TYPE_CHECKING:
    from quietude.audio.clip import Clip

LOUDEST_DB, SOFTEST_DB = -8.0, -42.0
"""Level of speech, RMS in dBFS: above, a raised voice clips; below, the recorder's own noise is
heard once the voice has its level."""

_SPEECH_DB = 6.0
"""The least a voice stands above its room, or nobody spoke."""


@dataclass(frozen=True, slots=True)
class RoomTest:
    """A room as it was measured.

    Attributes:
        noise_db: The level of the room, RMS in dBFS.
        speech_db: The level of the voice, RMS in dBFS.
        hum_hz: The frequency of mains hum, or 0.
        advice: Everything to do about it, in words; empty if the room is good.
    """

    noise_db: float
    speech_db: float
    hum_hz: float
    advice: tuple[str, ...]

    @property
    def distance_db(self) -> float:
        """The distance of the room below the voice, in dB."""
        return self.speech_db - self.noise_db


def room_test(quiet: Clip, spoken: Clip) -> RoomTest:
    """Measures a room.

    Args:
        quiet: Some seconds in which nobody speaks, mono.
        spoken: A line, at the distance and level of the recordings to come.

    Raises:
        SoundError: if the microphone is off.
    """
    if float(np.abs(spoken.samples).max(initial=0.0)) < 1e-4:  # noqa: PLR2004
        message = "the microphone gives no sound"
        raise SoundError(message, hint="Choose another microphone, or unmute it.")
    power = float(np.mean(np.square(quiet.samples - quiet.samples.mean(), dtype=np.float64)))
    noise_db = 10.0 * np.log10(max(power, 1e-14))
    quality = cleaned(spoken)[1]
    hum_hz = hum_of(quiet.samples, quiet.sample_rate_hz)
    speech_db = quality.speech_db
    advice = []
    if speech_db - noise_db < _SPEECH_DB:
        advice.append("Nobody was heard. Speak up, or choose another microphone.")
    elif speech_db - noise_db < LEAST_DISTANCE_DB:
        advice.append(
            f"The room lies only {speech_db - noise_db:.0f} dB below your voice; "
            f"{LEAST_DISTANCE_DB:.0f} are enough. Go nearer to the microphone, or find a quieter "
            "room: soft furniture, no fan, no fridge."
        )
    if quality.clipped or speech_db > LOUDEST_DB:
        advice.append("Too loud for the microphone. Turn it down, or go further away.")
    elif speech_db - noise_db >= _SPEECH_DB and speech_db < SOFTEST_DB:
        advice.append("Very soft. Turn the microphone up, or go nearer.")
    if hum_hz:
        advice.append(
            f"The mains hum at {hum_hz:.0f} Hz. It is filtered; a laptop off its charger, or "
            "another socket, is better."
        )
    return RoomTest(noise_db, speech_db, hum_hz, tuple(advice))
