"""JSON of apps and transcribers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from quietude.errors import ScriptError
from quietude.script.importing.files import import_script

if TYPE_CHECKING:
    from pathlib import Path


def heard(tmp_path: Path, data: Any) -> list[str | float | None]:
    path = tmp_path / "a.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1), encoding="utf-8")
    rows = import_script(path)[1].view.rows
    return [row.seconds if row.what == "silence" else row.text
            for row in rows if row.what in {"spoken", "silence"}]  # fmt: skip


STEPS = [{"text": "Sit down.", "pauseAfter": 10}, {"type": "silence", "seconds": 5}, "Come back."]


@pytest.mark.parametrize(
    "data",
    [{"title": "X", "duration": 300, "steps": STEPS}, {"meditation": {"segments": STEPS}}, STEPS,
     {"sections": [{"name": "A", "lines": STEPS}]}],
)  # fmt: skip
def test_steps_in_the_usual_shapes_are_read(tmp_path: Path, data: Any) -> None:
    assert heard(tmp_path, data) == ["Sit down.", 10, 5, "Come back."]


def test_phrases_with_times_are_said_at_these_times(tmp_path: Path) -> None:
    segments = [{"start": 4.0, "end": 6.0, "text": "Sit down."}, {"start": 20, "text": "Rest."}]
    first, silence, second = heard(tmp_path, {"text": "Sit down. Rest.", "segments": segments})
    assert (first, second) == ("Sit down.", "Rest.")
    assert silence == pytest.approx(15, abs=1)


def test_a_script_that_is_one_string_is_read_as_text(tmp_path: Path) -> None:
    assert heard(tmp_path, {"title": "X", "script": "Sit down.\n\n(pause 10 s)\n\nRest."}) == [
        "Sit down.", 10, "Rest.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"a": [1,', "not valid JSON"),
        ('{"name": "package"}', "no lines to speak"),
        ('{"steps": [{"text": "Sit."}, {"pause": [1]}]}', "a.json"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        heard(tmp_path, data)
