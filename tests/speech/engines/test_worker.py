"""Worker processes: restarted when they fail, and ended at once, whoever waits for them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import odd_worker
from processes import all_gone, children, needs_proc
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.worker import SpeechWorker

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechWorker]:
    folders = [str(Path(odd_worker.__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, folders)))
    opened = SpeechWorker("odd_worker", requests_per_process=3)
    yield opened
    opened.close()


def reached(mark: Path) -> None:
    """Waits until a worker has begun with the request."""
    while not mark.exists():
        time.sleep(0.01)


def test_replies_come_back_and_a_worker_is_used_again(worker: SpeechWorker) -> None:
    pids = [worker.ask({"do": "print"}, 60.0)["pid"] for _ in range(5)]
    assert pids[0] == pids[1] == pids[2] != pids[3] == pids[4]


@pytest.mark.parametrize(
    ("do", "error", "words"),
    [
        ("phrase", SpeechError, "cannot say this"),
        ("voice", EngineError, "no voice of that name"),
        ("break", EngineError, "does not work here .RuntimeError: it is broken"),
        ("die", EngineError, "failed 3 times .it ended with status 3: out of memory"),
    ],
)
def test_failures_are_told_apart(
    worker: SpeechWorker, do: str, error: type[SpeechError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        worker.ask({"do": do}, 60.0)
    assert isinstance(caught.value, EngineError) == (error is EngineError)
    assert caught.value.hint
    assert worker.ask({"do": "reply"}, 60.0)


def test_one_that_hangs_is_given_up_and_replaced(worker: SpeechWorker) -> None:
    impatient = SpeechWorker("odd_worker", tries=1)
    first = impatient.ask({"do": "reply"}, 60.0)["pid"]
    with pytest.raises(EngineError, match=r"failed 1 times .no reply in 1 s"):
        impatient.ask({"do": "hang"}, 0.6)
    assert impatient.ask({"do": "reply"}, 60.0)["pid"] != first
    impatient.close()
    assert worker.ask({"do": "reply"}, 60.0)


@needs_proc
def test_closing_wakes_the_thread_that_waits(worker: SpeechWorker, tmp_path: Path) -> None:
    before = children()
    errors: list[Exception] = []

    def ask() -> None:
        try:
            worker.ask({"do": "hang", "mark": str(tmp_path / "mark")}, 3600.0)
        except EngineError as error:
            errors.append(error)

    waiting = threading.Thread(target=ask)
    waiting.start()
    reached(tmp_path / "mark")
    started = children() - before
    worker.close()
    waiting.join()  # forever, if it were not woken
    assert "closed" in str(errors[0])
    assert all_gone(started)
    assert (tmp_path / "mark").read_text() == "x"  # and nobody asked again


@needs_proc
def test_a_worker_that_dies_while_it_is_closed_is_not_started_again(
    worker: SpeechWorker, tmp_path: Path
) -> None:
    """As when a signal reaches the whole group: worker and parent end at the same time."""
    before = children()
    errors: list[Exception] = []

    def ask() -> None:
        try:
            while True:
                worker.ask({"do": "reply", "mark": str(tmp_path / "mark")}, 3600.0)
        except EngineError as error:
            errors.append(error)

    waiting = threading.Thread(target=ask)
    waiting.start()
    reached(tmp_path / "mark")
    for pid in children() - before:
        os.kill(pid, signal.SIGKILL)
    worker.close()
    waiting.join()
    assert "closed" in str(errors[0])
    assert children() <= before


def test_a_closed_worker_is_never_started(worker: SpeechWorker) -> None:
    worker.close()
    worker.restart()
    with pytest.raises(EngineError, match="closed"):
        worker.ask({"do": "reply"}, 60.0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_worker_killed_between_requests_is_replaced(worker: SpeechWorker) -> None:
    pid = worker.ask({"do": "reply"}, 60.0)["pid"]
    os.kill(pid, signal.SIGKILL)
    assert worker.ask({"do": "reply"}, 60.0)["pid"] != pid


def test_a_restarted_worker_is_another_process(worker: SpeechWorker) -> None:
    pid = worker.ask({"do": "reply"}, 60.0)["pid"]
    worker.restart()
    assert worker.ask({"do": "reply"}, 60.0)["pid"] != pid
