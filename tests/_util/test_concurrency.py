from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from quietude._util.concurrency import cores, map_on_all_cores, prefetch


def test_there_is_a_core() -> None:
    assert cores() >= 1


def test_results_come_in_order_whoever_is_done_first() -> None:
    second_done = threading.Event()

    def square(number: int) -> int:
        if number == 0 and cores() > 1:
            assert second_done.wait(300)
        if number == 1:
            second_done.set()
        return number * number

    assert list(map_on_all_cores(square, range(25))) == [n * n for n in range(25)]


def numbers(until: int, made: list[int], enough: threading.Event, at: int) -> Iterator[int]:
    for number in range(until):
        made.append(number)
        if number == at:
            enough.set()
        yield number


def test_items_are_made_before_they_are_used_up_to_the_limit() -> None:
    made: list[int] = []
    full = threading.Event()
    # One is used, three wait in the queue, and one more is in the thread's hands.
    items = prefetch(numbers(100, made, full, at=4), limit=3)
    assert next(items) == 0
    assert full.wait(300)
    assert made == [0, 1, 2, 3, 4]
    assert list(items) == list(range(1, 100))


def test_an_exception_is_raised_where_the_items_are_used() -> None:
    def broken() -> Iterator[int]:
        yield 1
        message = "damaged"
        raise OSError(message)

    items = prefetch(broken())
    assert next(items) == 1
    with pytest.raises(OSError, match="damaged"):
        next(items)


def test_closing_stops_the_thread() -> None:
    made: list[int] = []
    items = prefetch(numbers(1000, made, threading.Event(), at=0), limit=2)
    next(items)
    items.close()
    assert len(made) < 10
    assert not [thread for thread in threading.enumerate() if thread.name == "prefetch"]
