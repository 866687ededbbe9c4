"""The score that tells spoken lines from the page around them, with its neighbours and reasons."""

from __future__ import annotations

import math

import pytest

from quietude.script.importing.importer import import_text
from quietude.script.importing.weighing.model import chances
from quietude.script.importing.words.telling import WORDS

BODY = """\
Let your shoulders come down a little, and feel the floor under your feet.

[pause 10 seconds]

Notice your breath, and let it be as it is.

[pause 10 seconds]

When you are ready, open your eyes and look around you.
"""
FOOT = "\nPain Service, Level 2, Tel: 01632 960147\nLeaflet no. 14/B  Review date: March 2026\n"


def what(text: str, name: str = "x.txt") -> dict[str, str]:
    return {row.text: row.what for row in import_text(text, name).view.rows if row.text}


def test_a_foot_is_left_out_with_the_features_that_say_so() -> None:
    rows = import_text(BODY + FOOT, "x.txt").view.left_out
    assert [row.line for row in rows] == [11, 12]
    assert all("no speech: " in row.why for row in rows[:1])
    assert {"spoken"} == {
        what(BODY)[text] for text in what(BODY) if text.startswith(("Let", "Not"))
    }


def test_a_script_without_furniture_loses_nothing() -> None:
    view = import_text(BODY, "x.txt").view
    assert not view.left_out
    assert not view.unsure


def test_whole_sentences_that_name_nothing_of_a_page_are_unsure_rather_than_lost() -> None:
    last = "Faltam 40 minutos para Évora. Não há nada melhor para fazer com eles do que isto."
    text = (
        "O comboio atravessa o Alentejo, e a senhora vai sentada do lado da sombra.\n\n"
        "Deixe que os olhos passem pelos sobreiros sem segurar nenhum.\n\n"
        "Repare no corpo, que também vai sentado.\n\n"
        "E outra vez os sobreiros, e outra vez o céu.\n\n"
    )
    assert what(text + last + "\n")[last] == "unsure"


def test_a_language_without_words_is_not_weighed() -> None:
    text = "Тел. 12, отдел 4\n\nПочувствуйте дыхание и дайте ему быть таким, какое оно есть.\n"
    assert not any("no speech" in row.why for row in import_text(text, "x.txt").view.rows)


def test_every_language_has_a_row_of_every_concept() -> None:
    assert {len(row) for row in WORDS.values()} == {len(WORDS["en"])}
    assert len(WORDS) == 10


@pytest.mark.parametrize("bonds", [(0.7, 0.3), (2.0, 2.0), (-1.0, 0.5)])
def test_the_chances_of_two_neighbours_are_those_of_all_four_cases(
    bonds: tuple[float, float],
) -> None:
    one, two = 0.4, -1.1
    cases = {
        (True, True): one + two + bonds[0],
        (True, False): one,
        (False, True): two,
        (False, False): bonds[1],
    }
    whole = sum(map(math.exp, cases.values()))
    first = sum(math.exp(weight) for (said, _), weight in cases.items() if said) / whole
    second = sum(math.exp(weight) for (_, said), weight in cases.items() if said) / whole
    assert chances([one, two], [bonds]) == pytest.approx([first, second])
    assert chances([], []) == []


def test_counted_numbers_between_words_are_speech() -> None:
    text = (
        "INDUCTION\n\n...and as you listen... you may notice your breathing...\n\n"
        "10... every muscle... 9... letting go... 8... 7... 6... 5... 4... 3... 2... 1...\n\nYou are calm.\n"
    )
    rows = import_text(text, "a.txt").view.rows
    assert "every muscle" in [row.text for row in rows if row.what == "spoken"]
