"""Cost of running a command: wall time, processor time and memory.

Memory is sampled while the processes run (on Linux; elsewhere it is 0), because the system's own
figure for children that have ended starts with the memory of their parent.
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

PERSONAL = """\
id: {id}
title: {id}
intensity: light
slots: {{name: {{ask: "Your name?", default: ""}}}}
sections:
  - title: Arriving
    role: arrive
    steps: ["Welcome{{{{ ', ' + name if name }}}}.", Sit or lie as you like., pause: 1-30s]
  - title: Coming back
    role: return
    steps: [Thank you for your time.]
"""
"""A short script with a name in it, for series of many listeners; to be filled with an id."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of one run.

    Attributes:
        wall_s: Elapsed time, in seconds.
        cpu_s: Processor time of all its processes, in seconds.
        memory_mb: Peak memory of all its processes together, in MB.
        largest_mb: Peak memory of the largest of them, in MB.
    """

    wall_s: float
    cpu_s: float
    memory_mb: float
    largest_mb: float


def cost_of(command: Sequence[str], folder: Path, *, own: bool = True) -> Cost:
    """Run a command, with everything it starts, and measure it.

    Args:
        command: The program and its arguments.
        folder: The folder to run it in.
        own: False to count only the memory of processes it starts.

    Raises:
        SystemExit: if it fails, with its stderr.
    """
    before, started = children_s(), time.perf_counter()
    with subprocess.Popen(  # noqa: S603  (our own commands)
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        with Memory(process.pid, own=own) as memory:
            _, complaint = process.communicate()
            wall_s = time.perf_counter() - started
        if process.returncode:
            sys.exit(f"{' '.join(command)[:200]}: {complaint}")
    return Cost(wall_s, children_s() - before, memory.together_mb, memory.largest_mb)


def children_s() -> float:
    """Processor seconds of the child processes that have ended."""
    return _processor_s(resource.RUSAGE_CHILDREN)


def all_s() -> float:
    """Processor seconds of this process and of the children that have ended."""
    return children_s() + _processor_s(resource.RUSAGE_SELF)


def _processor_s(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


class Memory:
    """Peak memory of a process and all it starts, while this context is open.

    Args:
        root: The process id; None for this process.
        own: False to count only the memory of processes it starts.
        every_s: Sampling interval, in seconds.

    Attributes:
        together_mb: Peak of all of them together; shared memory counts once.
        largest_mb: Peak of the largest of them, by the system's high-water mark.
    """

    def __init__(self, root: int | None = None, *, own: bool, every_s: float = 0.1) -> None:
        self.together_mb = self.largest_mb = 0.0
        self._root = _PROC / str(root or "self")
        self._own, self._every_s = own, every_s
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._stop.wait(self._every_s):
            shares_mb = 0.0
            for process in self._processes():
                self.largest_mb = max(self.largest_mb, _figure_mb(process / "status", "VmHWM"))
                shares_mb += _figure_mb(process / "smaps_rollup", "Pss")
            # A peak between two samples is still in the high-water mark of its process.
            self.together_mb = max(self.together_mb, shares_mb, self.largest_mb)

    def _processes(self) -> list[Path]:
        root, *others = _tree(self._root)
        if self._own:
            return [root, *others]
        command = _command(root)
        # A child with the same command is a fork that still has the memory of the root.
        return [process for process in others if _command(process) != command]


def tree_mb(pid: int) -> float:
    """Memory of a process and all it started, in MB, now; what they share counts once."""
    processes = _tree(_PROC / str(pid))
    return sum(_figure_mb(process / "smaps_rollup", "Pss") for process in processes)


def _tree(root: Path) -> list[Path]:
    """Returns a process and all its descendants, from /proc."""
    processes = [root]
    for process in processes:  # grows while it is walked
        for children in process.glob("task/*/children"):
            with contextlib.suppress(OSError):
                processes += [_PROC / pid for pid in children.read_text().split()]
    return processes


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _figure_mb(path: Path, name: str) -> float:
    """Returns a figure of a /proc file, given there in kB, in MB; 0 if the process has ended."""
    try:
        match = re.search(rf"^{name}:\s+(\d+) kB", path.read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(match[1]) / 1024 if match else 0.0
