"""Termination: SIGTERM, and SIGHUP when a terminal closes, end a command the way an error does."""

from __future__ import annotations

import atexit
import signal
import sys
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

EXIT_BY_SIGNAL = 128
"""Added to the number of a signal, it is the exit code a shell shows."""

_RETRY_S = 0.05


class _TerminatedExit(SystemExit):
    """A SystemExit that weak references can watch; the built-in one allows none."""


class Termination:
    """Raises SystemExit in the main thread when the process is told to end.

    The exception lets every file and worker be closed on the way out. Extension modules may clear
    an exception without a word, and some renders went on as if nothing had happened. An exception
    that disappears before :meth:`finish` is therefore raised again a moment later.
    """

    def __init__(self) -> None:
        self._code = 0
        self._finished = False
        self._raised: weakref.ref[_TerminatedExit] | None = None

    def install(self) -> None:
        """Handle the signals from now on."""
        # An exception that dies while the interpreter shuts down was not lost: the alarm
        # for it would end the process as if it had crashed.
        atexit.register(self.finish)
        signal.signal(signal.SIGTERM, self._terminate)
        if sys.platform != "win32":
            if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # not under nohup
                signal.signal(signal.SIGHUP, self._terminate)
            signal.signal(signal.SIGALRM, self._raise_again)

    def finish(self) -> None:
        """Stop raising the exception again: it has reached the outermost caller."""
        self._finished = True
        self._raised = None
        if sys.platform != "win32":
            # A timer that is still running would kill the interpreter while it shuts down.
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _terminate(self, number: int, _frame: FrameType | None) -> None:
        self._code = EXIT_BY_SIGNAL + number
        self._raise()

    def _raise_again(self, _number: int, _frame: FrameType | None) -> None:
        if self._raised and not self._finished:  # else the alarm went off while `finish` was called
            self._raise()

    def _raise(self) -> None:
        terminated = _TerminatedExit(self._code)
        self._raised = weakref.ref(terminated, self._lost)
        try:
            raise terminated
        finally:
            del terminated  # its traceback holds this frame: a cycle would keep it alive

    def _lost(self, _reference: weakref.ref[_TerminatedExit]) -> None:
        # An exception raised in a weakref callback is lost too, so an alarm raises it.
        if sys.platform != "win32" and not self._finished:
            signal.setitimer(signal.ITIMER_REAL, _RETRY_S)
