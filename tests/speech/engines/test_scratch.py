from __future__ import annotations

import errno
import os
import tempfile
import threading
import time
from pathlib import Path

import pytest

from quietude.speech.engines.command import CommandEngine
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.scratch import PREFIX, Scratch


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> Path:
    hours_ago = time.time() - 7200
    os.utime(folder, (hours_ago, hours_ago))
    return folder


def test_what_a_killed_process_left_is_removed(temporary: Path) -> None:
    left = temporary / f"{PREFIX}left"
    left.mkdir()
    (left / "phrase.txt").write_text("something personal")
    foreign = temporary / "something-else"
    foreign.mkdir()
    mine = Scratch()
    assert left.exists()  # it may be just about to be locked
    aged(left), aged(foreign), aged(mine.path)
    other = Scratch()
    assert not left.exists()
    assert foreign.exists()
    assert mine.path.exists()
    other.close()
    mine.close()
    assert list(temporary.iterdir()) == [foreign]


def test_what_only_has_such_a_name_is_let_alone(
    temporary: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    os.mkfifo(temporary / f"{PREFIX}pipe")  # opening it waits for somebody to write
    (temporary / f"{PREFIX}link").symlink_to(elsewhere)
    (temporary / f"{PREFIX}file").touch()
    for it in temporary.iterdir():
        aged(it)
    before = set(temporary.iterdir())
    opened = threading.Thread(target=lambda: Scratch().close(), daemon=True)
    opened.start()
    opened.join(10)
    assert not opened.is_alive()
    assert set(temporary.iterdir()) == before
    assert elsewhere.exists()


def test_a_file_system_without_locks_will_do(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    mine = Scratch()
    assert mine.path.is_dir()
    aged(mine.path)
    other = Scratch()
    assert mine.path.is_dir()
    other.close()
    mine.close()
    assert not list(temporary.iterdir())


def test_engines_keep_theirs_there(temporary: Path) -> None:
    with Pyttsx3Engine(driver="espeak"), CommandEngine("true {out}"):
        assert len(list(temporary.glob(f"{PREFIX}*"))) == 2
    assert not list(temporary.iterdir())
