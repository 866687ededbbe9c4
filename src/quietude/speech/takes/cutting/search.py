"""Search for the lines of a script in a recording: which were read, in which order, and when.

One pass of dynamic programming over the whole recording against all lines at once (one-stage
dynamic time warping for connected words, Ney 1984). Beside the lines there is a filler, which
takes what belongs to no line: a false start, a cough, a remark. Its cost follows the recording:
at each frame it is a quantile of the distances to all frames of the script, so that a line has to
be more alike than chance would be, whatever voice, room and noise there are (the "online garbage
model" of Boite et al., 1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.speech.takes.cutting.phones import Phones

FILLER_QUANTILE, FILLER_MOST = 0.12, 2.4
HOP = 3
"""Frames of 10 ms in a step of the search."""
_STAY, _SKIP = 0.25, 0.25
"""Penalties for reading slower or faster than the voice, for each step."""
_JUMP, _AFTER_FILLER, _NO_PAUSE = 6.0, 1.5, 8.0
"""Penalties for going on with another line than the next, for going on after a filler, and for a
line that begins or ends where there is no pause."""
_BEAM, _BLOCK = 120.0, 256
_EXPECTED_FILLER = 2.6
"""The cost of a filler beside lines that are expected: false starts cost 3 and more, lines 2.5."""
_BESIDE = 3
"""Lines before and after those that were found, since lines are swapped."""
_SHORTEST, _FASTEST, _SLOWEST = 10, 0.5, 2.0
"""Steps of the shortest line, and its bounds beside the voice's."""
_FAR = np.float32(1e9)


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was found.

    Attributes:
        line: Its index.
        start: Its first frame among those that were searched.
        end: The frame after its last.
        cost: Its cost, below that of a filler if it is negative.
    """

    line: int
    start: int
    end: int
    cost: float


def find_lines(
    recording: Phones,
    pauses: NDArray[np.bool_],
    lines: Sequence[Phones],
    filler: float | None = None,
) -> list[Found]:
    """The cheapest sequence of lines, in the order in which they were read.

    Args:
        recording: The frames in which something sounds, every 30 ms.
        pauses: For each of them, True if there is a pause before it; one more for the end.
        lines: The frames of each line, alike.
        filler: The cost of a frame that belongs to no line; None if it follows the recording.
    """
    search = _Search(lines, filler)
    for start in range(0, len(recording), _BLOCK):
        block = recording[start : start + _BLOCK]
        search.take(block, pauses[start : start + len(block) + 1])
    return search.result()


def find_expected(
    recording: Phones,
    pauses: NDArray[np.bool_],
    lines: Sequence[Phones],
    found: Sequence[Found],
) -> list[Found]:
    """Adds to what was found lines that are less alike but stand where they are expected.

    A line that is short, or that a reader says unlike the voice, is no more alike than chance among
    all lines. Among the few that may stand between two that were found, it is.

    Args:
        recording: The frames in which something sounds, every 30 ms.
        pauses: For each of them, True if there is a pause before it; one more for the end.
        lines: The frames of each line, alike.
        found: The lines that were found.
    """
    missing = set(range(len(lines))) - {one.line for one in found}
    first, last = Found(-1, 0, 0, 0.0), Found(len(lines), len(recording), len(recording), 0.0)
    every: list[Found] = []
    for one, after in pairwise([first, *found, last]):
        if one is not first:
            every.append(one)
        start, end = one.end, after.start
        if end - start < _SHORTEST:
            continue
        low, high = sorted((one.line, after.line))
        beside = {line for line in missing if low - _BESIDE <= line <= high + _BESIDE}
        again = {line for line in (one.line, after.line) if 0 <= line < len(lines)}
        expected = sorted(beside | again)
        if expected:
            part = slice(start, end)
            every += [
                Found(expected[more.line], start + more.start, start + more.end, more.cost)
                for more in find_lines(
                    recording[part],
                    pauses[start : end + 1],
                    [lines[line] for line in expected],
                    _EXPECTED_FILLER,
                )
                if _FASTEST < (more.end - more.start) / len(lines[expected[more.line]]) < _SLOWEST
            ]
    return every


def phone_distances(one: Phones, other: Phones) -> NDArray[np.float32]:
    """Distance of each frame of a sound to each of another, ``(frames, other frames)``.

    The negative logarithm of the probability that both are the same phone.
    """
    return np.asarray(-np.log(np.maximum(one @ other.T, 1e-6)), dtype=np.float32)


class _Search:
    """The state of a search: the cheapest path into each frame of the script.

    A path is a link to the last line that ended on it, and the frame at which the line it is in
    began, in one number; the links form the way back.
    """

    def __init__(self, lines: Sequence[Phones], filler: float | None) -> None:
        self._filler_cost = filler
        lengths = np.array([len(line) for line in lines])
        # Two cells before each line let a path into its first frame, or its second.
        ends = np.cumsum(lengths + 2)
        self._entries = ends - lengths - 2
        self._lasts = ends - 1
        size = int(ends[-1])
        script = np.zeros((size, lines[0].shape[1]), dtype=np.float32)
        self._real = np.zeros(size, dtype=bool)
        for entry, line in zip(self._entries, lines, strict=True):
            script[entry + 2 : entry + 2 + len(line)] = line
            self._real[entry + 2 : entry + 2 + len(line)] = True
        self._script = script
        rng = np.random.default_rng(1)
        real = np.flatnonzero(self._real)
        self._sample = np.sort(rng.choice(real, size=min(1500, len(real)), replace=False))
        self._cost = np.full(size, _FAR, dtype=np.float32)
        self._path = np.zeros(size, dtype=np.int64)  # link << 32 | start
        count = len(lines)
        # A filler that remembers the line before it; the last one comes before all lines.
        self._filler = np.full(count + 1, _FAR, dtype=np.float64)
        self._filler_link = np.full(count + 1, -1, dtype=np.int64)
        self._filler[count] = 0.0
        self._ended = np.full(count + 1, _FAR, dtype=np.float64)
        self._ended_link = np.full(count + 1, -1, dtype=np.int64)
        self._ended[count] = 0.0
        self._links: list[tuple[int, int, int, float, int]] = []
        self._at = 0

    def take(self, block: Phones, pauses: NDArray[np.bool_]) -> None:
        """Goes on through some frames; ``pauses`` has one more."""
        distances = phone_distances(block, self._script)
        if self._filler_cost is None:
            filler = np.quantile(distances[:, self._sample], FILLER_QUANTILE, axis=1)
            distances -= np.minimum(filler, FILLER_MOST)[:, None].astype(np.float32)
        else:
            distances -= np.float32(self._filler_cost)
        for row in range(len(block)):
            self._step(distances[row], *np.where(pauses[row : row + 2], 0.0, _NO_PAUSE))

    def _step(self, distance: Any, begin_cost: float, end_cost: float) -> None:
        count = len(self._entries)
        enter, links = self._entering(begin_cost)
        cost, path = self._cost, self._path
        cost[self._entries + 1] = enter
        path[self._entries + 1] = (links << 32) | self._at
        stay = cost[2:] + _STAY
        came = cost[1:-1]
        best = np.minimum(stay, came)
        which = np.where(came <= stay, path[1:-1], path[2:])
        skip = cost[:-2] + _SKIP
        faster = skip < best
        best = np.minimum(best, skip)
        which = np.where(faster, path[:-2], which)
        best += distance[2:]
        cost[2:], path[2:] = best, which
        cost[~self._real] = _FAR
        self._at += 1
        # Lines that end here.
        ended = cost[self._lasts].astype(np.float64) + end_cost
        self._ended[:] = _FAR
        limit = min(float(ended.min()), float(self._filler.min())) + _BEAM
        for line in np.flatnonzero((ended < limit) & (ended < self._filler[:count] + 20.0)):
            token = int(path[self._lasts[line]])
            self._links.append(
                (int(line), token & 0xFFFFFFFF, self._at, float(ended[line]), token >> 32)
            )
            self._ended[line] = ended[line]
            self._ended_link[line] = len(self._links) - 1
        better = self._ended < self._filler
        self._filler[better] = self._ended[better]
        self._filler_link[better] = self._ended_link[better]

    def _entering(self, begin_cost: float) -> tuple[Any, Any]:
        """The cost of beginning each line now, and the last line of the path that does so."""
        count = len(self._entries)
        after = np.minimum(self._ended, self._filler + _AFTER_FILLER)
        after_link = np.where(
            self._ended <= self._filler + _AFTER_FILLER, self._ended_link, self._filler_link
        )
        best = int(np.argmin(after))
        cost = np.full(count, after[best] + _JUMP)
        links = np.full(count, after_link[best])
        # The next line, and the first one at the beginning.
        follows = np.r_[after[count], after[: count - 1]]
        follow_links = np.r_[after_link[count], after_link[: count - 1]]
        nearer = follows < cost
        cost[nearer], links[nearer] = follows[nearer], follow_links[nearer]
        # The same line once more is what people do who misspoke.
        again = after[:count] + _JUMP / 3
        nearer = again < cost
        cost[nearer], links[nearer] = again[nearer], after_link[:count][nearer]
        return cost + begin_cost, links

    def result(self) -> list[Found]:
        """The lines on the cheapest path to the end."""
        best = int(np.argmin(self._filler))
        link = int(self._filler_link[best])
        found = []
        while link >= 0:
            line, start, end, total, link = self._links[link]
            found.append(Found(line, start, end, total))
        found.reverse()
        return found
