"""Files that appear whole or not at all, alone or several together.

A :class:`PendingFile` is written under a temporary name and put in place by its commit. A
:class:`FileTransaction` holds the files of one session: all of them appear, or none.

The questions about paths at the end take any text a person may write: ``pathlib`` raises an
OSError for a name that is too long, up to Python 3.13.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
from typing import TYPE_CHECKING, Self

from quietude._util import unfinished
from quietude._util.moves import KEPT, Move, stamp, sync_folder, take_all_back
from quietude.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)
}
_IN_USE = {5, 32, 33}
"""Errors of Windows: access denied, a sharing violation, a lock."""

_LONGEST_ON_WINDOWS = 259

_STEM_LENGTH = 40
"""Characters of a file's name that its temporary name shows."""


class PendingFile:
    """A file under a temporary name in its folder, until :meth:`commit` puts it in place.

    Leaving the context without a commit removes the file and the folders that were made for it.

    Args:
        path: The place of the file.
        overwrite: True if a file that exists there may be replaced.
        private: True for a file that only its owner may read, and replace.

    Attributes:
        temporary: Path to write to until then; it exists, and is empty.

    Raises:
        DeliveryError: if the place cannot be written to, or is taken.
    """

    def __init__(self, path: Path, *, overwrite: bool, private: bool = False) -> None:
        self.path = path
        self._overwrite = overwrite
        self._private = private
        _check_free(path, overwrite=overwrite)
        # Cut: a temporary name must not be too long where the final one is not.
        name = f".{path.stem[:_STEM_LENGTH]}-{secrets.token_hex(6)}.part"
        self.temporary = path.parent.absolute() / name
        self._made_folders = _make_folders(path.parent)
        self._committed = False
        try:
            # Before it is there: a kill in between leaves a record of nothing, not a file without.
            unfinished.add(self.temporary, [folder.absolute() for folder in self._made_folders])
            os.close(os.open(self.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError):
                raise unwritable(path, error) from error
            raise

    def write_text(self, text: str) -> None:
        """Make this text, as UTF-8, the content of the file.

        Raises:
            DeliveryError: if the disk is full.
        """
        self.write_bytes(text.encode("utf-8"))

    def write_bytes(self, data: bytes) -> None:
        """Make this the content of the file.

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
        commit_all([self])

    def finished(self) -> Move:
        """The move of the whole file to its place, once its content is on the disk.

        Raises:
            DeliveryError: if it cannot be written.
        """
        try:
            with self.temporary.open("r+b") as file:
                os.fsync(file.fileno())
            if not self._private:
                self.temporary.chmod(0o666 & ~_umask())
            return Move.of(self.temporary, self.path.absolute(), overwrite=self._overwrite)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def settle(self) -> None:
        """Take the file as committed: it is in its place."""
        self._committed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.discard()

    def discard(self) -> None:
        """Remove the file and the folders made for it, unless it was committed."""
        if self._committed:
            return
        kept = self.temporary.with_suffix(KEPT)
        try:
            self.temporary.unlink(missing_ok=True)
            if stamp(kept) and stamp(kept) == stamp(self.path):
                kept.unlink(missing_ok=True)
        except NotADirectoryError:
            pass  # a file stands in the way of its folder, so it never was there
        except OSError:  # Windows: somebody has it open; the record keeps it for the next command
            return
        self._remove_folders()
        unfinished.settled(self.temporary)

    def _remove_folders(self) -> None:
        for folder in reversed(self._made_folders):
            with contextlib.suppress(OSError):
                folder.rmdir()


class FileTransaction:
    """Several pending files, by their paths, that :meth:`commit` puts in place together.

    Every place is tried at once, before any work is done.

    Args:
        paths: The places of the files.
        overwrite: True if files that exist there may be replaced.

    Raises:
        DeliveryError: if one of the places cannot be written to, or is taken.
        UsageError: if two files have the same place.
    """

    def __init__(self, paths: Sequence[Path], *, overwrite: bool) -> None:
        self._pending: dict[Path, PendingFile] = {}
        if twice := [path for path in paths if list(paths).count(path) > 1]:
            message = f"two files of this session would both be called {twice[0].name}"
            raise UsageError(message, hint="Give each output a name of its own.")
        try:
            for path in paths:
                self._pending[path] = PendingFile(path, overwrite=overwrite)
        except BaseException:
            self.discard()
            raise

    def __getitem__(self, path: Path) -> PendingFile:
        return self._pending[path]

    def commit(self) -> None:
        """Put all files in their places.

        Raises:
            DeliveryError: if one cannot be; then none is, and replaced files are back.
        """
        commit_all(list(self._pending.values()))

    def discard(self) -> None:
        """Remove the files and the folders made for them, unless they were committed."""
        # The folders made for the first file are empty only once the others have gone.
        for pending in reversed(self._pending.values()):
            pending.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.discard()


def commit_all(files: Sequence[PendingFile]) -> None:
    """Put several files in their places: all of them or, if one fails or we are killed, none.

    Raises:
        DeliveryError: if one cannot be put in its place; replaced files are back.
    """
    moves = [pending.finished() for pending in files]
    several = len(moves) > 1  # one move is a single step
    try:
        for pending, move in zip(files, moves, strict=True):
            with _translated(pending):
                _check_kind(pending.path)
                if several:
                    move.keep_old()
        if several:
            with _translated(files[0]):
                unfinished.moving(moves)
        _make_all(files, moves)
    except BaseException:
        for move in moves:
            if not move.is_made:
                move.forget_old()
        raise
    try:
        for pending in files:
            pending.settle()
        for folder in {move.place.parent for move in moves}:
            sync_folder(folder)
    finally:
        for move in moves:
            move.forget_old()
        unfinished.settled(*(move.temporary for move in moves))


def _make_all(files: Sequence[PendingFile], moves: Sequence[Move]) -> None:
    try:
        for pending, move in zip(files, moves, strict=True):
            with _translated(pending):
                move.make()
    except BaseException:
        take_all_back(moves)
        raise


@contextlib.contextmanager
def _translated(pending: PendingFile) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise _taken(pending.path) from error
    except OSError as error:
        raise unwritable(pending.path, error) from error


def write_private(path: Path, text: str) -> None:
    """Write a text that only its owner can read, whole or not at all, in the place of another.

    Raises:
        DeliveryError: if that cannot be done.
    """
    with PendingFile(path, overwrite=True, private=True) as pending:
        pending.write_text(text)
        pending.commit()


def unwritable(path: Path, error: OSError) -> DeliveryError:
    """Returns the error for a file that the system refused to write."""
    reason = (error.strerror or str(error)).lower()
    hint = None
    if getattr(error, "winerror", None) in _IN_USE:
        hint = "If another program has it open, such as a player, close that, and try again."
    elif sys.platform == "win32" and len(str(path.absolute())) > _LONGEST_ON_WINDOWS:
        hint = f"Windows takes paths of {_LONGEST_ON_WINDOWS} characters: choose a shorter one."
    return DeliveryError(f"this file cannot be written ({reason})", path=path, hint=hint)


def is_device_name(name: str) -> bool:
    """True for the name of a file that Windows takes as that of a device, whatever its ending."""
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES


def is_file(path: str | Path) -> bool:
    """True if there is a file at this path."""
    return os.path.isfile(path)  # noqa: PTH113  (see above)


def is_folder(path: str | Path) -> bool:
    """True if there is a folder at this path."""
    return os.path.isdir(path)  # noqa: PTH112  (see above)


def is_there(path: str | Path) -> bool:
    """True if there is anything at this path."""
    return os.path.exists(path)  # noqa: PTH110  (see above)


def _check_free(path: Path, *, overwrite: bool) -> None:
    try:
        folder, taken = path.is_dir(), path.exists()
    except OSError as error:  # a name too long for the file system
        raise unwritable(path, error) from error
    if folder:
        message = "this is a folder; name the file to write in it"
        raise DeliveryError(message, path=path)
    if sys.platform == "win32" and is_device_name(path.name):
        message = "Windows keeps this name for a device"
        raise DeliveryError(message, path=path, hint="Choose another name.")
    _check_kind(path)
    if taken and not overwrite:
        raise _taken(path)


def _check_kind(path: Path) -> None:
    """Refuse a device, a pipe or a socket: to replace one would take it from everybody.

    Raises:
        DeliveryError: if there is one.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # there is nothing
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        message = "this is a device or a pipe, not a file"
        raise DeliveryError(message, path=path, hint="Name a file to write.")


def _taken(path: Path) -> DeliveryError:
    message = "this file exists already"
    return DeliveryError(message, path=path, hint="To replace it: --overwrite")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and its parents; returns those that did not exist, outermost first."""
    missing = [level for level in (folder, *folder.parents) if not level.exists()]
    made: list[Path] = []
    try:
        for level in reversed(missing):
            made.append(level)
            level.mkdir(exist_ok=True)
    except BaseException as error:
        for level in reversed(made):
            with contextlib.suppress(OSError):
                level.rmdir()
        if isinstance(error, OSError):
            raise unwritable(folder, error) from error
        raise
    return made


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def file_sha256(path: Path) -> str:
    """The SHA-256 of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
