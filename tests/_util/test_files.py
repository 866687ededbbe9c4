"""Names that no file system takes are an error for people wherever one may be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from manifests import MANIFEST, write_series
from quietude import Output, Request, Script, render
from quietude._util.files import is_file, is_folder, is_there
from quietude.cli.app import app
from quietude.errors import ManifestError, QuietudeError
from quietude.series.manifest.reader import read_manifest

LONG = "n" * 300


def test_what_is_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert (is_file(tmp_path), is_folder(tmp_path), is_there(tmp_path)) == (False, True, True)
    assert (is_file(tmp_path / "a"), is_folder(tmp_path / "a")) == (True, False)
    for bad in (tmp_path / LONG, "a\x00b"):
        assert [is_file(bad), is_folder(bad), is_there(bad)] == [False] * 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["render", "safe-place", "--engine", "tone", "-o", f"{LONG}.mp3"],
        ["render", "safe-place", "--engine", "tone", "-o", f"{LONG}/a.mp3"],
        ["render", "safe-place", "--engine", "tone", "-o", "a.mp3", "--stems", LONG],
        ["render", "safe-place", "--engine", "tone", "--bed", f"{LONG}.mp3"],
        ["render", "safe-place", "--engine", "tone", "--cover", f"{LONG}.png"],
        ["render", "safe-place", "--engine", "tone", "--lexicon", f"{LONG}.yaml"],
        ["check", f"{LONG}.yaml"],
        ["check", LONG],
        ["series", "build", f"{LONG}.yaml", "-o", "site"],
        ["series", "build", "series.yaml", "-o", LONG, "--base-url", "https://example.org"],
        ["series", "check", LONG],
        ["series", "serve", LONG],
    ],
)
def test_a_name_too_long_is_an_error_for_people(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_series(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, QuietudeError | SystemExit), repr(result.exception)
    assert result.exit_code
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "old",
    [
        "file: one.yaml",
        "file: one.yaml, intro: {file: X.md}",
        "programme: X.yaml",
        "exercise: safe-place, bed: X.mp3",
    ],
)
def test_so_it_is_in_a_manifest(old: str, tmp_path: Path) -> None:
    new = old.replace("one", LONG).replace("X", LONG)
    text = MANIFEST.replace("- file: one.yaml", f"- {{{new}}}")
    with pytest.raises(ManifestError):
        read_manifest(write_series(tmp_path, text))


def test_a_name_as_long_as_can_be(small: Script, tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.wav"
    render(small, Output(path, receipt=False), Request(engine="tone"))
    assert [it.name for it in tmp_path.iterdir()] == [path.name]
