"""Work folders: removed by their owner, or by the next process if the owner was killed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from quietude._util.work_folder import PREFIX, WorkFolder


def test_a_work_folder_goes_with_everything_in_it(tmp_path: Path) -> None:
    with WorkFolder(tmp_path / "new" / "parent") as mine:
        (mine.path / "phrase.txt").write_text("something personal")
        assert mine.path.name.startswith(PREFIX)
        if sys.platform != "win32":
            assert mine.path.stat().st_mode & 0o077 == 0
    assert not list((tmp_path / "new" / "parent").iterdir())


def test_a_work_folder_goes_when_nobody_holds_it_any_more(tmp_path: Path) -> None:
    folder = WorkFolder(tmp_path)
    del folder
    assert not list(tmp_path.iterdir())


def test_folders_in_use_stay(tmp_path: Path) -> None:
    with WorkFolder(tmp_path) as mine, WorkFolder(tmp_path) as other:
        assert mine.path.is_dir()
        assert other.path.is_dir()
    assert not list(tmp_path.iterdir())


def test_a_folder_of_a_killed_process_is_removed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from quietude._util.work_folder import WorkFolder\n"
        "folder = WorkFolder(pathlib.Path(sys.argv[1]))\n"
        "(folder.path / 'phrase.txt').write_text('something personal')\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    (tmp_path / "something-else").mkdir()
    assert any(path.name.startswith(PREFIX) for path in tmp_path.iterdir())
    WorkFolder(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == ["something-else"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and links")
def test_only_folders_of_that_name_are_removed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    name = f"{PREFIX}{'0' * 15}"
    os.mkfifo(tmp_path / f"{name}1")  # opening it would wait for somebody to write
    (tmp_path / f"{name}2").symlink_to(elsewhere)
    (tmp_path / f"{name}3").touch()
    (tmp_path / f"{name}4").mkdir()  # without the lock that all of ours have
    (tmp_path / f"{name}5").mkdir()
    (elsewhere / "precious").write_text("precious")
    (tmp_path / f"{name}5.lock").symlink_to(elsewhere / "precious")
    (tmp_path / f"{PREFIX}mine").mkdir()
    (tmp_path / f"{PREFIX}mine.lock").touch()
    before = set(tmp_path.iterdir())
    opened = threading.Thread(target=lambda: WorkFolder(tmp_path).close(), daemon=True)
    opened.start()
    opened.join(300)
    assert not opened.is_alive()
    assert set(tmp_path.iterdir()) == before
    assert (elsewhere / "precious").read_text() == "precious"


@pytest.mark.skipif(sys.platform == "win32", reason="fcntl")
def test_a_file_system_without_locks_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with WorkFolder(tmp_path) as mine, WorkFolder(tmp_path):
        assert mine.path.is_dir()
    assert not list(tmp_path.iterdir())
