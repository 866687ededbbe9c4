"""No process of ours runs code that lies in the current folder, whichever way it is started."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

import odd_worker
from command_line import HANG_GUARD_S
from manifests import write_series
from quietude._util import child_python
from quietude._util.programs import find_program
from quietude.series.rendering.local_pool import LocalPool
from quietude.speech.engines.worker import SpeechWorker

MARK = "run-by-accident"
TRAP = f"open({MARK!r}, 'a').write(__name__ + chr(10))\nraise ImportError('a trap')\n"
NOT_OURS = {"__main__", "sitecustomize", "usercustomize"}


def traps(folder: Path) -> Path:
    """A folder in which everything anybody could import has a double that leaves a mark."""
    installed = importlib.metadata.packages_distributions()
    for name in {*sys.stdlib_module_names, *installed, "quietude"} - NOT_OURS:
        if name.isidentifier():
            (folder / f"{name}.py").write_text(TRAP)
    return folder


def sprung(folder: Path) -> list[str]:
    mark = folder / MARK
    return mark.read_text().split() if mark.exists() else []


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


COMMANDS = [
    ["render", "safe-place", "--duration", "5m", "--engine", "tone", "-o", "o.mp3", "--plot", "o.png"],
    ["render", "mine.yaml", "--engine", "pyttsx3", "-o", "p.m4b", "--accept-care-risks"],
    ["plan", "safe-place"],
    ["check", "safe-place"],
    ["show", "safe-place"],
    ["exercises"],
    ["beds", "list"],
    ["voices", "list"],
    ["doctor"],
    ["cache", "info"],
    ["schema"],
    ["series", "build", "series.yaml", "-o", "site", "--base-url", "https://example.org", "-j", "2"],
]  # fmt: skip


@pytest.mark.slow
def test_no_command_runs_code_from_the_current_folder(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the empty entry Python itself would start from here, before Quietude is asked.
    monkeypatch.setenv("PYTHONPATH", os.environ["PYTHONPATH"].strip(os.pathsep))
    write_series(hostile)
    (hostile / "mine.yaml").write_text(
        "id: mine\ntitle: Mine\nsections:\n  - title: A\n    steps: [Hello.]\n"
    )
    program = tmp_path / "quietude"  # as pip writes it
    program.write_text(
        "import sys\nfrom quietude.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, program, *command],
            capture_output=True,
            text=True,
            timeout=HANG_GUARD_S,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert sprung(hostile) == [], command


def test_every_interpreter_of_ours_is_started_with_a_safe_path() -> None:
    source = Path(child_python.__file__).parents[1]
    for path in source.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "[sys.executable" in line:
                assert "*child_python.OPTIONS" in line or '"-P"' in line, f"{path}: {line}"
