"""No process of ours runs code that lies in the current folder, whichever way it is started."""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

import odd_worker
from hostile_folder import sprung, traps
from quietude._util import child_python
from quietude._util.programs import find_program
from quietude.series.rendering.local_pool import LocalPool
from quietude.speech.engines.worker import SpeechWorker


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "somebody's scripts"
    folder.mkdir()
    monkeypatch.chdir(traps(folder))
    # As people write it in a profile: an empty entry, which is the current folder.
    own = [str(Path(odd_worker.__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", *own]))
    return folder


def test_a_speech_worker_imports_nothing_from_the_current_folder(hostile: Path) -> None:
    worker = SpeechWorker("odd_worker", tries=1)
    assert worker.ask({"do": "reply"}, 60.0)["pid"]
    worker.close()
    assert sprung(hostile) == []


def test_a_pool_imports_nothing_from_the_current_folder(hostile: Path) -> None:
    before = os.environ["PYTHONPATH"]
    pool = LocalPool(1)
    try:
        future: Future[Any] = pool._pool.schedule(os.getenv, args=("PYTHONPATH",))
        assert future.result(300) == before  # a voice that is a Python program finds what it did
    finally:
        pool.kill()
    assert sprung(hostile) == []
    assert os.environ["PYTHONPATH"] == before
    assert "PYTHONSAFEPATH" not in os.environ


def test_the_current_folder_leaves_the_path(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = [entry for entry in sys.path if entry]
    monkeypatch.setattr(sys, "path", ["", *rest, str(hostile), os.curdir])
    child_python.leave_out_current_folder()
    assert sys.path == rest


@pytest.mark.parametrize("folder", ["package", "library"])
def test_installed_packages_stay_on_the_path(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Path(child_python.__file__).parents[2]
    entry = str(package if folder == "package" else Path(os.__file__).parent)
    monkeypatch.chdir(entry)
    monkeypatch.setattr(sys, "path", [entry])
    monkeypatch.setenv("PYTHONPATH", entry)
    child_python.leave_out_current_folder()
    assert sys.path == [entry]
    assert folder != "package" or child_python.child_environment()["PYTHONPATH"] == entry


def test_a_folder_that_was_removed_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    child_python.leave_out_current_folder()
    assert child_python.safe_environment()["PYTHONSAFEPATH"] == "1"
    monkeypatch.chdir(tmp_path)


def test_programs_come_from_absolute_folders_of_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (".", "bin"):
        program = tmp_path / folder / "speak"
        program.parent.mkdir(exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    assert find_program("speak") is None
    assert find_program("./speak") == str(tmp_path / "speak")  # named by the user
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "bin")]))
    assert find_program("speak") == str(tmp_path / "bin/speak")


def test_every_interpreter_of_ours_is_started_with_a_safe_path() -> None:
    source = Path(child_python.__file__).parents[1]
    for path in source.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "[sys.executable" in line:
                assert "*child_python.OPTIONS" in line or '"-P"' in line, f"{path}: {line}"
