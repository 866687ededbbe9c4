"""Calls to the system in their order, to see what would be left if the power failed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


class Power:
    """Watches which files and names are on the disk; use :meth:`watch` first.

    Attributes:
        early: Files that got their names before their content was on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._synced: set[tuple[int, int]] = set()
        self._names: dict[Path, Path] = {}
        self.early: list[str] = []

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """See every call from now on."""
        patch.setattr(os, "fsync", self._fsync(os.fsync))
        for name in ("replace", "rename", "link"):
            patch.setattr(os, name, self._named(getattr(os, name)))

    def lost(self, ignored: str) -> list[str]:
        """Names below the folder that a failure of the power now might take back."""
        return sorted(
            str(path.relative_to(self._folder))
            for path in self._names
            if path.exists() and ignored not in path.parts
        )

    def _fsync(self, function: Callable[[int], None]) -> Callable[[int], None]:
        def call(handle: int) -> None:
            function(handle)
            status = os.fstat(handle)
            self._synced.add((status.st_dev, status.st_ino))
            here = Path(f"/proc/self/fd/{handle}").readlink()
            self._names = {path: folder for path, folder in self._names.items() if folder != here}

        return call

    def _named(self, function: Callable[..., None]) -> Callable[..., None]:
        def call(source: Any, target: Any, **named: Any) -> None:
            status = Path(source).stat()
            whole = Path(source).is_dir() or (status.st_dev, status.st_ino) in self._synced
            function(source, target, **named)
            path = Path(target).absolute()
            if path.is_relative_to(self._folder):
                self._names[path] = path.parent.resolve()
                if not whole:
                    self.early.append(path.name)

        return call
