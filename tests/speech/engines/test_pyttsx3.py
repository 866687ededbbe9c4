"""The default engine for real: the eSpeak NG that pip brings, in its worker process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from processes import all_gone, children, is_alive, needs_proc, only_child
from quietude.errors import EngineError, SpeechError
from quietude.script.speaking_time import speaking_seconds
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.pyttsx3_worker import espeak_rate
from quietude.speech.processing import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Clip

VOICE = "gmw/en-us"
TEXT = "You may notice the weight of your hands, and the floor under your feet."


@pytest.fixture
def engine() -> Iterator[Pyttsx3Engine]:
    with Pyttsx3Engine(driver="espeak") as opened:
        yield opened


@pytest.fixture(scope="module")
def shared() -> Iterator[Pyttsx3Engine]:
    with Pyttsx3Engine(driver="espeak") as opened:
        yield opened


def length_s(engine: Pyttsx3Engine, text: str, rate_wpm: int) -> float:
    return process(engine.speak(Phrase(text, VOICE, rate_wpm)), 22_050).seconds


def check_run(engine: Pyttsx3Engine, count: int) -> None:
    """Many utterances in a row with changing text and rate: none missing, wrong or cut."""
    rates = (100, 112, 125, 140)
    texts = [
        "Here you are.",
        TEXT,
        (
            "If you like, picture a place where you feel at ease, or let any place come to mind, and "
            "stay there for as long as it is good, since there is no hurry at all and nothing to do."
        ),
    ]
    expected = {
        (text, rate): np.median([length_s(engine, text, rate) for _ in range(3)])
        for text in texts
        for rate in rates
    }
    rng = np.random.default_rng(1)
    for _ in range(count):
        text, rate = texts[rng.integers(len(texts))], rates[rng.integers(len(rates))]
        # Neighbouring rates differ by 10 %, so 3 % tells a wrong rate or a cut from the right one.
        assert length_s(engine, text, rate) == pytest.approx(
            expected[text, rate], rel=0.03, abs=0.03
        )


@pytest.mark.slow
def test_many_utterances_in_a_row(engine: Pyttsx3Engine) -> None:
    check_run(engine, 30)


@pytest.mark.slow
def test_two_thousand_utterances_in_a_row(engine: Pyttsx3Engine) -> None:
    check_run(engine, 2000)


def test_rates_in_the_table_are_monotonic() -> None:
    rates = [espeak_rate(wpm) for wpm in range(80, 161)]
    assert rates == sorted(rates)
    assert rates[0] == 80


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        (VOICE, f"{TEXT} Your eyes may be open, half open or closed. It is good that you are here."),
        ("gmw/de", "Vielleicht spürst du den Boden unter deinen Füßen, und was dich sonst noch hält."),
        ("roa/es", "Deja que tu atención vuelva a esta habitación, a los sonidos que hay ahora."),
        ("zle/ru", "Пусть внимание вернётся в эту комнату, к звукам, которые есть здесь сейчас."),
        ("sem/ar", "دع انتباهك يعود إلى هذه الغرفة، إلى الأصوات الموجودة هنا الآن."),
        ("inc/hi", "अपना ध्यान इस कमरे में वापस आने दें, उन आवाज़ों की ओर जो अभी यहाँ हैं।"),
        ("ko", "주의가 이 방으로, 지금 여기 있는 소리로 돌아오게 해 보세요."),
        ("tai/th", "ให้ความสนใจของคุณกลับมาที่ห้องนี้ และเสียงที่อยู่ที่นี่ตอนนี้"),
        ("sit/cmn", "让你的注意力回到这个房间，回到此刻这里的声音。"),
        ("jpx/ja", "あしのうらがゆかにふれているのをかんじてみてもいいでしょう。"),
    ],
)  # fmt: skip
def test_estimates_are_close_to_the_voice(shared: Pyttsx3Engine, voice: str, text: str) -> None:
    spoken = process(shared.speak(Phrase(text, voice, 115)), 22_050).seconds
    assert speaking_seconds(text, 115) == pytest.approx(spoken, rel=0.15)


@needs_proc
def test_killing_the_worker_between_phrases_loses_nothing() -> None:
    before = children()
    with Pyttsx3Engine(driver="espeak") as engine:
        first = length_s(engine, TEXT, 115)
        pid = only_child(before)
        os.kill(pid, signal.SIGKILL)
        assert length_s(engine, TEXT, 115) == pytest.approx(first, rel=0.03)
        assert only_child(before) != pid


@needs_proc
def test_killing_workers_again_and_again_loses_nothing(engine: Pyttsx3Engine) -> None:
    before = children()
    engine.identity()
    expected = length_s(engine, TEXT, 115)
    stop = threading.Event()
    kills = said = said_before = 0

    def kill_now_and_then() -> None:
        # Never twice without a phrase between: on a slow machine no worker would live to speak.
        nonlocal kills, said_before
        while not stop.wait(0.3):
            if said > said_before and (pids := children() - before):
                said_before = said
                for pid in pids:
                    os.kill(pid, signal.SIGKILL)
                kills += 1

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        while kills < 5:
            assert length_s(engine, TEXT, 115) == pytest.approx(expected, rel=0.03)
            said += 1
    finally:
        stop.set()
        killer.join()
    assert kills


@needs_proc
def test_a_worker_that_hangs_is_replaced(
    engine: Pyttsx3Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quietude.speech.engines.pyttsx3.speaking_timeout_s", lambda _text: 1.5)
    before = children()
    first = length_s(engine, TEXT, 115)
    pid = only_child(before)
    os.kill(pid, signal.SIGSTOP)
    assert length_s(engine, TEXT, 115) == pytest.approx(first, rel=0.03)
    assert not is_alive(pid)


@needs_proc
def test_closing_leaves_no_worker() -> None:
    before = children()
    engine = Pyttsx3Engine(driver="espeak")
    engine.speak(Phrase("Hello.", VOICE, 115))
    assert only_child(before)
    engine.close()
    assert children() == before
    with pytest.raises(EngineError, match="closed"):
        engine.speak(Phrase("Hello.", VOICE, 115))


@needs_proc
def test_an_engine_closed_while_a_phrase_fails_starts_no_other_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The render is told to end while another thread is between a question and its reply.

    A new worker would wait for its time to run out, in a folder that is gone.
    """
    before = children()
    engine = Pyttsx3Engine(driver="espeak")
    engine.identity()

    def closed_meanwhile(_path: Path, _text: str) -> Clip:
        engine.close()
        message = "the engine left no sound for this phrase"
        raise SpeechError(message)

    monkeypatch.setattr("quietude.speech.engines.pyttsx3.checked_file", closed_meanwhile)
    with pytest.raises(EngineError, match="closed"):
        engine.speak(Phrase("Hello.", VOICE, 115))
    assert children() == before


@needs_proc
def test_the_worker_ends_with_its_parent() -> None:
    code = (
        "import pathlib, time\n"
        "from quietude.speech.engines.pyttsx3 import Pyttsx3Engine\n"
        "from quietude.speech.engines.base import Phrase\n"
        "engine = Pyttsx3Engine(driver='espeak')\n"
        "engine.speak(Phrase('Hello.', 'gmw/en-us', 115))\n"
        "for path in pathlib.Path('/proc/self/task').glob('*/children'):\n"
        "    print(path.read_text().strip(), end='')\n"
        "print(flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    assert is_alive(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert all_gone({worker})


def test_an_unknown_driver_says_so() -> None:
    with Pyttsx3Engine(driver="nonsense") as engine, pytest.raises(EngineError) as caught:
        engine.speak(Phrase("Hello.", VOICE, 115))
    assert "doctor" in str(caught.value.hint)


def test_the_library_that_pip_brought_is_the_one_that_speaks() -> None:
    code = (
        "import espeakng_loader, quietude.speech.engines.pyttsx3_worker as worker\n"
        "worker._load_bundled_espeak()\n"
        "from pyttsx3.drivers import _espeak\n"
        "assert _espeak.dll._name == espeakng_loader.get_library_path(), _espeak.dll._name\n"
    )
    # In a process of its own: it stays loaded.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
