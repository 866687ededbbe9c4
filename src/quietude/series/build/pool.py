"""The processes of this machine as a pool for tasks, made anew when one of them dies."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Protocol

from quietude.series.build.progress_table import Board
from quietude.series.build.task import Failed, Made, Task, run_task

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_GRACE_S = 3.0


class Pool(Protocol):
    """Where tasks run. Any :class:`concurrent.futures.Executor` can stand behind it."""

    @property
    def window(self) -> int:
        """How many tasks it is given at a time."""

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task; ``slot`` (from 0 to ``window`` − 1) is its place on the board.

        Raises:
            BrokenExecutor: if a worker has died.
        """

    def stage(self, slot: int) -> tuple[str, float]:
        """How far the task at a place is."""

    def renew(self) -> None:
        """Start over after a worker has died."""

    def close(self) -> None:
        """Let the workers end."""

    def kill(self) -> None:
        """End the workers now, whatever they are doing."""


class LocalPool:
    """Worker processes of this machine, started fresh (never forked: engines hold threads).

    Args:
        jobs: How many.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._board = Board(self.window)
        self._others = set(multiprocessing.active_children())
        self._executor: Executor = self._started()

    @property
    def window(self) -> int:
        """One more than there are workers, so that none waits for its next task."""
        return self._jobs + 1

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task."""
        self._board.write(slot, "wait", 0, 1)
        return self._executor.submit(_work, task, slot)

    def stage(self, slot: int) -> tuple[str, float]:
        """How far the task at a place is."""
        return self._board.read(slot)

    def renew(self) -> None:
        """Fresh workers in the place of those that are left."""
        self.kill()
        self._executor = self._started()

    def close(self) -> None:
        """Let the workers end."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def kill(self) -> None:
        """End the workers now."""
        workers = [it for it in multiprocessing.active_children() if it not in self._others]
        for it in workers:
            it.terminate()
        self._executor.shutdown(wait=False, cancel_futures=True)
        for it in workers:
            it.join(_GRACE_S)
            if it.is_alive():
                it.kill()
                it.join()

    def _started(self) -> Executor:
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._board,),
        )


_board: Board | None = None


def _begin(board: Board) -> None:
    """What a worker does first."""
    global _board  # noqa: PLW0603  (one board in a process, set once)
    _board = board
    # Ctrl-C reaches the whole group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End with the parent, however it ended: nobody would be left to take the result."""
    parent = multiprocessing.parent_process()
    if parent:
        with contextlib.suppress(OSError):
            parent.join()
        os._exit(1)


def _work(task: Task, slot: int) -> Made | Failed:
    board = _board
    assert board
    return run_task(task, lambda stage, done, total: board.write(slot, stage, done, total))
