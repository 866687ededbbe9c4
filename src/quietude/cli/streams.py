"""Standard streams as services, pipes and other programs hand them over: closed, full, or watched.

A process may be started with streams that are closed. Then the next file it opens, perhaps the
session it renders, gets their number, and whatever a library prints lands in it. Text on its way to
a terminal may hold what the terminal obeys; it is made visible here, whatever door it came by.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from quietude._util.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator


def open_closed_streams() -> None:
    """Give standard streams that are closed to nowhere, their numbers too."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # which takes the lowest number that is free
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
            setattr(sys, name, stream)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Context in which what is printed is visible, and errors have no trouble of their own."""
    before = sys.stdout, sys.stderr
    for stream in before:
        _accept_all_characters(stream)
    sys.stdout = cast("TextIO", _Visible(before[0]))
    sys.stderr = cast("TextIO", _Unfailing(before[1]))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        _drop_unwritten(before[1])


def _drop_unwritten(stream: TextIO) -> None:
    """Drop messages that cannot be written: flushed at exit, they would change the exit code."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            stream.flush()
    except ValueError:  # closed
        return


def below(stream: TextIO) -> TextIO:
    """Returns the stream itself, for what draws on a terminal; texts in it must be visible."""
    return stream.below if isinstance(stream, _Visible) else stream


class _Visible:
    """A stream in which control characters are visible.

    Args:
        stream: The stream it writes to.
    """

    def __init__(self, stream: TextIO) -> None:
        self.below = stream

    def write(self, text: str) -> int:
        """Write text, made visible; colours of our own messages stay."""
        self.below.write(visible(text, colours=self.below.isatty()))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.below, name)


class _Unfailing(_Visible):
    """A stream for messages: one that cannot be written to keeps no work from being done."""

    def write(self, text: str) -> int:
        """Write text, if that can be done."""
        try:
            return super().write(text)
        except (OSError, ValueError):  # full, or whoever read it has gone
            return len(text)

    def flush(self) -> None:
        """Flush it, if that can be done."""
        with suppress(OSError, ValueError):
            self.below.flush()


def _accept_all_characters(stream: TextIO) -> None:
    """Let a stream take every character: an old terminal shows "?" for those it does not have.

    Output to a file or another program is UTF-8, like every file we read, unless
    ``PYTHONIOENCODING`` asks for another encoding.
    """
    if not isinstance(stream, TextIOWrapper):
        return
    keep = stream.isatty() or "PYTHONIOENCODING" in os.environ
    stream.reconfigure(encoding=stream.encoding if keep else "utf-8", errors="replace")
