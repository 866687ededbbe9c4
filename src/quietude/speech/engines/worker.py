"""A worker process that answers JSON requests, with a watchdog: killed if late, started again.

The worker is a fresh interpreter, never a fork. It is asked one thing at a time. An answer that
does not come in time, or a worker that dies, costs a restart and nothing else: the request is
put to the new worker.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any

from quietude.errors import EngineError

START_TIMEOUT_S = 60.0
"""How long a worker may take to start, on a slow and busy machine, in seconds."""


class WorkerFailedError(Exception):
    """A worker that died or did not answer in time; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """One worker process at a time, replaced when it fails or has served long enough.

    Args:
        module: The module to run in a fresh interpreter.
        tries: How often one request is put to a worker before giving up.
        requests_per_process: After how many requests a worker is replaced by a fresh one.
    """

    def __init__(self, module: str, *, tries: int = 3, requests_per_process: int = 1000) -> None:
        self._module = module
        self._tries = tries
        self._requests_per_process = requests_per_process
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._stderr: IO[str] | None = None
        self._served = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the worker that is running now."""
        return self._process.pid if self._process else None

    def ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """Put one request to the worker.

        Args:
            request: What is asked; plain JSON values.
            timeout_s: How long the answer may take, in seconds. A fresh worker gets
                :data:`START_TIMEOUT_S` on top.

        Returns:
            The worker's answer.

        Raises:
            EngineError: if the worker failed at this request ``tries`` times.
        """
        reasons: list[str] = []
        for _ in range(self._tries):
            try:
                return self._ask_once(request, timeout_s)
            except WorkerFailedError as error:
                reasons.append(error.reason)
                self._stop()
        message = f"the speech worker failed {self._tries} times ({reasons[-1]})"
        raise EngineError(message, hint="See what works here with: quietude doctor")

    def close(self) -> None:
        """End the process, politely if it listens."""
        self._closed = True
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=2.0)
        self._stop()

    def _ask_once(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        if self._closed:
            message = "this speech worker is closed"
            raise EngineError(message)
        if self._served >= self._requests_per_process:
            self._stop()
        if self._process is None:
            self._start()
            timeout_s += START_TIMEOUT_S
        process = self._process
        assert process is not None
        assert process.stdin is not None
        self._served += 1
        line = json.dumps({**request, "id": self._served, "timeout_s": timeout_s})
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        except OSError as error:
            raise WorkerFailedError(self._obituary()) from error
        try:
            answer = self._answers.get(timeout=timeout_s)
        except queue.Empty as error:
            message = f"no answer in {timeout_s:.0f} s"
            raise WorkerFailedError(message) from error
        if answer is None:
            raise WorkerFailedError(self._obituary())
        return dict(json.loads(answer))

    def _start(self) -> None:
        self._answers = queue.Queue()
        self._served = 0
        self._stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        # -I would hide an uninstalled checkout; -X utf8 keeps texts whole on Windows.
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-X", "utf8", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._answers), daemon=True
        ).start()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
        if self._stderr is not None:
            self._stderr.close()
            self._stderr = None

    def _obituary(self) -> str:
        """Why the worker died, from its exit status and the last line it left."""
        code = self._process.wait(timeout=10) if self._process else None
        last = ""
        if self._stderr is not None:
            self._stderr.seek(0)
            lines = [line.strip() for line in self._stderr.read()[-4000:].splitlines()]
            last = next((line for line in reversed(lines) if line), "")
        return f"it ended with status {code}{': ' + last if last else ''}"


def _read_lines(stream: IO[str], answers: queue.Queue[str | None]) -> None:
    """Pass a worker's lines on; None when there are no more."""
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            answers.put(line)
    answers.put(None)
