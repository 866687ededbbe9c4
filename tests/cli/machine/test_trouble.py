"""Trouble of the machine is told in words, with what to do."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from command_line import HANG_GUARD_S, PROGRAM
from quietude.cli.machine.trouble import machine_trouble
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines import phrase_checks
from quietude.speech.engines.worker import _accepted


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (ImportError("x.so: failed to map segment from shared object"), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (OSError(errno.EMFILE, "Too many open files"), "no more files"),
        (OSError(errno.ENOSPC, "No space left on device", "/out/a"), "no room left"),
        (PermissionError(errno.EACCES, "Permission denied", "/etc/x"), "permission denied"),
    ],
)
def test_faults_of_the_machine_are_told(error: BaseException, words: str) -> None:
    trouble = machine_trouble(error)
    assert trouble
    assert words in trouble.message


@pytest.mark.parametrize(
    "error", [RuntimeError("a fault"), ImportError("no module x"), KeyError("k"), OSError("?")]
)
def test_a_fault_of_ours_stays_one(error: BaseException) -> None:
    assert machine_trouble(error) is None


def test_temporary_files_have_a_hint_of_their_own() -> None:
    path = f"{tempfile.gettempdir()}/quietude-voice-0/phrase.wav"
    trouble = machine_trouble(OSError(errno.ENOSPC, "No space left on device", path))
    assert "TMPDIR" in str(trouble)


def test_a_full_folder_is_told_before_an_engine_hangs_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase_checks.check_room(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))
    phrase_checks.check_room(tmp_path)  # what is kept for the superuser is enough

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SpeechError, match="no room for temporary files") as caught:
        phrase_checks.check_room(tmp_path)
    assert "TMPDIR" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_voice_without_memory_says_so() -> None:
    reply = {"ok": False, "kind": "engine", "reason": "Fail: loading: std::bad_alloc"}
    with pytest.raises(EngineError, match="not enough memory") as caught:
        _accepted(reply)
    assert "--engine flite" in str(caught.value)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a limit of Linux")
@pytest.mark.parametrize("megabytes", [800, 600, 500, 400])
def test_with_little_memory_a_command_works_or_says_so(tmp_path: Path, megabytes: int) -> None:
    words = " ".join(f"'{word}'" for word in PROGRAM)
    limited = f"ulimit -v {megabytes * 1024}; {words} render safe-place --duration 5m --engine tone -o o.mp3"
    done = subprocess.run(
        ["sh", "-c", limited],
        capture_output=True,
        text=True,
        timeout=HANG_GUARD_S,
        check=False,
        cwd=tmp_path,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or "not enough memory" in done.stderr, done.stderr
    assert [path.name for path in tmp_path.iterdir() if done.returncode] == []
