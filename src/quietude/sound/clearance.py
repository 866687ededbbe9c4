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

from quietude.sound.articulation import SPEECH
from quietude.sound.loudness import PLAIN, WEIGHTED, hop_frames

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

WCAG_DB = 20.0
"""What WCAG 1.4.7 asks for."""

ENOUGH_DB = WCAG_DB + 1.0
"""What every phrase is given: a loop's power is known by the tenth of a second, good to 1 dB."""

ENOUGH_SPEECH_DB = 12.0
"""What every phrase is given in the band of words.

So much leaves every phrase of the voices measured at least as intelligible, after ESTOI, as it is
15 dB above noise of its own voice's spectrum: what classrooms are built for, those with children
who hear badly too (ASHA 2005, ANSI S12.60).
"""

MOST_DB = 12.0
"""How far a bed goes down by itself for its loudest moment under the softest phrase."""

_SILENT = 1e-12


@dataclass(frozen=True, slots=True)
class Clearance:
    """How far the bed lies below the voice, for each phrase; nothing where there is no bed.

    Attributes:
        rms_db: By level.
        loudness_lu: By loudness (BS.1770-4 weighting, no gate).
        speech_db: By level in the band of words.
    """

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

    def with_bed_lowered(self, by_db: float) -> Clearance:
        """The same with the bed lower by so much."""
        return Clearance(
            tuple(it + by_db for it in self.rms_db),
            tuple(it + by_db for it in self.loudness_lu),
            tuple(it + by_db for it in self.speech_db),
        )

    def missing_db(self) -> float:
        """How much the bed must go down, within reason, to be far enough below each phrase."""
        least = min((*self.rms_db, *self.loudness_lu), default=ENOUGH_DB)
        least_speech = min(self.speech_db, default=ENOUGH_SPEECH_DB)
        missing = max(ENOUGH_DB - least, ENOUGH_SPEECH_DB - least_speech, 0.0)
        return min(missing, MOST_DB)


def measure_clearance(
    voice: NDArray[np.floating], bed: Callable[[slice], NDArray[np.floating]], timeline: Timeline
) -> Clearance:
    """Compare two parts of a session phrase by phrase.

    Args:
        voice: Its power in each tenth of a second, ``(3, n)``, as
            :class:`quietude.sound.articulation.PartMeter` answers it.
        bed: Answers the same of the bed, ducked, in some tenths of a second.
        timeline: When the voice speaks.
    """
    hop = hop_frames(timeline.sample_rate_hz)
    compared: dict[int, list[float]] = {PLAIN: [], WEIGHTED: [], SPEECH: []}
    for it in timeline.placements:
        # The hops that lie wholly within the phrase.
        within = slice(-(-it.start_frame // hop), it.end_frame // hop)
        if within.start >= within.stop:
            continue
        under = bed(within)
        if under[PLAIN].mean() > _SILENT:
            for row, found in compared.items():
                found.append(_ratio_db(voice[row, within], under[row]))
    return Clearance(*(tuple(it) for it in compared.values()))


def _ratio_db(voice: NDArray[np.floating], bed: NDArray[np.floating]) -> float:
    return 10.0 * math.log10(max(float(voice.mean()), _SILENT) / max(float(bed.mean()), _SILENT))
