"""One reading of a line beside the line as a voice says it, word by word."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.speech.takes.cutting.search import phone_distances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.speech.takes.cutting.phones import Phones

_STAY, _SKIP = 0.3, 0.3
_LITTLE, _FEW = 0.3, 16
"""Sounds before or after a line, such as a cough, take so little of it for its length, or so
few of its frames: 0.16 s are no word."""


_STRETCH, _HALF = 35, 140
"""Frames of stretches that a right reading may have to itself."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Comparison of a reading with its line.

    Attributes:
        cost: Mean distance of its frames from the line's.
        word_costs: The same for each word, alone.
        paces: Frames of the reading for each frame of the voice, by word, as a multiple of the
            whole line's.
        word_starts: The frame of the reading at which each word starts.
        path: The frame of the line for each frame of the reading.
        along: The distance at each frame of the reading.
    """

    cost: float
    word_costs: tuple[float, ...]
    paces: tuple[float, ...]
    word_starts: tuple[int, ...]
    path: NDArray[np.int64] = field(repr=False)
    along: NDArray[np.float32] = field(repr=False)

    @property
    def unlike(self) -> float:
        """The largest mean distance of a third of a second: words that are not the line's."""
        return self._largest_mean(_STRETCH)

    @property
    def half_unlike(self) -> float:
        """The same of 1.4 s: the second half of a line in other words."""
        return self._largest_mean(_HALF)

    def _largest_mean(self, frames: int) -> float:
        window = min(frames, len(self.along))
        if not window:
            return 0.0
        means = np.convolve(self.along, np.full(window, 1.0 / window), mode="valid")
        return float(means.max())

    def is_foreign(self, part: slice) -> bool:
        """True if a part of the reading is none of its line: it takes little of the line."""
        covered = int(self.path[part][-1] - self.path[part][0]) + 1
        return covered < max(_LITTLE * len(self.path[part]), _FEW)


def compared(reading: Phones, line: Phones, word_starts: Sequence[int]) -> Compared:
    """Aligns a reading with its line, first frame to first and last to last.

    Args:
        reading: The phones of the reading, pauses left out.
        line: The phones of the line.
        word_starts: The frame of the line at which each word starts.
    """
    distance = phone_distances(reading, line)
    path = _path(distance)
    along = distance[np.arange(len(path)), path]
    bounds = [*word_starts, len(line)]
    costs, paces, starts = [], [], []
    for first, end in pairwise(bounds):
        inside = np.flatnonzero((path >= first) & (path < end))
        starts.append(int(np.searchsorted(path, first)))
        # Each frame of the word counts, also those a hasty path jumped over.
        cells = distance[inside][:, first:end] if len(inside) else distance[:, first:end]
        jumped = cells.min(axis=0) if cells.size else np.zeros(1)
        costs.append(
            float(0.5 * (along[inside].mean() if len(inside) else 3.0) + 0.5 * jumped.mean())
        )
        usual = len(reading) / max(1, len(line))
        paces.append(len(inside) / max(1, end - first) / usual)
    return Compared(float(along.mean()), tuple(costs), tuple(paces), tuple(starts), path, along)


def _path(distance: NDArray[np.float32]) -> Any:
    """The frame of the line for each frame of the reading, on the cheapest path."""
    frames, size = distance.shape
    far = np.float32(1e9)
    cost = np.full(size + 2, far, dtype=np.float32)
    cost[2] = distance[0, 0]
    came = np.zeros((frames, size), dtype=np.int8)
    for frame in range(1, frames):
        best, step = cost[2:] + np.float32(_STAY), np.zeros(size, dtype=np.int8)
        for by, penalty in ((1, 0.0), (2, _SKIP)):
            other = cost[2 - by : len(cost) - by] + np.float32(penalty)
            nearer = other < best
            best, step = np.where(nearer, other, best), np.where(nearer, np.int8(by), step)
        cost[2:] = best + distance[frame]
        came[frame] = step
    path = np.zeros(frames, dtype=np.int64)
    at = size - 1
    for frame in range(frames - 1, -1, -1):
        path[frame] = at
        at = max(0, at - int(came[frame, at]))
    return path
