"""The steps a session keeps: on plans made by hand, whose numbers can be followed, and on scripts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from plans import PlanByHand, pause_of
from quietude.errors import DurationError
from quietude.plan.events import Event, Extent
from quietude.plan.model import Block
from quietude.plan.optional_steps import FitGoal
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline

if TYPE_CHECKING:
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script

RATE_HZ = 44_100
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


@pytest.mark.parametrize(
    ("silence_s", "at_the_end_s"),
    [
        ((250, 450, 900), 0),  # 30 s of return, and 45 are its least
        ((260, 360, 900), 60),  # it may have its 45 s, but then all parts together have 605 s
    ],
)
def test_words_give_way_where_a_part_would_have_less_than_its_share(
    silence_s: tuple[float, float, float], at_the_end_s: float
) -> None:
    hand = PlanByHand("arrive", "integrate", "practice", "return")
    hand.words(110, role="arrive")
    hand.words(150, role="integrate")
    hand.words(20, role="practice")
    optional = hand.words(20, rank=1, role="practice")  # with it, silences give way by 90 %
    hand.add(pause_of(*silence_s), role="practice")
    hand.words(30, role="return")
    hand.add(pause_of(0, 0, at_the_end_s), role="return")
    assert optional not in (hand.kept(TEN_MINUTES) or [optional])


def test_a_session_too_short_with_more_steps_is_kept_without_them() -> None:
    hand = PlanByHand(line_gap=pause_of(1, 2, 30, kind="gap"))
    lines = [hand.words(10)]
    hand.add(pause_of(1), rank=2)  # in the place of a gap that can stretch
    lines += [hand.words(10), hand.add(pause_of(0)), hand.words(5, rank=1)]
    hand.words(500, rank=2)
    assert hand.kept(48) == lines


def test_a_change_of_the_bed_is_no_neighbour() -> None:
    hand = PlanByHand(line_gap=pause_of(10, kind="gap"))
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


def seconds(timeline: Timeline, kind: str) -> list[float]:
    return [
        silence.length_frames / RATE_HZ for silence in timeline.silences if silence.kind == kind
    ]


def test_optional_steps_go_when_time_is_short(small: Script) -> None:
    with pytest.raises(DurationError) as caught:
        outline(small, Request(duration_s=6))
    timeline = outline(small, Request(duration_s=caught.value.shortest_s + 1))
    assert timeline.dropped_lines == (18,)
    assert "Stay a little longer, if you like." not in {
        placement.utterance.text for placement in timeline.placements
    }


def test_a_lower_rank_is_kept_before_a_higher_one() -> None:
    lines = "".join(f"      - {{say: Step {rank}., optional: {rank}}}\n" for rank in (3, 1, 2))
    text = f"id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Hello.\n{lines}"
    script = parse_script(text)
    kept: list[set[str]] = []
    for tenths in range(150, 400):
        try:
            timeline = outline(script, Request(duration_s=tenths / 10))
        except DurationError:
            continue
        kept.append({placement.utterance.text for placement in timeline.placements} - {"Hello."})
    assert {"Step 1."} in kept
    assert {"Step 1.", "Step 2."} in kept
    assert all(
        ("Step 1." in said or not said) and ("Step 2." in said or "Step 3." not in said)
        for said in kept
    )


def many_lines(pause: str) -> Script:
    """Words for an hour, line by line, with a silence after each."""
    words = "This line has some ten words, and takes about five seconds."
    lines = "".join(
        f"      - {{say: '{words}', optional: 1}}\n      - {{pause: {pause}, optional: 1}}\n"
        for _ in range(300)
    )
    return parse_script(
        f"id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Welcome.\n{lines}"
    )


@pytest.mark.parametrize(
    ("minutes", "least"), [(3, 0.32), (5, 0.32), (7.5, 0.38), (10, 0.44), (20, 0.54), (40, 0.54)]
)
def test_words_are_kept_while_silences_have_their_share(minutes: float, least: float) -> None:
    timeline = outline(many_lines("2-30s"), Request(duration_s=minutes * 60, engine="tone"))
    share = sum(seconds(timeline, "pause")) / timeline.seconds
    assert least - 0.005 <= share <= least + 0.04


@pytest.mark.parametrize("minutes", [5, 10, 20])
def test_a_script_of_few_silences_keeps_them_as_they_are(minutes: int) -> None:
    timeline = outline(many_lines("1-5s"), Request(duration_s=minutes * 60, engine="tone"))
    assert min(seconds(timeline, "pause")) >= 2.0
    assert sum(seconds(timeline, "pause")) / timeline.seconds < 0.32


def test_a_line_about_an_answer_is_not_kept_without_its_question() -> None:
    text = """\
id: x
title: X
sections:
  - title: A
    steps:
      - Hello.
      - pause: 5-200s
      - {ask: Were you alone there?, reflect: 20s, optional: 1}
      - {say: Either is good., optional: 1}
      - {pause: 5s, optional: 1}
"""
    script = parse_script(text)
    said = [
        {
            placement.utterance.text
            for placement in outline(script, Request(duration_s=asked)).placements
        }
        for asked in range(20, 90)
    ]
    assert {"Hello."} in said
    assert {"Hello.", "Were you alone there?", "Either is good."} in said
    assert {"Hello.", "Either is good."} not in said


def test_phrases_to_say_are_kept_with_the_line_that_leads_to_them() -> None:
    text = """\
id: x
title: X
sections:
  - title: A
    steps:
      - Hello.
      - pause: 5-200s
      - say: You may say these after me, aloud or in silence, or let them pass by for today.
        optional: 1
      - {echo: First., optional: 1}
      - {echo: Second., optional: 1}
"""
    script = parse_script(text)
    counts = set()
    for asked in range(20, 60):
        timeline = outline(script, Request(duration_s=asked))
        counts.add(len(timeline.placements))
    assert counts == {1, 4}


def test_steps_of_a_rank_that_still_fit_are_kept() -> None:
    steps = "".join(
        f"      - {{say: Extra {n}., optional: 1}}\n      - {{pause: 20s, optional: 1}}\n"
        for n in range(4)
    )
    text = f"id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Hello.\n      - pause: 5-60s\n{steps}"
    script = parse_script(text)
    counts = []
    for asked in (40, 60, 80, 100, 120):
        timeline = outline(script, Request(duration_s=asked))
        spoken = [placement.utterance.text for placement in timeline.placements[1:]]
        assert spoken == [f"Extra {n}." for n in range(len(spoken))]
        assert timeline.total_frames == asked * RATE_HZ
        counts.append(len(spoken))
    assert counts == sorted(counts)
    assert 0 < counts[2] < 4


def test_an_optional_section_comes_as_a_whole_or_not_at_all() -> None:
    steps = "".join(f"      - Extra {n}.\n      - pause: 20s\n" for n in range(4))
    text = (
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n      - Hello.\n"
        "      - pause: 5-200s\n  - title: B\n    optional: 1\n    steps:\n" + steps
    )
    script = parse_script(text)
    counts = {
        len(outline(script, Request(duration_s=asked)).placements) - 1
        for asked in range(40, 190, 10)
    }
    assert counts == {0, 4}


@pytest.mark.parametrize(
    ("asked_s", "ids", "kept"),
    [(300, (), "own"), (450, (), "own"), (480, (), "shared"), (300, ("a",), "shared")],
)
def test_in_a_short_session_shared_steps_give_way_to_the_scripts_own(
    asked_s: float, ids: tuple[str, ...], kept: str
) -> None:
    hand = PlanByHand()
    hand.words(0.45 * asked_s)
    hand.add(pause_of(0.1 * asked_s, 0.35 * asked_s, 2 * asked_s))
    lines = {"shared": hand.words(0.15 * asked_s, rank=1)}
    lines["own"] = hand.words(0.15 * asked_s, rank=2)
    hand.steps = [
        dataclasses.replace(step, fragment="posture", ids=ids)
        if step.line_no == lines["shared"]
        else step
        for step in hand.steps
    ]
    found = hand.kept(asked_s) or []
    assert [name for name, line in lines.items() if line in found] == [kept]
