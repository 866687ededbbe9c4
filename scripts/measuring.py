"""What running a command costs: seconds by the clock and of all processors, and memory.

Memory is looked up while the processes run (Linux only, else it is 0): the system's own figure for
children that have ended starts with what their parent had when it started them.
"""

from __future__ import annotations

import contextlib
import re
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Attributes:
        wall_s: Seconds by the clock.
        cpu_s: Seconds of all processors, in all its processes.
        memory_mb: The most that all its processes had together, in MB.
        largest_mb: The most that one of them had, in MB.
    """

    wall_s: float
    cpu_s: float
    memory_mb: float
    largest_mb: float


def cost_of(command: Sequence[str], folder: Path, *, own: bool = True) -> Cost:
    """Run a command in a folder to its end, with everything it starts.

    Args:
        command: What is run.
        folder: Where.
        own: Whether its own memory counts, and not only that of what it starts.

    Raises:
        SystemExit: if it fails, with what it said.
    """
    before, started = children_s(), time.perf_counter()
    with subprocess.Popen(  # noqa: S603  (our own commands)
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        with Memory(process.pid, own=own) as memory:
            _, said = process.communicate()
            wall_s = time.perf_counter() - started
        if process.returncode:
            sys.exit(f"{' '.join(command)[:200]}: {said}")
    return Cost(wall_s, children_s() - before, memory.together_mb, memory.largest_mb)


def children_s() -> float:
    """Processor seconds of the processes that this one started and has seen end."""
    return _processor_s(resource.RUSAGE_CHILDREN)


def all_s() -> float:
    """Processor seconds of this process too."""
    return children_s() + _processor_s(resource.RUSAGE_SELF)


def _processor_s(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


class Memory:
    """The most memory that a process and all it started had while this was open.

    Args:
        root: The process; None for this one.
        own: Whether its own memory counts, and not only that of what it starts.
        every_s: How often it is looked up, in seconds.

    Attributes:
        together_mb: All of them at one moment; what they share counts once.
        largest_mb: One of them, by the system's high-water mark.
    """

    def __init__(self, root: int | None = None, *, own: bool, every_s: float = 0.1) -> None:
        self.together_mb = self.largest_mb = 0.0
        self._root = _PROC / str(root or "self")
        self._own, self._every_s = own, every_s
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(self._every_s):
            shares_mb = 0.0
            for it in self._processes():
                self.largest_mb = max(self.largest_mb, _figure_mb(it / "status", "VmHWM"))
                shares_mb += _figure_mb(it / "smaps_rollup", "Pss")
            # One alone has had its mark, though nobody looked just then.
            self.together_mb = max(self.together_mb, shares_mb, self.largest_mb)

    def _processes(self) -> list[Path]:
        root, *others = _tree(self._root)
        if self._own:
            return [root, *others]
        command = _command(root)
        # One with the same command is a copy of the root still, with its memory.
        return [it for it in others if _command(it) != command]


def _tree(root: Path) -> list[Path]:
    """A process and everything it started, as Linux tells."""
    found = [root]
    for it in found:
        for children in it.glob("task/*/children"):
            with contextlib.suppress(OSError):
                found += [_PROC / pid for pid in children.read_text().split()]
    return found


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _figure_mb(path: Path, name: str) -> float:
    """A figure in kB of a file of the system, in MB; 0 if the process has ended."""
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", path.read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
