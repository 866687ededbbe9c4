"""How far the bed lies below the voice while it speaks, by the power of both, phrase by phrase.

WCAG 1.4.7 asks for 20 dB and defines a decibel as a ratio of levels, without weighting: that is the
RMS here, as Audacity's Contrast tool measures it too. Loudness is what the ear makes of it: a deep
bed is softer to the ear than its RMS says. Neither says whether words stay plain, so what lies in
the band of words (700 Hz to 4 kHz) is compared too.
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
"""What WCAG 1.4.7 asks for."""

REQUIRED_DB = WCAG_DB + 1.0
"""What every phrase is given: a loop's power is known by the tenth of a second, good to 1 dB."""

REQUIRED_SPEECH_DB = 16.0
"""What every phrase is given in the band of words.

So much leaves every phrase of the voices measured at least as intelligible, after ESTOI, as it is
15 dB above noise of its own voice's spectrum: what classrooms are built for, those with children
who hear badly too (ASHA 2005, ANSI S12.60). With 12 dB, one phrase in fifty of a dull voice is not.
"""

MAX_ATTENUATION_DB = 12.0
"""How far a bed goes down by itself for its loudest moment under the softest phrase."""

_SILENT = 1e-12


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far the bed lies below the voice, for each phrase; nothing where there is no bed.

    Attributes:
        phrases: Whose figures they are.
        rms_db: By level.
        loudness_lu: By loudness (BS.1770-4 weighting, no gate).
        speech_db: By level in the band of words.
    """

    phrases: tuple[Placement, ...]
    rms_db: tuple[float, ...]
    loudness_lu: tuple[float, ...]
    speech_db: tuple[float, ...]

    def summary(self) -> dict[str, float] | None:
        """The least and the median of both, for a receipt; None where there is no bed."""
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

    def missing_db(self, voice_db: float = 0.0) -> dict[Placement, float]:
        """How much further down the bed must be under each phrase, within reason.

        Args:
            voice_db: What the voice was raised by as the listener wishes: no reason for the bed to
                stay up.
        """
        figures = zip(self.phrases, self.rms_db, self.loudness_lu, self.speech_db, strict=True)
        return {
            it: min(
                max(
                    voice_db + REQUIRED_DB - min(rms, lu),
                    voice_db + REQUIRED_SPEECH_DB - speech,
                    0.0,
                ),
                MAX_ATTENUATION_DB,
            )
            for it, rms, lu, speech in figures
        }


def measure_contrast(
    voice: NDArray[np.floating], bed: Callable[[slice], NDArray[np.floating]], timeline: Timeline
) -> Contrast:
    """Compare two parts of a session phrase by phrase.

    Args:
        voice: Its power in each tenth of a second, ``(3, n)``, as
            :class:`quietude.sound.power_profile.SpeechBandMeter` answers it.
        bed: Answers the same of the bed, ducked, in some tenths of a second.
        timeline: When the voice speaks.
    """
    hop = hop_frames(timeline.sample_rate_hz)
    compared: dict[Placement, tuple[float, float, float]] = {}
    for it in timeline.placements:
        # The hops that lie wholly within the phrase.
        within = slice(-(-it.start_frame // hop), it.end_frame // hop)
        if within.start >= within.stop:
            continue
        over, under = voice[:, within], bed(within)
        if under[PLAIN].mean() > _SILENT:
            compared[it] = (
                _ratio_db(over[PLAIN], under[PLAIN]),
                _ratio_db(over[WEIGHTED], under[WEIGHTED]),
                _ratio_db(over[SPEECH], under[SPEECH]),
            )
    figures = zip(*compared.values(), strict=True) if compared else ((), (), ())
    return Contrast(tuple(compared), *figures)


def _ratio_db(voice: NDArray[np.floating], bed: NDArray[np.floating]) -> float:
    return 10.0 * math.log10(max(float(voice.mean()), _SILENT) / max(float(bed.mean()), _SILENT))
