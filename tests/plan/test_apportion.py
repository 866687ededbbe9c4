from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.plan.solver import share_out

PARTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 50)), min_size=1, max_size=40)


@given(PARTS, st.floats(0, 1))
def test_shares_are_exact_and_within_bounds(parts: list[tuple[int, int]], part: float) -> None:
    capacities = [capacity for capacity, _ in parts]
    amount = round(sum(capacities) * part)
    shares = share_out(amount, capacities, [Fraction(weight) for _, weight in parts])
    assert sum(shares) == amount
    assert all(0 <= share <= capacity for share, capacity in zip(shares, capacities, strict=True))


@given(PARTS, st.floats(0, 1))
def test_those_with_room_share_by_weight(parts: list[tuple[int, int]], part: float) -> None:
    capacities = [capacity for capacity, _ in parts]
    weights = [Fraction(weight) for _, weight in parts]
    shares = share_out(round(sum(capacities) * part), capacities, weights)
    levels = [
        share / weight
        for share, weight, capacity in zip(shares, weights, capacities, strict=True)
        if share < capacity - 1
    ]
    assert not levels or max(levels) - min(levels) <= 1


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share_out(11, [5, 5], [Fraction(1), Fraction(1)])
    with pytest.raises(ValueError, match="do not fit"):
        share_out(-1, [5], [Fraction(1)])


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    # By hand: 5.56, 3.33 and 1.11; then 1.22, 6.11 and 3.67; then three times 3⅓.
    for amount, weights, wanted in (
        (10, (5, 3, 1), [6, 3, 1]),
        (11, (1, 5, 3), [1, 6, 4]),
        (10, (1, 1, 1), [4, 3, 3]),
    ):
        assert share_out(amount, [100] * 3, [Fraction(it) for it in weights]) == wanted
    assert share_out(10, [1, 100, 100], [Fraction(1)] * 3) == [1, 5, 4]  # the first is full
