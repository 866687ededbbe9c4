"""The speech-to-background ratio: voice over bed while the voice speaks, phrase by phrase.

WCAG 1.4.7 asks for 20 dB, and defines a decibel as a ratio of unweighted levels: the RMS, which
Audacity's Contrast tool measures too. To the ear a deep bed is softer than its RMS, so loudness is
compared as well (Torcoli et al., JAES 67(12), 2019, give their figures in LU). Neither says if
words stay intelligible, so the levels in the band of words (700 Hz to 4 kHz) are compared too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from quietude.audio.loudness import PLAIN, WEIGHTED, hop_frames
from quietude.sound.power_profile import SPEECH

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from quietude.plan.timeline import Placement, Timeline

WCAG_DB = 20.0
"""The least ratio in WCAG 1.4.7."""

REQUIRED_DB = WCAG_DB + 0.5
"""The least ratio of every phrase here: the power of a loop is known to half a decibel only."""

REQUIRED_LU = 18.0
"""The least difference in loudness: 15 LU for ambience, and 4 LU more for listeners who are not
experts (Torcoli et al.), of which the decibels above bring most with every bed."""

REQUIRED_SPEECH_DB = 18.0
"""The least ratio of every phrase in the band of words.

With it every phrase of the voices measured is at least as intelligible, by ESTOI, as it is 15 dB
above noise of its own voice's spectrum: the ratio classrooms are built for, those of children who
hear badly included (ASHA 2005, ANSI S12.60). At 12 dB, one phrase in fifty of a dull voice is not.
"""

MAX_ATTENUATION_DB = 19.0
"""The most a bed is lowered automatically, for its loudest moment under the softest phrase."""

_SILENT = 1e-12


@dataclass(frozen=True, slots=True)
class Contrast:
    """Voice over bed for each phrase; empty where there is no bed.

    Attributes:
        phrases: The phrases compared.
        rms_db: Ratio of levels.
        loudness_lu: Difference in loudness (BS.1770-4 weighting, no gate).
        speech_db: Ratio of levels in the band of words.
    """

    phrases: tuple[Placement, ...]
    rms_db: tuple[float, ...]
    loudness_lu: tuple[float, ...]
    speech_db: tuple[float, ...]

    def summary(self) -> dict[str, float] | None:
        """Returns minimum and median of each ratio, for a receipt; None where there is no bed."""
        if not self.rms_db:
            return None
        return {
            "least_db": round(min(self.rms_db), 1),
            "median_db": round(median(self.rms_db), 1),
            "least_lu": round(min(self.loudness_lu), 1),
            "median_lu": round(median(self.loudness_lu), 1),
            "least_speech_db": round(min(self.speech_db), 1),
            "median_speech_db": round(median(self.speech_db), 1),
        }

    def missing_db(self, voice_db: float = 0.0, covers_db: float = 0.0) -> dict[Placement, float]:
        """Returns how much lower the bed must be under each phrase, within reason.

        Args:
            voice_db: The offset of the voice; the bed does not follow it up.
            covers_db: The decibels by which the bed covers words more than its power in their band
                says, as noise does that goes on above it.
        """
        figures = zip(self.phrases, self.rms_db, self.loudness_lu, self.speech_db, strict=True)
        return {
            phrase: min(
                max(
                    voice_db + REQUIRED_DB - rms,
                    voice_db + REQUIRED_LU - lu,
                    voice_db + covers_db + REQUIRED_SPEECH_DB - speech,
                    0.0,
                ),
                MAX_ATTENUATION_DB,
            )
            for phrase, rms, lu, speech in figures
        }


def measure_contrast(
    voice: NDArray[np.floating], bed: Callable[[slice], NDArray[np.floating]], timeline: Timeline
) -> Contrast:
    """Compares voice and bed of a session phrase by phrase.

    Args:
        voice: The mean power of each phrase, ``(phrases, 3 or more)``, in the rows of
            :class:`quietude.sound.power_profile.SpeechBandMeter`.
        bed: Returns the powers of the ducked bed, in these rows, for some tenths of a second.
        timeline: The times of the phrases.
    """
    hop = hop_frames(timeline.sample_rate_hz)
    whole = timeline.total_frames // hop
    compared: dict[Placement, tuple[float, float, float]] = {}
    for phrase, over in zip(timeline.placements, voice, strict=True):
        within = slice(phrase.start_frame // hop, min(-(-phrase.end_frame // hop), whole))
        if within.start >= within.stop:
            continue
        under = bed(within).mean(axis=1)
        if under[PLAIN] > _SILENT:
            compared[phrase] = (
                _ratio_db(over[PLAIN], under[PLAIN]),
                _ratio_db(over[WEIGHTED], under[WEIGHTED]),
                _ratio_db(over[SPEECH], under[SPEECH]),
            )
    figures = zip(*compared.values(), strict=True) if compared else ((), (), ())
    return Contrast(tuple(compared), *figures)


def _ratio_db(voice: float, bed: float) -> float:
    return 10.0 * math.log10(max(float(voice), _SILENT) / max(float(bed), _SILENT))
