"""No command runs anything from the folder it is called in, or from that of its files."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from command_line import HANG_GUARD_S
from hostile_folder import sprung, trap_programs, traps
from manifests import write_series
from quietude.cli.app import app

TONE = ["--engine", "tone", "--bed", "none", "--accept-care-risks"]
SITE = ["series.yaml", "-o", "site"]
COMMANDS: dict[str, list[list[str]]] = {
    "render": [
        ["mine.yaml", *TONE, "-o", "o.mp3", "--plot", "o.png"],
        ["mine.yaml", "--engine", "pyttsx3", "-o", "p.m4b", "--accept-care-risks"],
        ["mine.yaml", "-o", "q.flac", "--accept-care-risks"],
        ["mine.docx", *TONE, "-o", "r.wav"],
    ],
    "studio": [["rooms", "--no-browser", "--port", "0"]],
    "play": [["mine.yaml", "--voice", "tone:tone"]],
    "plan": [["safe-place"]],
    "exercises": [[]],
    "programmes": [[], ["first-week"]],
    "new": [["my-evening"]],
    "import": [["mine.docx"], ["mine.pdf"]],
    "show": [["safe-place"]],
    "schema": [[]],
    "prompt": [["before sleep", "--duration", "10"]],
    "check": [["safe-place"], ["mine.yaml"]],
    "doctor": [[]],
    "settings": [["voice=tone:tone"], []],
    "beds audition": [["rain", "-o", "rain.mp3"]],
    "beds list": [[]],
    "voices list": [[]],
    "voices install": [["kokoro"]],
    "voices audition": [["tone:tone", "-o", "voices.mp3"]],
    "takes sheet": [["mine.yaml", "-o", "sheet.html"]],
    "takes check": [["mine.yaml", "mytakes"]],
    "takes cut": [["p.m4b", "mine.yaml", "-o", "cut"]],
    "series build": [[*SITE, "--base-url", "https://example.org", "-j", "2"]],
    "series new": [["calm", "--title", "Calm", "--author", "Ada"]],
    "series publish": [SITE],
    "series merge": [[*SITE, "--base-url", "https://example.org"]],
    "series check": [["site"], ["site", "--url", "http://127.0.0.1:9"]],
    "series serve": [["site", "--port", "0"]],
    "series forget": [["series.yaml", "one", "-o", "site"]],
    "cache info": [[]],
    "cache clear": [[]],
}
"""Every command, in an order in which one makes what a later one needs."""

MAY_FAIL = {"play", "voices install", "takes check", "takes cut", "series merge", "series check",
            "series forget"}  # fmt: skip
"""Commands for which a refusal is good enough: no sound card, no network, no such person."""

SERVERS = {"studio", "series serve"}
"""Commands that go on until a signal ends them."""


def test_every_command_is_tried_in_a_hostile_folder() -> None:
    assert set(_commands(typer.main.get_command(app))) == set(COMMANDS)


def _commands(command: object, *names: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(names)
    else:
        for name, one in inner.items():
            yield from _commands(one, *names, name)


@pytest.mark.slow
@pytest.mark.parametrize("inside", [True, False], ids=["from inside", "from elsewhere"])
def test_no_command_runs_code_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, inside: bool
) -> None:
    folder = tmp_path / "somebody's scripts"
    folder.mkdir()
    _write_files(folder)
    trap_programs(traps(folder))
    program = tmp_path / "quietude"  # as pip writes it
    program.write_text(
        "import sys\nfrom quietude.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    monkeypatch.chdir(folder if inside else tmp_path)
    for name in ("CACHE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"QUIETUDE_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("QUIETUDE_VOICES_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    for name, calls in COMMANDS.items():
        for arguments in calls:
            given = arguments if inside else [_below(folder, one) for one in arguments]
            done = _run(
                [sys.executable, str(program), *name.split(), *given], server=name in SERVERS
            )
            assert done.returncode == 0 or name in MAY_FAIL, (name, done.stderr)
            assert "Traceback" not in done.stderr, (name, done.stderr)
            assert sprung(folder) == [], name


def _below(folder: Path, argument: str) -> str:
    here = {path.name for path in folder.iterdir()} | {"site", "cut"}
    named = argument in here or (Path(argument).suffix and "://" not in argument)
    return str(folder / argument) if named else argument


def _run(command: list[str], *, server: bool) -> subprocess.CompletedProcess[str]:
    if not server:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=HANG_GUARD_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told, text=True
        )
        with process:
            assert process.stdout
            shown = process.stdout.readline()  # its address: by then all is imported
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            process.wait(HANG_GUARD_S)
        told.seek(0)
        ended = {0, 128 + signal.SIGTERM}
        return subprocess.CompletedProcess(
            command, 0 if process.returncode in ended and shown else 1, shown, told.read()
        )


def _write_files(folder: Path) -> None:
    from documents import SAMPLES

    write_series(folder)
    (folder / "mine.yaml").write_text(
        "id: mine\ntitle: Mine\naccept: {T02: it is a test}\nsections:\n  - title: A\n    steps: [Hello there., Rest a while.]\n"
    )
    for suffix in (".docx", ".pdf"):
        (folder / f"mine{suffix}").write_bytes(SAMPLES[suffix]())
    (folder / "mytakes").mkdir()
