"""``import``, ``show``, ``new`` and ``schema``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from command_line import TONE, assert_clear_failure, run
from quietude.session.planning import outline

if TYPE_CHECKING:
    pass


def test_a_text_script_is_imported_shown_and_rendered(tmp_path: Path) -> None:
    script = tmp_path / "mine.txt"
    text = (
        "Welcome. Sit as you like.\n[PAUSE: 8s]\n[odd]\n\nOpen your eyes, look around the room.\n"
    )
    script.write_text(text, encoding="utf-8")
    definition = tmp_path / "mine.yaml"
    result = run("import", str(script), "-o", str(definition))
    assert result.returncode == 0, result.stderr
    assert f'{script}:3: "odd" is kept as a note' in result.stderr
    assert "12 words, 0:08 of marked silence" in result.stderr
    assert run("check", str(definition)).returncode == 0
    assert run("import", str(script), "-o", str(definition)).returncode == 1
    assert "notation: quietude" in run("show", str(definition), "--as", "markdown").stdout
    assert re.search(
        r"^mine, light, about \d:\d\d to \d+:\d\d long$",
        run("show", str(definition)).stdout,
        re.MULTILINE,
    )
    assert run("show", "safe-place", "--as", "ssml").stdout.startswith("<?xml")
    report = json.loads(run("import", str(script), "--json").stdout)
    assert report["words"] == 12
    assert report["estimated_s"] == round(outline(script).seconds, 1)  # as ``plan`` shows it
    rendered = run("render", str(script), "-o", str(tmp_path / "a.wav"), *TONE)
    assert rendered.returncode == 0, rendered.stderr


def test_the_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout)["title"] == "A Quietude definition"


def test_a_new_definition_makes_its_folder_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "scripts" / "mine.yaml"
    assert run("new", "mine", "-o", str(path)).returncode == 0
    before = path.read_text(encoding="utf-8")
    assert_clear_failure(run("new", "mine", "-o", str(path)), 1, "--overwrite")
    assert path.read_text(encoding="utf-8") == before
    assert [entry.name for entry in path.parent.iterdir()] == ["mine.yaml"]
