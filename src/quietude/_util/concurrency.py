"""What this machine has to work with."""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

T = TypeVar("T")
U = TypeVar("U")


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def on_all_cores(work: Callable[[T], U], things: Sequence[T]) -> Iterator[U]:
    """What some work makes of each thing, in order; two cores' worth at most are kept waiting.

    The work has to let other threads run, as numpy and the codecs do.
    """
    with ThreadPoolExecutor(cores()) as pool:
        step = 2 * cores()
        for start in range(0, len(things), step):
            yield from pool.map(work, things[start : start + step])


def ahead(things: Iterable[T], most: int = 4) -> Generator[T]:
    """The same things, made in a thread of their own while the ones before are used.

    Args:
        things: What is to be made; what goes wrong in making it is raised here.
        most: How many may wait.
    """
    waiting: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(most)
    stop = threading.Event()

    def make() -> None:
        try:
            for it in things:
                waiting.put((it, None))
                if stop.is_set():
                    return
            waiting.put((None, StopIteration()))
        except BaseException as error:  # noqa: BLE001  (raised again where the things are used)
            waiting.put((None, error))

    thread = threading.Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            thing, error = waiting.get()
            if isinstance(error, StopIteration):
                return
            if error:
                raise error
            yield cast("T", thing)  # None only stands beside an error
    finally:
        stop.set()
        while thread.is_alive():
            try:
                waiting.get(timeout=0.05)
            except queue.Empty:
                continue
