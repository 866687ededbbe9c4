"""``doctor`` tells the truth: formats, tracks, players, and the command that helps."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from command_line import run
from quietude.cli.machine import health
from quietude.cli.machine.health import Check


def test_doctor_voices_beds_and_cache() -> None:
    shown = run("doctor")
    assert shown.returncode == 0, shown.stdout
    assert "speech    works: " in shown.stdout
    assert "cache     " in shown.stdout
    voices = run("voices", "list")
    assert " pyttsx3:gmw/en-us" in voices.stdout
    assert voices.stdout.count("* ") == 1
    beds = run("beds", "list")
    assert {"rain", "ocean", "none"} <= {line.split()[0] for line in beds.stdout.splitlines()}
    assert run("cache", "clear").stdout.startswith("removed")
    assert "0 phrases" in run("cache", "info").stdout


def test_without_ffmpeg_doctor_says_what_cannot_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("quietude.cli.machine.health", "quietude.audio.player"):
        monkeypatch.setattr(f"{place}.find_program", lambda name: "/x" if name == "apt" else None)
    monkeypatch.setenv("PATH", "")
    formats, tracks = health._formats(), health._tracks()
    assert "not m4a and m4b, which ffmpeg makes" in formats.text
    assert formats.advice == ("sudo apt install ffmpeg",)
    assert "M4A, AAC and WMA need ffmpeg" in tracks.text


@pytest.mark.parametrize(
    ("manager", "command"),
    [("brew", "brew install ffmpeg"), ("winget", "winget install Gyan.FFmpeg"),
     ("nothing", "Install ffmpeg with your system's packages.")],
)  # fmt: skip
def test_the_command_is_that_of_the_system(
    manager: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "find_program", lambda name: "/x" if name == manager else None)
    assert health.install_command("ffmpeg") == command


def test_a_broken_machine_is_a_failure_and_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Check("speech", "broken", "does not work", ("Reinstall.",), ("pyttsx3",))]
    monkeypatch.setattr(health, "health", lambda: iter(found))
    failed = run("doctor")
    assert failed.returncode == 1
    assert "speech    ! does not work\n          Reinstall." in failed.stdout
    assert "1 thing marked !" in failed.stdout
    assert json.loads(run("doctor", "--json").stdout)["checks"][0]["pip"] == ["pyttsx3"]


def test_fix_installs_what_pip_can(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def install(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("quietude.cli.machine.doctor.subprocess.run", install)
    monkeypatch.setattr(health, "find_spec", lambda name: name)
    missing = [Check("align", "missing", "not installed", (), ("pocketsphinx",))]
    monkeypatch.setattr(health, "health", lambda: iter(missing))
    assert run("doctor", "--fix").returncode == 0
    assert ran == [[sys.executable, "-P", "-m", "pip", "install", "pocketsphinx"]]
    monkeypatch.setattr(health, "find_spec", lambda _name: None)
    monkeypatch.setattr(health, "find_program", lambda _name: None)
    assert "has no pip" in run("doctor", "--fix").stderr
    monkeypatch.setattr(health, "health", lambda: iter([Check("cache", "ok", "fine")]))
    assert "nothing that pip could install" in run("doctor", "--fix").stdout
