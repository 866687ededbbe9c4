"""Whole scripts in every notation, with the report of what was assumed."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from examples import without_lines
from notations import GUIDE
from quietude.errors import QuietudeError
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.export import as_yaml
from quietude.script.importing.files import import_script
from quietude.script.importing.importer import import_text
from quietude.script.model import Bell, Say
from quietude.script.reader import read_script


def test_a_guide_is_understood() -> None:
    imported = import_text(GUIDE, "guide.txt")
    assert [section["title"] for section in imported.data["sections"]] == [
        "OPENING",
        "Breath",
        "CLOSING",
    ]
    first, breath, last = (section["steps"] for section in imported.data["sections"])
    assert first == [
        "Welcome to this practice.", {"pause": "2.5-12.5s"},
        "Let yourself arrive", {"pause": "0.8-1.6s"},
        "and breathe. (No need to close your eyes, just listen.)", {"pause": "13s"},
        "What do you notice?", {"pause": "8-16s"},
        {"note": "Something only the author knows"}, {"pause": "20-30s"},
    ]  # fmt: skip
    one = ["In", {"pause": "0.8-1.6s"}, "and out."]
    assert breath == [*one, *one, *one, "bell", {"pause": "2.5-12.5s"}]
    assert last == ["Open your eyes", "bell", "as in", {"note": "Mark 6:31"}]
    assert imported.declared_s == 300
    said = {
        (assumption.line, assumption.text.split('"')[1])
        for assumption in imported.assumptions
        if '"' in assumption.text
    }
    assert {(4, "pause"), (11, "Something only the author knows"), (16, "repeat 3x")} <= said
    assert imported.words == 35


def test_a_heading_without_sound_under_it_is_the_title(tmp_path: Path) -> None:
    text = "# The lantern\n*Soft voice.*\n\n## Arriving\nRest.\n\n[Something]\n\n## Going\nGo.\n"
    path = tmp_path / "draft-2.md"
    path.write_text(text, encoding="utf-8")
    script, imported = import_script(path)
    assert script.title == "The lantern"
    assert [(section["title"], section["steps"]) for section in imported.data["sections"]] == [
        ("Arriving", [{"note": "Soft voice."}, "Rest.", {"note": "Something"}]),
        ("Going", ["Go."]),
    ]
    assert [step.line for step in script.steps()] == [2, 5, 7, 10]


def test_steps_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("One.\n\n[pause 3 seconds]\n\nCLOSING\nTwo.\n", encoding="utf-8")
    script, _ = import_script(path)
    assert [step.line for step in script.steps()] == [1, 3, 6]
    assert [section.line for section in script.sections] == [1, 5]


def test_a_repeated_line_keeps_its_pronunciations(tmp_path: Path) -> None:
    source = tmp_path / "x.md"
    source.write_text('Hi (Niamh)[sub:"Neev"].\n(repeat 2x)\n', encoding="utf-8")
    script, imported = import_script(source)
    assert [step.says[0].says for step in script.steps() if isinstance(step, Say)] == [
        "Neev",
        "Neev",
    ]
    again = tmp_path / "y.yaml"
    again.write_text(as_yaml(imported.data), encoding="utf-8")
    assert without_lines(compose(read_script(again), Request())) == without_lines(
        compose(script, Request())
    )


def test_an_imported_script_is_written_without_aliases(tmp_path: Path) -> None:
    imported = import_text("Breathe.\n[ding ding ding]\n[repeat 3 times]\n", "x.md")
    again = tmp_path / "bells.yaml"
    again.write_text(as_yaml(imported.data), encoding="utf-8")
    assert [step.count for step in read_script(again).steps() if isinstance(step, Bell)] == [
        3,
        3,
        3,
    ]


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        ("# A Window\nRest.\n## Back\nLook.\n", "A Window"),
        ("Rest.\n\n# A *Window*\nRest.\n### Back\nLook.\n", "A Window"),
        ("# A Window\nRest.\n# Back\nLook.\n## Out\nGo.\n", "My script"),
        ("# A Window\nRest.\n", "A Window"),
        ("---\ntitle: Mine\n---\n# A Window\nRest.\n## Back\nLook.\n", "Mine"),
    ],
)
def test_the_one_heading_above_the_others_names_the_script(headings: str, title: str) -> None:
    assert import_text(headings, "my-script.md").data["title"] == title


PAGE = "You may let your shoulders drop, and notice what is under your feet right now. " * 2


@pytest.mark.parametrize(
    ("before", "spoken"),
    [(PAGE, False), (PAGE + "[pause]", False), ("Rest.", True), (PAGE + "Count with me:", True)],
)
def test_one_number_between_paragraphs_is_a_page(before: str, *, spoken: bool) -> None:
    steps = import_text(f"{before}\n\n2\n\nGo on now.\n", "a.txt").data["sections"][0]["steps"]
    assert ("2" in steps) is spoken


def test_the_way_back_to_the_room_is_not_in_doubt() -> None:
    text = "Rest.\n\n[pause 9 seconds]\n\nWhen you're ready, come back to the room.\n"
    assert not import_text(text, "a.txt").view.unsure


SCRAPS = (
    "😀", "**", "**🌿🌿 (2 min)**", "(2 min)", "(10 s)", "|", "—", "...", "20", "①", "a.", "Repeat",
    "last two lines", "<SFX: bell>", "¹", "DO:", "SAY:", "一、", "第1章", "$", "[!pause]", ">", "- ", "「",
    "。", "Sit down.", "minute's", "5 / 6", "#a #b", "From: x", "---", "''", "Part 1:", "Dauer: 5 Min",
)  # fmt: skip


def test_any_mix_of_marks_is_read_or_refused_in_words() -> None:
    draw = random.Random(7)  # noqa: S311  (no secret)
    for _ in range(300):
        lines = [" ".join(draw.choices(SCRAPS, k=draw.randint(1, 5))) for _ in range(4)]
        with suppress(QuietudeError):
            import_text("\n".join(lines), "x.txt")
