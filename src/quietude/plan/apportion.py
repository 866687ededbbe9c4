"""Sharing out a number of frames between bounds, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def share_out(amount: int, capacities: Sequence[int], weights: Sequence[Fraction]) -> list[int]:
    """Whole shares of ``amount``, in proportion to weight, none above its capacity.

    The proportional level is found by filling up the smallest capacities first (water-filling);
    the frames that rounding down leaves over go one by one to the largest remainders, the
    earlier first among equals (Hamilton's method).

    Args:
        amount: What is to be shared out, 0 … sum of the capacities.
        capacities: The most each may take, each ≥ 0.
        weights: How each takes its share, each > 0.

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
    order = sorted(range(len(capacities)), key=lambda it: (capacities[it] / weights[it], it))
    for number, index in enumerate(order):
        if capacities[index] * left_weight > left * weights[index]:
            _proportional(left, left_weight, sorted(order[number:]), weights, shares)
            break
        shares[index] = capacities[index]
        left -= capacities[index]
        left_weight -= weights[index]
    return shares


def _proportional(
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
