"""The processes of this machine as a pool; one that dies is replaced, and its task is known."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import RawArray
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from quietude._util.child_python import safe_environment, set_environment
from quietude.series.rendering.task import Failed, Made, OpenVoices, Task, run_task

if TYPE_CHECKING:
    from concurrent.futures import Future

STAGES = ("wait", "speak", "encode", "check")

_NUMBERS_PER_SLOT = 2


class ProgressTable:
    """Progress of each task, in memory that the workers share with the parent.

    It is plain numbers without a lock: a worker that is killed while it writes leaves nothing held.

    Args:
        slots: Number of rows.
    """

    def __init__(self, slots: int) -> None:
        self._numbers: Any = RawArray("d", _NUMBERS_PER_SLOT * slots)

    def write(self, slot: int, stage: str, done: int, total: int) -> None:
        """Store the stage of a task and how much of it is done."""
        known = STAGES.index(stage) if stage in STAGES else 0
        self._numbers[_NUMBERS_PER_SLOT * slot] = known
        self._numbers[_NUMBERS_PER_SLOT * slot + 1] = done / total if total else 0.0

    def read(self, slot: int) -> tuple[str, float]:
        """Stage of a task, and the share of it that is done, 0 to 1."""
        stage = STAGES[int(self._numbers[_NUMBERS_PER_SLOT * slot])]
        return stage, self._numbers[_NUMBERS_PER_SLOT * slot + 1]


class LocalPool:
    """Worker processes of this machine, started fresh (never forked: engines hold threads).

    Args:
        jobs: Number of workers.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        # Workers are started by multiprocessing, which takes no options, and replaced at any time.
        self._before: dict[str, str | None] = {}
        self._table = ProgressTable(self.window)
        self._pool = self._started()

    @property
    def window(self) -> int:
        """One task more than there are workers, so that none waits for its next one."""
        return self._jobs + 1

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task.

        Raises:
            BrokenProcessPool: if the pool has to be renewed first.
        """
        self._table.write(slot, "wait", 0, 1)
        try:
            return self._pool.schedule(_render, args=(task, slot))
        except RuntimeError as error:
            raise BrokenProcessPool from error

    def progress(self, slot: int) -> tuple[str, float]:
        """Stage of the task in a slot, and the share of that stage which is done."""
        return self._table.read(slot)

    def deaths(self, error: BaseException) -> int:
        """1 if the worker of a task died, 0 if its error is another one."""
        return int(isinstance(error, ProcessExpired))

    def renew(self) -> None:
        """Start new workers in place of those that are left."""
        self.kill()
        self._pool = self._started()

    def close(self) -> None:
        """End the workers once they are idle."""
        self._pool.close()
        self._pool.join()
        set_environment(self._before)

    def kill(self) -> None:
        """End the workers now."""
        self._pool.stop()
        self._pool.join()
        set_environment(self._before)

    def _started(self) -> ProcessPool:
        self._before = set_environment(safe_environment())
        context = multiprocessing.get_context("spawn")
        return ProcessPool(
            self._jobs, initializer=_begin, initargs=(self._table, self._before), context=context
        )


class _PoolProcess:
    """State of a worker process: where it reports progress, and the voices it has open."""

    def __init__(self, table: ProgressTable) -> None:
        self._table = table
        self._voices = OpenVoices()
        self._busy = False

    def render(self, task: Task, slot: int) -> Made | Failed:
        self._busy = True
        try:
            return run_task(
                task,
                lambda stage, done, total: self._table.write(slot, stage, done, total),
                self._voices,
            )
        finally:
            self._busy = False

    def close(self) -> None:
        # A worker that is killed at work may hold locks of its engines; what those leave behind is
        # cleared by the next process.
        if not self._busy:
            # pebble closes the pipe, which ends an idle worker, and at once sends SIGTERM after it:
            # that would end the worker in the middle of this. After 3 s it sends SIGKILL.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            self._voices.close()


_worker: _PoolProcess | None = None
"""State of this process, if it is a worker. Tasks come by a pipe, which no shared memory passes."""


def _begin(table: ProgressTable, environment: dict[str, str | None]) -> None:
    """Prepare a worker process; programs that it starts get the environment they would have had."""
    global _worker  # noqa: PLW0603  (set once in a process)
    set_environment(environment)
    _worker = _PoolProcess(table)
    # However pebble ends a worker, it runs the finalizers of multiprocessing, and no others.
    Finalize(None, _worker.close, exitpriority=1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End with the parent, however it ended: nobody would be left to take the result."""
    parent = multiprocessing.parent_process()
    if parent:
        with contextlib.suppress(OSError):
            parent.join()
        os._exit(1)


def _render(task: Task, slot: int) -> Made | Failed:
    assert _worker  # set by _begin
    return _worker.render(task, slot)
