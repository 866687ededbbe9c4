"""The contract of step kinds, which search, errors and exports rely on."""

from __future__ import annotations

import pytest

from notations import EVERYTHING
from quietude.script.schema.definition import Definition
from quietude.script.schema.step_form import StepForm
from quietude.script.schema.steps import (
    STEP_FORMS,
    STEP_KINDS,
    every_form,
    keys_of_step,
    kinds_of,
    step_kind,
)
from quietude.script.schema.yaml_source import parse_yaml

STEPS = [
    step
    for section in Definition.model_validate(parse_yaml(EVERYTHING).data).sections
    for step in section.steps
]


def test_the_table_has_every_class() -> None:
    written = {form for form in StepForm.__subclasses__() if form.__module__.startswith("quietude")}
    assert set(STEP_FORMS.values()) == written


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_a_kind_is_named_by_the_first_key_of_its_own(kind: str) -> None:
    form = STEP_FORMS[kind]
    shared = [*StepForm.model_fields]
    assert [*form.model_fields][: len(shared) + 1] == [*shared, kind]
    assert step_kind({kind: None}) == kind
    assert step_kind(kind) == (kind if form.stands_alone else "text")


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_keys_that_a_class_names_are_keys_of_it(kind: str) -> None:
    form = STEP_FORMS[kind]
    assert not form.silence_key or form.silence_key in form.model_fields
    assert keys_of_step(("sections", 0, "steps", 0, kind, "x")) == list(form.model_fields)
    if form.settings:
        keys = keys_of_step(("sections", 0, "steps", 0, kind, kind, "x"))
        assert keys == [field.alias or name for name, field in form.settings.model_fields.items()]


def test_steps_inside_others_are_found_with_their_paths() -> None:
    assert {"repeat", "echo", "choose", "imagine", "include", "say"} <= kinds_of(STEPS)
    paths = {
        path: form for path, form in every_form(STEPS, ("steps",)) if not isinstance(form, str)
    }
    choice = next(path for path, form in paths.items() if form.kind() == "choose")
    assert paths[*choice, "choose", 1, 1].kind() == "pause"
    assert paths[*choice, "choose", 2, 0].kind() == "imagine"


def test_two_kinds_in_one_mapping_are_no_step() -> None:
    assert step_kind({"say": "a", "pause": "5s"}) is None
    assert step_kind({"optional": 3}) is None
    assert step_kind(7) is None
