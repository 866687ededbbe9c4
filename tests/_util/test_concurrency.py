from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from quietude._util.concurrency import ahead, cores, on_all_cores


def test_there_is_a_core() -> None:
    assert cores() >= 1


def test_work_on_all_cores_comes_in_order() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.01 if number % 2 == 0 else 0.0)
        return number * number

    assert list(on_all_cores(slow_first, range(25))) == [it * it for it in range(25)]


def numbers(until: int, made: list[int]) -> Iterator[int]:
    for it in range(until):
        made.append(it)
        yield it


def test_things_are_made_ahead_but_not_far() -> None:
    made: list[int] = []
    things = ahead(numbers(100, made), most=3)
    assert next(things) == 0
    deadline = time.monotonic() + 5
    while len(made) < 5 and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(0.02)
    assert 3 <= len(made) <= 6
    assert list(things) == list(range(1, 100))


def test_what_goes_wrong_is_raised_where_the_things_are_used() -> None:
    def broken() -> Iterator[int]:
        yield 1
        message = "damaged"
        raise OSError(message)

    things = ahead(broken())
    assert next(things) == 1
    with pytest.raises(OSError, match="damaged"):
        next(things)


def test_what_is_not_used_any_more_is_not_made() -> None:
    made: list[int] = []
    things = ahead(numbers(1000, made), most=2)
    next(things)
    things.close()
    assert len(made) < 10
    assert not [it for it in threading.enumerate() if it.name == "ahead"]
