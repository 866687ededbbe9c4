"""Speech programs of the machine: finding one on the PATH, and running it without ever hanging."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util import programs
from quietude.errors import EngineError, SpeechError

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIES = 3
"""Number of times a phrase is given to a program before it counts as failed."""


def find_program(name: str) -> SpeechProgram | None:
    """The program of that name on the PATH, or None."""
    found = programs.find_program(name)
    return SpeechProgram(Path(found)) if found else None


class SpeechProgram:
    """A program that is run once for each request, one run at a time.

    Args:
        path: The executable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def ask(
        self, arguments: Sequence[str], *, timeout_s: float, statuses: tuple[int, ...] = (0,)
    ) -> str:
        """Asks a program about itself and returns what it prints.

        A program that does not reply in time is not asked again.

        Args:
            arguments: Its arguments.
            timeout_s: Longest time it may take, in seconds.
            statuses: Exit statuses that mean success; some programs end with another than 0.

        Raises:
            EngineError: if it fails every time.
        """
        try:
            return self.run(arguments, timeout_s=timeout_s, timeouts=1, statuses=statuses)
        except EngineError:
            raise
        except SpeechError as error:  # it was no phrase that failed
            raise EngineError(error.message, hint=error.hint) from error

    def run(
        self,
        arguments: Sequence[str],
        *,
        timeout_s: float,
        text: str = "",
        timeouts: int = TRIES,
        statuses: tuple[int, ...] = (0,),
    ) -> str:
        """Runs the program to its end and returns what it prints.

        Args:
            arguments: Its arguments; nothing personal, since anybody can list them.
            timeout_s: Longest time one try may take, in seconds; then it is killed with its
                children.
            text: Its standard input.
            timeouts: Number of times it may take too long, of its :data:`TRIES`.
            statuses: Exit statuses that mean success.

        Raises:
            EngineError: if it cannot be started, or :meth:`close` was called.
            SpeechError: if it fails every time.
        """
        reason = ""
        for tried in range(1, TRIES + 1):  # noqa: B007  (used in the message)
            try:
                status, output = self._run_once(arguments, timeout_s, text)
            except subprocess.TimeoutExpired:
                reason = f"no reply in {timeout_s:.0f} s"
                timeouts -= 1
                if not timeouts:
                    break
            else:
                if status in statuses:
                    return output
                lines = [line.strip() for line in output.splitlines() if line.strip()]
                last = f": {lines[-1][:200]}" if lines else ""
                reason = f"it ended with status {status}{last}"
        times = f" {tried} times" if tried > 1 else ""
        message = f"{self.path.name} failed{times} ({reason})"
        raise SpeechError(message, hint="See what works here with: quietude doctor")

    def close(self) -> None:
        """Kills what is running, in whatever thread that is, and starts nothing more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _kill(self._process)

    def _run_once(self, arguments: Sequence[str], timeout_s: float, text: str) -> tuple[int, str]:
        process = self._start(arguments)
        with process:  # which closes its pipes even if it ended just after its time
            try:
                output, _ = process.communicate(text, timeout=timeout_s)
            finally:
                with self._lock:
                    self._process = None
                    if process.poll() is None:
                        _kill(process)
        return process.returncode, output

    def _start(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        with self._lock:
            if self._closed:
                message = f"{self.path.name} is closed"
                raise EngineError(message)
            try:
                self._process = subprocess.Popen(  # noqa: S603  (found by us, never by a shell)
                    [str(self.path), *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    errors="replace",
                    # A group of its own, so that the processes it starts can be ended with it.
                    start_new_session=sys.platform != "win32",
                )
            except OSError as error:
                message = f"{self.path.name} cannot be started ({error.strerror})"
                raise EngineError(message, path=self.path) from error
            return self._process


def _kill(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        process.kill()
    elif process.poll() is None:  # never the group of a process that was waited for already
        os.killpg(process.pid, signal.SIGKILL)
