"""A session laid out by hand, for tests of what is written beside it."""

from __future__ import annotations

from quietude.plan.model import Cue, Utterance
from quietude.plan.timeline import Chapter, CuePlacement, Placement, Timeline

RATE_HZ = 44_100


def placed(text: str, start_s: float, length_s: float, line: int = 1) -> Placement:
    return Placement(
        Utterance(text, "", 100, 0, line), round(start_s * RATE_HZ), round(length_s * RATE_HZ)
    )


def hand_made() -> Timeline:
    """Twenty seconds in two chapters: words, a bell under them, a breath, and a set of taps."""
    bell, swell = Cue("bell", "bowl"), Cue("swell", "", (RATE_HZ, 2 * RATE_HZ, 3 * RATE_HZ, 0))
    cues = [(bell, 0.5), (bell, 4.0), (swell, 8.0), (Cue("tap-left"), 15.0), (Cue("tap-right"), 16)]
    return Timeline(
        title="T",
        placements=(
            placed("One.", 1, 2),
            placed("Two.", 3, 0.1),
            placed("Three.", 7, 1, 2),
            placed("Four.", 18, 1, 3),
        ),
        cues=tuple(CuePlacement(cue, round(at * RATE_HZ)) for cue, at in cues),
        silences=(),
        chapters=(Chapter("A", 0, 10 * RATE_HZ), Chapter("B", 10 * RATE_HZ, 20 * RATE_HZ)),
        dropped_lines=(),
        total_frames=20 * RATE_HZ,
        sample_rate_hz=RATE_HZ,
    )
