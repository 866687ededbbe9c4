"""``check`` reports every file, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from command_line import TONE, assert_clear_failure, run
from examples import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable


def test_check_reports_every_file_and_fails(script: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALL.replace("pause: 2-30s", "pause: soon"), encoding="utf-8")
    lost = tmp_path / "lost.yaml"
    lost.write_text(SMALL.replace("title:", "bed: rian\ntitle:", 1), encoding="utf-8")
    result = run("check", str(bad), str(lost), script)
    assert result.returncode == 1
    told = result.stderr.replace("\n", "")
    assert f"{bad}:11: " in told
    assert f"{lost}:2: " in told
    assert "valid" in result.stdout


def test_check_annotates_and_is_strict(write: Callable[[str, str], Path], tmp_path: Path) -> None:
    risky = str(write("risky.yaml", SMALL.replace("It is good", "Do not move. It is good")))
    assert run("check", "rest-between", "butterfly-hug", "--strict").returncode == 0
    text = run("check", risky)
    assert text.returncode == 1
    assert f"{risky}:10: error T07" in text.stdout
    assert "::error file=" in run("check", risky, "--format", "github").stdout
    found = json.loads(run("check", risky, "--json").stdout)["findings"]
    assert found[0]["rule"] == "T07"
    sarif = json.loads(run("check", risky, "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "T07"
    out = str(tmp_path / "a.wav")
    assert_clear_failure(run("render", risky, "-o", out, *TONE), 1, "--accept-care-risks")
    assert (
        run(
            "render", risky, "-o", out, "--accept-care-risks", "--duration", "36s", *TONE
        ).returncode
        == 0
    )


def test_no_findings_are_said_to_be_about_wording_only(tmp_path: Path) -> None:
    words = "no clinician has read this"
    told = run("check", "rest-between", "play").stdout
    assert told.count("no care findings") == 2
    assert told.count(words) == 1
    assert words not in run("check", "rest-between", "--json").stdout
    assert words not in run("check", "rest-between", "--format", "github").stdout
    risky = tmp_path / "risky.yaml"
    risky.write_text(SMALL.replace("It is good", "Do not move. It is good"), encoding="utf-8")
    assert words not in run("check", str(risky)).stdout
