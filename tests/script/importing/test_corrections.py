"""Corrections: a word for a line, in a file beside the script or in the script itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from quietude.errors import ScriptError
from quietude.script.importing.corrections import Corrections, corrected
from quietude.script.importing.files import import_script
from quietude.script.importing.importer import import_text
from quietude.script.importing.lines import read_lines
from quietude.script.reader import read_script

SCRIPT = "Rest (or walk) here.\n\n[Hold your hands.]\n\nJane says hello.\n\nThank you, NAME.\n"


def steps(folder: Path, corrections: str) -> list[object]:
    (folder / "evening.txt").write_text(SCRIPT, encoding="utf-8")
    (folder / "evening.corrections").write_text(corrections, encoding="utf-8")
    _, imported = import_script(folder / "evening.txt")
    return [step for section in imported.data["sections"] for step in section["steps"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3: speak", "Hold your hands."),
        ("5: pause 10s", {"pause": "10s"}),
        ("5: silence 10s", {"pause": "10s"}),
        ("5: bell", "bell"),
        ("7: slot name", 'Thank you{{ ", " + name if name }}.'),
        ('"Hold your": speak', "Hold your hands."),
    ],
)
def test_a_word_says_what_a_line_is(tmp_path: Path, words: str, expected: object) -> None:
    assert expected in steps(tmp_path, f"# mine\n{words}\n")


def test_lines_are_left_out_one_by_one_and_in_a_row(tmp_path: Path) -> None:
    assert "Jane says hello." not in steps(tmp_path, "5: leave out\n")
    assert steps(tmp_path, "3-6: leave out\n") == [
        "Rest (or walk) here.",
        'Thank you{{ ", " + name if name }}.',
    ]


def test_a_corrected_line_is_no_longer_unsure(tmp_path: Path) -> None:
    steps(tmp_path, "1: speak\n")
    assert not import_script(tmp_path / "evening.txt")[1].view.unsure
    assert read_script(tmp_path / "evening.txt").id == "evening"


@pytest.mark.parametrize("name", ["a.corrections", "a.txt.corrections"])
def test_a_pause_with_words_beside_it_keeps_the_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("Be comfortable. Rest. [pause]\n\nGo on.\n", encoding="utf-8")
    (tmp_path / name).write_text("1: pause 20s\n", encoding="utf-8")
    steps = import_script(tmp_path / "a.txt")[1].data["sections"][0]["steps"]
    assert steps == ["Be comfortable. Rest.", {"pause": "20s"}, "Go on."]


def test_a_slot_asks_for_a_detail(tmp_path: Path) -> None:
    steps(tmp_path, "7: slot name\n")
    assert list(read_script(tmp_path / "evening.txt").slots) == ["name"]


def test_a_comment_in_the_script_does_the_same() -> None:
    data = import_text(
        "Rest.\n[Softly now.] <!-- speak -->\nGo. <!-- leave out -->\n", "a.txt"
    ).data
    assert data["sections"][0]["steps"] == ["Rest.", "Softly now."]
    longer = import_text("Rest here. [pause] <!-- silence 9s -->\n", "a.txt").data
    assert longer["sections"][0]["steps"] == ["Rest here.", {"pause": "9s"}]


def test_the_meaning_of_line_breaks_can_stand_there_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("rest here\nand go on\n", encoding="utf-8")
    (tmp_path / "a.corrections").write_text("lines: phrases\n", encoding="utf-8")
    assert import_script(tmp_path / "a.txt")[1].data["sections"][0]["steps"] == [
        "rest here", "and go on"
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["3: shout", "speak", "x: speak", "3: pause soon", "lines: odd"])
def test_a_word_that_is_none_is_refused_with_its_line(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ScriptError) as caught:
        steps(tmp_path, f"1: speak\n{wrong}\n")
    assert caught.value.line == 2
    assert "leave out" in str(caught.value.hint)


def test_the_comma_of_a_name_goes_with_it() -> None:
    lines = read_lines("NAME, breathe out.\n")
    corrected_lines, _ = corrected(lines, Corrections({1: "slot name"}))
    assert corrected_lines[0].text == '{{ name + ", breathe" if name else "Breathe" }} out.'


def test_words_make_a_line_optional_and_what_fits_no_line_is_told(tmp_path: Path) -> None:
    found = steps(tmp_path, '"Jane says": optional 2\n')
    assert {"say": "Jane says hello.", "optional": 2} in found
    imported = import_text(
        SCRIPT, "a.txt", None, Corrections({99: "speak"}, {"not there": "speak"})
    )
    told = " ".join(guess.text for guess in imported.assumptions)
    assert "correction of 99 fits no line" in told
    assert 'correction of "not there" fits no line' in told
