"""Folders that only their owner may use, and removal that never leaves a folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UntrustedFolderError(Exception):
    """A folder that somebody else made, or may change. The message says why, the hint what to do.

    Args:
        message: The fault.
        path: The folder.
        hint: A remedy.
    """

    def __init__(self, message: str, path: Path, hint: str) -> None:
        super().__init__(message)
        self.message, self.path, self.hint = message, path, hint


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can read; mend one that others can read.

    What others could write is not used, since it may say anything. A folder that is a link leads
    to a place that somebody else may have chosen.

    Raises:
        UntrustedFolderError: if it is a link, belongs to somebody else, or others may write to it.
        OSError: if it cannot be made.
    """
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
    if is_link(path):
        message = "this folder is a link to another place"
        hint = "Remove the link, or put the folder itself there."
        raise UntrustedFolderError(message, path, hint)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(20, "Not a directory", str(path))
    if not hasattr(os, "geteuid"):
        return  # Windows: folders of a user belong to the user
    # root trusts what it was pointed at: in a container the folder is often the host user's.
    if os.geteuid() not in {0, status.st_uid}:
        message = "this folder belongs to another user"
        hint = "Choose another place, or remove the folder."
        raise UntrustedFolderError(message, path, hint)
    if status.st_mode & _OTHERS_WRITE:
        message = "other users may write to this folder"
        hint = f"If you trust what it holds: chmod 700 {path}; else remove it."
        raise UntrustedFolderError(message, path, hint)
    if status.st_mode & _OTHERS:
        path.chmod(0o700)


def is_link(path: Path) -> bool:
    """True for a symbolic link, and for a junction of Windows."""
    # Before Python 3.12 pathlib knows no junctions.
    tag = getattr(path.lstat(), "st_reparse_tag", 0) if os.path.lexists(path) else 0
    return path.is_symlink() or tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def remove_inside(folder: Path, name: str) -> bool:
    """Remove a file, or a whole folder, that lies inside another, then the folders left empty.

    Nothing is removed through a link: its place is somebody else's. A link itself is removed.

    Args:
        folder: The folder that is never left, nor removed.
        name: A path in it, relative.

    Returns:
        True if it was there and is gone.
    """
    path = folder / name
    try:
        if path == folder or ".." in path.parts or not _lies_inside(folder, path):
            return False
        if path.is_dir() and not is_link(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    except (OSError, ValueError):  # ValueError: NUL, or another place altogether
        return False
    for empty in path.parents:
        if empty == folder:
            break
        with contextlib.suppress(OSError):
            empty.rmdir()  # fails, as it should, on one that is not empty
    return not os.path.lexists(path)


def _lies_inside(folder: Path, path: Path) -> bool:
    return path.parent.resolve() == folder.resolve() / path.parent.relative_to(folder)
