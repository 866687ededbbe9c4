"""The steps a session keeps, on plans made by hand, so that every number can be followed."""

from __future__ import annotations

import pytest

from plans import PlanByHand, pause_of
from quietude.plan.events import Event, Extent
from quietude.plan.model import Block
from quietude.plan.optional_steps import FitGoal

TEN_MINUTES = 600.0
"""Words may leave 44 % of it as silence: 264 s."""


def test_where_words_leave_too_little_silence_the_leanest_choice_is_the_last_resort() -> None:
    hand = PlanByHand()
    said, rest = hand.words(60), hand.add(pause_of(10, 20, 30))
    hand.words(2, rank=1)
    assert hand.kept(75) == [said, rest]  # with 15 s of silence, where 24 are natural
    assert hand.kept(69) is None


@pytest.mark.parametrize(("words_s", "steps"), [(276, 3), (278, 2)])
def test_silences_give_way_up_to_97_per_cent(words_s: float, steps: int) -> None:
    hand = PlanByHand()
    lines = [hand.words(words_s), hand.add(pause_of(300, 400, 800))]
    lines += [hand.words(20, rank=1)]  # with it, they give way by 96 or by 98 s of their 100
    assert hand.kept(TEN_MINUTES) == lines[:steps]


def lopsided(shortest_silence_s: float) -> tuple[PlanByHand, int]:
    """Ten minutes whose arrival has its share only without its optional phrase."""
    hand = PlanByHand("arrive", "practice", "return")
    hand.words(110, role="arrive")
    optional = hand.words(20, rank=1, role="arrive")  # 130 s, and a fifth are 120
    hand.words(120, role="practice")
    hand.add(pause_of(shortest_silence_s, 360, 900), role="practice")
    hand.words(80, role="return")
    return hand, optional


def test_a_part_with_more_than_its_share_at_its_shortest_loses_optional_words() -> None:
    hand, optional = lopsided(260)  # they would give way by 90 %
    assert optional not in (hand.kept(TEN_MINUTES) or [optional])


@pytest.mark.parametrize(("shortest_silence_s", "times"), [(253.0, 1), (255.4, 0)])
def test_where_a_part_cannot_have_its_share_silences_give_way_up_to_85_per_cent(
    shortest_silence_s: float, times: int
) -> None:
    hand, optional = lopsided(shortest_silence_s)  # 84 % and 86 % of the way
    assert (hand.kept(TEN_MINUTES) or []).count(optional) == times


def test_a_change_of_the_bed_is_no_neighbour() -> None:
    hand = PlanByHand(line_gap_s=10)
    hand.words(100)
    hand.add(pause_of(100))
    hand.bed()
    after_the_bed = hand.words(10, rank=1)  # after a silence, so without a gap
    hand.add(pause_of(20))
    too_long = hand.words(500, rank=1)
    kept = hand.kept(230)
    assert kept is not None
    assert after_the_bed in kept
    assert too_long not in kept


def test_a_silence_that_goes_on_is_not_taken_apart() -> None:
    hand = PlanByHand()
    always = [hand.words(100), hand.add(pause_of(100, 100, 300))]
    optional = [hand.words(10, rank=1), hand.add(pause_of(10), rank=1)]
    optional += [hand.add(pause_of(30), rank=1)]
    hand.words(500, rank=1)
    assert hand.kept(225) == always  # the phrase and half of its silence would fit
    assert hand.kept(250) == always + optional


def test_a_part_with_less_than_its_share_comes_first() -> None:
    hand = PlanByHand("arrive", "practice", "return")
    hand.words(60, role="arrive")
    hand.add(pause_of(0), role="arrive")
    arriving = hand.words(30, rank=1, role="arrive")
    hand.words(120, role="practice")
    hand.add(pause_of(365, 365, 800), role="practice")
    hand.words(20, role="return")  # 45 s are its least
    hand.add(pause_of(0), role="return")
    returning = hand.words(30, rank=1, role="return")
    kept = hand.kept(TEN_MINUTES) or []  # 565 s, and 30 for one of the two
    assert (arriving in kept, returning in kept) == (False, True)


def test_a_part_with_more_than_its_share_comes_last() -> None:
    hand = PlanByHand("arrive", "practice", "return")
    hand.words(130, role="arrive")  # 120 s are its most
    hand.add(pause_of(0), role="arrive")
    arriving = hand.words(25, rank=1, role="arrive")
    hand.words(120, role="practice")
    hand.add(pause_of(270, 270, 800), role="practice")
    practising = hand.words(25, rank=1, role="practice")
    hand.words(50, role="return")
    kept = hand.kept(TEN_MINUTES) or []  # 570 s, and 25 for one of the two
    assert (arriving in kept, practising in kept) == (False, True)


def test_the_share_of_silence_is_measured_without_breath_and_the_time_to_write() -> None:
    goal = FitGoal.of(600_000, 1000, 0.97)
    assert goal.silence == pytest.approx(0.44)
    # A third of the way to their shortest, 200 s of the silences are left.
    for excluded, admitted in ((0, False), (145_000, False), (146_000, True)):
        extent = Extent(500_000, 650_000, 100_000, 250_000, excluded)
        assert goal.admits(extent) is admitted
    events = [
        Event(None, Block("breathe", 50, (), ()), 0, frames=50),
        Event(None, pause_of(0.01, 0.03, 0.05, kind="journal"), 0),
        Event(None, pause_of(0.1, 0.2, 0.3, kind="reflect"), 0),
        Event(None, pause_of(0.001, 0.002, kind="gap"), 0),
    ]
    assert Extent.of(events) == Extent(161, 282, 100, 200, 80)
