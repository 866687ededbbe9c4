"""Exports read back into the definition they were made from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from examples import without_lines
from notations import EVERYTHING, GUIDE
from quietude.errors import ScriptError
from quietude.library import exercise_ids
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.export import as_ssml, as_text, as_yaml
from quietude.script.importing.files import import_script
from quietude.script.model import Script
from quietude.script.reader import definition_data, read_script

TEN = [
    "safe-place", "butterfly-hug", "letter-of-thanks", "this-week",
    *[exercise for exercise in exercise_ids() if exercise not in {"safe-place", "butterfly-hug"}][:30:5],
]  # fmt: skip


def exported(data: Any, form: str) -> str:
    forms = {
        "txt": as_text, "md": as_text,
        "ssml": as_ssml, "yaml": as_yaml,
    }  # fmt: skip
    return forms[form](data)


def assert_the_same(after: Path, before: Script) -> None:
    typed = {"yes-no": "yes", "pronoun": "she"}
    values = {
        name: slot.choices[0] if slot.choices else typed.get(slot.type, "3")
        for name, slot in before.slots.items()
    }
    request = Request(slot_values=values)
    first, second = compose(before, request), compose(read_script(after), request)
    assert without_lines(second) == without_lines(first)
    assert (second.title, second.sections, second.roles) == (
        first.title, first.sections, first.roles
    )  # fmt: skip
    assert (second.gaps, second.bed) == (first.gaps, first.bed)


@pytest.mark.parametrize("form", ["txt", "md", "ssml", "yaml"])
@pytest.mark.parametrize("exercise", TEN)
def test_an_export_reads_back_the_same(exercise: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_text(exported(definition_data(exercise), form), encoding="utf-8")
    assert_the_same(path, read_script(exercise))


@pytest.mark.parametrize("form", ["txt", "md", "ssml", "yaml"])
def test_every_kind_of_step_reads_back_the_same(form: str, tmp_path: Path) -> None:
    first = tmp_path / "everything.yaml"
    first.write_text(EVERYTHING, encoding="utf-8")
    path = tmp_path / f"x.{form}"
    path.write_text(exported(definition_data(first), form), encoding="utf-8")
    before = read_script(first)
    assert {"oh-in", "neeve"} <= {
        entry.says for step in before.steps() for entry in getattr(step, "says", ())
    }
    assert_the_same(path, before)


def test_an_imported_guide_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_text(GUIDE, encoding="utf-8")
    script, imported = import_script(path)
    for name, text in (("a.txt", as_text(imported.data)), ("a.ssml", as_ssml(imported.data))):
        again = tmp_path / name
        again.write_text(text, encoding="utf-8")
        after = compose(read_script(again), Request())
        assert without_lines(after) == without_lines(compose(script, Request()))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("[pauze 5s]", 'no step "pauze"'),
        ("[pause]", "needs a value"),
        ("[pause 5s", '"]" is expected'),
        ("[repeat 3]\n\nAgain.", "never ended"),
        ("[end]", "nothing is open"),
        ("[or]", "between the wordings"),
        ('[ask, reflect "5s] What?', "quotation mark"),
        ("[pause 5s, weight 2, weight 3]", "here twice"),
        ("[says (a: b, c)] Hello.", "mixed"),
    ],
)
def test_a_broken_edit_is_refused_with_its_line(edit: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    text = as_text(definition_data("rest-between"))
    at = text.index("## Leaving")
    path.write_text(f"{text[:at]}{edit}\n\n{text[at:]}", encoding="utf-8")
    with pytest.raises(ScriptError, match=re.escape(words)) as caught:
        read_script(path)
    assert caught.value.line == text[:at].count("\n") + 1


def test_people_may_edit_an_export_as_they_write(tmp_path: Path) -> None:
    text = """\
---
notation: quietude
id: x
title: X
---

# Arriving

Sit down, wherever you are,
and let your hands rest. [pause 5s]
[PAUSE: 8 seconds]
[optional] You might stay. [bell]

## Asking [practice, optional 3]
[ask, reflect 10-30s] What do you hear?
[pause 5s] And now?

[choose]

One.

[or]

Two.

[pause 3s]

[end]
"""
    path = tmp_path / "x.md"
    path.write_text(text, encoding="utf-8")
    assert definition_data(path)["sections"] == [
        {
            "title": "Arriving",
            "steps": [
                "Sit down, wherever you are, and let your hands rest.",
                {"pause": "5s"},
                {"pause": "8 seconds"},
                {"say": "You might stay.", "optional": 5},
                "bell",
            ],
        },
        {
            "title": "Asking",
            "role": "practice",
            "optional": 3,
            "steps": [
                {"ask": "What do you hear?", "reflect": "10-30s"},
                {"pause": "5s"},
                "And now?",
                {"choose": ["One.", ["Two.", {"pause": "3s"}]]},
            ],
        },
    ]
    again = tmp_path / "again.txt"
    again.write_text(as_text(definition_data(path)), encoding="utf-8")
    assert definition_data(again) == definition_data(path)


def test_exports_of_older_versions_still_read(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(
        "---\nnotation: quietude\nid: x\ntitle: X\n---\n\n"
        '[section {"title": "A", "role": "arrive"}]\n\nWhat now?\n[as ask {"reflect": "9s"}]\n\n'
        '[step {"pause": "3-9s", "optional": 2}]\n',
        encoding="utf-8",
    )
    assert definition_data(path)["sections"] == [
        {
            "title": "A",
            "role": "arrive",
            "steps": [{"ask": "What now?", "reflect": "9s"}, {"pause": "3-9s", "optional": 2}],
        }
    ]


def test_the_example_in_the_docs_reads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[4] / "docs" / "script-language.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```text\n(---\nnotation: quietude\n.*?)```", page, re.DOTALL)
    path = tmp_path / "listening.md"
    path.write_text(example, encoding="utf-8")
    arriving, listening = definition_data(path)["sections"]
    assert [next(iter(step)) for step in arriving["steps"] if isinstance(step, dict)] == ["pause"]
    kinds = [next(iter(step)) for step in listening["steps"]]
    assert kinds == ["breathe", "ask", "say", "pause", "echo", "repeat", "choose"]


def test_a_mistake_in_the_head_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(
        "---\nnotation: quietude\nid: x\ntitle: X\nbed: rian\nintensity: lots\n---\n\n## A [practice]\n\nRest.\n"
    )
    with pytest.raises(ScriptError, match="lots") as caught:
        read_script(path)
    assert caught.value.line == 6
