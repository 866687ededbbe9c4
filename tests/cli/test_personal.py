"""Personal details: from a profile, from options, and asked for at a real terminal."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from command_line import HANG_GUARD_S, PROGRAM, assert_clear_failure, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")

SCRIPT = """\
    id: asked
    title: Asked
    intensity: light
    slots:
      name: {ask: "What should the voice call you?", default: ""}
      time: {ask: "What time is it?", type: choice, choices: [morning, evening], default: evening}
      place: {ask: "Where are you?", default: ""}
      part: {ask: "Which part?", default: "part one"}
    sections:
      - title: A
        role: arrive
        steps:
          - Good {{ time }}{{ ", " + name if name }}.
          - This is {{ place }}, {{ part }}.
"""


def at_a_terminal(command: list[str], answers: list[tuple[str, str]]) -> tuple[int, str, str]:
    """Run a command at a terminal; returns its exit code, its output and the terminal's text.

    Args:
        command: The program and its arguments; its standard output is not the terminal.
        answers: Texts to wait for on the terminal, each with the keys to type then.
    """
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, text=True
    )
    os.close(theirs)
    watchdog = threading.Timer(HANG_GUARD_S, process.kill)
    watchdog.start()
    shown, seen = "", 0
    try:
        for question, typed in answers:
            while question not in shown[seen:]:
                shown += os.read(ours, 4096).decode(errors="replace")
            seen = len(shown)
            os.write(ours, typed.encode())
        printed = process.communicate()[0]
        try:
            while more := os.read(ours, 4096):
                shown += more.decode(errors="replace")
        except OSError:
            pass  # Linux says so when the other end of a terminal is closed
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        os.close(ours)
    return process.returncode, printed, re.sub(r"\x1b\[[0-9;]*m", "", shown)


@needs_terminal
def test_details_are_asked_for_and_asked_again(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = write("asked.yaml", SCRIPT)
    command = [*PROGRAM, "plan", str(path), "--ask", "--json", "--set", "place=home"]
    answers = [("call you?", "Ada\n"), ("What time", "noon\n"), ("What time", "morning\n")]
    answers += [("Which part", "\n")]
    code, printed, shown = at_a_terminal(command, answers)
    assert code == 0, shown
    assert "Good morning, Ada." in printed
    assert "This is home, part one." in printed  # what was given, and what was left as it is
    assert "Where are you" not in shown
    assert "(morning, evening)" in shown
    assert "[evening]" in shown
    assert "Ada" not in printed.replace("Good morning, Ada.", "")
    assert [path.name for path in tmp_path.iterdir()] == ["asked.yaml"]


def test_details_come_from_a_profile_and_options_win(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "ada.yaml"
    profile.write_text("name: Ada\nplace: a garden\n", encoding="utf-8")
    assert "Welcome, Ada." in run("plan", script, "--for", str(profile)).stdout
    both = run("plan", script, "--for", str(profile), "--set", "name=Bo")
    assert "Welcome, Bo." in both.stdout
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert_clear_failure(run("plan", script, "--ask"), 2, "--ask needs a terminal")


def test_a_value_of_a_profile_that_does_not_fit_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "id: a\ntitle: A\nslots: {age: {ask: Age?, type: number, default: '7'}}\n"
        "sections: [{title: B, role: return, steps: ['You are {{ age }}.']}]\n"
    )
    (tmp_path / "p.yaml").write_text("name: Ada\nage: a lot\n")
    result = run("plan", str(tmp_path / "s.yaml"), "--for", str(tmp_path / "p.yaml"))
    assert_clear_failure(result, 2, "p.yaml:2", "age")
