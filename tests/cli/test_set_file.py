"""Personal details from a file or the standard input: other users do not see them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from command_line import TONE, assert_clear_failure, run
from quietude.cli.personal import personal_details
from quietude.errors import UsageError
from quietude.script.parse import parse_script

SCRIPT = """\
id: mine
title: Mine
slots:
  name: {ask: "Your name?", default: ""}
sections:
  - title: A
    role: return
    steps: ["Hello {{ name }}."]
"""


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(SCRIPT)
    return path


def details(*files: str) -> dict[str, str]:
    return personal_details(parse_script(SCRIPT), [], None, ask=False, files=files)


def test_a_detail_comes_from_a_file_without_the_end_of_its_line(tmp_path: Path) -> None:
    (tmp_path / "name").write_bytes(b"\xef\xbb\xbfZo\xc3\xab = x \r\n")
    assert details(f"name={tmp_path / 'name'}") == {"name": "Zoë = x "}


def test_a_detail_comes_from_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ada\n")))
    assert details("name=-") == {"name": "Ada"}


@pytest.mark.parametrize("pair", ["name", "=x", "name=", "name=missing.txt", "name=."])
def test_an_unreadable_file_is_told_without_the_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pair: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        details(pair)
    assert caught.value.hint


def test_a_large_or_binary_file_is_no_detail(tmp_path: Path) -> None:
    for data in (b"\xff\xfe\xff", b"x" * 2_000_000):
        (tmp_path / "name").write_bytes(data)
        with pytest.raises(UsageError, match="cannot be read"):
            details(f"name={tmp_path / 'name'}")


def test_the_commands_take_a_set_file(definition: Path, tmp_path: Path) -> None:
    (tmp_path / "name").write_text("Ada")
    given = ["--set-file", f"name={tmp_path / 'name'}"]
    planned = run("plan", str(definition), *given)
    assert "Hello Ada." in planned.stdout
    assert_clear_failure(run("plan", str(definition), "--set-file", "name=nowhere"), 2, "name")


def test_nothing_beside_a_session_tells_of_folders(definition: Path, tmp_path: Path) -> None:
    secret = tmp_path / "ada.example"
    secret.mkdir()
    track, out = secret / "rain.wav", tmp_path / "out"
    noise = np.random.default_rng(1).normal(0, 0.1, (6 * 44_100, 2))
    soundfile.write(track, noise, 44_100)
    own = definition.rename(secret / "mine.yaml")
    arguments = ["render", str(own), "-o", str(out / "a.wav"), *TONE[:2], "--bed", str(track)]
    extras = [
        "--captions",
        "vtt",
        "--transcript",
        "txt",
        "--chapters",
        "json",
        "--accept-care-risks",
    ]
    result = run(*arguments, *extras, "--stems", str(out / "stems"))
    assert result.returncode == 0, result.stderr
    told = [path for path in out.rglob("*") if path.is_file()]
    assert len(told) > 8
    for path in told:
        assert b"ada.example" not in path.read_bytes(), path.name
    assert b'"source": "mine.yaml"' in (out / "a.receipt.json").read_bytes()
    assert b'"bed": "rain.wav"' in (out / "a.receipt.json").read_bytes()
    again = run("render", str(own), "-o", str(out / "b.wav"), "--like", "last", *extras[-1:],
                "--engine", "tone")  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert (out / "b.wav").stat().st_size == (out / "a.wav").stat().st_size
