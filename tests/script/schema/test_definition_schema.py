"""The JSON Schema that editors use: current, explained, and complete."""

from __future__ import annotations

from typing import Any

from definition_schema import definition_schema, schema_text
from quietude import library
from quietude.script.schema.steps import STEP_KINDS


def properties() -> dict[str, dict[str, Any]]:
    schema = definition_schema()
    models = {"Definition": schema, **schema["$defs"]}
    return {
        f"{name}.{key}": value
        for name, model in models.items()
        for key, value in model.get("properties", {}).items()
    }


def test_the_shipped_schema_is_current() -> None:
    assert library.schema_text() == schema_text(), "run: make schema"


def test_every_key_is_explained() -> None:
    silent = [key for key, value in properties().items() if not value.get("description")]
    assert silent == []


def test_every_step_kind_is_in_the_schema() -> None:
    keys = {key.partition(".")[2] for key in properties()}
    assert set(STEP_KINDS) <= keys


def test_unknown_keys_are_refused_by_the_schema() -> None:
    models = [definition_schema(), *definition_schema()["$defs"].values()]
    assert all(model["additionalProperties"] is False for model in models)
