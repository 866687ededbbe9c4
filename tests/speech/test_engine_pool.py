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

from quietude.errors import EngineError, SpeechError
from quietude.plan.model import Utterance
from quietude.speech.cache import PhraseCache
from quietude.speech.engine_pool import MOST_ENGINES, PHRASES_EACH, crew_size, work_through
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Engine, Phrase

LINES = [Utterance(f"Hm {it}.", "tone", 160, 0, it) for it in range(1, 61)]


class Watched(ToneEngine):
    """A tone engine that counts how many of its kind are open, and who spoke."""

    opened: list[Watched]
    busy = 0

    def __init__(self) -> None:
        self.closed = False
        self.spoken = 0

    def speak(self, phrase: Phrase) -> Clip:
        self.spoken += 1
        time.sleep(0.002)
        if "bad" in phrase.text:
            # The one that comes later fails sooner.
            time.sleep(0.05 if "first" in phrase.text else 0)
            message = f"cannot say {phrase.text}"
            raise SpeechError(message)
        return super().speak(phrase)

    def close(self) -> None:
        self.closed = True


def crew(folder: Path, cores: int) -> tuple[Speaker, list[Watched]]:
    opened: list[Watched] = []

    def another() -> Engine:
        opened.append(Watched())
        return opened[-1]

    return Speaker(Watched(), PhraseCache(folder), 16_000, another=another, cores=cores), opened


def nothing(_done: int, _total: int) -> None:
    pass


def test_many_speak_the_same_as_one(tmp_path: Path) -> None:
    alone = crew(tmp_path / "one", 1)[0].speak_all(LINES, nothing)
    speaker, opened = crew(tmp_path / "many", 4)
    seen: list[tuple[int, int]] = []
    together = speaker.speak_all(LINES, lambda *it: seen.append(it))
    assert together.lengths == alone.lengths
    assert together.spoken == alone.spoken == 60
    for line in LINES:
        np.testing.assert_array_equal(together.clip(line).samples, alone.clip(line).samples)
    assert len(opened) == 3
    assert all(it.closed and it.spoken for it in opened)
    assert seen == [(it, 60) for it in range(61)]


def test_the_first_error_in_the_script_is_the_one_that_is_told(tmp_path: Path) -> None:
    lines = list(LINES)
    lines[20] = Utterance("The first bad one.", "tone", 115, 0, 21)
    lines[21] = Utterance("Another bad one.", "tone", 115, 0, 22)
    for number in range(3):
        speaker, opened = crew(tmp_path / str(number), 4)
        with pytest.raises(SpeechError, match="first bad") as caught:
            speaker.speak_all(lines, nothing)
        assert caught.value.line == 21
        assert all(it.closed for it in opened)
        assert sum(it.spoken for it in opened) < 60
    assert threading.active_count() == 1


def test_ctrl_c_ends_all_of_them(tmp_path: Path) -> None:
    speaker, opened = crew(tmp_path, 4)

    def interrupted(done: int, _total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        speaker.speak_all(LINES, interrupted)
    assert all(it.closed for it in opened)
    assert threading.active_count() == 1


def test_where_no_other_engine_opens_one_is_enough(tmp_path: Path) -> None:
    def another() -> Engine:
        message = "no more"
        raise EngineError(message)

    speaker = Speaker(ToneEngine(), PhraseCache(tmp_path), 16_000, another=another, cores=4)
    assert speaker.speak_all(LINES, nothing).spoken == 60


@pytest.mark.parametrize(
    ("phrases", "cores", "size"),
    [(0, 4, 1), (5, 4, 1), (2 * PHRASES_EACH, 4, 2), (9999, 4, 4), (9999, 64, MOST_ENGINES)],
)
def test_the_size_of_a_crew(phrases: int, cores: int, size: int) -> None:
    assert crew_size(phrases, cores) == size


def test_nothing_to_do_opens_nothing() -> None:
    def another() -> Engine:
        raise AssertionError

    work_through([], ToneEngine(), another, 4, lambda _done: None)
    work_through([lambda _engine: None], ToneEngine(), another, 4, lambda _done: None)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_killing_any_worker_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    voice = "gmw/en-us"
    lines = [Utterance(f"Rest, {it}.", voice, 115, 0, it) for it in range(60)]
    opened: list[Pyttsx3Engine] = [Pyttsx3Engine(driver="espeak")]

    def another() -> Engine:
        opened.append(Pyttsx3Engine(driver="espeak"))
        return opened[-1]

    stop = threading.Event()
    killed: set[int] = set()

    def kill_in_turn() -> None:
        # Each engine twice at most: a phrase that fails a third time is given up.
        for victim in [0, 1, 0, 1]:
            while not stop.wait(0.3):
                pid = opened[victim].worker_pid if victim < len(opened) else None
                if pid and pid not in killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
                    break

    killer = threading.Thread(target=kill_in_turn)
    killer.start()
    try:
        with opened[0] as engine:
            speaker = Speaker(engine, PhraseCache(tmp_path), 16_000, another=another, cores=2)
            spoken = speaker.speak_all(lines, nothing)
    finally:
        stop.set()
        killer.join()
    assert killed
    assert spoken.spoken == 60
    assert min(spoken.lengths.values()) > 8_000
    assert all(it.worker_pid is None for it in opened)
