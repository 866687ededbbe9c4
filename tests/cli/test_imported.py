"""The view of an import and its warnings, the same at ``import``, ``plan``, ``check``, ``render``."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from command_line import run

UNSURE = (
    "Welcome (if you are new) to this.\n\nRest here.\n\n© 2020 A. Person. All rights reserved.\n"
)


@pytest.fixture
def unsure(tmp_path: Path) -> str:
    path = tmp_path / "calm.txt"
    path.write_text(UNSURE, encoding="utf-8")
    return str(path)


def test_every_line_is_shown_as_it_will_be_heard(unsure: str) -> None:
    rows = run("import", unsure, "--view").stdout.splitlines()
    assert [row.split("  ")[1].strip() for row in rows] == [
        "chapter",
        "unsure",
        "spoken",
        "left out",
    ]
    assert "(copyright or disclaimer)" in rows[-1]
    data = json.loads(run("import", unsure, "--json").stdout)
    assert [row["line"] for row in data["view"]] == [1, 1, 3, 5]
    assert json.loads(run("plan", unsure, "--json").stdout)["view"] == data["view"]
    checked = json.loads(run("check", unsure, "--json").stdout)
    assert checked["views"] == {unsure: data["view"]}


@pytest.mark.parametrize("command", ["plan", "check"])
def test_other_doors_say_how_many_and_where_to_look(unsure: str, command: str) -> None:
    result = run(command, unsure)
    assert "1 line left out, 1 line spoken that may not be meant to be (1)" in result.stderr
    assert f"  See: quietude import {unsure} --view" in result.stderr.splitlines()


def test_the_command_to_look_with_can_be_pasted(tmp_path: Path) -> None:
    path = tmp_path / "an evening.txt"
    path.write_text(UNSURE, encoding="utf-8")
    told = run("plan", str(path)).stderr
    (line,) = [line for line in told.splitlines() if "See: quietude " in line]
    assert shlex.split(line.partition("See: ")[2]) == ["quietude", "import", str(path), "--view"]


@pytest.mark.parametrize("command", ["import", "plan", "check", "render"])
def test_strict_refuses_an_unsure_line(unsure: str, command: str) -> None:
    result = run(command, unsure, "--strict")
    assert result.returncode != 0
    assert "calm.corrections" in result.stderr


def test_line_breaks_are_told_at_every_door(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("rest here\nand go on\n", encoding="utf-8")
    for lines, phrases in (("phrases", 2), ("wrapped", 1)):
        planned = json.loads(run("plan", str(path), "--lines", lines, "--json").stdout)
        assert len(planned["speech"]) == phrases


def test_a_declared_length_is_the_default_where_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Duration: 2 minutes\n\nRest.\n(silence, a few minutes)\nGo on.\n", encoding="utf-8"
    )
    result = run("plan", str(path), "--json")
    assert json.loads(result.stdout)["total_frames"] == 120 * 44_100
    assert "2:00 long, as the script says" in result.stderr
    asked = run("plan", str(path), "--duration", "100s", "--json")
    assert json.loads(asked.stdout)["total_frames"] == 100 * 44_100
    path.write_text("Duration: 90 minutes\n\nRest.\n", encoding="utf-8")
    refused = run("plan", str(path), "--json")
    assert refused.returncode == 0
    assert "says it lasts 1:30:00, which these lines cannot fill" in refused.stderr


def test_an_exercise_is_as_long_as_it_is_offered() -> None:
    planned = run("plan", "taking-a-break", "--json")
    assert "3:00 long (offered at 2 or 3 minutes" in planned.stderr
    assert json.loads(planned.stdout)["total_frames"] == 180 * 44_100


def test_clock_times_are_kept_whatever_length_the_script_says(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "# Rest (3-5 minutes)\n\n## In\n\n[0:00] Sit.\n\n[1:00] Feel.\n\n[2:00] Come back.\n"
    path.write_text(text, encoding="utf-8")
    result = run("plan", str(path), "--json")
    assert "as its clock times say (the script says 4:00)" in result.stderr
    starts = [spoken["start_frame"] for spoken in json.loads(result.stdout)["speech"]]
    assert starts[1:] == [60 * 44_100, 120 * 44_100]
