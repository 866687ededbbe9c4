"""The lines of a script as a synthetic voice says them, to find the same lines in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.cutting.bands import STEP_S, Bands, bands_of, whole_power

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip

_SOFTEST_DB = -35.0
"""Frames softer than this, below the level of the line, are pauses within it."""


@dataclass(frozen=True, slots=True)
class VoicedLine:
    """A line as the voice says it.

    Attributes:
        bands: Its power in bands, ``(frames, BANDS)``.
        kept: The frames in which the voice sounds; a reader may pause elsewhere.
        word_starts: The frame at which each word begins among those that are kept, rising.
        words: The words.
    """

    bands: Bands
    kept: NDArray[np.bool_]
    word_starts: tuple[int, ...]
    words: tuple[str, ...]

    @property
    def sounding(self) -> int:
        """The number of frames in which the voice sounds, at least 1."""
        return max(1, int(self.kept.sum()))

    @property
    def plain_words(self) -> frozenset[str]:
        """Its words without signs, in small letters."""
        return frozenset("".join(filter(str.isalnum, word)).lower() for word in self.words)

    def shares(self, other: VoicedLine) -> float:
        """The share of words it has in common with another line, of the longer one."""
        ours, others = self.plain_words, other.plain_words
        return len(ours & others) / max(1, len(ours), len(others))


def voiced_line(text: str, clip: Clip, word_starts: Sequence[int]) -> VoicedLine:
    """A line from its clip.

    Args:
        text: Its words.
        clip: Its sound.
        word_starts: The frame of the clip at which each word of the text starts.
    """
    bands = bands_of([clip.samples], clip.sample_rate_hz)
    level = whole_power(bands)
    loudest = np.sort(level)[-max(1, len(level) // 3) :].mean()
    kept = level > loudest * 10 ** (_SOFTEST_DB / 10)
    before = np.r_[0, np.cumsum(kept)]
    starts = [min(round(frame / clip.sample_rate_hz / STEP_S), len(kept)) for frame in word_starts]
    return VoicedLine(
        bands, kept, tuple(int(before[start]) for start in starts), tuple(text.split())
    )
