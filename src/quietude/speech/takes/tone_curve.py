"""Tone curve: the gains of a voice in octaves, smooth between them and bounded.

A recorded voice gets a curve of its own, half of the way from its spectrum to that of speech in
general; a voice that speaks between recordings gets one that brings it near theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.octave_levels import CENTRES_HZ, SPEECH_DB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.speech.takes.octave_levels import VoiceSpectrum

OWN_SHARE, OWN_MOST_DB = 0.5, 4
"""Share of the way to speech in general, and the most a recorded voice is changed by."""

MATCH_MOST_DB = 6
"""The most a voice that speaks between recordings is changed by."""

_CLEAR_DB = 15.0
"""Distance of the room below the voice from which an octave may be raised: with less, its noise
would be heard before the voice is."""

_MISSING_DB = 15.0
"""An octave so far below the others is not in the recording, as of a telephone: it is left alone,
since only hiss could be raised in it."""

_LEVEL = slice(1, 6)
"""The octaves from 250 Hz to 4 kHz, whose mean gain is 0 dB."""

_RESPONSE_S = 0.046


@dataclass(frozen=True, slots=True)
class ToneCurve:
    """Gains in whole decibels, so that one more recording seldom changes them.

    Attributes:
        gains_db: The gain at each of :data:`quietude.speech.takes.octave_levels.CENTRES_HZ`.
    """

    gains_db: tuple[int, ...] = (0,) * len(CENTRES_HZ)

    @property
    def is_flat(self) -> bool:
        """True if it changes nothing."""
        return not any(self.gains_db)

    def __str__(self) -> str:
        """The gains that are not 0, as a person reads them: ``-2 dB at 250 Hz, +1 dB at 4 kHz``."""
        return ", ".join(
            f"{gain:+d} dB at {f'{hz} Hz' if hz < 1000 else f'{hz // 1000} kHz'}"  # noqa: PLR2004
            for hz, gain in zip(CENTRES_HZ, self.gains_db, strict=True)
            if gain
        )

    @property
    def identity(self) -> str:
        """Version and gains, part of a cache key; "" for none."""
        gains = ",".join(f"{gain:+d}" for gain in self.gains_db)
        return "" if self.is_flat else f"curve-1:zero-phase,octaves {gains};"

    def applied(self, samples: Samples, sample_rate_hz: int) -> Samples:
        """Filters a phrase without turning its phase; its length stays the same.

        Args:
            samples: Mono, float32 ``(frames,)``.
            sample_rate_hz: At least 8000 Hz.
        """
        if self.is_flat or not len(samples):
            return samples
        from scipy import signal

        response = _response(self.gains_db, sample_rate_hz)
        half = len(response) // 2
        whole = signal.oaconvolve(samples.astype(np.float64), response)
        return np.asarray(whole[half : half + len(samples)], dtype=np.float32)


FLAT = ToneCurve()


def own_curve(spectrum: VoiceSpectrum | None) -> ToneCurve:
    """The curve of a recorded voice, from its own spectrum; flat if that is not known.

    Half of the way to the spectrum of speech in general, averaged over neighbouring octaves, 4 dB
    at most. Nothing is raised in which the room lies less than 15 dB below the voice.

    Args:
        spectrum: The spectrum of all recordings, so that the voice does not change from one to the
            next.
    """
    if spectrum is None:
        return FLAT
    wanted = _levelled(np.array(SPEECH_DB) - spectrum.voice_db)
    beside = np.pad(wanted, 1, mode="edge")
    smooth = (beside[:-2] + 2.0 * wanted + beside[2:]) / 4.0
    clear = np.array(spectrum.voice_db) - spectrum.room_db - _CLEAR_DB
    gains = np.minimum(OWN_SHARE * smooth, np.maximum(clear, 0.0))
    return _bounded(_without_missing(gains, wanted), OWN_MOST_DB)


def matching_curve(wanted_db: Sequence[float], voice_db: Sequence[float]) -> ToneCurve:
    """The curve that brings a voice to the spectrum of another, 6 dB at most in each octave.

    Args:
        wanted_db: The levels of the other voice in octaves.
        voice_db: The levels of the voice.
    """
    wanted = _levelled(np.array(wanted_db) - voice_db)
    return _bounded(_without_missing(wanted, wanted), MATCH_MOST_DB)


def _levelled(gains_db: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gains_db - gains_db[_LEVEL].mean())


def _without_missing(
    gains_db: NDArray[np.float64], wanted_db: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.where(wanted_db > _MISSING_DB, 0.0, gains_db)


def _bounded(gains_db: NDArray[np.float64], most_db: int) -> ToneCurve:
    """Whole decibels within a bound.

    The lowest octave follows the next one downwards alone: men speak in it and women do not, and
    of a female voice it holds the room.
    """
    gains_db[0] = min(0.0, gains_db[1])
    gains = np.rint(np.clip(gains_db, -most_db, most_db))
    return ToneCurve(tuple(int(gain) for gain in gains))


@lru_cache(maxsize=8)
def _response(gains_db: tuple[int, ...], sample_rate_hz: int) -> NDArray[np.float64]:
    """The symmetric impulse response of a curve, of an odd number of taps.

    Between the centres of octaves the gain in dB is a straight line over the logarithm of the
    frequency; below the first and above the last it stays.
    """
    from scipy import signal

    hz = np.linspace(0.0, sample_rate_hz / 2.0, 1025)
    octaves = np.log2(np.maximum(hz, 1.0))
    gains = 10.0 ** (np.interp(octaves, np.log2(CENTRES_HZ), gains_db) / 20.0)
    taps = 2 * round(_RESPONSE_S * sample_rate_hz / 2.0) + 1
    response: NDArray[np.float64] = signal.firwin2(taps, hz, gains, fs=sample_rate_hz)
    return response
