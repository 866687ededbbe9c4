"""Silences by hand: their shares, and the shares of their parts."""

from __future__ import annotations

from quietude.plan.events import cap_silences
from quietude.plan.model import Pause
from quietude.plan.solver import solve, solve_in_parts

FREE = Pause(0, 100, 1000)


def test_what_is_left_goes_by_ideal_length_and_weight() -> None:
    pauses = [Pause(0, 100, 1000, 2.0), Pause(0, 100, 1000), Pause(0, 300, 1000)]
    assert solve(pauses, None) == [100, 100, 300]
    assert solve(pauses, 560) == [120, 110, 330]  # 60 as 2 : 1 : 3
    assert solve(pauses, 440) == [80, 90, 270]
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


def test_silences_side_by_side_stretch_to_the_cap_and_stay_as_long_as_they_are_written() -> None:
    run = [Pause(10, 100, 400), Pause(10, 300, 900)]
    assert cap_silences(run, 2000) == run
    assert [it.max_frames for it in cap_silences(run, 800)] == [200, 600]  # 400 more, as 1 : 3
    assert [it.max_frames for it in cap_silences(run, 300)] == [100, 300]  # longer already
    assert {it.min_frames for it in cap_silences(run, 300)} == {10}
