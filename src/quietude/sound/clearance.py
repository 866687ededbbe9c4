"""How far the bed lies below the voice while it speaks, measured on both, phrase by phrase.

WCAG 1.4.7 asks for 20 dB and defines a decibel as a ratio of levels, without weighting: that is the
RMS here, as Audacity's Contrast tool measures it too. Loudness is what the ear makes of it: a deep
bed is softer to the ear than its RMS says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from quietude.sound.loudness import hop_frames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

WCAG_DB = 20.0
"""What WCAG 1.4.7 asks for."""

ENOUGH_DB = WCAG_DB + 1.0
"""What every phrase is given: the loops are measured by the tenth of a second, good to 1 dB."""

MOST_DB = 12.0
"""How far a bed goes down by itself for its loudest moment under the softest phrase."""

_SILENT = 1e-12


@dataclass(frozen=True, slots=True)
class Clearance:
    """How far the bed lies below the voice, for each phrase; nothing where there is no bed.

    Attributes:
        rms_db: By level.
        loudness_lu: By loudness (BS.1770-4 weighting, no gate).
    """

    rms_db: tuple[float, ...]
    loudness_lu: tuple[float, ...]

    def summary(self) -> dict[str, float] | None:
        """The least and the median of both, for a receipt; None where there is no bed."""
        if not self.rms_db:
            return None
        return {
            "least_db": round(min(self.rms_db), 1),
            "median_db": round(median(self.rms_db), 1),
            "least_lu": round(min(self.loudness_lu), 1),
            "median_lu": round(median(self.loudness_lu), 1),
        }

    def with_bed_lowered(self, by_db: float) -> Clearance:
        """The same with the bed lower by so much."""
        return Clearance(
            tuple(it + by_db for it in self.rms_db), tuple(it + by_db for it in self.loudness_lu)
        )

    def missing_db(self) -> float:
        """How much the bed must go down, within reason, to be far enough below each phrase."""
        least = min((*self.rms_db, *self.loudness_lu), default=ENOUGH_DB)
        return min(max(ENOUGH_DB - least, 0.0), MOST_DB)


def clearance_of(
    voice: NDArray[np.float64], bed: NDArray[np.float64], timeline: Timeline
) -> Clearance:
    """How far a bed lies below a voice in each phrase of a session.

    Args:
        voice: Its power in each tenth of a second: ``(2, hops)``, K-weighted and plain.
        bed: That of the bed.
        timeline: Where the phrases are.
    """
    hop = hop_frames(timeline.sample_rate_hz)
    found: list[tuple[float, float]] = []
    for it in timeline.placements:
        # The tenths that lie wholly within the phrase.
        first, end = -(-it.start_frame // hop), it.end_frame // hop
        if first < end and bed[1, first:end].mean() > _SILENT:
            weighted, plain = (
                _ratio_db(voice[row, first:end], bed[row, first:end]) for row in (0, 1)
            )
            found.append((plain, weighted))
    return Clearance(tuple(it for it, _ in found), tuple(it for _, it in found))


def _ratio_db(voice: NDArray[np.float64], bed: NDArray[np.float64]) -> float:
    return 10.0 * math.log10(max(float(voice.mean()), _SILENT) / max(float(bed.mean()), _SILENT))
