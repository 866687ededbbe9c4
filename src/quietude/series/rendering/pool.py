"""Many sessions rendered at a time: the interface of a pool, and the loop that keeps it busy."""

from __future__ import annotations

from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future
from concurrent.futures import wait as wait_for
from typing import TYPE_CHECKING, Any, Protocol

from quietude.errors import SeriesError
from quietude.series.rendering.task import Failed, Made, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DEATHS = 2
"""A task fails once this many workers have died while they were rendering it."""

POLL_S = 0.25
"""Seconds between two reports of progress."""

_MOST_RENEWALS = 3


class Pool(Protocol):
    """A place where tasks run at the same time. :func:`run_tasks` keeps it busy."""

    @property
    def window(self) -> int:
        """Number of tasks to submit at a time.

        Raises:
            BrokenExecutor: if the pool can run nothing until it is renewed.
        """

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """Start a task. ``slot`` (0 to ``window`` − 1) is its row in the progress table.

        Raises:
            BrokenExecutor: if the pool can run nothing until it is renewed.
        """

    def progress(self, slot: int) -> tuple[str, float]:
        """Stage of the task in a slot, and the share of that stage which is done, 0 to 1."""

    def deaths(self, error: BaseException) -> int:
        """Number of workers that died of a task, by the error it ended with; 0 for none."""

    def renew(self) -> None:
        """Replace a broken pool's workers or connection by new ones."""

    def close(self) -> None:
        """End the workers once they are idle."""

    def kill(self) -> None:
        """End the workers now, whatever they are doing."""


def run_tasks(
    pool: Pool,
    tasks: Iterable[Task],
    watch: Callable[[list[tuple[Task, str, float]]], None],
    wait: Callable[..., Any] = wait_for,
) -> Iterator[tuple[Task, Made | Failed]]:
    """Run tasks in a pool and yield each with its outcome, in the order they end.

    A task whose worker dies runs again, since the worker may have been killed for another reason
    (no memory left, say); after :data:`DEATHS` deaths it fails. All other tasks go on meanwhile.

    Args:
        pool: The pool.
        tasks: The tasks, the first ones first.
        watch: Called a few times a second with the tasks that are running, their stages, and the
            shares of these that are done.
        wait: Waits for futures, as :func:`concurrent.futures.wait` does.

    Raises:
        SeriesError: if the pool breaks again and again without finishing anything.
    """
    waiting = deque(tasks)
    running: dict[Future[Made | Failed], tuple[Task, int]] = {}
    deaths: Counter[str] = Counter()
    renewals = 0
    while waiting or running:
        broken = not _fill(pool, waiting, running)
        if running and not broken:
            wait(running, timeout=POLL_S, return_when=FIRST_COMPLETED)
        watch([(task, *pool.progress(slot)) for task, slot in running.values()])
        broken = broken or any(_is_lost(future) for future in running)
        for future in [future for future in running if future.done() or broken]:
            task, _ = running.pop(future)
            if not future.done() or _is_lost(future):
                waiting.appendleft(task)  # the pool broke, which is not the fault of this task
                continue
            error = future.exception()
            died = pool.deaths(error) if error else 0
            deaths[task.key] += died
            if died and deaths[task.key] < DEATHS:
                waiting.appendleft(task)
                continue
            renewals = 0
            yield task, _outcome(task, future, deaths[task.key] if died else 0)
        if broken:
            renewals += 1
            if renewals > _MOST_RENEWALS:
                message = "no worker process can be started here"
                raise SeriesError(message, hint="Is there enough memory? Try --jobs 1.")
            pool.renew()


def _fill(
    pool: Pool, waiting: deque[Task], running: dict[Future[Made | Failed], tuple[Task, int]]
) -> bool:
    """Submit tasks up to the pool's window; return False if the pool is broken."""
    try:
        window = pool.window
    except BrokenExecutor:
        return False
    while waiting and len(running) < window:
        used = {slot for _, slot in running.values()}
        slot = next(slot for slot in range(window) if slot not in used)
        try:
            running[pool.submit(waiting[0], slot)] = waiting[0], slot
        except BrokenExecutor:
            return False
        waiting.popleft()
    return True


def _is_lost(future: Future[Made | Failed]) -> bool:
    """Return True for a task that ended without an outcome because its pool broke."""
    if not future.done():
        return False
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)


def _outcome(task: Task, future: Future[Made | Failed], died: int) -> Made | Failed:
    if died:
        return Failed(
            task.key,
            f"the process that rendered it died, {died} times",
            "Was it killed for want of memory? Try fewer --jobs, or render it alone with --only.",
        )
    if error := future.exception():
        cause = f"something unexpected ({type(error).__name__}: {str(error)[:200]})"
        return Failed(task.key, cause, "")
    return future.result()
