"""Readings judged beside the others of their recording."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.speech.takes.cutting.comparing import Compared
from quietude.speech.takes.cutting.judging import LEAST_USUAL, judged, usual_in


def reading(along: list[float], words: int = 8) -> Compared:
    """A reading with these distances in its quarters."""
    frames = np.repeat(np.array(along, np.float32), 100)
    cost = float(frames.mean())
    costs = tuple(np.repeat(along, words // 4))
    return Compared(cost, costs, (1.0,) * words, (0,) * words, np.arange(len(frames)), frames)


def verdict(one: Compared, others: list[Compared]) -> str:
    return judged(one, usual_in(others), alone=True)[0]


def test_a_second_half_in_other_words_is_doubtful() -> None:
    right = np.full(400, 1.3, np.float32)
    half = np.concatenate([np.full(260, 1.1, np.float32), np.full(140, 2.4, np.float32)])
    for along, expected in ((right, "good"), (half, "doubtful")):
        cost = float(along.mean())
        result = Compared(cost, (1.0, 2.0), (1.0, 1.0), (0, 200), np.arange(400), along)
        assert judged(result, LEAST_USUAL, alone=True)[0] == expected


@pytest.mark.parametrize(
    ("usual", "further", "expected"),
    [
        pytest.param(1.3, 1.85, "doubtful", id="a voice that is near"),
        pytest.param(1.7, 1.85, "good", id="a reader with an accent"),
        pytest.param(1.7, 2.1, "doubtful", id="beyond the accent"),
        pytest.param(1.7, 2.3, "other words", id="far beyond it"),
        pytest.param(2.6, 2.1, "doubtful", id="another script"),
        pytest.param(2.6, 2.6, "other words", id="all lines of another script"),
    ],
)
def test_a_reading_is_judged_beside_those_of_its_recording(
    usual: float, further: float, expected: str
) -> None:
    others = [reading([usual] * 4) for _ in range(30)]
    assert verdict(reading([further] * 4), others) == expected


def test_a_few_lines_do_not_tell_what_is_usual() -> None:
    assert usual_in([reading([1.7] * 4)] * 5) == LEAST_USUAL


def test_a_line_of_few_words_has_to_be_nearer() -> None:
    assert verdict(reading([1.65] * 4), []) == "good"
    short = Compared(1.65, (1.65,), (1.0,), (0,), np.arange(60), np.full(60, 1.65, np.float32))
    assert judged(short, LEAST_USUAL, alone=True)[0] == "doubtful"
