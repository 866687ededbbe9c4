"""Break one thing of a good site, and the check says which, and what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from quietude.errors import DeliveryError, UsageError
from quietude.series.checks.run import check_folder, sites_in
from site_checks import AUDIO, TOKEN, errors, messages


def test_a_good_site_passes(folder: Path) -> None:
    found = list(check_folder(folder, previous=folder / "feed.xml"))
    assert [(finding.level, finding.where) for finding in found] == [("note", "feed.xml")]
    assert "skip silence" in found[0].message


def test_a_folder_for_each_listener(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "all" / TOKEN)
    shutil.copytree(folder, tmp_path / "all" / TOKEN[::-1])
    (tmp_path / "all" / "index.html").write_text("<!doctype html>")
    assert len(sites_in(tmp_path / "all")) == 2
    assert errors(tmp_path / "all") == []
    (tmp_path / "all" / TOKEN / AUDIO).unlink()
    assert f"{TOKEN}/{AUDIO}: the feed names" in messages(tmp_path / "all")
    with pytest.raises(UsageError, match="several"):
        errors(tmp_path / "all", previous=folder / "feed.xml")


def test_no_site_or_no_previous_feed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no series"):
        errors(tmp_path / "none")
    with pytest.raises(DeliveryError, match="cannot be read"):
        errors(folder, previous=tmp_path / "none.xml")


def test_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from quietude.cli.app import app

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as done:
            app(["series", "check", str(folder), *arguments])
        return int(done.value.code or 0), capsys.readouterr().out

    code, printed = run()
    assert code == 0
    assert printed.startswith("note: feed.xml: players that skip silence would cut up to")
    assert printed.endswith(f"{folder}: no problems found\n")
    names = folder.parent / "names.txt"
    names.write_text("Ada Example\n", encoding="utf-8")
    code, printed = run("--names", str(names))
    assert code == 1
    assert "error: feed.xml: a name of the list stands in this file\n  Take it out" in printed
    (folder / AUDIO).unlink()
    code, printed = run("--json")
    plain = json.loads(printed)
    assert code == 1
    assert (
        plain["errors"]
        == len([finding for finding in plain["findings"] if finding["level"] == "error"])
        > 0
    )
