"""Steps in sequence: silences side by side, and their cap."""

from __future__ import annotations

from quietude.plan.events import cap_silences
from quietude.plan.model import Pause


def test_silences_side_by_side_stretch_to_the_cap_and_stay_as_long_as_they_are_written() -> None:
    run = [Pause(10, 100, 400), Pause(10, 300, 900)]
    assert cap_silences(run, 2000) == run
    assert [pause.max_frames for pause in cap_silences(run, 800)] == [
        200,
        600,
    ]  # 400 more, as 1 : 3
    assert [pause.max_frames for pause in cap_silences(run, 300)] == [100, 300]  # longer already
    assert {pause.min_frames for pause in cap_silences(run, 300)} == {10}
