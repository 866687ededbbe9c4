"""Interruption: Ctrl-C, SIGTERM, and SIGHUP when a terminal closes, end a command as an error does.

None of them is lost. Python drops an exception that a signal raises within a callback of a weak
reference, a ``__del__`` or some extension modules, and the program goes on as if nothing had
happened. One that disappears before anybody has taken it is raised again a moment later.
"""

from __future__ import annotations

import atexit
import signal
import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from types import FrameType

EXIT_BY_SIGNAL = 128
"""Added to the number of a signal, it is the exit code a shell shows."""

_RETRY_S = 0.05


class _TerminatedExit(SystemExit):
    """A SystemExit that weak references can watch; the built-in one allows none."""


class _Interruption(KeyboardInterrupt):
    """A KeyboardInterrupt that weak references can watch."""


class Termination:
    """Raises an exception in the main thread when the process is told to end.

    It is a KeyboardInterrupt for Ctrl-C, and a SystemExit for the other signals, and lets every
    file and worker be closed on the way out. Code that stops a KeyboardInterrupt on purpose calls
    :func:`interruption_taken`.
    """

    _installed: ClassVar[Termination | None] = None

    def __init__(self) -> None:
        self._number = 0
        self._finished = False
        self._raised: weakref.ref[BaseException] | None = None
        self._report = sys.unraisablehook

    def install(self) -> None:
        """Handle the signals from now on."""
        # An exception that dies while the interpreter shuts down was not lost: the alarm
        # for it would end the process as if it had crashed.
        atexit.register(self.finish)
        Termination._installed = self
        sys.unraisablehook = self._unraisable
        signal.signal(signal.SIGTERM, self._terminate)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not in the background
            signal.signal(signal.SIGINT, self._terminate)
        if sys.platform != "win32":
            if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # not under nohup
                signal.signal(signal.SIGHUP, self._terminate)
            signal.signal(signal.SIGALRM, self._raise_again)

    def finish(self) -> None:
        """Stop raising the exception again: it has reached the outermost caller."""
        self._finished = True
        self.take()

    def take(self) -> None:
        """Regard the exception as received; the next signal raises another."""
        self._raised = None
        if sys.platform != "win32":
            # A timer that is still running would kill the interpreter while it shuts down.
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _terminate(self, number: int, _frame: FrameType | None) -> None:
        self._number = number
        self._raise()

    def _raise_again(self, _number: int, _frame: FrameType | None) -> None:
        if self._raised and not self._finished:  # else the alarm went off while `finish` was called
            self._raise()

    def _raise(self) -> None:
        interrupted = self._number == signal.SIGINT
        raised = _Interruption() if interrupted else _TerminatedExit(EXIT_BY_SIGNAL + self._number)
        self._raised = weakref.ref(raised, self._lost)
        try:
            raise raised
        finally:
            del raised  # its traceback holds this frame: a cycle would keep it alive

    def _lost(self, _reference: weakref.ref[BaseException]) -> None:
        # An exception raised in a weakref callback is lost too, so an alarm raises it.
        if self._finished:
            return
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, _RETRY_S)
        else:
            threading.Thread(target=self._signal_later, daemon=True).start()

    def _signal_later(self) -> None:
        """Have the signal come once more, where there is no alarm."""
        time.sleep(_RETRY_S)
        if self._raised and not self._finished:
            signal.raise_signal(self._number)

    def _unraisable(self, fault: sys.UnraisableHookArgs) -> None:
        """Report what Python could raise nowhere, but not an exception that will come again."""
        if not isinstance(fault.exc_value, _Interruption | _TerminatedExit):
            self._report(fault)


def interruption_taken() -> None:
    """Keep a KeyboardInterrupt that is caught on purpose from being raised again."""
    if Termination._installed:  # noqa: SLF001
        Termination._installed.take()  # noqa: SLF001
