"""Binaural and isochronic tones, as a quiet layer of the bed for those who like them.

Binaural: each ear hears a steady tone, a few hertz apart, and the difference is heard as a slow
beat; that needs stereo headphones. Isochronic: one tone in both ears that swells and fades a few
times a second. Some people like the sound. No effect is claimed: the published evidence is mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from quietude.audio.loudness import gated_lufs
from quietude.errors import UsageError
from quietude.sound.beds import BedSource
from quietude.sound.power_profile import SpeechBandMeter
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from quietude.audio.clip import Samples
    from quietude.sound.stems import Stem

UNDER_BED_LU = 8.0
"""Loudness of the tones below the bed."""

BEATS_HZ, CARRIERS_HZ = (0.5, 40.0), (80.0, 600.0)
_WRITTEN = re.compile(r"(binaural|isochronic)(?::(\d+(?:\.\d+)?))?(?:@(\d+(?:\.\d+)?))?")
_MEASURED_S = 4


@dataclass(frozen=True, slots=True)
class Tones:
    """A kind of tones, and its frequencies.

    Attributes:
        kind: ``binaural`` or ``isochronic``.
        beat_hz: Beats a second.
        carrier_hz: The pitch; for binaural tones the mean of both ears.
    """

    kind: Literal["binaural", "isochronic"]
    beat_hz: float = 6.0
    carrier_hz: float = 200.0

    def __str__(self) -> str:
        return f"{self.kind}:{self.beat_hz:g}@{self.carrier_hz:g}"

    @property
    def words(self) -> str:
        """A description for people."""
        return f"{self.kind} tones, {self.beat_hz:g} beats a second at {self.carrier_hz:g} Hz"


def parse_tones(written: str) -> Tones:
    """Parses tones, written ``binaural``, ``binaural:6`` or ``isochronic:8@180``.

    Raises:
        UsageError: if they are written otherwise, or their frequencies make no beat.
    """
    match = _WRITTEN.fullmatch(written.strip().lower())
    if not match:
        message = f'"{written[:40]}" does not name any tones'
        hint = "Write them like binaural, binaural:6 (beats a second) or isochronic:8@180 (pitch)."
        raise UsageError(message, hint=hint)
    kind: Literal["binaural", "isochronic"] = "binaural" if match[1] == "binaural" else "isochronic"
    tones = Tones(kind, float(match[2] or 6.0), float(match[3] or 200.0))
    for value, (low, high), what in (
        (tones.beat_hz, BEATS_HZ, "beats a second"),
        (tones.carrier_hz, CARRIERS_HZ, "hertz of pitch"),
    ):
        if not low <= value <= high:
            message = f"tones cannot have {value:g} {what}"
            raise UsageError(message, hint=f"Choose from {low:g} to {high:g}.")
    return tones


class ToneStem:
    """Tones that never end; see :class:`quietude.sound.stems.Stem`.

    Every sample depends on its frame alone, so blocks of any size give the same samples.

    Args:
        tones: The kind and the frequencies.
        sample_rate_hz: Frames per second.
        gain: A linear gain; at 1 they peak at full scale.
    """

    def __init__(self, tones: Tones, sample_rate_hz: int, gain: float = 1.0) -> None:
        self._tones = tones
        self._rate_hz = sample_rate_hz
        self._gain = gain
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames, ``(frames, 2)``."""
        time_s = np.arange(self._now, self._now + frames) / self._rate_hz
        self._now += frames
        # The fraction of a turn is taken first: sin of a large angle would lose precision.
        half = self._tones.beat_hz / 2 if self._tones.kind == "binaural" else 0.0
        block = np.empty((frames, 2), dtype=np.float32)
        for ear, pitch_hz in enumerate(
            (self._tones.carrier_hz - half, self._tones.carrier_hz + half)
        ):
            block[:, ear] = self._gain * np.sin(2 * np.pi * ((pitch_hz * time_s) % 1.0))
        if self._tones.kind == "isochronic":
            swell = np.sin(np.pi * ((self._tones.beat_hz * time_s) % 1.0)) ** 2
            block *= swell[:, None].astype(np.float32)
        return block

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`."""
        self._now = frame


class SummedStem:
    """The sum of two stems."""

    def __init__(self, one: Stem, other: Stem) -> None:
        self._one, self._other = one, other

    def read(self, frames: int) -> Samples:
        """The next frames, ``(frames, 2)``."""
        return self._one.read(frames) + self._other.read(frames)

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`."""
        self._one.seek(frame)
        self._other.seek(frame)


def with_tones(
    bed: BedSource, tones: Tones, sample_rate_hz: int, loudness_lufs: float
) -> BedSource:
    """Returns a bed with tones in it, which are ducked and faded with it.

    Args:
        bed: The bed; may be silent.
        tones: The tones.
        sample_rate_hz: The session's rate.
        loudness_lufs: Loudness of the bed; the tones lie :data:`UNDER_BED_LU` below.
    """
    meter = SpeechBandMeter(sample_rate_hz, 2)
    meter.add(ToneStem(tones, sample_rate_hz).read(_MEASURED_S * sample_rate_hz))
    measured = meter.powers()
    gain = db_to_gain(loudness_lufs - UNDER_BED_LU - gated_lufs(measured[0]))
    # The power of tones varies only within a beat: their mean will do.
    power = gain**2 * measured.mean(axis=1, keepdims=True)
    return BedSource(
        open=lambda: SummedStem(bed.open(), ToneStem(tones, sample_rate_hz, gain)),
        powers=lambda first, last: bed.powers(first, last) + power,
        most_powers=lambda first, last: bed.most(first, last) + power,
        covers_db=bed.covers_db,
    )
