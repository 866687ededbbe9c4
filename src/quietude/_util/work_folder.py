"""Folders to prepare something in; those a killed process left behind are removed.

The owner of a folder holds a lock on a file inside it. The system releases a lock when a process
ends, however it ends: a folder whose lock is free has no owner any more.
"""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".new-"
LOCK_NAME = ".lock"
"""The lock file in a folder."""


@contextlib.contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """Make a folder within ``parent``; it is removed afterwards with what is still in it.

    Args:
        parent: Made if it does not exist. A lock file stays in it.

    Raises:
        OSError: if the folder cannot be made.
    """
    parent.mkdir(parents=True, exist_ok=True)
    # Nobody may clear the new folder between its making and its locking.
    with FileLock(parent / LOCK_NAME):
        clear_abandoned(parent)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        lock = owner_lock(folder)
        lock.acquire()
    try:
        yield folder
    finally:
        lock.release()  # first: Windows removes no file that is open
        shutil.rmtree(folder, ignore_errors=True)


def owner_lock(folder: Path) -> FileLock:
    """Returns the lock of a folder's owner, not yet taken; any thread may release it."""
    return FileLock(folder / LOCK_NAME, timeout=0, thread_local=False, mode=0o600)


def clear_abandoned(parent: Path, prefix: str = PREFIX, min_age_s: float = 0.0) -> None:
    """Remove folders that have no owner.

    Args:
        parent: The folder they lie in.
        prefix: The beginning of their names.
        min_age_s: Spares younger ones, where a folder's making and locking are two steps.
    """
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # owned (a timeout), not ours, or gone already
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or time.time() - status.st_mtime < min_age_s:
                continue
            with owner_lock(folder):
                pass  # nobody has it, and nobody will: the owner took it at once or never
            shutil.rmtree(folder, ignore_errors=True)
