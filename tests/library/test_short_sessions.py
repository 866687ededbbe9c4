"""Every length has room for the heart of a session, and for the lines that others speak of."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from each import each
from library_figures import fragment_share, session
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.model import Echo, Journaling
from quietude.script.pacing import PROFILES
from quietude.session.planning import outline
from shelf import FEW_SEEDS, MORE_SEEDS, read_script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.plan.model import PlanStep
    from quietude.plan.timeline import Timeline
    from quietude.script.model import Step

MOST_SHARED = 0.2
"""The most that shared fragments may have of the words of five minutes."""

OFFERED = [
    (exercise, minutes)
    for exercise in exercise_ids()
    for minutes in read_script(exercise).lengths_min
]
BREATH_S = 0.7
"""The least gap between two sentences at the standard pacing: an audiobook has 0.45 s."""

TO_SAY_S = 10
"""The least silence after a sentence that is the heart of an exercise."""

SLOW_WPM = 98
"""As slow as a voice may speak and still have every length that is offered: flite's rms takes as long
for butterfly-hug, at its shortest, as the estimate does at about 98 words a minute."""

FIVE = [exercise for exercise, minutes in OFFERED if minutes == 5]


SOME_SEEDS = pytest.mark.parametrize(
    "seeds", [FEW_SEEDS, pytest.param(MORE_SEEDS, marks=pytest.mark.slow)], ids=["few", "more"]
)


@SOME_SEEDS
@each(OFFERED)
def test_no_length_leaves_out_its_heart_or_what_a_line_needs(
    exercise: str, minutes: int, seeds: tuple[int | None, ...]
) -> None:
    script = read_script(exercise)
    if not any(step.heart or step.needs or step.ids for step in script.steps()):
        return
    for seed in seeds:
        timeline = session(exercise, minutes, seed)
        planned = compose(script, Request(seed=seed)).steps
        hearts = [step.line_no for step in planned if step.heart]
        assert [step.line_no for step in kept_of(timeline) if step.heart] == hearts
        there, all_of = names(kept_of(timeline)), names(planned)
        assert all(there[name] in {0, all_of[name]} for name in all_of), seed
        for step in kept_of(timeline):
            assert all(there[name] == all_of[name] > 0 for name in step.needs), (seed, step)


def kept_of(timeline: Timeline) -> list[PlanStep]:
    return [placed.step for placed in timeline.steps]


def names(steps: Iterable[PlanStep]) -> Counter[str]:
    return Counter(name for step in steps for name in step.ids)


@each(OFFERED)
def test_there_is_time_to_say_the_sentence_one_came_to_say(exercise: str, minutes: int) -> None:
    timeline = session(exercise, minutes)
    sentences = {step.line for step in read_script(exercise).steps() if is_heart_echo(step)}
    for placement, after in pairwise(timeline.placements):
        lines = placement.utterance.line_no, after.utterance.line_no
        if lines[0] in sentences and lines[0] != lines[1]:
            silence_s = (after.start_frame - placement.end_frame) / timeline.sample_rate_hz
            assert silence_s >= TO_SAY_S - 0.1, placement.utterance.text


@each(exercise_ids())
def test_the_sentence_one_came_to_say_comes_twice(exercise: str) -> None:
    script = read_script(exercise)
    sentences = {step.line for step in script.steps() if is_heart_echo(step)}
    if not sentences:
        return
    for seed in FEW_SEEDS:
        placements = session(exercise, script.lengths_min[0], seed).placements
        said = Counter(
            placement.utterance.text
            for placement in placements
            if placement.utterance.line_no in sentences
        )
        assert max(said.values()) >= 2, seed


def is_heart_echo(step: Step) -> bool:
    return isinstance(step, Echo) and step.heart


@each(exercise_ids())
def test_a_slow_voice_has_the_shortest_length_too(exercise: str) -> None:
    script = read_script(exercise)
    for seed in FEW_SEEDS:
        shortest_s = 60 * script.lengths_min[0]
        timeline = outline(script, Request(shortest_s, rate_wpm=SLOW_WPM, seed=seed, engine="tone"))
        gaps = [one.length_frames for one in timeline.silences if one.kind == "gap"]
        least_s = BREATH_S * PROFILES[script.pacing]
        assert min(gaps, default=timeline.total_frames) >= least_s * timeline.sample_rate_hz - 1


@each(exercise_ids())
def test_an_exercise_has_a_heart(exercise: str) -> None:
    assert any(step.heart for step in read_script(exercise).steps())


@SOME_SEEDS
@each(FIVE)
def test_five_minutes_are_its_own(exercise: str, seeds: tuple[int | None, ...]) -> None:
    for seed in seeds:
        assert fragment_share(exercise, 5, seed) <= MOST_SHARED, seed


HARDEST_TO_LENGTHEN = ("morning-words", "taking-a-break", "what-this-is", "noticing-patterns")


@pytest.mark.parametrize(
    "exercises",
    [HARDEST_TO_LENGTHEN, pytest.param(tuple(exercise_ids()), marks=pytest.mark.slow)],
    ids=["few", "all"],
)
def test_every_exercise_lasts_five_ten_and_twenty_minutes_but_a_deep_one(
    exercises: tuple[str, ...],
) -> None:
    for exercise in exercises:
        script = read_script(exercise)
        lengths = script.lengths_min
        # One that goes deep, or leaves time to write, is no shorter than its arrival, its heart
        # and its way back: ten or fifteen minutes.
        for minutes in (5, 10, 20):
            if lengths[0] < 10 or minutes >= lengths[0]:
                timeline = outline(script, Request(duration_s=minutes * 60))
                assert timeline.seconds == minutes * 60, exercise


@each(exercise_ids())
def test_wherever_there_is_time_to_write_the_listener_hears_of_pausing(exercise: str) -> None:
    steps = list(read_script(exercise).steps())
    writing = [step for step in steps if isinstance(step, Journaling)]
    says_so = [step for step in steps if "pause the recording" in getattr(step, "text", "")]
    if any(step.optional is None for step in writing):
        assert any(step.optional is None for step in says_so)
    elif writing:
        kept = min(step.optional or 0 for step in says_so)
        assert kept <= min(step.optional or 0 for step in writing)
