"""The lengths of silences: the time that is left of a session, shared out exactly.

Every silence takes its share of what is given by its ideal length and its weight, and of what is
taken by its length alone. Where a part of
the session would have more or less than its share (:mod:`quietude.plan.proportions`), its silences
are solved for the nearest length within it, as far as the bounds of all silences allow.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.model import Pause


def share_out(amount: int, capacities: Sequence[int], weights: Sequence[Fraction]) -> list[int]:
    """Shares ``amount`` out in whole numbers, by weight, none above its capacity.

    The proportional level is found by filling up the smallest capacities first (water-filling);
    the frames that rounding down leaves over go one by one to the largest remainders, the
    earlier first among equals (Hamilton's method).

    Args:
        amount: The number to share out, 0 … sum of the capacities.
        capacities: The most each may take, each ≥ 0.
        weights: The proportions of the shares, each > 0.

    Returns:
        One share each, in order; they add up to ``amount`` exactly.

    Raises:
        ValueError: if the capacities cannot hold the amount.
    """
    if not 0 <= amount <= sum(capacities):
        message = f"{amount} frames do not fit into capacities of {sum(capacities)}"
        raise ValueError(message)
    shares = [0] * len(capacities)
    left = amount
    left_weight = sum(weights, Fraction(0))
    # The silence that is full soonest, for its weight, comes first: once one of them is not
    # filled up by its proportion, none after it is.
    order = sorted(range(len(capacities)), key=lambda n: (capacities[n] / weights[n], n))
    for number, index in enumerate(order):
        if capacities[index] * left_weight > left * weights[index]:
            _share_in_proportion(left, left_weight, sorted(order[number:]), weights, shares)
            break
        shares[index] = capacities[index]
        left -= capacities[index]
        left_weight -= weights[index]
    return shares


def _share_in_proportion(
    amount: int,
    total_weight: Fraction,
    indices: Sequence[int],
    weights: Sequence[Fraction],
    shares: list[int],
) -> None:
    """Share ``amount`` among ``indices``, none of which reaches its capacity."""
    remainders: list[tuple[Fraction, int]] = []
    given = 0
    for index in indices:
        exact = amount * weights[index] / total_weight
        shares[index] = int(exact)
        given += shares[index]
        remainders.append((shares[index] - exact, index))
    for _, index in sorted(remainders)[: amount - given]:
        shares[index] += 1


def solve(pauses: Sequence[Pause], total: int | None) -> list[int]:
    """The length of each pause, in frames; together exactly ``total``, or each its ideal."""
    ideals = [pause.ideal_frames for pause in pauses]
    if total is None:
        return ideals
    by_length = [Fraction(max(pause.ideal_frames, 1)) for pause in pauses]
    change = total - sum(ideals)
    if change >= 0:
        room = [pause.max_frames - pause.ideal_frames for pause in pauses]
        weights = [
            Fraction(pause.weight) * length for pause, length in zip(pauses, by_length, strict=True)
        ]
        return [a + b for a, b in zip(ideals, share_out(change, room, weights), strict=True)]
    # A silence that is given more of what is left does not have more taken from it.
    room = [pause.ideal_frames - pause.min_frames for pause in pauses]
    return [a - b for a, b in zip(ideals, share_out(-change, room, by_length), strict=True)]


def solve_in_parts(
    pauses: Sequence[tuple[str, Pause]],
    total: int,
    fixed: Mapping[str, int],
    bounds: Mapping[str, tuple[int, int]],
) -> list[int]:
    """As :func:`solve`, with the parts of the session within their bounds where possible.

    One part after the other, the farthest out first, is brought to its nearest bound and stays
    there, while the others share what remains; so there are as many rounds as parts at most.

    Args:
        pauses: Each pause with the part of the session it belongs to.
        total: The length of all pauses together, in frames.
        fixed: The rest of the time in each part (speech and blocks), in frames.
        bounds: The least and the most of each part, in frames.
    """
    lengths = solve([pause for _, pause in pauses], total)
    free = list(range(len(pauses)))
    waiting = dict(bounds)
    while waiting:
        taken = {
            part: fixed.get(part, 0) + sum(lengths[n] for n in free if pauses[n][0] == part)
            for part in waiting
        }
        part = max(waiting, key=lambda name: (_outside(taken[name], waiting[name]), name))
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
    """The distance of a length from its bounds; 0 within them."""
    low, high = bounds
    return max(low - frames, frames - high, 0)


def _reachable(wanted: int, left: int, own: Sequence[Pause], others: Sequence[Pause]) -> int:
    """The length nearest to the wanted one that some pauses, and the others, can have."""
    least = max(
        sum(pause.min_frames for pause in own), left - sum(pause.max_frames for pause in others)
    )
    most = min(
        sum(pause.max_frames for pause in own), left - sum(pause.min_frames for pause in others)
    )
    return min(max(wanted, least), most)
