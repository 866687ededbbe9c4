"""Lines found in what was read, whatever the order, beside what belongs to no line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.speech.takes.cutting.comparing import compared
from quietude.speech.takes.cutting.cutting import may_be_another
from quietude.speech.takes.cutting.judging import LEAST_USUAL, judged
from quietude.speech.takes.cutting.reference import VoicedLine
from quietude.speech.takes.cutting.search import find_expected, find_lines

if TYPE_CHECKING:
    from quietude.speech.takes.cutting.phones import Phones

PHONES = 24
LINES = 9


def said(phones: list[int], *, pace: int = 3, sure: float = 0.7, seed: int = 0) -> Phones:
    """Phones as the network would give them: each some frames long, never quite sure."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(phones, rng.integers(pace - 1, pace + 2, len(phones)))
    spread = rng.dirichlet(np.full(PHONES, 0.3), len(rows)) * (1 - sure)
    spread[np.arange(len(rows)), rows] += sure
    return np.asarray(spread, dtype=np.float32)


def script() -> list[list[int]]:
    rng = np.random.default_rng(7)
    return [list(rng.integers(0, PHONES, rng.integers(6, 14))) for _ in range(LINES)]


def read(parts: list[list[int]]) -> list[int]:
    """The lines that are found in a reading of some parts, with a pause between them."""
    spoken = [said(part, pace=4, seed=number) for number, part in enumerate(parts, start=50)]
    pauses = np.concatenate([np.arange(len(part)) == 0 for part in spoken])
    found = find_lines(
        np.concatenate(spoken), np.append(pauses, [True]), [said(x) for x in script()]
    )
    frames = np.concatenate(spoken)
    return [
        one.line
        for one in found
        if judged(
            compared(frames[one.start : one.end], said(script()[one.line]), (0,)),
            LEAST_USUAL,
            alone=True,
        )[0]
        == "good"
    ]


@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 1, 2, 3, 4, 5, 6, 7, 8], id="as written"),
        pytest.param([0, 1, 1, 2, 3, 3, 3, 4], id="read again"),
        pytest.param([0, 2, 1, 3, 5, 4], id="swapped"),
        pytest.param([0, 4, 8], id="left out"),
        pytest.param([5, 6, 7, 0, 1, 2], id="begun in the middle"),
    ],
)
def test_the_lines_that_were_read_are_found_in_their_order(order: list[int]) -> None:
    lines = script()
    assert read([lines[line] for line in order]) == order


def test_words_of_no_line_are_given_to_none() -> None:
    lines = script()
    remark = list(np.random.default_rng(3).integers(0, PHONES, 12))
    false_start = lines[2][:4]
    assert read([lines[0], remark, lines[1], false_start, lines[2], remark]) == [0, 1, 2]


def test_nothing_read_is_nothing_found() -> None:
    rng = np.random.default_rng(9)
    assert read([list(rng.integers(0, PHONES, 12)) for _ in range(4)]) == []


def test_a_word_that_is_another_stands_out() -> None:
    line = script()[3]
    starts = (0, 9, 18)
    whole = compared(said(line, seed=1), said(line), starts)
    assert max(whole.word_costs) < 2.0
    other = [*line[:3], *((phone + 5) % PHONES for phone in line[3:6]), *line[6:]]
    changed = compared(said(other, seed=1), said(line), starts)
    assert int(np.argmax(changed.word_costs)) == 1
    assert max(changed.word_costs) > 1.5 * max(whole.word_costs)


def test_a_line_said_unlike_the_voice_is_found_where_it_is_expected() -> None:
    lines = script()
    other = [phone if at % 3 else (phone + 7) % PHONES for at, phone in enumerate(lines[4])]
    odd = said(other, pace=4, sure=0.2, seed=54)
    parts = [said(lines[n], pace=4, seed=50 + n) for n in (2, 3)]
    parts += [odd, *(said(lines[n], pace=4, seed=50 + n) for n in (5, 6))]
    pauses = np.append(np.concatenate([np.arange(len(part)) == 0 for part in parts]), [True])
    read_ones, texts = np.concatenate(parts), [said(line) for line in lines]
    found = find_lines(read_ones, pauses, texts)
    assert [one.line for one in found] == [2, 3, 5, 6]
    every = find_expected(read_ones, pauses, texts, found)
    assert [one.line for one in every] == [2, 3, 4, 5, 6]
    start = sum(len(part) for part in parts[:2])
    assert every[2].start == pytest.approx(start, abs=2)
    assert every[2].end == pytest.approx(start + len(odd), abs=2)


def test_a_line_that_differs_in_a_word_is_not_taken_for_another() -> None:
    one, other = [*script()[0], 3, 4, 5], [*script()[0], 3, 9, 5]
    bands, kept = np.zeros((1, 25), np.float32), np.ones(1, dtype=np.bool_)
    texts = ("Breathing in, I know.", "Breathing out, I know.", "In another place.")
    lines = [VoicedLine(bands, kept, (0,), tuple(text.split())) for text in texts]
    voiced = [said(one), said(other), said(script()[1])]
    for sure, doubtful in ((0.7, False), (0.1, True)):
        reading = said(one, pace=4, sure=sure, seed=50)
        result = compared(reading, voiced[0], (0,))
        assert may_be_another(reading, result, 0, lines, voiced) is doubtful
