from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from quietude import Request, Sound, parse_script
from quietude.errors import SeriesError
from quietude.series.build.runner import DEATHS, Runner
from quietude.series.build.task import Failed, Made, Task
from quietude.speech.engines.base import Identity

SCRIPT = parse_script("id: a\ntitle: A\nsections: [{title: One, steps: [Hello.]}]\n")


def task(key: str) -> Task:
    return Task(key, SCRIPT, Request(), Sound(), Identity("tone", "1"), Path(), 60.0)


class DyingPool:
    """Like a process pool: one death breaks everything that is under way."""

    def __init__(self, window: int, kills: Callable[[str], bool]) -> None:
        self.window = window
        self.started: list[str] = []
        self.renewals = 0
        self._kills = kills
        self._broken = False
        self._open: dict[Future[Made | Failed], str] = {}

    def submit(self, it: Task, slot: int) -> Future[Made | Failed]:
        assert slot < self.window
        if self._broken:
            raise BrokenProcessPool
        self.started.append(it.key)
        future: Future[Made | Failed] = Future()
        self._open[future] = it.key
        return future

    def wait(self, futures: dict[Future[Made | Failed], object], **_: object) -> None:
        for future in futures:
            if self._kills(self._open[future]):
                self._broken = True
                break
        first = next(iter(futures))
        if self._broken:
            for future in futures:
                future.set_exception(BrokenProcessPool())
        else:
            first.set_result(Made(self._open[first], 0, 1.0, 60.0, {}))

    def stage(self, slot: int) -> tuple[str, float]:
        return "encode", slot / 10

    def renew(self) -> None:
        self.renewals += 1
        self._broken = False

    def close(self) -> None: ...

    def kill(self) -> None: ...


def run(pool: DyingPool, keys: str) -> dict[str, str]:
    runner = Runner(pool, lambda _: None, wait=pool.wait)
    return {it.key: type(outcome).__name__ for it, outcome in runner.run(map(task, keys))}


def test_the_one_that_kills_is_found_out_and_the_rest_are_done() -> None:
    pool = DyingPool(3, lambda key: key == "d")
    outcomes = run(pool, "abcdefgh")
    assert outcomes == {it: "Failed" if it == "d" else "Made" for it in "abcdefgh"}
    assert pool.started.count("d") <= DEATHS + pool.window.bit_length()
    assert all(pool.started.count(it) <= 3 for it in "abcefgh")


def test_a_worker_that_is_killed_once_costs_a_retry_and_nothing_else() -> None:
    killed: list[str] = []

    def once(key: str) -> bool:
        if key == "b" and not killed:
            killed.append(key)
            return True
        return False

    assert set(run(DyingPool(2, once), "abcd").values()) == {"Made"}


def test_two_that_kill_are_both_found_out() -> None:
    outcomes = run(DyingPool(4, lambda key: key in "bc"), "abcdef")
    assert [it for it, how in sorted(outcomes.items()) if how == "Failed"] == ["b", "c"]


def test_a_pool_that_never_starts_is_not_tried_for_ever() -> None:
    class Dead(DyingPool):
        def submit(self, it: Task, slot: int) -> Future[Made | Failed]:
            self._broken = True
            return super().submit(it, slot)

    with pytest.raises(SeriesError, match="no worker process"):
        run(Dead(2, lambda _: False), "ab")


def test_what_an_executor_raises_fails_that_task_alone() -> None:
    class Odd(DyingPool):
        def wait(self, futures: dict[Future[Made | Failed], object], **_: object) -> None:
            first = next(iter(futures))
            if self._open[first] == "b":
                first.set_exception(ValueError("cannot be unpickled"))
            else:
                super().wait(futures)

    assert run(Odd(2, lambda _: False), "abc") == {"a": "Made", "b": "Failed", "c": "Made"}


class SimulatedPool:
    """Workers under a clock that is moved by waiting for them."""

    def __init__(self, workers: int) -> None:
        self.window = workers
        self.now = 0.0
        self.most = 0
        self._ends: dict[Future[Made | Failed], tuple[float, Made]] = {}

    def submit(self, it: Task, slot: int) -> Future[Made | Failed]:
        assert slot < self.window
        future: Future[Made | Failed] = Future()
        self._ends[future] = self.now + it.seconds, Made(it.key, 0, it.seconds, 0.0, {})
        self.most = max(self.most, len(self._ends))
        return future

    def wait(self, futures: dict[Future[Made | Failed], object], **_: object) -> None:
        first = min(futures, key=lambda it: self._ends[it][0])
        self.now, made = self._ends.pop(first)
        first.set_result(made)

    def stage(self, slot: int) -> tuple[str, float]:
        return "encode", slot / self.window

    def renew(self) -> None: ...

    def close(self) -> None: ...

    def kill(self) -> None: ...


def test_ten_thousand_sessions_keep_sixteen_workers_busy() -> None:
    import dataclasses

    base = task("")
    tasks = [
        dataclasses.replace(base, key=str(n), seconds=20.0 + n * 7919 % 100) for n in range(10_000)
    ]
    tasks.sort(key=lambda it: -it.seconds)  # as a build gives them
    pool = SimulatedPool(16)
    done = {it.key for it, _ in Runner(pool, lambda _: None, wait=pool.wait).run(tasks)}
    assert len(done) == 10_000
    assert pool.most == 16
    work = sum(it.seconds for it in tasks)
    assert pool.now <= work / 16 * 1.001


def test_the_one_that_kills_among_many_is_found_by_halves() -> None:
    pool = DyingPool(64, lambda key: key == "Z")
    keys = "".join(map(chr, range(48, 148)))
    outcomes = run(pool, keys)
    assert [it for it, outcome in outcomes.items() if outcome == "Failed"] == ["Z"]
    assert len(outcomes) == 100
    assert pool.renewals <= DEATHS + pool.window.bit_length()


def test_a_death_that_was_nobodys_fault_does_not_leave_workers_idle() -> None:
    deaths = iter([True])
    pool = DyingPool(64, lambda _: next(deaths, False))
    at_once: list[int] = []
    runner = Runner(pool, lambda running: at_once.append(len(running)), wait=pool.wait)
    keys = "".join(map(chr, range(48, 148)))
    assert {type(it) for _, it in runner.run(map(task, keys))} == {Made}
    assert pool.renewals == 1
    assert sum(at_once) / len(at_once) > 12
