"""Several engines at work on one list: handed out in order, each result the same whoever did it."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

from quietude._util import concurrency as machine
from quietude.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.speech.engines.base import Engine

MOST_ENGINES = 8
"""However many cores there are: each engine holds a process, and a large voice 200 MB."""

PHRASES_EACH = 12
"""How many phrases make one more engine worth its start, which takes a second with Piper."""


def crew_size(phrases: int, cores: int | None = None) -> int:
    """How many engines to use for so many phrases.

    Args:
        phrases: How many have to be spoken.
        cores: How many processes may be busy at once; None for as many as this one may use.
    """
    busy = machine.cores() if cores is None else cores
    return max(1, min(busy, MOST_ENGINES, phrases // PHRASES_EACH))


def work_through(
    jobs: Sequence[Callable[[Engine], None]],
    engine: Engine,
    another: Callable[[], Engine],
    size: int,
    progress: Callable[[int], None],
) -> None:
    """Do every job, each with one engine that nobody else uses at the time.

    Args:
        jobs: What is to be done with an engine; nothing may depend on their order.
        engine: The first engine. It does the first job alone, since it may measure itself then.
        another: Opens one more engine like it.
        size: How many engines to use in all.
        progress: Told how many jobs are done, in the thread of the caller.

    Raises:
        SpeechError: that of the first job in the list that failed, as if one engine had done them
            in order; jobs after it may or may not have been done.
    """
    for done, job in enumerate(jobs[:1], start=1):
        job(engine)
        progress(done)
    if len(jobs) < 2:  # noqa: PLR2004  (the first is done)
        return
    with contextlib.ExitStack() as stack:
        engines = [engine]
        for _ in range(min(size, len(jobs) - 1) - 1):
            with contextlib.suppress(SpeechError):  # fewer will do
                engines.append(stack.enter_context(another()))
        _Shift(jobs, 1, progress).work(engines)


class _Shift:
    """One thread an engine, and the caller's to watch over them."""

    def __init__(
        self,
        jobs: Sequence[Callable[[Engine], None]],
        start: int,
        progress: Callable[[int], None],
    ) -> None:
        self._jobs = jobs
        self._next = start
        self._progress = progress
        self._lock = threading.Lock()
        self._results: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        self._failed: dict[int, BaseException] = {}

    def work(self, engines: Sequence[Engine]) -> None:
        done, left = self._next, len(self._jobs) - self._next
        threads = [threading.Thread(target=self._toil, args=(it,)) for it in engines]
        for it in threads:
            it.start()
        try:
            while left and self._results.get() is None:
                done, left = done + 1, left - 1
                self._progress(done)
        except BaseException:
            self._stop()
            for engine in engines:  # ends what they are busy with
                engine.close()
            raise
        finally:
            self._stop()
            for thread in threads:
                thread.join()
        if self._failed:
            raise self._failed[min(self._failed)]

    def _toil(self, engine: Engine) -> None:
        while (number := self._take()) is not None:
            try:
                self._jobs[number](engine)
            except BaseException as error:  # noqa: BLE001  (raised again where it belongs)
                # Jobs are handed out in order, so all before this one are under way or done:
                # whichever of them fails too is known when the threads have ended.
                self._failed[number] = error
                self._stop()
                self._results.put(error)
                return
            self._results.put(None)

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= len(self._jobs):
                return None
            self._next += 1
            return self._next - 1

    def _stop(self) -> None:
        with self._lock:
            self._next = len(self._jobs)
