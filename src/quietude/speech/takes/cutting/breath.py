"""The breath in which a reader's lines end, softer than the room of the recording.

A last vowel or nasal may go over into a breath that lasts a tenth of a second or two and lies in
the noise: no moment of it stands out alone. But it is much the same after every line of a reader.
So its spectrum is learnt from all lines together, and then looked for after each with the filter
that is matched to it (North 1943). A reader who ends without a breath has none, and nothing is
looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.cutting.audible import frame_spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LEARNT = slice(2, 16)
"""The frames after a line in which breaths are learnt: before them it may still fade."""
_FEWEST = 10
"""Lines from which a breath can be learnt."""
_MOST = 1.0
"""The mean power of one tail that counts at most: more is a cough, not a breath."""
_LEAST = 0.08
"""The mean power of a breath over all lines. Of four readers of nineteen readings, the one whose
lines end so had 0.11 to 0.15, the others 0.06 at most."""
_STANDS_OUT = 2.5
"""Standard deviations by which a band stands out that has a part in a breath."""
_HEARD = 0.5
"""The mean power of a breath whose strongest moments are as strong as the room that is meant."""
_SURE = 5.0
"""Standard deviations by which a breath stands out of the room in all bands together: it was looked
for at every place. Between 4 and 6 the choice moves 2 of 1,053 ends."""
_SHORTEST, _APART = 5, 20
"""Frames a breath has at least, and those after the line in which it begins at the latest."""
_FADES = 3
"""Frames at the end of a breath that are softer than what is heard of it."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The quiet after a line, in which it may go on.

    Attributes:
        over: Power over that of the recording's room, in units of the room that is meant,
            ``(frames, critical bands)``.
        room: The power of the recording's room in the same units, ``(critical bands,)``.
        unsteady: Its variance beside that of steady noise, 1 and more, ``(critical bands,)``.
    """

    over: NDArray[np.float32]
    room: NDArray[np.float32]
    unsteady: NDArray[np.float32]


def learnt_breath(tails: Sequence[Tail]) -> NDArray[np.float32] | None:
    """The spectrum of the breath in which lines end, 1 in its strongest band; None if they do not.

    Args:
        tails: The quiet after each line.
    """
    tails = [tail for tail in tails if len(tail.over) >= _LEARNT.stop]
    if len(tails) < _FEWEST:
        return None
    means = np.minimum([tail.over[_LEARNT].mean(axis=0) for tail in tails], _MOST)
    frames = _LEARNT.stop - _LEARNT.start
    variances = np.array([np.square(tail.room) * tail.unsteady for tail in tails])
    variances *= frame_spread(frames)
    shares = 1.0 / np.maximum(variances, 1e-12)
    mean = (means * shares).sum(axis=0) / shares.sum(axis=0)
    breath = np.maximum(mean - _STANDS_OUT / np.sqrt(shares.sum(axis=0)), 0.0)
    if breath.max() < _LEAST:
        return None
    return np.asarray(breath / breath.max(), dtype=np.float32)


def breath_end(tail: Tail, breath: NDArray[np.float32]) -> int:
    """The number of frames after a line up to the end of its breath; 0 if there is none.

    Args:
        tail: The quiet after it.
        breath: The spectrum of the reader's breath.
    """
    variance = np.maximum(np.square(tail.room) * tail.unsteady, 1e-12)
    weights = breath / variance / (np.square(breath) / variance).sum()
    # The stretch with most above the softest breath that is heard (maximum subarray, Kadane).
    sums = np.r_[0.0, np.cumsum(tail.over @ weights - _HEARD)]
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    start = int(np.argmin(sums[: end + 1]))
    frames = end - start
    if frames < _SHORTEST or start > _APART:
        return 0
    mean = (sums[end] - sums[start]) / frames + _HEARD
    spread = np.sqrt((np.square(weights) * variance * frame_spread(frames)).sum())
    return end - _FADES if mean > _SURE * spread else 0
