"""Several engines on one list: the same samples, the first error, and no engine left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from processes import children, needs_proc
from quietude.errors import EngineError, SpeechError
from quietude.plan.model import Utterance
from quietude.speech.cache import PhraseCache
from quietude.speech.engine_pool import MOST_ENGINES, PHRASES_PER_ENGINE, pool_size, run_jobs
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Engine

LINES = [Utterance(f"Hm {number}.", "tone", 160, 0, number) for number in range(1, 61)]


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    # An interruption while the pool starts a thread leaves that one to end by itself.
    for thread in set(threading.enumerate()) - before:
        thread.join(300.0)
        assert not thread.is_alive(), thread


class Watched(ToneEngine):
    """A tone engine that notes what it spoke, and that it was closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self.spoken = 0

    def speak(self, phrase: Phrase) -> Clip:
        self.spoken += 1
        return super().speak(phrase)

    def close(self) -> None:
        self.closed.set()


class Stuck(Watched):
    """One that never replies, until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()

    def speak(self, phrase: Phrase) -> Clip:
        self.reached.set()
        self.closed.wait()
        message = f"closed while saying {phrase.text}"
        raise EngineError(message)


def pool(folder: Path, cores: int) -> tuple[Speaker, list[Watched]]:
    """A speaker, and the engines it opens besides its first."""
    opened: list[Watched] = []

    def another() -> Engine:
        opened.append(Watched())
        return opened[-1]

    return Speaker(Watched(), PhraseCache(folder), 16_000, another=another, cores=cores), opened


def nothing(_done: int, _total: int) -> None:
    pass


def jobs(count: int) -> list[Callable[[Engine], None]]:
    return [lambda engine: void(engine.speak(Phrase("Hm.", "tone", 115)))] * count


def void(_clip: Clip) -> None:
    pass


def test_many_speak_the_same_as_one(tmp_path: Path) -> None:
    alone = pool(tmp_path / "one", 1)[0].speak_all(LINES, nothing)
    speaker, opened = pool(tmp_path / "many", 4)
    seen: list[tuple[int, int]] = []
    together = speaker.speak_all(LINES, lambda *done: seen.append(done))
    assert together.lengths == alone.lengths
    assert together.spoken == alone.spoken == 60
    for line in LINES:
        np.testing.assert_array_equal(together.clip(line).samples, alone.clip(line).samples)
    assert len(opened) == 3
    assert all(engine.closed.is_set() for engine in opened)
    assert seen == [(done, 60) for done in range(61)]


def test_the_first_error_in_the_list_is_the_one_that_is_raised() -> None:
    later_failed = threading.Event()
    done: list[int] = []

    def job(number: int) -> Callable[[Engine], None]:
        def run(_engine: Engine) -> None:
            if number == 20:
                later_failed.wait()  # the one that comes first fails last
            if number in {20, 21}:
                later_failed.set()
                message = f"cannot do {number}"
                raise SpeechError(message)
            if number > 21:
                time.sleep(0.02)  # time enough to see that there is no point in going on
            done.append(number)

        return run

    others: list[Watched] = []

    def another() -> Engine:
        others.append(Watched())
        return others[-1]

    with pytest.raises(SpeechError, match="cannot do 20"):
        run_jobs([job(number) for number in range(2000)], Watched(), another, 4, lambda _done: None)
    assert set(range(20)) <= set(done)
    assert len(done) < 1998
    assert len(others) == 3
    assert all(engine.closed.is_set() for engine in others)


def test_an_error_of_a_phrase_names_its_line(tmp_path: Path) -> None:
    lines = list(LINES)
    lines[20] = Utterance("...", "tone", 115, 0, 21)
    with pytest.raises(SpeechError, match="nothing to say") as caught:
        pool(tmp_path, 4)[0].speak_all(lines, nothing)
    assert caught.value.line == 21


def test_an_interruption_wakes_every_engine() -> None:
    first, others = Watched(), list[Stuck]()

    def another() -> Engine:
        others.append(Stuck())
        return others[-1]

    def interrupted(done: int) -> None:
        if done == 2:  # the second job is done by the first engine; the others are stuck
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # or it would wait here forever
        run_jobs(jobs(40), first, another, 4, interrupted)
    assert len(others) == 3
    assert all(engine.closed.is_set() for engine in [first, *others])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_signal_wakes_every_engine_while_all_of_them_are_busy() -> None:
    others: list[Stuck] = []
    first = Watched()

    def another() -> Engine:
        others.append(Stuck())
        return others[-1]

    def stuck_first(engine: Engine) -> None:
        assert isinstance(engine, Watched)
        if engine is first:
            engine.closed.wait()
        else:
            engine.speak(Phrase("Hm.", "tone", 115))

    def signal_when_busy() -> None:
        while len(others) < 3:
            time.sleep(0.001)
        for engine in others:
            engine.reached.wait()
        # An interruption that falls into a callback of a weak reference is lost to the program.
        while not first.closed.is_set():
            os.kill(os.getpid(), signal.SIGINT)
            first.closed.wait(300.0)

    sender = threading.Thread(target=signal_when_busy)
    sender.start()
    with pytest.raises(KeyboardInterrupt):
        run_jobs([lambda _engine: None, *[stuck_first] * 40], first, another, 4, lambda _done: None)
    sender.join()
    assert all(engine.closed.is_set() for engine in [first, *others])


def test_a_second_interruption_leaves_no_engine_open() -> None:
    class Interrupted(Watched):
        def close(self) -> None:
            super().close()
            raise KeyboardInterrupt

    first, others = Watched(), list[Stuck]()

    def another() -> Engine:
        others.append(Stuck())
        return others[-1]

    def ended(done: int) -> None:
        if done == 2:
            raise SystemExit(143)

    opened = [Interrupted]

    def mixed() -> Engine:
        return opened.pop()() if opened else another()

    with pytest.raises((KeyboardInterrupt, SystemExit)):
        run_jobs(jobs(40), first, mixed, 4, ended)
    assert len(others) == 2
    assert all(engine.closed.is_set() for engine in [first, *others])


def test_where_no_other_engine_opens_one_is_enough(tmp_path: Path) -> None:
    def another() -> Engine:
        message = "no more"
        raise EngineError(message)

    speaker = Speaker(ToneEngine(), PhraseCache(tmp_path), 16_000, another=another, cores=4)
    assert speaker.speak_all(LINES, nothing).spoken == 60


@pytest.mark.parametrize(
    ("phrases", "cores", "size"),
    [(0, 4, 1), (5, 4, 1), (2 * PHRASES_PER_ENGINE, 4, 2), (9999, 4, 4), (9999, 64, MOST_ENGINES)],
)
def test_the_size_of_a_pool(phrases: int, cores: int, size: int) -> None:
    assert pool_size(phrases, cores) == size


def test_nothing_to_do_opens_nothing() -> None:
    def another() -> Engine:
        raise AssertionError

    run_jobs([], ToneEngine(), another, 4, lambda _done: None)
    run_jobs([lambda _engine: None], ToneEngine(), another, 4, lambda _done: None)


@needs_proc
def test_killing_workers_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    voice = "gmw/en-us"
    lines = [Utterance(f"Rest, {number}.", voice, 115, 0, number) for number in range(60)]
    before, killed = children(), set[int]()

    def kill_at_times(done: int, _total: int) -> None:
        # In the middle of anything. Twice at most: a phrase that fails a third
        # time is given up.
        if done in {10, 30}:
            for pid in children() - before:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)

    with Pyttsx3Engine(driver="espeak") as engine:
        speaker = Speaker(
            engine,
            PhraseCache(tmp_path),
            16_000,
            another=lambda: Pyttsx3Engine(driver="espeak"),
            cores=2,
        )
        spoken = speaker.speak_all(lines, kill_at_times)
    assert len(killed) >= 3
    assert spoken.spoken == 60
    assert min(spoken.lengths.values()) > 8_000
    assert children() == before
