from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from each import each
from plans import PlanByHand, pause_of
from quietude.errors import DurationError, PlanError
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline
from shelf import read_script

if TYPE_CHECKING:
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Script

RATE_HZ = 44_100


def seconds(timeline: Timeline, kind: str) -> list[float]:
    return [
        silence.length_frames / RATE_HZ for silence in timeline.silences if silence.kind == kind
    ]


def assert_sound(timeline: Timeline) -> None:
    """At any length: in order, no overlap, nothing past the end."""
    ends = 0
    for placement in timeline.placements:
        assert placement.start_frame >= ends
        ends = placement.end_frame
    assert ends <= timeline.total_frames
    assert timeline.chapters[0].start_frame == 0
    starts = [chapter.start_frame for chapter in timeline.chapters]
    assert starts == sorted(set(starts))
    assert all(silence.length_frames >= 0 for silence in timeline.silences)


@each(exercise_ids())
def test_any_length_between_those_offered_is_exact(exercise: str) -> None:
    assert_exact_at_any_length(exercise)


@settings(max_examples=1, deadline=None)
@given(data=st.data())
def assert_exact_at_any_length(exercise: str, data: st.DataObject) -> None:
    script = read_script(exercise)
    shortest, *_ = longest = script.lengths_min or (6, 10)
    duration_ms = data.draw(st.integers(shortest * 60_000, longest[-1] * 60_000))
    timeline = outline(script, Request(duration_s=duration_ms / 1000))
    assert timeline.total_frames == round(duration_ms / 1000 * RATE_HZ)
    assert_sound(timeline)


def test_a_length_between_what_it_can_be_names_the_nearest() -> None:
    text = "id: x\ntitle: X\nsections:\n  - {title: A, steps: [Hello there.]}\n"
    text += "  - {title: B, optional: 2, steps: [{journal: 300s}]}\n"
    script = parse_script(text)
    with pytest.raises(DurationError, match="it can be up to") as caught:
        outline(script, Request(duration_s=120.0))
    found = re.search(r"up to 0:(\d+), or 5:(\d+) and", caught.value.message)
    assert found
    for possible in (float(found[1]), 300.0 + float(found[2])):
        assert outline(script, Request(duration_s=possible)).seconds == possible


def test_a_repeat_that_makes_most_of_a_length_is_named() -> None:
    long = "      - A line that is longer than any other line of them.\n"
    text = "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n" + 3 * long
    text += "      - repeat: 20\n        steps: [Rest., {pause: 1-3s}]\n"
    for asked in (30.0, 3600.0):
        with pytest.raises(DurationError, match="it can be") as caught:
            outline(parse_script(text), Request(duration_s=asked))
        assert re.search(r"lines .*\b10\b", str(caught.value.hint))


def told(hand: PlanByHand, duration_s: float) -> DurationError:
    with pytest.raises(DurationError) as caught:
        hand.fitted(duration_s)
    return caught.value


def test_the_lengths_that_are_told_can_be_had() -> None:
    hand = PlanByHand()
    hand.words(10.4)
    hand.add(pause_of(0, 5, 10.2))
    for asked in (5.0, 60.0):
        assert "it can be 0:11 to 0:20 long" in told(hand, asked).message
    for possible in (11, 20):
        assert hand.fitted(possible).seconds == possible
    for impossible in (10, 21):
        told(hand, impossible)


def test_a_script_too_long_names_the_three_longest_lines_that_are_always_kept() -> None:
    hand = PlanByHand()
    seconds = [(5, None), (9, None), (1, None), (50, 1), (7, None), (2, None)]
    lines = [hand.words(length, rank) for length, rank in seconds]
    assert told(hand, 10.0).advice == (
        "Its words alone take 0:24. To change that, shorten or mark as optional the steps on lines "
        f"{lines[0]}, {lines[1]}, {lines[4]}."
    )


def test_a_script_too_short_names_the_three_lines_that_can_be_silent_the_longest() -> None:
    hand = PlanByHand()
    hand.words(100)
    longest = [(1, 30), (20, 25), (1, 9), (1, 28)]
    lines = [hand.add(pause_of(low, low, high), rank=1) for low, high in longest]
    assert told(hand, 900.0).advice == (
        f"To change that, write longer silences on lines {lines[0]}, {lines[1]}, {lines[3]}, or more of them."
    )


def test_a_script_without_silences_is_told_to_have_some_and_one_at_its_cap_why() -> None:
    hand = PlanByHand()
    hand.words(10)
    assert (
        told(hand, 900.0).advice == "To change that, add silences after the lines that need time."
    )
    hand.add(pause_of(20, 20, 900))
    capped = replace(hand.plan(300), silence_cap_frames=60_000)
    with pytest.raises(DurationError, match="beyond 1:00, so that nobody is left alone"):
        fit(capped, hand.lengths, {})


def test_between_two_choices_the_nearest_lengths_are_told_whichever_way_they_are_rounded() -> None:
    hand = PlanByHand()
    hand.words(10.6)
    for rank in (1, 2, 3):
        hand.words(60.3, rank)
        hand.add(pause_of(40), rank)
    # Possible are 10.6, 110.9, 211.2 and 311.5 s, and nothing between them.
    assert "it can be up to 1:50, or 3:32 and longer" in told(hand, 150.0).message
    assert "it can be up to 3:31, or 5:12 and longer" in told(hand, 250.0).message


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
def test_exact_at_any_sample_rate(small: Script, rate_hz: int) -> None:
    timeline = outline(small, Request(duration_s=60.5, sample_rate_hz=rate_hz))
    assert timeline.total_frames == round(60.5 * rate_hz)


def test_an_impossible_length_says_what_is_possible(small: Script) -> None:
    for asked in (10.0, 1000.0):
        with pytest.raises(DurationError, match="it can be") as caught:
            outline(small, Request(duration_s=asked))
        error = caught.value
        assert re.search(r"lines \d+(, \d+)*[.,]", str(error.hint))
        for possible in (error.shortest_s, error.longest_s):
            exact = round(possible * RATE_HZ)
            timeline = outline(small, Request(duration_s=possible))
            assert timeline.total_frames == exact
        with pytest.raises(DurationError):
            outline(small, Request(duration_s=error.shortest_s - 0.01))
        with pytest.raises(DurationError):
            outline(small, Request(duration_s=error.longest_s + 0.01))


def test_without_a_length_every_pause_is_ideal(small: Script) -> None:
    timeline = outline(small)
    assert seconds(timeline, "pause") == [9.0]
    assert seconds(timeline, "reflect") == [12.25]
    assert timeline.dropped_lines == ()


def test_an_echo_leaves_time_to_say_it() -> None:
    long_phrase = "I am allowed to take up all the room that I need here, today and every day."
    text = f"id: x\ntitle: X\nsections:\n  - title: A\n    steps: [echo: Yes., echo: '{long_phrase}']\n"
    timeline = outline(parse_script(text))
    spoken = [placement.length_frames / RATE_HZ for placement in timeline.placements]
    assert seconds(timeline, "echo") == [
        pytest.approx(5.0, abs=1e-3),
        pytest.approx(1.3 * spoken[1] + 2.0, abs=1e-3),
    ]


def test_an_echo_may_stretch_by_half() -> None:
    text = "id: x\ntitle: X\nsections:\n  - title: A\n    steps: [echo: Yes.]\n"
    script = parse_script(text)
    with pytest.raises(DurationError) as caught:
        outline(script, Request(duration_s=500))
    longest = outline(script, Request(duration_s=caught.value.longest_s))
    assert seconds(longest, "echo") == [pytest.approx(7.5, abs=1e-3)]


def test_the_last_bell_rings_out() -> None:
    text = "id: x\ntitle: X\nsections:\n  - title: A\n    steps: [Hello., {bell: bowl}]\n"
    plan = compose(parse_script(text), Request())
    ring = 30 * RATE_HZ
    timeline = fit(plan, dict.fromkeys(plan.utterances(), RATE_HZ), {"bowl": ring})
    assert timeline.total_frames - timeline.cues[-1].start_frame == ring


def test_pauses_replace_gaps_and_gaps_stand_where_nothing_does() -> None:
    text = (
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n"
        "      - One. Two.\n      - Three.\n      - pause: 7s\n      - Four.\n"
        "  - title: B\n    steps: [Five.]\n"
    )
    timeline = outline(parse_script(text))
    assert [(silence.kind, silence.length_frames / RATE_HZ) for silence in timeline.silences] == [
        ("lead", 4.0), ("gap", 1.0), ("gap", 2.2), ("pause", 7.0), ("gap", 3.5), ("tail", 9.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pacing", "factor"), [("gentle", 0.75), ("standard", 1), ("spacious", 1.35)]
)
def test_a_pacing_profile_scales_named_gaps(pacing: str, factor: float) -> None:
    text = "id: x\ntitle: X\nsections:\n  - title: A\n    steps: [One., {pause: settle}, Two.]\n"
    timeline = outline(parse_script(text), Request(pacing=pacing))
    assert seconds(timeline, "pause") == [pytest.approx(4.0 * factor, abs=1e-3)]


def test_breathing_keeps_its_pattern() -> None:
    text = (
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n"
        "      - Hello.\n      - breathe: {in: 4, hold: 1.5, out: 6, rest: 1.25, cycles: 50}\n"
    )
    timeline = outline(parse_script(text))
    swells = [cue.start_frame for cue in timeline.cues]
    first = swells[0]
    # No drift: the fiftieth breath begins where fifty exact breaths would put it.
    assert [start - first for start in swells] == [round(n * 12.75 * RATE_HZ) for n in range(50)]
    words = [placement.utterance.text for placement in timeline.placements]
    assert words == ["Hello.", "Breathing in.", "Holding gently.", "Breathing out.", "Resting."]


def test_words_that_do_not_fit_a_breath_are_refused() -> None:
    text = (
        "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n"
        "      - Hello.\n      - breathe: {in: 4, hold: 0.2, out: 6}\n"
    )
    with pytest.raises(PlanError, match="no room to say") as caught:
        outline(parse_script(text))
    assert caught.value.line == 7


@pytest.mark.parametrize(("intensity", "cap_s"), [("light", 300), ("medium", 180), ("high", 90)])
def test_nobody_is_left_alone_for_longer_than_is_kind(intensity: str, cap_s: int) -> None:
    text = (
        f"id: x\ntitle: X\nintensity: {intensity}\nsections:\n  - title: A\n    steps:\n"
        "      - One.\n      - pause: 10-600s\n      - bell\n      - pause: 10-30s\n      - Two.\n"
    ).replace("10-600s", "0-160s" if intensity == "high" else "10-340s")
    script = parse_script(text)
    with pytest.raises(DurationError) as caught:
        outline(script, Request(duration_s=3000))
    longest = outline(script, Request(duration_s=caught.value.longest_s))
    first, second = longest.placements
    silent_s = (second.start_frame - first.end_frame) / RATE_HZ
    assert silent_s == pytest.approx(cap_s, abs=0.01)


def test_the_fit_says_what_it_changed(small: Script) -> None:
    timeline = outline(small, Request(duration_s=90))
    stretched = [
        silence for silence in timeline.silences if silence.length_frames != silence.ideal_frames
    ]
    assert stretched
    assert all(silence.length_frames == silence.ideal_frames for silence in outline(small).silences)


def test_a_thousand_steps_fit() -> None:
    steps = "".join(f"      - Line number {n}.\n      - pause: 1-20s\n" for n in range(500))
    script = parse_script(f"id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n{steps}")
    timeline = outline(script, Request(duration_s=3600))
    assert timeline.total_frames == 3600 * RATE_HZ


def test_an_exercise_that_cannot_be_so_short_names_the_lengths_it_is_offered_at() -> None:
    with pytest.raises(DurationError) as caught:
        outline("letter-to-the-child", Request(duration_s=300, engine="hibari"))
    assert "It is offered at 15, 20 or 30 minutes." in str(caught.value.hint)
    assert "shorten" not in str(caught.value.hint)
