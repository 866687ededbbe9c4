from __future__ import annotations

import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.ascii_text import ascii_text
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.command import CommandEngine
from quietude.speech.engines.speaking_rate import Pace
from quietude.speech.engines.subprocesses import Program, ask_program, find_program, run_program

PYTHON = Program(Path(sys.executable))


def test_a_program_that_hangs_is_ended_with_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    began = time.monotonic()
    with pytest.raises(SpeechError, match="no answer"):
        run_program(PYTHON, ["-c", code], timeout_s=0.5, tries=2)
    assert time.monotonic() - began < 45  # it would have slept for 60


def test_one_that_ends_just_after_its_time_leaves_no_pipe_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[subprocess.Popen[str]] = []

    def too_late(process: subprocess.Popen[str], *_: object, timeout: float) -> None:
        begun.append(process)
        process.wait()
        raise subprocess.TimeoutExpired(process.args, timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", too_late)
    with pytest.raises(SpeechError, match="no answer"):
        run_program(PYTHON, ["-c", ""], timeout_s=1, tries=1)
    assert all(it.closed for it in (begun[0].stdin, begun[0].stdout) if it)


def test_a_failure_is_tried_again_and_then_told(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); n = len(p.read_text()) if p.exists() else 0;"
        "p.write_text('x' * (n + 1)); print('tired'); sys.exit(n < int(sys.argv[2]))"
    )
    count = str(tmp_path / "count")
    assert run_program(PYTHON, ["-c", code, count, "2"], timeout_s=10) == "tired\n"
    with pytest.raises(SpeechError, match="status 1: tired"):
        run_program(PYTHON, ["-c", code, count, "99"], timeout_s=10)


def test_a_program_that_says_nothing_of_itself_is_a_fault_of_the_engine() -> None:
    broken = ["-c", "import sys; print('broken'); sys.exit(1)"]
    with pytest.raises(EngineError, match=r"failed 3 times \(it ended with status 1: broken"):
        ask_program(PYTHON, broken, timeout_s=10)
    assert ask_program(PYTHON, broken, timeout_s=10, statuses=(0, 1)) == "broken\n"


def test_a_program_is_started_in_a_folder(tmp_path: Path) -> None:
    code = "import pathlib; pathlib.Path('here').touch()"
    run_program(PYTHON, ["-c", code], timeout_s=10, folder=tmp_path)
    assert (tmp_path / "here").exists()


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be started"):
        run_program(Program(tmp_path / "nothing"), [], timeout_s=1)


def test_what_was_unpacked_for_the_user_is_found_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIETUDE_DATA_DIR", str(tmp_path))
    root = tmp_path / "programs" / "flite"
    (root / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/flite").write_text("")
    program = find_program("flite", "flite")
    assert program is not None
    assert program.root == root
    assert str(root / "usr/lib/x86_64-linux-gnu") in program.environment["LD_LIBRARY_PATH"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café, naïve, Ångström.", "Cafe, naive, Angstrom."),
        ("One \u2014 \u201ctwo\u201d\u2026 it\u2019s", "One , two . it's"),
        ('say "(quit)" \\ now', "say (quit) now"),
        ("a\x00b\nc\u200bd", "a b c d"),
        ("Straße 🌻 here", "Strasse here"),
    ],
)
def test_spelling_in_ascii(text: str, plain: str) -> None:
    assert ascii_text(text) == plain


def test_a_word_is_never_left_out() -> None:
    with pytest.raises(SpeechError, match="cannot read"):
        ascii_text("Say Привет to it.")


def test_the_pace_is_a_line() -> None:
    pace = Pace(0.02, 0.25)
    assert 60 / (0.02 + 0.25 * pace.stretch(115)) == pytest.approx(115, rel=0.001)
    assert pace.stretch(1) == 4.0


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "import sys; open(sys.argv[1], 'w').write('no sound')",
        "import sys; sys.exit(3)",
    ],
)
def test_a_command_that_writes_no_sound_is_an_error(code: str) -> None:
    command = shlex.join([sys.executable, "-c", code, "{out}"])
    with CommandEngine(command) as engine, pytest.raises(SpeechError):
        engine.speak(Phrase("Hello.", command, 115))


def test_who_was_killed_is_asked_again_and_who_hangs_is_not(tmp_path: Path) -> None:
    count = tmp_path / "count"
    asked = f"open({str(count)!r}, 'a').write('x'); import os, time; "
    killed = asked + f"os.path.getsize({str(count)!r}) < 3 and os.kill(os.getpid(), 9); print('hm')"
    assert ask_program(PYTHON, ["-c", killed], timeout_s=10).strip() == "hm"
    assert count.read_text() == "xxx"
    with pytest.raises(EngineError, match=r"failed \(no answer in 1 s\)"):
        ask_program(PYTHON, ["-c", asked + "time.sleep(30)"], timeout_s=0.6)
    assert count.read_text() == "xxxx"
