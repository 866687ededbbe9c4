"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Sequence


_STEM = 40
"""How much of a file's name its temporary one shows."""


class PendingFile:
    """A file under a temporary name beside its place, until :meth:`commit` puts it there.

    What goes into the file is written to :attr:`temporary`. Leaving the context without a commit
    removes every trace, the folders it had to make included.

    Args:
        path: Where the file belongs.
        overwrite: Whether a file that is there already may be replaced.

    Attributes:
        temporary: The file to write meanwhile; it is there, and empty.

    Raises:
        DeliveryError: if the place cannot be written to, or is taken.
    """

    def __init__(self, path: Path, *, overwrite: bool) -> None:
        self.path = path
        _check_free(path, overwrite=overwrite)
        self._made = _make_folders(path.parent)
        try:
            handle, name = tempfile.mkstemp(
                # Cut, so that it is no longer than the name it stands for.
                dir=path.parent,
                prefix=f".{path.stem[:_STEM]}-",
                suffix=".part",
            )
        except OSError as error:
            self._remove_folders()
            raise unwritable(path, error) from error
        os.close(handle)
        self.temporary = Path(name)
        self._done = False

    def write_text(self, text: str) -> None:
        """Make this text, as UTF-8, what the file holds.

        Raises:
            DeliveryError: if the disk is full.
        """
        self.write_bytes(text.encode("utf-8"))

    def write_bytes(self, data: bytes) -> None:
        """Make this what the file holds.

        Raises:
            DeliveryError: if the disk is full.
        """
        try:
            self.temporary.write_bytes(data)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def commit(self) -> None:
        """Put the file in its place, with the permissions a new file has here.

        Raises:
            DeliveryError: if that fails; the temporary file is removed on leaving.
        """
        try:
            with self.temporary.open("r+b") as file:
                os.fsync(file.fileno())
            self.temporary.chmod(0o666 & ~_umask())
            self.temporary.replace(self.path)
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._done = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self.discard()

    @property
    def committed(self) -> bool:
        """Whether the file is in its place."""
        return self._done

    def revoke(self) -> None:
        """Take a commit back: the place is empty again, and leaving removes every trace."""
        self._done = False

    def discard(self) -> None:
        """Remove every trace, unless it has been committed."""
        if self._done:
            return
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)
        self._remove_folders()

    def _remove_folders(self) -> None:
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()


def commit_all(pending: Sequence[PendingFile]) -> None:
    """Put several files in their places: all of them or, if one fails, none.

    Raises:
        DeliveryError: if one cannot be put in its place; what was there before is there again.
    """
    replaced: list[tuple[Path, Path | None]] = []
    try:
        for it in pending:
            kept = _second_name(it) if it.path.exists() else None
            replaced.append((it.path, kept))
            it.commit()
    except BaseException:
        for it, (path, kept) in zip(pending, replaced, strict=False):
            if kept:
                kept.replace(path)
            elif it.committed:
                path.unlink(missing_ok=True)
            it.revoke()
        raise
    for _, kept in replaced:
        if kept:
            with contextlib.suppress(OSError):
                kept.unlink()


def _second_name(pending: PendingFile) -> Path:
    """The file that is to be replaced, under another name, without ever losing its own."""
    kept = pending.temporary.with_suffix(".kept")
    try:
        try:
            os.link(pending.path, kept)
        except OSError:  # a file system without links
            shutil.copy2(pending.path, kept)
    except OSError as error:
        raise unwritable(pending.path, error) from error
    return kept


def unwritable(path: Path, error: OSError) -> DeliveryError:
    """Why a file cannot be written, for the person who wants it."""
    reason = (error.strerror or str(error)).lower()
    return DeliveryError(f"this file cannot be written ({reason})", path=path)


def _check_free(path: Path, *, overwrite: bool) -> None:
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError as error:  # a name too long for the file system
        raise unwritable(path, error) from error
    if folder:
        message = "this is a folder; name the file to write in it"
        raise DeliveryError(message, path=path)
    if there and not overwrite:
        message = "this file exists already"
        raise DeliveryError(message, path=path, hint="To replace it: --overwrite")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; answers the ones that were not there, outermost first."""
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    made: list[Path] = []
    try:
        for it in reversed(missing):
            it.mkdir(exist_ok=True)
            made.append(it)
    except OSError as error:
        for it in reversed(made):
            with contextlib.suppress(OSError):
                it.rmdir()
        raise unwritable(folder, error) from error
    return made


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
