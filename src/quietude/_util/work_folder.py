"""Folders for work in progress: removed when it is done, or by the next process if it was killed.

The owner of a folder holds a lock on the file beside it, which the system releases when the
process ends, however it ends. A folder whose lock is free has lost its owner.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import secrets
import shutil
import stat
import tempfile
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from filelock import FileLock

PREFIX = ".new-"

TEMPORARY_PREFIX = "quietude-"
"""Beginning of the names of those in the system's folder for temporary files."""

_RANDOM_BYTES = 8
_LOCK = ".lock"
_STALE_S = 60.0
"""Age of a lock without a folder from which its owner cannot be about to make that."""


class WorkFolder:
    """A new folder that only its owner can read. Use it as a context manager.

    Args:
        parent: Folder to make it in; made too if it is missing.
        prefix: Beginning of its name. Abandoned folders of such names are removed first.

    Attributes:
        path: The folder.

    Raises:
        OSError: if it cannot be made.
    """

    def __init__(self, parent: Path, prefix: str = PREFIX) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(parent, prefix)
        self.path = parent / f"{prefix}{secrets.token_hex(_RANDOM_BYTES)}"
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
    from filelock import FileLock

    # Opened and closed by different threads: an engine is closed by whoever ends the render.
    return FileLock(folder.with_name(f"{folder.name}{_LOCK}"), mode=0o600, thread_local=False)


def temporary_work_folder(purpose: str) -> WorkFolder:
    """Returns a new folder among the system's temporary files.

    Args:
        purpose: A word of small letters, for its name.

    Raises:
        OSError: if it cannot be made.
    """
    return WorkFolder(Path(tempfile.gettempdir()), f"{TEMPORARY_PREFIX}{purpose}-")


def clear_temporary_files() -> None:
    """Remove what killed processes left among the system's temporary files."""
    with contextlib.suppress(OSError):
        remove_abandoned(Path(tempfile.gettempdir()), f"{TEMPORARY_PREFIX}[a-z]*-", glob=True)


def remove_abandoned(parent: Path, prefix: str, *, glob: bool = False) -> None:
    """Remove the work folders in a folder whose owner has ended.

    Args:
        parent: Their folder.
        prefix: Beginning of their names.
        glob: True if that is a pattern.
    """
    pattern = (prefix if glob else _literal(prefix)) + "[0-9a-f]" * 2 * _RANDOM_BYTES
    names = _names(parent)
    found = fnmatch.filter(names, pattern)
    for name in found:
        with contextlib.suppress(OSError):  # in use, another user's, or gone already
            folder = parent / name
            # lstat: a link of that name is not one of ours, and is not followed.
            if stat.S_ISDIR(_ours(folder).st_mode) and _lock_is_ours(folder):
                lock = _lock_beside(folder)
                lock.acquire(timeout=0)
                _remove(folder, lock)
    # Killed while it removed its folder, or before it made it.
    folders = {f"{name}{_LOCK}" for name in found}
    for name in set(fnmatch.filter(names, pattern + _LOCK)) - folders:
        with contextlib.suppress(OSError):
            folder = parent / name.removesuffix(_LOCK)
            if _lock_is_ours(folder) and time.time() - (parent / name).stat().st_mtime > _STALE_S:
                lock = _lock_beside(folder)
                lock.acquire(timeout=0)
                _remove(folder, lock)


def _names(parent: Path) -> list[str]:
    with os.scandir(parent) as entries:
        return [entry.name for entry in entries]


def _literal(prefix: str) -> str:
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in prefix)


def _ours(path: Path) -> os.stat_result:
    """Status of something of ours; PermissionError for another user's."""
    status = path.lstat()
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        raise PermissionError(1, "another user's", str(path))
    return status


def _lock_is_ours(folder: Path) -> bool:
    """True if the lock beside a folder is a file of ours.

    A folder without one was not made here. One that is a link leads to a file of ours that another
    user may have chosen: opening it as a lock would empty it.
    """
    return stat.S_ISREG(_ours(folder.with_name(f"{folder.name}{_LOCK}")).st_mode)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    with contextlib.suppress(OSError):
        folder.with_name(f"{folder.name}{_LOCK}").unlink()
