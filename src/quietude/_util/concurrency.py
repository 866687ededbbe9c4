"""Work on all cores, and one step ahead."""

from __future__ import annotations

import os
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

T = TypeVar("T")
U = TypeVar("U")

_STOP_POLL_S = 0.05
_STUCK_S = 60.0


def cores() -> int:
    """Number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_on_all_cores(function: Callable[[T], U], items: Sequence[T]) -> Iterator[U]:
    """Yields the results in order; at most two for each core are computed in advance.

    Args:
        function: Called in threads: it has to release the interpreter, as numpy and codecs do.
        items: Its arguments, one a call.
    """
    with ThreadPoolExecutor(cores()) as pool:
        batch = 2 * cores()
        for start in range(0, len(items), batch):
            yield from pool.map(function, items[start : start + batch])


def prefetch(items: Iterable[T], limit: int = 4) -> Generator[T]:
    """Yields the same items, made in a thread while earlier ones are used.

    Args:
        items: Their iterator runs in the thread; its exceptions are raised here.
        limit: Number of finished items that may wait.
    """
    finished: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(limit)
    stop = threading.Event()

    def make() -> None:
        try:
            for item in items:
                finished.put((item, None))
                if stop.is_set():
                    return
            finished.put((None, StopIteration()))
        except BaseException as error:  # noqa: BLE001  (raised again where the items are used)
            finished.put((None, error))

    thread = threading.Thread(target=make, name="prefetch", daemon=True)
    thread.start()
    try:
        while True:
            item, error = finished.get()
            if isinstance(error, StopIteration):
                return
            if error:
                raise error
            yield cast("T", item)  # None only stands beside an error
    finally:
        stop.set()
        # The thread may be waiting for room in the queue: make room until it has seen `stop`.
        # One that is stuck for good, in a library without memory, is left behind: a daemon.
        deadline = time.monotonic() + _STUCK_S
        while thread.is_alive() and time.monotonic() < deadline:
            try:
                finished.get(timeout=_STOP_POLL_S)
            except queue.Empty:
                continue
