"""A folder to make something in before it is put in place; what a killed process left is cleared.

Its owner holds a lock on it, which the system lets go of when the process ends, however it ends.
So a folder without an owner is known for what it is, and is removed when the next one is made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = ".new-"
_ABANDONED_S = 24 * 3600.0
"""On Windows, where folders cannot be locked, how old one must be to count as left behind."""


@contextlib.contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """A new folder within ``parent``, removed afterwards with what is still in it.

    Args:
        parent: Made if it is not there.

    Raises:
        OSError: if it cannot be made.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with locked(parent):
        clear_abandoned(parent)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        own = contextlib.ExitStack()
        own.enter_context(locked(folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        own.close()


def clear_abandoned(parent: Path, prefix: str = PREFIX, spare_s: float = 0.0) -> None:
    """Remove the folders whose owner is gone.

    Args:
        parent: Where they are.
        prefix: How their names begin.
        spare_s: How old one must be, where it cannot be made and locked at one stroke.
    """
    spare_s = _ABANDONED_S if sys.platform == "win32" else spare_s
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # somebody else's, or gone already
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or time.time() - found.st_mtime < spare_s:
                continue
            if sys.platform == "win32":
                shutil.rmtree(folder, ignore_errors=True)
            else:
                with locked(folder, wait=False):
                    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder or file that is there for oneself; on Windows, do nothing.

    Raises:
        BlockingIOError: if somebody else holds it, and ``wait`` is false.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
