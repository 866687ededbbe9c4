"""Silences by hand: their shares, and the shares of their parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quietude.plan.model import Pause
from quietude.plan.solver import share_out, solve, solve_in_parts

PARTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 50)), min_size=1, max_size=40)
FREE = Pause(0, 100, 1000)


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


def test_an_amount_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share_out(11, [5, 5], [Fraction(1), Fraction(1)])
    with pytest.raises(ValueError, match="do not fit"):
        share_out(-1, [5], [Fraction(1)])


def test_frames_left_by_rounding_go_to_the_largest_remainders() -> None:
    # By hand: 5.56, 3.33 and 1.11; then 1.22, 6.11 and 3.67; then three times 3⅓.
    for amount, weights, wanted in (
        (10, (5, 3, 1), [6, 3, 1]),
        (11, (1, 5, 3), [1, 6, 4]),
        (10, (1, 1, 1), [4, 3, 3]),
    ):
        assert share_out(amount, [100] * 3, [Fraction(weight) for weight in weights]) == wanted
    assert share_out(10, [1, 100, 100], [Fraction(1)] * 3) == [1, 5, 4]  # the first is full


def test_the_rest_goes_by_ideal_length_and_weight() -> None:
    pauses = [Pause(0, 100, 1000, 2.0), Pause(0, 100, 1000), Pause(0, 300, 1000)]
    assert solve(pauses, None) == [100, 100, 300]
    assert solve(pauses, 560) == [120, 110, 330]  # 60 as 2 : 1 : 3
    assert solve(pauses, 440) == [88, 88, 264]  # what is taken goes by length alone
    bounded = [Pause(95, 100, 110, 2.0), FREE, Pause(0, 300, 1000)]
    assert solve(bounded, 560) == [110, 113, 337]  # 50 as 1 : 3, of two halves to the first
    assert solve(bounded, 440) == [95, 86, 259]


def test_a_part_that_is_out_comes_to_its_nearest_bound_and_the_others_share_the_rest() -> None:
    pauses = [("a", FREE), ("b", FREE)]
    fixed = {"a": 100, "b": 0}

    def parts(b: Pause = FREE, **bounds: tuple[int, int]) -> list[int]:
        return solve_in_parts([("a", FREE), ("b", b)], 200, fixed, bounds)

    assert solve_in_parts(pauses, 200, fixed, {}) == [100, 100]
    assert parts(a=(0, 200)) == [100, 100]
    assert parts(a=(0, 150)) == [50, 150]
    assert parts(a=(250, 900)) == [150, 50]
    assert parts(Pause(0, 100, 120), a=(0, 150)) == [80, 120]  # no further than the others reach
    assert parts(Pause(70, 100, 120), a=(250, 900)) == [130, 70]


def test_the_part_that_is_farthest_out_comes_first() -> None:
    pauses = [("a", FREE), ("b", FREE), ("c", FREE)]
    # Of 300, c is to have 10: what it gives brings a and b, which lack 30 each, to 145.
    assert solve_in_parts(pauses, 300, {}, {"a": (130, 900), "b": (130, 900), "c": (0, 10)}) == [
        145, 145, 10,
    ]  # fmt: skip
