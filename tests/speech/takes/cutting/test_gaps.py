"""Lines that only the second ear hears."""

from __future__ import annotations

import numpy as np

from quietude.audio.clip import Clip
from quietude.speech.alignment import Aligner, Likeness
from quietude.speech.takes.cutting.bands import RATE_HZ, Heard, bands_of, heard
from quietude.speech.takes.cutting.gaps import with_lines_heard
from quietude.speech.takes.cutting.judging import Verdict
from quietude.speech.takes.cutting.readings import Reading
from quietude.speech.takes.cutting.reference import VoicedLine
from quietude.speech.takes.cutting.second_ear import SecondEar

TEXTS = ["Now you arrive here.", "Feel your own weight.", "Let the day go.", "Come back to us."]
SPOKEN = ((1.0, 2.5), (4.0, 5.5), (6.5, 7.1), (7.4, 8.3), (10.0, 11.5))
"""Line 0, line 1, line 2 with a pause within it, line 3."""


def recording() -> Heard:
    rng = np.random.default_rng(3)
    samples = 1e-4 * rng.standard_normal(13 * RATE_HZ)
    for start, end in SPOKEN:
        part = slice(round(start * RATE_HZ), round(end * RATE_HZ))
        samples[part] += 0.1 * rng.standard_normal(part.stop - part.start)
    return heard(bands_of([samples.astype(np.float32)], RATE_HZ))


class Ear(Aligner):
    """Hears each line where it was spoken, by the start and length of the part it is given."""

    def __init__(self, spoken: dict[str, list[tuple[float, float]]]) -> None:
        super().__init__("0")
        self.spoken, self.heard_s = spoken, 0.0

    def likeness(self, text: str, clip: Clip) -> Likeness | None:
        self.heard_s += clip.seconds
        start_s, end_s = float(clip.samples[0]), float(clip.samples[-1])
        right = any(
            abs(start_s - a) < 0.3 and abs(end_s - b) < 0.3 for a, b in self.spoken.get(text, [])
        )
        return Likeness(-4.0 if right else -8.0, -5.0 if right else -9.0, "", 0.0, 4)


def part(start_s: float, end_s: float) -> Clip:
    """The times themselves, so that a test can tell which part was asked for."""
    return Clip(np.linspace(start_s, end_s, round((end_s - start_s) * 100), dtype=np.float32), 100)


def good(line: int, start_s: float, end_s: float, verdict: Verdict = "good") -> Reading:
    return Reading(line, start_s, end_s, verdict, "", start_s, alone=verdict == "good")


def added(
    readings: list[Reading], spoken: dict[str, list[tuple[float, float]]]
) -> tuple[list[Reading], list[Reading]]:
    frames = np.ones(150, dtype=bool)
    lines = [
        VoicedLine(np.zeros((150, 1), np.float32), frames, (0,), tuple(t.split())) for t in TEXTS
    ]
    ear = Ear(spoken)
    found = with_lines_heard(recording(), readings, lines, SecondEar(lines, part, ear))
    assert ear.heard_s < 2 * 13.0
    return found


def test_a_line_in_a_gap_is_heard_over_its_pause() -> None:
    found, more = added(
        [good(0, 1.0, 2.5), good(3, 10.0, 11.5)],
        {TEXTS[1]: [(4.0, 5.5)], TEXTS[2]: [(6.5, 8.3)]},
    )
    assert [(one.line, one.verdict, one.alone) for one in more] == [
        (1, "good", True),
        (2, "good", True),
    ]
    assert [one.line for one in found] == [0, 1, 2, 3]
    for one, (start_s, end_s) in zip(more, [(4.0, 5.5), (6.5, 8.3)], strict=True):
        assert abs(one.start_s - start_s) < 0.05
        assert abs(one.end_s - end_s) < 0.05


def test_a_doubtful_reading_of_two_lines_makes_way_for_them() -> None:
    found, _ = added(
        [good(0, 1.0, 2.5), good(1, 4.0, 8.3, "doubtful"), good(3, 10.0, 11.5)],
        {TEXTS[1]: [(4.0, 5.5)], TEXTS[2]: [(6.5, 8.3)]},
    )
    assert [(one.line, one.verdict) for one in found] == [
        (0, "good"), (1, "good"), (2, "good"), (3, "good"),
    ]  # fmt: skip


def test_lines_that_are_good_elsewhere_are_heard_between_their_neighbours() -> None:
    readings = [good(0, 1.0, 2.5), good(3, 10.0, 11.5), good(1, 11.6, 13.1), good(2, 13.2, 14.7)]
    _, more = added(readings, {TEXTS[1]: [(4.0, 5.5)], TEXTS[2]: [(6.5, 8.3)]})
    assert [one.line for one in more] == [1, 2]


def test_a_line_read_again_is_heard_again() -> None:
    _, more = added(
        [good(0, 1.0, 2.5), good(2, 6.5, 8.3), good(3, 10.0, 11.5)], {TEXTS[0]: [(4.0, 5.5)]}
    )
    assert [one.line for one in more] == [0]


def test_nothing_is_added_where_no_line_is_heard() -> None:
    readings = [good(0, 1.0, 2.5), good(1, 4.0, 8.3, "doubtful"), good(3, 10.0, 11.5)]
    assert added(readings, {}) == (readings, [])
    assert added([good(1, 4.0, 8.3, "doubtful")], {TEXTS[1]: [(4.0, 5.5)]})[1] == []
