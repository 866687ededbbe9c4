"""The program as a process: streams, encodings and imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from command_line import HANG_GUARD_S, PROGRAM, run

if TYPE_CHECKING:
    pass


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    shell = f"{sys.executable} -m quietude exercises | head -1"
    result = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("commands", "heavy"),
    [
        (["--help"], ["numpy", "pydantic", "yaml", "jinja2", "mutagen", "pyttsx3"]),
        (
            ["beds", "exercises", "programmes", "voices"],
            ["numpy", "pydantic", "mutagen", "pyttsx3"],
        ),
    ],
)
def test_help_and_lists_import_nothing_heavy(commands: list[str], heavy: list[str]) -> None:
    code = (
        "import sys, contextlib, io\n"
        "from quietude.cli import main\n"
        f"for command in {commands}:\n"
        "    sys.argv = ['quietude', command]\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "        main()\n"
        f"print(sorted({{'scipy', 'soundfile', *{heavy}}} & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_old_terminal_shows_what_it_can(encoding: str) -> None:
    old = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    result = subprocess.run(
        [*PROGRAM, "render", "--help"],
        capture_output=True,
        env=old,
        check=False,
        timeout=HANG_GUARD_S,
    )
    assert result.returncode == 0, result.stderr
    assert b"--region" in result.stdout


def test_output_to_a_file_is_utf8_in_any_locale() -> None:
    # As on Windows, where a file would otherwise get the code page of the country.
    old = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    old.pop("PYTHONIOENCODING", None)
    result = subprocess.run(
        [*PROGRAM, "show", "safe-place"],
        capture_output=True,
        env=old,
        check=False,
        timeout=HANG_GUARD_S,
    )
    assert "‹name›" in result.stdout.decode("utf-8")


def test_the_help_shows_defaults() -> None:
    assert "DEFINITION.mp3" in run("render", "--help").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_an_error() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [*PROGRAM, "exercises"], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=HANG_GUARD_S,
        )  # fmt: skip
    assert result.returncode == 1
    assert "no space left" in result.stderr
    assert "Traceback" not in result.stderr
