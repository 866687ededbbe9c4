"""Verdicts changed by a recogniser that hears the words alone."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.speech.alignment import Aligner, Likeness
from quietude.speech.takes.cutting.judging import Verdict
from quietude.speech.takes.cutting.readings import Reading
from quietude.speech.takes.cutting.reference import VoicedLine
from quietude.speech.takes.cutting.second_ear import SecondEar

READ, ALIKE, FEW = "Rest your hands in your lap.", "Rest your feet in your lap.", "Breathe in."
GOOD, POOR, WORD_POOR = (-4.2, -6.0), (-6.5, -8.0), (-4.9, -11.0)
UNSURE = (-5.6, -8.0)


class Fake(Aligner):
    """Likeness by the words; the sounds it was asked about."""

    def __init__(self, likeness: dict[str, tuple[float, float]]) -> None:
        super().__init__("0")
        self.known, self.heard = likeness, list[int]()

    def likeness(self, text: str, clip: Clip) -> Likeness | None:
        self.heard.append(clip.frames)
        if (found := self.known.get(text)) is None:
            return None
        return Likeness(*found, "hands", 0.5, len(text.split()))


def line(text: str) -> VoicedLine:
    bands = np.zeros((10, 1), np.float32)
    return VoicedLine(bands, np.ones(10, dtype=bool), (0,), tuple(text.split()))


def opinion(
    text: str,
    verdict: Verdict,
    likeness: dict[str, tuple[float, float]],
    *,
    alone: bool = True,
    pace: float = 20.0,
) -> Reading:
    word = "" if verdict == "good" else "lap."
    lines = [line(READ), line(ALIKE), line(FEW)]
    at = [READ, ALIKE, FEW].index(text)
    aligner = Fake(likeness)
    ear = SecondEar(
        lines, lambda a, b: Clip(np.zeros(round((b - a) * 100), np.float32), 100), aligner
    )
    found = ear.judged_again(Reading(at, 5.0, 7.0, verdict, word, 6.0, alone), pace)
    assert set(aligner.heard) <= {225}  # the reading, with little around it
    return found


@pytest.mark.parametrize("verdict", ["doubtful", "other words"])
def test_words_that_are_heard_are_good(verdict: Verdict) -> None:
    found = opinion(READ, verdict, {READ: GOOD, ALIKE: POOR})
    assert (found.verdict, found.word) == ("good", "")


@pytest.mark.parametrize(
    "likeness",
    [
        pytest.param({READ: UNSURE}, id="neither sure nor wrong"),
        pytest.param({READ: WORD_POOR}, id="one word is another"),
        pytest.param({}, id="not found at all"),
        pytest.param({READ: GOOD, ALIKE: (-4.4, -6.0)}, id="another line is as likely"),
    ],
)
def test_a_doubt_stays_where_the_words_are_not_sure(
    likeness: dict[str, tuple[float, float]],
) -> None:
    assert opinion(READ, "doubtful", likeness).verdict == "doubtful"


@pytest.mark.parametrize("likeness", [POOR, WORD_POOR])
def test_a_good_reading_of_other_words_is_doubtful(likeness: tuple[float, float]) -> None:
    found = opinion(READ, "good", {READ: likeness})
    assert (found.verdict, found.word) == ("doubtful", "hands")
    assert found.word_s == pytest.approx(4.9 + 0.5)


def test_a_good_reading_stays_good_unless_it_is_wrong() -> None:
    assert opinion(READ, "good", {READ: UNSURE}).verdict == "good"
    assert opinion(READ, "good", {}).verdict == "good"


def test_few_words_are_doubted_and_never_confirmed() -> None:
    assert opinion(FEW, "doubtful", {FEW: GOOD}).verdict == "doubtful"
    assert opinion(FEW, "good", {FEW: GOOD}).verdict == "good"
    assert opinion(FEW, "good", {FEW: UNSURE}).verdict == "doubtful"


def test_a_line_in_the_midst_of_others_stays_doubtful() -> None:
    assert opinion(READ, "doubtful", {READ: GOOD}, alone=False).verdict == "doubtful"


@pytest.mark.parametrize(
    ("pace", "verdict"), [(20.0, "good"), (8.0, "doubtful"), (50.0, "doubtful")]
)
def test_a_reading_is_about_as_long_as_its_line(pace: float, verdict: Verdict) -> None:
    """Two seconds, where the line has ten frames of 10 ms at the pace of the voice."""
    assert opinion(READ, "doubtful", {READ: GOOD}, pace=pace).verdict == verdict
