"""Work folders: what a killed process left is removed, what is in use is not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quietude._util.work_folder import LOCK_NAME, PREFIX, clear_abandoned, owner_lock, work_folder

KILLED = """
import os, pathlib, sys
from quietude._util.work_folder import work_folder
with work_folder(pathlib.Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    os._exit(9)
"""


def content(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.name != LOCK_NAME)


def test_a_folder_goes_away_with_what_is_in_it(tmp_path: Path) -> None:
    with work_folder(tmp_path / "new" / "parent") as folder:
        assert folder.is_dir()
        (folder / "some").mkdir()
        (folder / "some" / "file").touch()
    assert content(tmp_path / "new" / "parent") == []


def test_it_goes_away_after_an_error_too(tmp_path: Path) -> None:
    folder_error = "broken"
    with pytest.raises(ValueError, match="broken"), work_folder(tmp_path):
        raise ValueError(folder_error)
    assert content(tmp_path) == []


def test_folders_in_use_are_spared_and_abandoned_ones_removed(tmp_path: Path) -> None:
    with work_folder(tmp_path) as mine:
        (tmp_path / f"{PREFIX}left").mkdir()
        (tmp_path / f"{PREFIX}left" / "file").touch()
        with work_folder(tmp_path) as other:
            assert content(tmp_path) == sorted([mine, other])


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (left,) = content(tmp_path)
    assert (left / "half").exists()
    with work_folder(tmp_path) as mine:
        assert content(tmp_path) == [mine]


def test_young_folders_may_be_spared(tmp_path: Path) -> None:
    young, old = tmp_path / "voice-young", tmp_path / "voice-old"
    young.mkdir()
    old.mkdir()
    hour_ago = time.time() - 3600
    os.utime(old, (hour_ago, hour_ago))
    clear_abandoned(tmp_path, "voice-", min_age_s=600)
    assert content(tmp_path) == [young]


def test_a_lock_has_one_owner(tmp_path: Path) -> None:
    with owner_lock(tmp_path), pytest.raises(TimeoutError):
        owner_lock(tmp_path).acquire()
    with owner_lock(tmp_path):
        pass
