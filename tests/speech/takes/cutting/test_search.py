"""Lines found in what was read, whatever the order, beside what belongs to no line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.speech.takes.cutting.comparing import compared
from quietude.speech.takes.cutting.cutting import judged
from quietude.speech.takes.cutting.search import find_lines

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
            compared(frames[one.start : one.end], said(script()[one.line]), (0,)), alone=True
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
