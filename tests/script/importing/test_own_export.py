"""Exports read back into the definition they were made from."""

from __future__ import annotations

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
from quietude.script.model import Script
from quietude.script.reader import definition_data, import_script, read_script

TEN = [
    "safe-place", "butterfly-hug", "letter-of-thanks", "this-week",
    *[exercise for exercise in exercise_ids() if exercise not in {"safe-place", "butterfly-hug"}][:30:5],
]  # fmt: skip


def exported(data: Any, form: str) -> str:
    forms = {
        "txt": as_text, "md": lambda definition: as_text(definition, markdown=True),
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


def test_a_broken_export_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    text = as_text(definition_data("safe-place")).replace("[step ", "[stop ", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match="not a step") as caught:
        read_script(path)
    assert caught.value.line
