"""Runs the program in this process: a test pays for the command, not for its imports."""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from examples import BRIEF_S
from quietude.cli import main

PROGRAM = [sys.executable, "-m", "quietude"]
TONE = ["--engine", "tone", "--bed", "none"]
"""Options for a render in which the voice does not matter: quick, and without a bed."""

BRIEFLY = ["--duration", f"{BRIEF_S:g}s", *TONE]
"""Options for a render of the brief script, in which nothing matters but that it is made."""

HANG_GUARD_S = 300.0
"""Ends a process that hangs; no test depends on how long it takes."""

_HANDLED = [
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name)
]


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command with streams of its own; an error that would be a traceback is raised.

    Args:
        arguments: Words after ``quietude``.
        cwd: Folder to run it in; the current one if not given.
    """
    before = {number: signal.getsignal(number) for number in _HANDLED}
    out, err = _stream(), _stream()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["quietude", *arguments])
        if cwd is not None:
            patch.chdir(cwd)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as stopped:
                code = stopped.code or 0
            else:
                code = 0
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)
    assert isinstance(code, int), code
    return subprocess.CompletedProcess(list(arguments), code, _text(out), _text(err))


def run_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own: for streams, signals, encodings and imports."""
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, timeout=HANG_GUARD_S, check=False,
        encoding="utf-8",
    )  # fmt: skip


def assert_clear_failure(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """Check that a command failed with this exit code, and said so in these words on stderr."""
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode(stream.encoding)
