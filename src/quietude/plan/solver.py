"""How long each silence is: exactly what is left of the session, shared out between bounds.

Every silence takes its share of what is left by its ideal length and its weight. Where a part of
the session would come out with more or less than its share (:mod:`quietude.plan.proportions`), its
silences are solved for the nearest length within it, as far as the bounds of all silences allow.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from quietude.plan.apportion import share_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.model import Pause


def solve(pauses: Sequence[Pause], total: int | None) -> list[int]:
    """The length of each pause, in frames; together exactly ``total``, or each its ideal."""
    ideals = [it.ideal_frames for it in pauses]
    if total is None:
        return ideals
    weights = [Fraction(it.weight) * max(it.ideal_frames, 1) for it in pauses]
    change = total - sum(ideals)
    if change >= 0:
        room = [it.max_frames - it.ideal_frames for it in pauses]
        return [a + b for a, b in zip(ideals, share_out(change, room, weights), strict=True)]
    room = [it.ideal_frames - it.min_frames for it in pauses]
    return [a - b for a, b in zip(ideals, share_out(-change, room, weights), strict=True)]


def solve_in_parts(
    pauses: Sequence[tuple[str, Pause]],
    total: int,
    fixed: Mapping[str, int],
    bounds: Mapping[str, tuple[int, int]],
) -> list[int]:
    """As :func:`solve`, with the parts of the session within their bounds where they can be.

    One part after the other, the farthest out first, is brought to its nearest bound and stays
    there, while the others share what remains; so there are as many rounds as parts at most.

    Args:
        pauses: Each pause with the part of the session it belongs to.
        total: What the pauses come to together, in frames.
        fixed: What takes time in each part besides, in frames.
        bounds: The least and the most of each part, in frames.
    """
    lengths = solve([it for _, it in pauses], total)
    free = list(range(len(pauses)))
    waiting = dict(bounds)
    while waiting:
        taken = {
            part: fixed.get(part, 0) + sum(lengths[n] for n in free if pauses[n][0] == part)
            for part in waiting
        }
        part = max(waiting, key=lambda it: (_outside(taken[it], waiting[it]), it))
        if not _outside(taken[part], waiting[part]):
            break
        low, high = waiting.pop(part)
        own = [n for n in free if pauses[n][0] == part]
        others = [n for n in free if pauses[n][0] != part]
        left = sum(lengths[n] for n in free)
        wanted = min(max(taken[part], low), high) - fixed.get(part, 0)
        share = _reachable(
            wanted, left, [pauses[n][1] for n in own], [pauses[n][1] for n in others]
        )
        for numbers, amount in ((own, share), (others, left - share)):
            for n, frames in zip(
                numbers, solve([pauses[n][1] for n in numbers], amount), strict=True
            ):
                lengths[n] = frames
        free = others
    return lengths


def _outside(frames: int, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return max(low - frames, frames - high, 0)


def _reachable(wanted: int, left: int, own: Sequence[Pause], others: Sequence[Pause]) -> int:
    """The length nearest to the wanted one that some pauses, and the others, can have."""
    least = max(sum(it.min_frames for it in own), left - sum(it.max_frames for it in others))
    most = min(sum(it.max_frames for it in own), left - sum(it.min_frames for it in others))
    return min(max(wanted, least), most)
