"""Verdicts on readings: this line and whole, doubtful, or other words.

A reading is judged beside the others of its recording. How far a right one is from the voice it is
compared with depends on the reader, the accent and the microphone more than on the words: half of
the lines of a clear synthetic voice are within 1.37, half of a person's within 1.63. Other words
begin at 1.7 for the one and at 1.9 for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.speech.takes.cutting.comparing import Compared

Verdict = Literal["good", "doubtful", "other words"]

_ENOUGH = 12
"""Readings that tell what is usual; with fewer, the least is taken."""
_STRETCH_SHARE, _HALF_SHARE, _GOOD_EXCESS = 0.2, 0.3, 0.26
"""The most that a good reading is further off than usual: its mean, and shares of its most unlike
third of a second and 1.4 s, since what goes on in other words is further off there. Of 1,646
readings by synthetic voices with noise at 20 dB, and 230 of a person that went on as other lines,
no wrong one of more than three words was below 0.32 (``scripts/bench_takes.py``)."""
_FEW_WORDS, _GOOD_FEW_EXCESS = 3, 0.05
"""The same of a line of few words, whose mean varies more: the wrong ones were at 0.06 to 0.2."""
_OTHER_EXCESS, _DOUBTFUL_EXCESS, _OTHER_WORD = 0.5, 0.35, 2.9
"""Mean distance beyond the usual: above the first it is another line, above the second too if a
word stands out by that distance."""
_WORD_EXCESS, _STRETCH_EXCESS, _HALF_EXCESS = 1.2, 1.2, 0.6
"""Distance beyond the usual of a word, of a third of a second and of 1.4 s that is other words."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Distances that are usual in a recording.

    Attributes:
        cost: Mean distance of a reading from its line.
        word: That of its most unlike word.
        stretch: That of its most unlike third of a second.
        half: That of its most unlike 1.4 s.
    """

    cost: float
    word: float
    stretch: float
    half: float


LEAST_USUAL, _MOST_USUAL = Usual(1.5, 1.9, 2.5, 1.75), Usual(1.75, 2.3, 3.2, 2.1)
"""Bounds of what is usual: somebody who reads another script is not a reader with an accent."""


def usual_in(results: Sequence[Compared]) -> Usual:
    """The medians of the readings of a recording, within bounds.

    Args:
        results: Their comparisons with their lines.
    """
    if len(results) < _ENOUGH:
        return LEAST_USUAL
    rows = [
        (one.cost, max(one.word_costs, default=0.0), one.unlike, one.half_unlike) for one in results
    ]
    least, most = (
        (one.cost, one.word, one.stretch, one.half) for one in (LEAST_USUAL, _MOST_USUAL)
    )
    return Usual(*(float(one) for one in np.clip(np.median(rows, axis=0), least, most)))


def judged(result: Compared, usual: Usual, *, alone: bool) -> tuple[Verdict, int]:
    """A verdict on a reading, and the index of its most unlike word.

    Args:
        result: The comparison with the voice.
        usual: The distances of its recording.
        alone: True if there is a pause before it and after it.
    """
    worst = int(np.argmax(result.word_costs)) if result.word_costs else 0
    word = result.word_costs[worst] if result.word_costs else 0.0
    excess = result.cost - usual.cost
    stretch, half = result.unlike - usual.stretch, result.half_unlike - usual.half
    if excess > _OTHER_EXCESS or (excess > _DOUBTFUL_EXCESS and word > _OTHER_WORD):
        return "other words", worst
    few = len(result.word_costs) <= _FEW_WORDS
    unlike = (
        excess + _STRETCH_SHARE * max(0.0, stretch) + _HALF_SHARE * max(0.0, half) > _GOOD_EXCESS
        or (few and excess > _GOOD_FEW_EXCESS)
        or word - usual.word > _WORD_EXCESS
        or stretch > _STRETCH_EXCESS
        or half > _HALF_EXCESS
    )
    return ("doubtful" if unlike or not alone else "good"), worst
