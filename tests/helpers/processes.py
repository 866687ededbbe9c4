"""The child processes of the tests, as Linux lists them."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def children() -> set[int]:
    """Process ids of our children, those started by any of our threads."""
    found: set[int] = set()
    for listed in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found |= set(map(int, listed.read_text().split()))
    return found


def only_child(before: set[int]) -> int:
    """The one child that has been started since ``before`` was taken."""
    (pid,) = children() - before
    return pid


def is_alive(pid: int) -> bool:
    """True while there is a process of that id, zombies included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def all_gone(pids: set[int], patience_s: float = 300.0) -> bool:
    """Waits for processes to end; false if one is still there when patience ends."""
    deadline = time.monotonic() + patience_s
    while any(map(is_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(is_alive, pids))
