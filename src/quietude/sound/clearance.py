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

import numpy as np

from quietude.sound.loudness import PowerMeter, hop_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio import Samples
    from quietude.plan.timeline import Timeline
    from quietude.sound.stems import Stem

WCAG_DB = 20.0
"""What WCAG 1.4.7 asks for."""

_BLOCK_FRAMES = 32_768
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


def measure_clearance(voice: Stem, bed: Stem, timeline: Timeline) -> Clearance:
    """Measure two stems of a session, read from their beginning to the end of the last phrase."""
    rate_hz = timeline.sample_rate_hz
    meters = _Powers(rate_hz), _Powers(rate_hz)
    last = max((it.end_frame for it in timeline.placements), default=0)
    for start in range(0, last, _BLOCK_FRAMES):
        frames = min(_BLOCK_FRAMES, last - start)
        for meter, stem in zip(meters, (voice, bed), strict=True):
            meter.add(stem.read(frames))
    (voice_weighted, voice_plain), (bed_weighted, bed_plain) = (it.powers() for it in meters)
    hop = hop_frames(rate_hz)
    levels, loudnesses = [], []
    for it in timeline.placements:
        # The hops that lie wholly within the phrase.
        within = slice(-(-it.start_frame // hop), it.end_frame // hop)
        if within.start < within.stop and bed_plain[within].mean() > _SILENT:
            levels.append(_ratio_db(voice_plain[within], bed_plain[within]))
            loudnesses.append(_ratio_db(voice_weighted[within], bed_weighted[within]))
    return Clearance(tuple(levels), tuple(loudnesses))


class _Powers:
    """The power of a stream in each tenth of a second, weighted and plain."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._weighted = PowerMeter(sample_rate_hz, 2)
        self._hop = hop_frames(sample_rate_hz)
        self._rest = np.zeros(0, dtype=np.float32)
        self._plain: list[NDArray[np.float64]] = []

    def add(self, block: Samples) -> None:
        self._weighted.add(block)
        power = np.concatenate([self._rest, np.einsum("ij,ij->i", block, block)])
        whole = len(power) // self._hop * self._hop
        self._plain.append(power[:whole].reshape(-1, self._hop).mean(axis=1, dtype=np.float64))
        self._rest = power[whole:]

    def powers(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        plain = np.concatenate(self._plain) if self._plain else np.zeros(0)
        return self._weighted.powers(), plain


def _ratio_db(voice: NDArray[np.float64], bed: NDArray[np.float64]) -> float:
    return 10.0 * math.log10(max(float(voice.mean()), _SILENT) / max(float(bed.mean()), _SILENT))
