"""Files as Windows keeps them: what anybody has open can be neither replaced, renamed nor removed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_FDS = Path("/proc/self/fd")
_SHARING_VIOLATION = 32

needs_proc = pytest.mark.skipif(not _FDS.is_dir(), reason="needs /proc to see what is open")


class SharingViolationError(PermissionError):
    """The error of Windows, with its own number."""

    winerror = _SHARING_VIOLATION


def keep_open_files(patch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Refuse within a folder what Windows refuses; returns a list that gets each path refused."""
    refused: list[str] = []

    def guarded(function: Callable[..., object], paths: int) -> Callable[..., object]:
        def call(*args: Any, **named: Any) -> object:
            for path in map(Path, args[:paths]):
                if path.resolve().is_relative_to(folder) and _file(path) in _open_files():
                    refused.append(path.name)
                    raise SharingViolationError(errno.EACCES, "The file is in use", str(path))
            return function(*args, **named)

        return call

    patch.setattr(shutil, "_use_fd_functions", False)
    for name, paths in (("replace", 2), ("rename", 2), ("unlink", 1), ("remove", 1)):
        patch.setattr(os, name, guarded(getattr(os, name), paths))
    return refused


def _open_files() -> set[tuple[int, int] | None]:
    return {_file(number) for number in _FDS.iterdir()} - {None}


def _file(path: Path) -> tuple[int, int] | None:
    """The file itself, whatever its name: a second name does not help on Windows."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
