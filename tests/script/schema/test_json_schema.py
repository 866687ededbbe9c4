from __future__ import annotations

import json
from typing import Any

from quietude import library
from quietude.script.json_schema import DESCRIPTIONS, definition_schema, schema_text
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
    # To make it again: python -c "from quietude.script.json_schema import schema_text as s;
    # print(s(), end='')" > src/quietude/library/definition.schema.json
    assert library.schema_text() == schema_text()


def test_every_key_says_what_it_is() -> None:
    found = properties()
    assert [key for key, value in found.items() if not value.get("description")] == []
    assert [key for key in DESCRIPTIONS if key not in found] == []


def test_every_kind_of_step_is_in_it() -> None:
    keys = {key.partition(".")[2] for key in properties()}
    assert set(STEP_KINDS) <= keys
    assert json.loads(library.schema_text())["additionalProperties"] is False
