"""Folders for work in progress: removed when it is done, or by the next process if it was killed.

The owner of a folder holds a lock on the file beside it, which the system releases when the
process ends, however it ends. A folder whose lock is free has lost its owner.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import stat
import weakref
from typing import TYPE_CHECKING, Self

from filelock import FileLock

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = ".new-"


class WorkFolder:
    """A new folder that only its owner can read. Use it as a context manager.

    Args:
        parent: Folder to make it in; made too if it is missing.
        prefix: Beginning of its name. Abandoned folders with that prefix are removed first.

    Attributes:
        path: The folder.

    Raises:
        OSError: if it cannot be made.
    """

    def __init__(self, parent: Path, prefix: str = PREFIX) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(parent, prefix)
        self.path = parent / f"{prefix}{secrets.token_hex(8)}"
        lock = _lock_beside(self.path)
        # The lock comes first: a folder must never be seen without its owner's lock. Where the
        # file system has no locks, nobody can take this folder for an abandoned one either.
        with contextlib.suppress(OSError):
            lock.acquire(timeout=0)
        self._finalizer = weakref.finalize(self, _remove, self.path, lock)
        self.path.mkdir(mode=0o700)

    def close(self) -> None:
        """Remove the folder and everything in it."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _lock_beside(folder: Path) -> FileLock:
    # Opened and closed by different threads: an engine is closed by whoever ends the render.
    return FileLock(folder.with_name(f"{folder.name}.lock"), mode=0o600, thread_local=False)


def _remove_abandoned(parent: Path, prefix: str) -> None:
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # in use, another user's, or gone already
            # lstat: a link of that name is not one of ours, and is not followed.
            if stat.S_ISDIR(folder.lstat().st_mode):
                lock = _lock_beside(folder)
                lock.acquire(timeout=0)
                _remove(folder, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    with contextlib.suppress(OSError):
        folder.with_name(f"{folder.name}.lock").unlink()
