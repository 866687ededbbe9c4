"""Levels of a voice in octaves, over many phrases: its long-term spectrum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip

CENTRES_HZ = (125, 250, 500, 1000, 2000, 4000, 8000)
"""The octaves that are measured."""

_SPEECH_THIRDS_DB = (
    (54.4, 57.7, 56.8),
    (60.2, 60.3, 59.0),
    (62.1, 62.1, 60.5),
    (56.8, 53.7, 53.0),
    (52.0, 48.7, 48.1),
    (46.8, 45.6, 44.5),
    (44.3, 43.7, 43.4),
)
"""Speech at 70 dB SPL in thirds of an octave from 100 Hz to 10 kHz, three an octave: men and women
of twelve languages (Byrne et al., "An international comparison of long-term average speech
spectra", J. Acoust. Soc. Am. 96, 1994, table II)."""

SPEECH_DB = tuple(
    float(10.0 * np.log10(sum(10.0 ** (third / 10.0) for third in thirds)))
    for thirds in _SPEECH_THIRDS_DB
)
"""Speech in general, in octaves, relative to nothing in particular."""

_WINDOW_S = 0.04
_SILENT = 1e-13
_LEAST_VOICE = 0.1
"""Of the power in an octave, a tenth counts as the voice even where the room has all of it."""


@dataclass(frozen=True, slots=True)
class VoiceSpectrum:
    """The long-term spectrum of a voice.

    Attributes:
        voice_db: The level of its speech in each of :data:`CENTRES_HZ`, without that of the room,
            in dB of its power as a whole.
        room_db: The level of its room in the same.
        seconds: The length of the speech that was measured.
    """

    voice_db: tuple[float, ...]
    room_db: tuple[float, ...]
    seconds: float


def octave_powers(clip: Clip) -> NDArray[np.float64]:
    """The power of a sound in each of :data:`CENTRES_HZ`, ``(7,)``.

    An octave that its rate does not hold as a whole has none.

    Args:
        clip: A sound of any length.
    """
    from scipy import signal

    rate_hz = clip.sample_rate_hz
    window = min(len(clip.samples), round(_WINDOW_S * rate_hz))
    if window < 2:  # noqa: PLR2004
        return np.zeros(len(CENTRES_HZ))
    hz, density = signal.welch(clip.samples.astype(np.float64), rate_hz, nperseg=window)
    step_hz, edge = hz[1], np.sqrt(2.0)
    return np.array(
        [
            density[(hz >= centre / edge) & (hz < centre * edge)].sum() * step_hz
            if centre * edge < rate_hz / 2.0
            else 0.0
            for centre in CENTRES_HZ
        ]
    )


def spectrum_of(
    phrases: Iterable[tuple[NDArray[np.float64], NDArray[np.float64], float]],
) -> VoiceSpectrum | None:
    """The spectrum of a voice; None without any sound.

    Each phrase counts by its length and not by its level, so that no loud one decides.

    Args:
        phrases: For each, the powers of its words and of its room in octaves, and its seconds.
    """
    words, rooms = np.zeros(len(CENTRES_HZ)), np.zeros(len(CENTRES_HZ))
    total_s = 0.0
    for spoken, room, seconds in phrases:
        power = float(spoken.sum())
        if power <= 0.0 or seconds <= 0.0:
            continue
        words += seconds * spoken / power
        rooms += seconds * np.minimum(room, spoken) / power
        total_s += seconds
    if not total_s:
        return None
    voice = np.maximum(words - rooms, _LEAST_VOICE * words) / total_s
    return VoiceSpectrum(_levels_db(voice), _levels_db(rooms / total_s), total_s)


def _levels_db(powers: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(level) for level in 10.0 * np.log10(powers + _SILENT))
