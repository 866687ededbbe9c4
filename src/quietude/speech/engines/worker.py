"""Both ends of a worker process: JSON requests, one a line, and JSON replies.

The worker is a fresh interpreter, never a fork, and serves one request at a time. A reply that is
late, or a worker that dies, costs a restart and nothing else: the request goes to a new worker.
A worker ends when its input ends, and a watchdog ends it from inside should a request outlive its
time while nobody is left to notice.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from typing import IO, TYPE_CHECKING, Any

from quietude._util import child_python
from quietude.errors import EngineError, SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable

START_TIMEOUT_S = 60.0
"""Longest time a worker may take to start, on a slow and busy machine, in seconds."""

_POLITE_S = 2.0
_NO_MEMORY = ("MemoryError", "bad_alloc", "failed to map segment", "annot allocate memory")
_SIGKILL = 9
_DOCTOR = "See what works here with: quietude doctor"


class SpeechWorker:
    """One worker process at a time, replaced when it fails or has served long enough.

    Requests come from one thread at a time; :meth:`close` may be called from any.

    Args:
        module: The module to run in a fresh interpreter; it calls :func:`serve`.
        tries: Number of workers one request is put to before giving up.
        requests_per_process: Number of requests after which a worker is replaced by a fresh one.
    """

    def __init__(self, module: str, *, tries: int = 3, requests_per_process: int = 1000) -> None:
        self._module = module
        self._tries = tries
        self._requests_per_process = requests_per_process
        self._lock = threading.Lock()  # guards the two below
        self._process: _Process | None = None
        self._closed = False

    def ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """Puts one request to the worker and returns its reply.

        Args:
            request: Plain JSON values.
            timeout_s: Longest time to wait for the reply, in seconds. A fresh worker gets
                :data:`START_TIMEOUT_S` on top.

        Raises:
            EngineError: if there is no such voice, the engine does not work, the worker failed at
                this request ``tries`` times, or the worker was closed, before or meanwhile.
            SpeechError: if this phrase cannot be spoken.
        """
        reason = ""
        for _ in range(self._tries):
            process = self._running()
            try:
                return _accepted(process.ask(request, timeout_s))
            except _WorkerFailedError as error:
                reason = str(error)
                self._drop(process)
        message = f"the speech worker failed {self._tries} times ({reason})"
        raise EngineError(message, hint=_DOCTOR)

    def restart(self) -> None:
        """Ends the process; the next request starts another, unless the worker was closed."""
        with self._lock:
            process = self._process
        if process is not None:
            self._drop(process)

    def close(self) -> None:
        """Ends the process and wakes whoever waits for its reply; nothing can be asked any more."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _running(self) -> _Process:
        with self._lock:
            # Checked and started under one lock: a worker that is started while another thread
            # closes this one would be left alone with a request whose folder is gone.
            if self._closed:
                message = "this speech worker is closed"
                raise EngineError(message)
            if self._process and self._process.served >= self._requests_per_process:
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = _Process(self._module)
            return self._process

    def _drop(self, process: _Process) -> None:
        with self._lock:
            if self._process is process:
                self._process = None
        process.end()


class _WorkerFailedError(Exception):
    """A worker died or did not reply in time."""


class _Process:
    """A running worker.

    Attributes:
        served: Number of requests it was sent.
    """

    def __init__(self, module: str) -> None:
        self.served = 0
        self._busy = False
        self._replies: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, *child_python.OPTIONS, "-m", module],
            env=child_python.child_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._reader = threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._replies), daemon=True
        )
        self._reader.start()

    def ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            _WorkerFailedError: if the worker died, is ended meanwhile, or is late.
        """
        if not self.served:
            timeout_s += START_TIMEOUT_S
        self.served += 1
        self._busy = True
        line = json.dumps({**request, "id": self.served, "timeout_s": timeout_s})
        try:
            self._stdin.write(line + "\n")
            self._stdin.flush()
            reply = self._replies.get(timeout=timeout_s)
        except (OSError, ValueError) as error:  # ValueError: the pipe was closed meanwhile
            raise _WorkerFailedError(self._cause_of_death()) from error
        except queue.Empty as error:
            message = f"no reply in {timeout_s:.0f} s"
            raise _WorkerFailedError(message) from error
        if reply is None:
            raise _WorkerFailedError(self._cause_of_death())
        self._busy = False
        return dict(json.loads(reply))

    def end(self) -> None:
        """Ends the process: at once if it has not replied yet, else by ending its input."""
        if not self._busy:
            with contextlib.suppress(OSError, ValueError):
                self._stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_POLITE_S)
        self._process.kill()
        self._process.wait()
        self._replies.put(None)  # whoever waits is woken, even if a stray child holds the pipe
        for stream in (self._stdin, self._stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        self._reader.join(timeout=_POLITE_S)

    def _cause_of_death(self) -> str:
        """The exit status and the last line of stderr."""
        try:
            code = self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return "it stopped listening"
        last = ""
        with contextlib.suppress(OSError, ValueError):
            self._stderr.seek(0)
            lines = [line.strip() for line in self._stderr.read()[-4000:].splitlines()]
            last = next((line for line in reversed(lines) if line), "")
        if code == -_SIGKILL:
            return "it was killed, perhaps for want of memory"
        return f"it ended with status {code}{': ' + last if last else ''}"


def _read_lines(stream: IO[str], replies: queue.SimpleQueue[str | None]) -> None:
    """Passes a worker's lines on; None when there are no more."""
    with stream, contextlib.suppress(OSError, ValueError):
        for line in stream:
            replies.put(line)
    replies.put(None)


def _accepted(reply: dict[str, Any]) -> dict[str, Any]:
    """A good reply as it is; a bad one is raised as the error it tells of."""
    if reply["ok"]:
        return reply
    reason = reply["reason"]
    if reply["kind"] == "phrase":
        raise SpeechError(reason, hint=reply["hint"])
    if reply["kind"] == "voice":
        raise EngineError(reason, hint="See the voices with: quietude voices list")
    if any(word in reason for word in _NO_MEMORY):
        message = "there is not enough memory for this voice"
        raise EngineError(message, hint="End other programs, or take a smaller one: --engine flite")
    message = f"the speech engine does not work here ({reason})"
    raise EngineError(message, hint=_DOCTOR)


def serve(handle: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The main loop of a worker process: handles requests until the input ends.

    Args:
        handle: Does what a request asks for and returns what goes into the reply. A LookupError
            means that there is no such voice, a SpeechError that this phrase cannot be spoken,
            anything else that the engine fails.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    # Keep a private way out, and send what libraries print to stderr instead.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        faulthandler.dump_traceback_later(request["timeout_s"] + 5.0, exit=True)
        reply = _reply(handle, request)
        faulthandler.cancel_dump_traceback_later()
        replies.write(json.dumps({"id": request["id"], **reply}) + "\n")


def _reply(
    handle: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]
) -> dict[str, Any]:
    try:
        return {"ok": True, **handle(request)}
    except LookupError as error:
        return {"ok": False, "kind": "voice", "reason": str(error)}
    except SpeechError as error:
        return {"ok": False, "kind": "phrase", "reason": error.message, "hint": error.hint}
    except Exception as error:  # noqa: BLE001  (reported to the parent, which decides)
        return {"ok": False, "kind": "engine", "reason": f"{type(error).__name__}: {error}"}
