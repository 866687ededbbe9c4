"""A bed ready to play: one of the library, a looped track, room tone, or silence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.audio.loudness import hop_frames
from quietude.errors import SoundError
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.sound import assets
from quietude.sound.ambience.ambient_bed import AmbientBed
from quietude.sound.ambience.recording import in_steps
from quietude.sound.assets import check_bed
from quietude.sound.power_profile import ROWS, SpeechBandMeter
from quietude.sound.stems import Loop, LoopedLayers
from quietude.sound.tracks.looped_track import LoopedTrack, measure_track
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.script.bed import Bed
    from quietude.sound.stems import Stem

_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class BedSource:
    """A bed ready to play; its sound never ends.

    Attributes:
        open: Returns a stem from its beginning; can be called any number of times.
        powers: Returns its power in both ears from one tenth of a second up to another: ``(4, n)``,
            as :class:`quietude.sound.power_profile.SpeechBandMeter`.
        most_powers: Returns the most it may be, where notes of one pitch add up; None if it has
            none.
        covers_db: The decibels by which it covers words more than its power in their band says.
    """

    open: Callable[[], Stem]
    powers: Callable[[int, int], NDArray[np.float64]]
    most_powers: Callable[[int, int], NDArray[np.float64]] | None = None
    covers_db: float = 0.0

    def most(self, first: int, last: int) -> NDArray[np.float64]:
        """The most that its power may be from one tenth of a second up to another, ``(4, n)``."""
        return (self.most_powers or self.powers)(first, last)


def open_bed(bed: Bed, sample_rate_hz: int, loudness_lufs: float, seed: int = 0) -> BedSource:
    """Opens a bed at a loudness.

    Args:
        bed: The bed.
        sample_rate_hz: The session's rate.
        loudness_lufs: Its loudness before ducking.
        seed: The session's seed: each has its own waves, gusts and birds.

    Raises:
        SoundError: if the bed or track does not exist or cannot be used.
    """
    check_bed(bed)
    if isinstance(bed, NoBed):
        return BedSource(
            lambda: LoopedLayers([]), lambda first, last: np.zeros((ROWS, last - first))
        )
    if isinstance(bed, RoomTone):
        gain = db_to_gain(loudness_lufs + ROOM_TONE_LU)
        return _room_tone(sample_rate_hz, gain)
    if isinstance(bed, LibraryBed):
        asset = assets.beds()[bed.id]
        gain = db_to_gain(loudness_lufs - asset.loudness_lufs)
        ambient = AmbientBed(asset.layers, gain, seed, sample_rate_hz)
        return BedSource(ambient.open, ambient.powers, ambient.most_powers, asset.covers_db)
    path = bed.path
    decoded = DecodedTrack(path) if needs_ffmpeg(path) else None
    track = decoded.path if decoded else path
    try:
        measured = measure_track(track, sample_rate_hz)
    except SoundError as error:
        error.path = path  # the track, rather than the temporary file
        raise
    gain = db_to_gain(loudness_lufs - measured.loudness_lufs)
    return BedSource(
        open=lambda: LoopedTrack(track, sample_rate_hz, gain, measured, owner=decoded),
        powers=lambda first, last: gain**2 * measured.heard_powers(first, last),
    )


def _room_tone(sample_rate_hz: int, gain: float) -> BedSource:
    """Room tone: one loop, of which each ear hears another place."""
    tone, step = in_steps(room_tone(sample_rate_hz).T)
    samples = tone.T
    ears = (0, 99_999)
    loop = Loop(samples, gain * step, ears)
    powers = [_looped_powers(samples[:, 0], gain * step, at, sample_rate_hz) for at in ears]
    return BedSource(
        open=lambda: LoopedLayers([loop]),
        powers=lambda first, last: reduce(np.add, (ear(first, last) for ear in powers)),
    )


def _looped_powers(
    loop: NDArray[np.int16], gain: float, offset: int, sample_rate_hz: int
) -> Callable[[int, int], NDArray[np.float64]]:
    """Returns the power of one ear of a loop that begins at an offset, in tenths of a second."""
    hop, frames = hop_frames(sample_rate_hz), len(loop)
    meter = SpeechBandMeter(sample_rate_hz, 1)
    meter.add(loop[-hop:, None].astype(np.float32))  # so the filter has settled
    for start in range(0, frames, _AT_ONCE):
        meter.add(loop[start : start + _AT_ONCE, None].astype(np.float32))
    powers = gain**2 * meter.powers()[:, 1:]

    def between(first: int, last: int) -> NDArray[np.float64]:
        at = (np.arange(first, last) * hop + offset) % frames // hop
        return np.asarray(powers[:, np.minimum(at, powers.shape[1] - 1)])

    return between


ROOM_TONE_LU = -30.0
"""Loudness of room tone relative to other beds: about -65 dBFS in the finished file."""

ROOM_FADE_S = 0.1
"""Fade time of room tone: ACX wants it within the first half second."""

_SECONDS = 61
_CORNER_HZ = 500.0


def room_tone(sample_rate_hz: int) -> Samples:
    """Returns a seamless loop of soft noise, ``(frames, 1)`` at an RMS of 1: falling above 500 Hz.

    It is made in the frequency domain with random phases, so it is periodic and has no seam. The
    seed is fixed: the same inputs make the same bytes.
    """
    frames = _SECONDS * sample_rate_hz
    hz = np.fft.rfftfreq(frames, 1 / sample_rate_hz)
    shape = np.minimum(1.0, hz / 40.0) / np.sqrt(1.0 + (hz / _CORNER_HZ) ** 2)
    phases = np.random.default_rng(0).uniform(0, 2 * np.pi, len(hz))
    tone = np.fft.irfft(shape * np.exp(1j * phases), frames)
    return np.asarray(tone / np.sqrt((tone**2).mean()), dtype=np.float32)[:, None]
