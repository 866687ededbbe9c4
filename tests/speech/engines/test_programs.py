"""Speech programs of the machine: bounded, tried again, and ended with their children."""

from __future__ import annotations

import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.command import CommandEngine
from quietude.speech.engines.programs import SpeechProgram

PYTHON = SpeechProgram(Path(sys.executable))


def test_a_program_that_hangs_is_ended_with_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with pytest.raises(SpeechError, match="no reply"):
        PYTHON.run(["-c", code], timeout_s=0.5, timeouts=2)


def test_one_that_ends_just_after_its_time_leaves_no_pipe_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[subprocess.Popen[str]] = []

    def too_late(process: subprocess.Popen[str], *_: object, timeout: float) -> None:
        begun.append(process)
        process.wait()
        raise subprocess.TimeoutExpired(process.args, timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", too_late)
    with pytest.raises(SpeechError, match="no reply"):
        PYTHON.run(["-c", ""], timeout_s=1, timeouts=1)
    assert all(pipe.closed for pipe in (begun[0].stdin, begun[0].stdout) if pipe)


def test_a_failure_is_tried_again_and_then_told(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); n = len(p.read_text()) if p.exists() else 0;"
        "p.write_text('x' * (n + 1)); print('tired'); sys.exit(n < int(sys.argv[2]))"
    )
    count = str(tmp_path / "count")
    assert PYTHON.run(["-c", code, count, "2"], timeout_s=300) == "tired\n"
    with pytest.raises(SpeechError, match="status 1: tired"):
        PYTHON.run(["-c", code, count, "99"], timeout_s=300)


def test_a_program_that_says_nothing_of_itself_is_a_fault_of_the_engine() -> None:
    broken = ["-c", "import sys; print('broken'); sys.exit(1)"]
    with pytest.raises(EngineError, match=r"failed 3 times \(it ended with status 1: broken"):
        PYTHON.ask(broken, timeout_s=300)
    assert PYTHON.ask(broken, timeout_s=300, statuses=(0, 1)) == "broken\n"


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be started"):
        SpeechProgram(tmp_path / "nothing").run([], timeout_s=1)


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


def test_a_killed_program_is_asked_again_and_one_that_hangs_is_not(tmp_path: Path) -> None:
    count = tmp_path / "count"
    asked = f"open({str(count)!r}, 'a').write('x'); import os, time; "
    killed = asked + f"os.path.getsize({str(count)!r}) < 3 and os.kill(os.getpid(), 9); print('hm')"
    assert PYTHON.ask(["-c", killed], timeout_s=300).strip() == "hm"
    assert count.read_text() == "xxx"
    with pytest.raises(EngineError, match=r"failed \(no reply in 5 s\)"):
        PYTHON.ask(["-c", asked + "time.sleep(600)"], timeout_s=5)
    assert count.read_text() in {"xxx", "xxxx"}  # not once more, if it had begun at all


def test_closing_ends_what_is_running_and_starts_nothing_more(tmp_path: Path) -> None:
    """A thread waits for the program while another closes it, as when a signal ends a render."""
    mark = tmp_path / "mark"
    code = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(600)"
    program, errors = SpeechProgram(Path(sys.executable)), list[SpeechError]()

    def run() -> None:
        try:
            program.run(["-c", code], timeout_s=3600)
        except SpeechError as error:
            errors.append(error)

    running = threading.Thread(target=run)
    running.start()
    while not mark.exists():
        time.sleep(0.01)
    program.close()
    running.join()  # forever, if it were not ended
    assert isinstance(errors[0], EngineError)
    assert "closed" in errors[0].message
