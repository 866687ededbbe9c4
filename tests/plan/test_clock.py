"""Clock times: what stands at 3:00 is heard at 3:00, at the session's own length and at others."""

from __future__ import annotations

import pytest

from quietude.errors import ScriptError
from quietude.plan.compose import compose
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit
from quietude.plan.request import Request
from quietude.plan.timeline import Timeline
from quietude.script.parse import parse_script

HEAD = "id: x\ntitle: X\nsections:\n  - title: A\n    steps:\n"
TIMED = ("Welcome.", "at: 3:00", "Let attention widen again.", "at: 5:00", "And slowly come back.")


def timeline(*steps: str, duration_s: float | None = None) -> Timeline:
    script = parse_script(HEAD + "".join(f"      - {step}\n" for step in steps))
    plan = compose(script, Request(duration_s=duration_s))
    return fit(plan, estimated_lengths(plan), dict.fromkeys(plan.bells(), 44_100))


def starts(found: Timeline) -> list[float]:
    return [placed.start_frame / found.sample_rate_hz for placed in found.placements]


def test_a_line_at_a_time_is_heard_then_to_the_frame() -> None:
    assert starts(timeline(*TIMED))[1:] == [180.0, 300.0]


def test_bells_ring_at_their_times() -> None:
    found = timeline("Sit.", "at: 2:00", "bell", "at: 4:00", "bell", "at: 6:00", "bell", "Thanks.")
    assert [cue.start_frame / found.sample_rate_hz for cue in found.cues] == [120, 240, 360]


def test_the_clock_begins_anew_at_zero() -> None:
    found = timeline("One.", "at: 2:00", "Open.", "at: 0:00", "Two.", "at: 2:00", "Open again.")
    at = starts(found)
    assert at[1] == 120
    again = next(
        silence.start_frame / found.sample_rate_hz
        for silence in found.silences
        if silence.kind == "clock" and silence.ideal_frames == 0
    )
    assert at[3] == pytest.approx(again + 120, abs=0.001)
    assert at[2] - at[1] < 10


@pytest.mark.parametrize("more_s", [-2, 0, 5])
def test_times_are_kept_where_the_end_can_make_up_for_the_length(more_s: int) -> None:
    duration_s = float(round(timeline(*TIMED).seconds) + more_s)
    found = timeline(*TIMED, duration_s=duration_s)
    assert starts(found)[1:] == [180, 300]
    assert found.total_frames == duration_s * found.sample_rate_hz


@pytest.mark.parametrize("duration_s", [180.0, 600.0])
def test_another_length_makes_the_clock_slower_or_faster(duration_s: float) -> None:
    found = timeline(*TIMED, duration_s=duration_s)
    assert found.total_frames == duration_s * found.sample_rate_hz
    first, second = starts(found)[1:]
    assert second / first == pytest.approx(300 / 180, rel=1e-4)
    assert second / duration_s == pytest.approx(0.96, abs=0.03)


def test_a_time_that_has_passed_is_no_silence_and_the_next_is_kept() -> None:
    long = " ".join(["And on we go."] * 40)
    found = timeline(long, "at: 0:20", "Late.", "at: 8:00", "On time.")
    assert starts(found)[-1] == 480
    assert starts(found)[-2] > 20


@pytest.mark.parametrize("written", ["soon", "-1:00", "13:00:00", "2"])
def test_a_time_that_is_none_is_refused_with_its_line(written: str) -> None:
    with pytest.raises(ScriptError) as caught:
        timeline("Sit.", f'at: "{written}"')
    assert caught.value.line == 7
