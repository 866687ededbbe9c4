"""Several engines at work on one list of jobs, each used by one thread at a time."""

from __future__ import annotations

import contextlib
import queue
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from quietude._util import concurrency
from quietude.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.speech.engines.base import Engine

MOST_ENGINES = 8
"""A limit on any number of cores: each engine holds a process, and a large voice 200 MB."""

PHRASES_PER_ENGINE = 12
"""Fewest phrases that make one more engine worth its start, which takes a second with Piper."""


def pool_size(phrases: int, cores: int | None = None) -> int:
    """Number of engines to use.

    Args:
        phrases: Number of phrases to speak.
        cores: Number of processes that may be busy at once; None for as many as this one may use.
    """
    busy = concurrency.cores() if cores is None else cores
    return max(1, min(busy, MOST_ENGINES, phrases // PHRASES_PER_ENGINE))


def run_jobs(
    jobs: Sequence[Callable[[Engine], None]],
    engine: Engine,
    another: Callable[[], Engine],
    size: int,
    progress: Callable[[int], None],
) -> None:
    """Does every job, each with an engine that no other job uses at the time.

    When the calling thread is interrupted, by Ctrl-C or by a signal that ends the program, every
    engine is closed at once: that wakes the threads that wait for a reply.

    Args:
        jobs: Work to do with an engine; nothing may depend on their order.
        engine: The first engine. It does the first job alone, since it may measure itself then.
        another: Opens one more engine like it.
        size: Number of engines to use in all.
        progress: Called with the number of jobs that are done, in the calling thread.

    Raises:
        SpeechError: that of the first job in the list that failed, as if one engine had done them
            in order; jobs after it may or may not have been done.
    """
    for job in jobs[:1]:
        job(engine)
        progress(1)
    if len(jobs) < 2:  # noqa: PLR2004  (the first is done)
        return
    with contextlib.ExitStack() as stack:
        engines = [engine]
        for _ in range(min(size, len(jobs) - 1) - 1):
            with contextlib.suppress(SpeechError):  # fewer will do
                engines.append(stack.enter_context(another()))
        _run_on_all(jobs[1:], engines, lambda done: progress(1 + done))


def _run_on_all(
    jobs: Sequence[Callable[[Engine], None]],
    engines: Sequence[Engine],
    progress: Callable[[int], None],
) -> None:
    free: queue.SimpleQueue[Engine] = queue.SimpleQueue()
    for engine in engines:
        free.put(engine)

    def run(job: Callable[[Engine], None]) -> None:
        engine = free.get()
        try:
            job(engine)
        finally:
            free.put(engine)

    threads = ThreadPoolExecutor(len(engines), thread_name_prefix="engine")
    try:
        futures = [threads.submit(run, job) for job in jobs]
        for done, future in enumerate(as_completed(futures), start=1):
            if future.exception():
                break
            progress(done)
    except BaseException:
        # On a stack, all of them are closed even if a second signal interrupts one.
        with contextlib.ExitStack() as closing:
            for engine in engines:
                closing.callback(engine.close)
        raise
    finally:
        threads.shutdown(cancel_futures=True)
    # Jobs start in order, so every job before a failed one was started too: the first error in
    # the list is known now.
    for future in futures:
        if not future.cancelled():
            future.result()
