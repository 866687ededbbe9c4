"""An intense session comes back to something steady again and again, at every length."""

from __future__ import annotations

from each import each
from library_figures import session
from quietude.care.rules import shipped_rules
from quietude.library import exercise_ids
from shelf import read_script

LONGEST_S = 180
"""A proposal, like the thresholds of the care rules: nobody has published one."""

INTENSE = [
    (exercise, minutes)
    for exercise in exercise_ids()
    for script in [read_script(exercise)]
    if script.intensity == "high"
    for minutes in script.lengths_min
]


@each(INTENSE)
def test_something_steady_is_never_long_away(exercise: str, minutes: int) -> None:
    timeline = session(exercise, minutes)
    steady = [shipped_rules().pattern(name) for name in ("resource", "return")]
    since_s, longest_s = 0.0, 0.0
    for placement in timeline.placements:
        if any(pattern.search(placement.utterance.text) for pattern in steady):
            longest_s = max(longest_s, placement.start_frame / timeline.sample_rate_hz - since_s)
            since_s = placement.end_frame / timeline.sample_rate_hz
    last_s = timeline.placements[-1].end_frame / timeline.sample_rate_hz
    longest_s = max(longest_s, last_s - since_s)
    assert longest_s <= LONGEST_S
