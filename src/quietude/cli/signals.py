"""Being told to end: SIGTERM, and SIGHUP when a terminal is closed, end a command like an error."""

from __future__ import annotations

import signal
import sys
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

EXIT_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a program."""

_AGAIN_S = 0.05


class _Ended(SystemExit):
    """Unlike a plain one, it can be watched."""


class Ending:
    """Raises SystemExit where a command is when the process is told to end.

    Raised like this, every file and worker is let go of on the way out. Code in C may clear an
    exception without a word; some renders went on as if nothing had been said. One that is gone
    before :meth:`over` was called is raised again.
    """

    def __init__(self) -> None:
        self._code = 0
        self._raised: weakref.ref[_Ended] | None = None

    def listen(self) -> None:
        """From now on, end when told to."""
        signal.signal(signal.SIGTERM, self._end)
        if sys.platform != "win32":
            if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # not under nohup
                signal.signal(signal.SIGHUP, self._end)
            signal.signal(signal.SIGALRM, self._end)

    def over(self) -> None:
        """It has arrived: there is no more to be ended."""
        self._raised = None

    def _end(self, number: int, _frame: FrameType | None) -> None:
        if sys.platform == "win32" or number != signal.SIGALRM:
            self._code = EXIT_BY_SIGNAL + number
        ended = _Ended(self._code)
        self._raised = weakref.ref(ended, self._lost)
        try:
            raise ended
        finally:
            del ended  # its traceback holds this frame: a cycle would outlive its loss

    def _lost(self, _dead: weakref.ref[_Ended]) -> None:
        # Not raised here: what is raised in such a callback is lost again.
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)
