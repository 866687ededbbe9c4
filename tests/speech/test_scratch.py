from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from quietude.speech.command_engine import CommandEngine
from quietude.speech.pyttsx3_engine import Pyttsx3Engine
from quietude.speech.scratch import PREFIX, Scratch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked")


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


def test_engines_keep_theirs_there(temporary: Path) -> None:
    with Pyttsx3Engine(driver="espeak"), CommandEngine("true {out}"):
        assert len(list(temporary.glob(f"{PREFIX}*"))) == 2
    assert not list(temporary.iterdir())
