"""Tasks through a pool: many at a time, dead workers replaced, the one that kills found out."""

from __future__ import annotations

from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future
from concurrent.futures import wait as wait_for
from typing import TYPE_CHECKING, Any

from quietude.errors import SeriesError
from quietude.series.build.task import Failed, Made, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quietude.series.build.pool import Pool

DEATHS = 2
"""How many workers a task may take with it, alone with each, before it counts as failed."""

POLL_S = 0.25

_MOST_RENEWALS = 3

Running = dict["Future[Made | Failed]", tuple[Task, int]]


class Runner:
    """Runs tasks through a pool.

    A dead worker breaks the whole pool, and nobody says whose worker it was. So everything that
    was under way runs again apart from the rest, one half and then the other; of a half that breaks
    the pool again, its halves. What breaks it alone is to blame, and after :data:`DEATHS` times it
    fails. All others are done, and a worker that died for no fault of its task costs little.

    Args:
        pool: Where they run.
        watch: Told, a few times a second, which tasks are running and how far each is.
        wait: What waits for futures, as :func:`concurrent.futures.wait` does.
    """

    def __init__(
        self,
        pool: Pool,
        watch: Callable[[list[tuple[Task, str, float]]], None],
        wait: Callable[..., Any] = wait_for,
    ) -> None:
        self._pool = pool
        self._watch = watch
        self._wait = wait
        self._queue: deque[Task] = deque()
        self._suspects: deque[deque[Task]] = deque()
        self._group: deque[Task] = deque()
        self._deaths: Counter[str] = Counter()
        self._running: Running = {}
        self._renewals = 0

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        """Every task with what became of it, in the order they end."""
        self._queue.extend(tasks)
        while self._queue or self._suspects or self._group or self._running:
            broken = not self._fill()
            if self._running and not broken:
                self._wait(self._running, timeout=POLL_S, return_when=FIRST_COMPLETED)
            self._watch([(task, *self._pool.stage(slot)) for task, slot in self._running.values()])
            lost: list[Task] = []
            for future in [it for it in self._running if it.done() or broken]:
                task, _ = self._running.pop(future)
                outcome = _outcome(task, future)
                if outcome:
                    yield task, outcome
                else:
                    lost.append(task)
            if lost or broken:
                yield from self._after_death(lost)

    def _fill(self) -> bool:
        """Give the pool what it takes; answers whether it is whole."""
        if not self._running and not self._group:
            # One group of suspects at a time, and nothing else beside it.
            self._group = self._suspects.popleft() if self._suspects else self._queue
        source, window = self._group, self._pool.window
        while source and len(self._running) < window:
            used = {slot for _, slot in self._running.values()}
            slot = next(it for it in range(window) if it not in used)
            task = source.popleft()
            try:
                self._running[self._pool.submit(task, slot)] = task, slot
            except BrokenExecutor:
                source.appendleft(task)
                return False
        return True

    def _after_death(self, lost: list[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        """Sort out what was under way when a worker died."""
        for future in list(self._running):
            task, _ = self._running.pop(future)
            outcome = _outcome(task, future)
            if outcome:  # it was done in the last moment
                yield task, outcome
            else:
                lost.append(task)
        self._renewals = 0 if lost else self._renewals + 1
        if self._renewals > _MOST_RENEWALS:
            message = "no worker process can be started here"
            raise SeriesError(message, hint="Is there enough memory? Try --jobs 1.")
        self._pool.renew()
        if len(lost) == 1:
            self._deaths[lost[0].key] += 1
            if self._deaths[lost[0].key] >= DEATHS:
                yield lost[0], died(lost[0], DEATHS)
                return
        if self._group and self._group is not self._queue:
            self._suspects.appendleft(self._group)  # it had not begun
        self._group = deque()
        half = (len(lost) + 1) // 2
        self._suspects.extendleft(deque(it) for it in (lost[half:], lost[:half]) if it)


def died(task: Task, times: int) -> Failed:
    """What is said of a task whose workers died."""
    return Failed(
        task.key,
        f"the process that rendered it died, {times} times",
        "Was it killed for want of memory? Try fewer --jobs, or render it alone with --only.",
    )


def _outcome(task: Task, future: Future[Made | Failed]) -> Made | Failed | None:
    """What became of a task; None if its worker died before it was done."""
    if not future.done() or future.cancelled():
        return None
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenExecutor):
        return None
    if type(error).__name__ == "KilledWorker":  # Dask's, after several deaths of its own
        return died(task, getattr(error, "allowed_failures", DEATHS) + 1)
    cause = f"something unexpected ({type(error).__name__}: {str(error)[:200]})"
    return Failed(task.key, cause, "")
