"""Repeats of numbered steps: the steps of those numbers are said again, in every language."""

from __future__ import annotations

import pytest

from quietude.script.importing.directions.repeats import repeat_of_steps
from quietude.script.importing.importer import import_text

LIST = """\
1. Sit.
2. Breathe in slowly.
[pause 3s]
3. Breathe out.

{repeat}

4. Come back to the room.
"""


def spoken(text: str) -> list[str]:
    return [row.text for row in import_text(text, "a.txt").view.rows if row.what == "spoken"]


@pytest.mark.parametrize(
    ("repeat", "again"),
    [
        ("Repeat 2-3 twice more.", 2 * ["Breathe in slowly.", "Breathe out."]),
        ("Repeat steps 1-3.", ["Sit.", "Breathe in slowly.", "Breathe out."]),
        ("Go back to step 2.", ["Breathe in slowly.", "Breathe out."]),
        ("(Repeat step 2 once)", ["Breathe in slowly."]),
        ("Repeat steps 2 and 3, three times.", 2 * ["Breathe in slowly.", "Breathe out."]),
    ],
)
def test_the_steps_of_the_numbers_are_repeated(repeat: str, again: list[str]) -> None:
    own = ["Sit.", "Breathe in slowly.", "Breathe out."]
    assert spoken(LIST.format(repeat=repeat)) == [*own, *again, "Come back to the room."]


def test_silences_are_repeated_with_their_steps_and_a_missing_number_is_told() -> None:
    found = import_text(LIST.format(repeat="Repeat 2-3 four more times."), "a.txt")
    assert found.silence_s == 15
    missing = import_text(LIST.format(repeat="Repeat 5-6."), "a.txt")
    assert '"Repeat 5-6." is kept as a note and not spoken' in [a.text for a in missing.assumptions]


def test_numbers_of_steps_by_themselves_are_steps_under_headings_too() -> None:
    text = "# Round\nStep 1\nBreathe in.\nStep 2\nBreathe out.\n# Rest\nRepeat steps 1-2 once.\n"
    assert spoken(text) == 2 * ["Breathe in.", "Breathe out."]
    labelled = "Step 1: Sit down on the chair.\nStep 2: Let your eyes close now.\nBack to step 1."
    assert "Step" not in " ".join(spoken(labelled))


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("Schritte 1-3 wiederholen", (1, 3, 1)),
        ("Wiederhole Schritt 2 bis 4 noch dreimal.", (2, 4, 3)),
        ("Zurück zu Schritt 2.", (2, 0, 1)),
        ("Répétez les étapes 1 à 3", (1, 3, 1)),
        ("Revenez à l'étape 2.", (2, 0, 1)),
        ("Repite los pasos 1 a 3 dos veces más", (1, 3, 2)),
        ("Vuelve al paso 1", (1, 0, 1)),
        ("Repita os passos 2 a 4", (2, 4, 1)),
        ("Ripeti i passi 1-3 altre due volte", (1, 3, 2)),
        ("Torna al passo 2", (2, 0, 1)),
        ("Herhaal stappen 1 t/m 3 nog twee keer", (1, 3, 2)),
        ("Ga terug naar stap 2", (2, 0, 1)),
        ("ステップ1〜3を繰り返す", (1, 3, 1)),
        ("ステップ2に戻る", (2, 0, 1)),
        ("重复步骤1到3", (1, 3, 1)),
        ("回到第2步", (2, 0, 1)),
        ("चरण 1 से 3 दोहराएँ", (1, 3, 1)),
    ],
)
def test_every_language_repeats_steps(words: str, steps: tuple[int, int, int]) -> None:
    found = repeat_of_steps(words)
    assert found is not None
    assert (found.first, found.last, found.count) == steps


@pytest.mark.parametrize(
    "words",
    [
        "Repeat 2-3 times",
        "Repeat three times.",
        "Repeat 1-3 more times",
        "Return to 3 minutes of silence.",
        "Go back to 1990",
        "Do 10 of these.",
    ],
)
def test_other_numbers_are_no_steps(words: str) -> None:
    assert repeat_of_steps(words) is None


@pytest.mark.parametrize("times", ["(3 times)", "(x3)", "(3 veces)", "(3 Mal)"])
def test_a_line_is_repeated_as_often_as_stands_at_its_end(times: str) -> None:
    text = f"Sit down here.\nBreathe in and out. {times}\nRest now.\n"
    rows = import_text(text, "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down here.", *["Breathe in and out."] * 3, "Rest now.",
    ]  # fmt: skip


def test_a_breath_counted_with_dashes_has_silences_and_numbers_to_repeat_are_steps() -> None:
    rows = import_text(
        "Breathe in - 2 - 3 - 4.\n\n1. Rest here.\n2. Be here.\nRepeat 1-2.\n", "a.txt"
    ).view.rows
    said = [row.text for row in rows if row.what == "spoken"]
    assert said == ["Breathe in", "2", "3", "4.", *2 * ["Rest here.", "Be here."]]


@pytest.mark.parametrize(
    ("words", "times"),
    [("(Repeat the last two lines.)", 2), ("(Die letzten zwei Sätze dreimal wiederholen)", 3),
     ("(Répéter 2 fois les deux dernières phrases)", 2), ("(Repite las dos últimas frases)", 2)],
)  # fmt: skip
def test_the_last_lines_are_repeated(words: str, times: int) -> None:
    text = f"Sit down.\nBreathe in. (4 s)\nBreathe out. (6 s)\n{words}\nRest.\n"
    rows = import_text(text, "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == [
        "Sit down.", *["Breathe in.", "Breathe out."] * times, "Rest.",
    ]  # fmt: skip
    assert sum(row.seconds or 0 for row in rows if row.what == "silence") == 10 * times


def test_a_repeat_may_stand_without_brackets() -> None:
    rows = import_text("Rest here.\nRepeat twice more.\nLook up.\n", "a.txt", "phrases").view.rows
    assert [row.text for row in rows if row.what == "spoken"] == ["Rest here."] * 3 + ["Look up."]
