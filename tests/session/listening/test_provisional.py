from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from examples import SMALL
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.plan.timeline import Timeline
from quietude.script.model import Script
from quietude.script.parse import parse_script
from quietude.session.listening.provisional import same_moment, with_spoken_lengths
from quietude.session.planning import session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import Target


def fitted(script: Script, seconds: float = 40.0) -> Timeline:
    plan = session_plan(script, Request(duration_s=seconds), None, Target())
    return fit(plan, estimated_lengths(plan), bell_decay_frames(plan))


def test_a_phrase_of_another_length_keeps_its_start_where_there_is_room(small: Script) -> None:
    timeline = fitted(small)
    lengths = {one.utterance: one.length_frames - 4000 for one in timeline.placements}
    spoken = with_spoken_lengths(timeline, lengths)
    assert [one.start_frame for one in spoken.placements] == [
        one.start_frame for one in timeline.placements
    ]
    assert [one.length_frames for one in spoken.placements] == list(lengths.values())


@settings(max_examples=30)
@given(factors=st.lists(st.floats(0.5, 3.0), min_size=12, max_size=12))
def test_no_phrase_runs_into_the_next_and_the_whole_keeps_its_length(factors: list[float]) -> None:
    timeline = SMALL_TIMELINE
    lengths = {
        one.utterance: round(one.length_frames * factor)
        for one, factor in zip(timeline.placements, factors, strict=False)
    }
    spoken = with_spoken_lengths(timeline, lengths)
    assert spoken.total_frames == timeline.total_frames
    for before, after in zip(spoken.placements, spoken.placements[1:], strict=False):
        assert before.end_frame <= after.start_frame
    for planned, placed in zip(timeline.placements, spoken.placements, strict=True):
        assert placed.start_frame >= planned.start_frame or factors[0] > 1
    tail = spoken.silences[-1]
    assert tail.start_frame + tail.length_frames == spoken.total_frames


def test_a_moment_is_found_again_at_another_length(small: Script) -> None:
    short, long = fitted(small, 36.0), fitted(small, 46.0)
    for heard in short.placements:
        there = next(one for one in long.placements if one.utterance.text == heard.utterance.text)
        assert same_moment(short, long, heard.start_frame) == there.start_frame
        middle = heard.start_frame + heard.length_frames // 2
        assert abs(same_moment(short, long, middle) - there.start_frame) <= there.length_frames
    assert same_moment(short, short, 12_345) == 12_345
    assert same_moment(short, long, 0) == 0
    assert same_moment(short, long, short.total_frames) < long.total_frames


SMALL_TIMELINE = fitted(parse_script(SMALL, source="small.yaml"), 46.0)
