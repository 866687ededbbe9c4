from __future__ import annotations

import heapq
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from quietude import Request, Sound, parse_script
from quietude.errors import SeriesError
from quietude.series.rendering.pool import DEATHS, run_tasks
from quietude.series.rendering.task import Failed, Made, Task
from quietude.speech.engines.base import Identity

SCRIPT = parse_script("id: a\ntitle: A\nsections: [{title: One, steps: [Hello.]}]\n")


def task(key: str, seconds: float = 60.0) -> Task:
    return Task(key, SCRIPT, Request(), Sound(), Identity("tone", "1"), Path(), seconds)


class WorkerDiedError(Exception):
    """A worker ended in the middle of its task."""


class FakePool:
    """Finishes the oldest task each time somebody waits.

    Args:
        window: Number of tasks at a time.
        outcome: Returns the error that a task ends with, or None for success.
    """

    def __init__(
        self, window: int, outcome: Callable[[str], BaseException | None] = lambda _: None
    ) -> None:
        self.window = window
        self.started: list[str] = []
        self.renewals = 0
        self.most = 0
        self._outcome = outcome
        self._broken = False
        self._open: dict[Future[Made | Failed], str] = {}

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        assert slot < self.window
        if self._broken:
            raise BrokenProcessPool
        self.started.append(task.key)
        future: Future[Made | Failed] = Future()
        self._open[future] = task.key
        self.most = max(self.most, len(self._open))
        return future

    def wait(self, futures: dict[Future[Made | Failed], object], **_: object) -> None:
        future = next(iter(futures))
        key = self._open.pop(future)
        error = self._outcome(key)
        if isinstance(error, BrokenProcessPool):
            self._broken = True
            for other in futures:
                other.set_exception(error)
            self._open.clear()
        elif error:
            future.set_exception(error)
        else:
            future.set_result(Made(key, 0, 1.0, 60.0, {}))

    def progress(self, slot: int) -> tuple[str, float]:
        return "encode", slot / 10

    def deaths(self, error: BaseException) -> int:
        return int(isinstance(error, WorkerDiedError))

    def renew(self) -> None:
        self.renewals += 1
        self._broken = False

    def close(self) -> None: ...

    def kill(self) -> None: ...


def run(pool: FakePool, keys: str) -> dict[str, str]:
    outcomes = run_tasks(pool, map(task, keys), lambda _: None, wait=pool.wait)
    return {task.key: type(outcome).__name__ for task, outcome in outcomes}


def test_a_task_that_kills_its_workers_fails_and_the_others_are_done() -> None:
    pool = FakePool(3, lambda key: WorkerDiedError() if key == "d" else None)
    assert run(pool, "abcdefgh") == {key: "Failed" if key == "d" else "Made" for key in "abcdefgh"}
    assert pool.started.count("d") == DEATHS
    assert all(pool.started.count(key) == 1 for key in "abcefgh")
    assert pool.renewals == 0


def test_a_worker_that_is_killed_once_costs_a_second_try_and_nothing_else() -> None:
    deaths = iter([WorkerDiedError()])
    pool = FakePool(2, lambda key: next(deaths, None) if key == "b" else None)
    assert set(run(pool, "abcd").values()) == {"Made"}
    assert sorted(pool.started) == list("abbcd")


def test_a_death_counts_as_often_as_the_pool_says() -> None:
    class Cluster(FakePool):
        """Like Dask, which tries several workers before it gives a task back."""

        def deaths(self, error: BaseException) -> int:
            return 4 * super().deaths(error)

    pool = Cluster(1, lambda _: WorkerDiedError())
    ((_, outcome),) = run_tasks(pool, [task("a")], lambda _: None, wait=pool.wait)
    assert isinstance(outcome, Failed)
    assert "died, 4 times" in outcome.cause
    assert pool.started == ["a"]


def test_a_pool_that_breaks_is_renewed_and_blames_no_task() -> None:
    breaks = iter([BrokenProcessPool()])
    pool = FakePool(3, lambda key: next(breaks, None) if key == "b" else None)
    assert run(pool, "abcdef") == dict.fromkeys("abcdef", "Made")
    assert pool.renewals == 1


def test_a_task_that_was_cancelled_with_the_connection_runs_again() -> None:
    class Disconnected(FakePool):
        def wait(self, futures: dict[Future[Made | Failed], object], **how: object) -> None:
            if self.renewals:
                super().wait(futures, **how)
                return
            for future in futures:
                future.cancel()

    pool = Disconnected(2)
    assert run(pool, "abc") == dict.fromkeys("abc", "Made")
    assert pool.renewals == 1


def test_a_pool_that_never_starts_is_not_tried_for_ever() -> None:
    class Dead(FakePool):
        def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
            self._broken = True
            return super().submit(task, slot)

    with pytest.raises(SeriesError, match="no worker process"):
        run(Dead(2), "ab")


def test_another_error_fails_that_task_alone() -> None:
    pool = FakePool(2, lambda key: ValueError("cannot be unpickled") if key == "b" else None)
    assert run(pool, "abc") == {"a": "Made", "b": "Failed", "c": "Made"}
    assert pool.started == list("abc")


def test_progress_is_reported_for_each_running_task() -> None:
    seen: list[list[tuple[str, str, float]]] = []
    pool = FakePool(2)
    for _ in run_tasks(
        pool,
        map(task, "abc"),
        lambda now: seen.append([(task.key, stage, done) for task, stage, done in now]),
        wait=pool.wait,
    ):
        pass
    assert seen[0] == [("a", "encode", 0.0), ("b", "encode", 0.1)]
    assert pool.most == 2


class SimulatedPool(FakePool):
    """Workers under a clock that is moved by waiting for them."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers)
        self.now = 0.0
        self._ends: list[tuple[float, str, Future[Made | Failed]]] = []

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        future = super().submit(task, slot)
        heapq.heappush(self._ends, (self.now + task.estimated_s, task.key, future))
        return future

    def wait(self, *_: object, **__: object) -> None:
        self.now, key, future = heapq.heappop(self._ends)
        del self._open[future]
        future.set_result(Made(key, 0, 1.0, 60.0, {}))


def test_ten_thousand_sessions_keep_sixteen_workers_busy() -> None:
    tasks = [task(str(n), 20.0 + n * 7919 % 100) for n in range(10_000)]
    tasks.sort(key=lambda task: -task.estimated_s)  # as a build gives them
    pool = SimulatedPool(16)
    outcomes = run_tasks(pool, tasks, lambda _: None, wait=pool.wait)
    assert len({task.key for task, _ in outcomes}) == 10_000
    assert pool.most == 16
    assert pool.now <= sum(task.estimated_s for task in tasks) / 16 * 1.001
