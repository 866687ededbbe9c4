"""A record of the unfinished files of each process, so that the next can clear what a kill left.

While a process has files under temporary names, it keeps a record of them in the user's own
folder, and holds a lock on it, which the system releases when the process ends, however it ends.
Whoever runs next finds records whose lock is free: it makes the moves that were written down (all
of them, or none), and removes the temporary files and the empty folders made for them.

Where no record can be kept, files are written all the same; what a kill leaves then stays.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import secrets
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude._util.dirs import data_dir
from quietude._util.moves import Move, finish, sync_folder
from quietude._util.private_folder import UntrustedFolderError, private_folder
from quietude._util.strict_reading import ReadingError, parse_json, read_bounded, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from filelock import FileLock

TEMPORARY = re.compile(r"\..*-[0-9a-f]{12}\.part", re.DOTALL)
"""Names of unfinished files; nothing with another name is ever removed."""

_RECORD, _LOCK = ".jsonl", ".lock"
_STALE_S = 60.0
_LARGEST = 64 * 1024 * 1024
_IN_USE = 32
"""The error of Windows for a file that a process has open."""


def folder_of_records() -> Path:
    """The folder of the records of this user's processes."""
    return data_dir() / "unfinished"


class _Records:
    """The record of this process: there is one while something is unfinished."""

    def __init__(self) -> None:
        self._guard = threading.RLock()
        self._pending: set[Path] = set()
        self._file: int | None = None
        self._path: Path | None = None
        self._lock: FileLock | None = None
        self._owner = 0

    def add(self, temporary: Path, folders: Sequence[Path]) -> None:
        """Write down a file that is about to be made, and the folders made for it."""
        with self._guard:
            if not self._pending:
                self._open()
            self._pending.add(temporary)
            self._write({"pending": str(temporary), "folders": [str(made) for made in folders]})

    def moving(self, moves: Sequence[Move]) -> None:
        """Write down several moves before the first is made; they are on the disk then.

        Raises:
            OSError: if they cannot be written down.
        """
        with self._guard:
            if self._file is None:
                return
            rows = [
                [str(move.temporary), str(move.place), move.overwrite, move.new, move.old]
                for move in moves
            ]
            self._write({"moves": rows}, strictly=True)
            os.fsync(self._file)

    def settled(self, temporaries: Iterable[Path]) -> None:
        """Write down that files are in their places, or gone."""
        with self._guard:
            for temporary in temporaries:
                self._pending.discard(temporary)
                if self._pending:
                    self._write({"settled": str(temporary)})
            if not self._pending:
                self._close()

    def _open(self) -> None:
        from filelock import FileLock

        folder = folder_of_records()
        with contextlib.suppress(OSError, UntrustedFolderError):
            private_folder(folder)
            clear(folder)
            path = folder / f"{os.getpid()}-{secrets.token_hex(8)}{_RECORD}"
            # The lock comes first: a record must never be seen without its owner's lock.
            lock = FileLock(path.with_suffix(_LOCK), mode=0o600, thread_local=False)
            # Known before they are there: an interruption may come between any two lines.
            self._path, self._lock = path, lock
            if self._owner != os.getpid():  # not also in a process forked from one that has
                self._owner = os.getpid()
                atexit.register(self.end)
            lock.acquire(timeout=0)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)

    def _close(self, *, keep: bool = False) -> None:
        if self._path is None or self._lock is None:
            return
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
        if not keep:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        _release(self._lock, self._path)
        self._path = self._lock = None

    def end(self) -> None:
        """Settle what an interruption left undone, when the process ends.

        Not beside threads that may be writing still: what they leave is for the next command.
        """
        others = [thread for thread in threading.enumerate() if thread.daemon]
        if self._owner != os.getpid() or self._path is None or others:
            return
        with self._guard, contextlib.suppress(OSError):
            gone = not self._path.exists() or _recover(self._path)
            self._pending.clear()
            self._close(keep=not gone)

    def _write(self, row: dict[str, Any], *, strictly: bool = False) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, (json.dumps(row) + "\n").encode())
        except OSError:  # the disk is full
            if strictly:
                raise


_records = _Records()


def add(temporary: Path, folders: Sequence[Path]) -> None:
    """Write down a file that is about to be made, and the folders made for it."""
    _records.add(temporary, folders)


def moving(moves: Sequence[Move]) -> None:
    """Write down several moves before the first is made.

    Raises:
        OSError: if they cannot be written down.
    """
    _records.moving(moves)


def settled(*temporaries: Path) -> None:
    """Write down that files are in their places, or gone."""
    _records.settled(temporaries)


def clear(folder: Path | None = None) -> None:
    """Finish or remove what processes left that have ended; those that run are left alone.

    Args:
        folder: The folder of records; the user's own if not given.
    """
    folder = folder or folder_of_records()
    with contextlib.suppress(OSError):
        names = {entry.name: entry.stat().st_mtime for entry in os.scandir(folder)}
        for name, at in names.items():
            path = folder / name
            # A lock alone belongs to a process that was killed, or is about to write its record.
            stale = path.suffix == _LOCK and time.time() - at > _STALE_S
            if path.suffix == _RECORD or (stale and f"{path.stem}{_RECORD}" not in names):
                _clear_record(path.with_suffix(_RECORD))


def _clear_record(path: Path) -> None:
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_suffix(_LOCK), mode=0o600, thread_local=False)
    with contextlib.suppress(OSError, NotImplementedError):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return  # its owner runs
        if path.exists() and _recover(path):  # else its owner removed it just now
            path.unlink(missing_ok=True)
        _release(lock, path)


def _release(lock: FileLock, path: Path) -> None:
    lock.release()
    with contextlib.suppress(OSError):
        path.with_suffix(_LOCK).unlink()


def _recover(path: Path) -> bool:
    """Make or take back the moves of a record, then remove its unfinished files and folders.

    Returns:
        False if there is one that somebody has open, on Windows: the next command tries again.
    """
    pending: dict[Path, list[Path]] = {}
    moves: list[Move] = []
    for row in _rows(path):
        with contextlib.suppress(ReadingError, KeyError, TypeError, ValueError):
            if "pending" in row:
                pending[_temporary(row["pending"])] = [Path(text(made)) for made in row["folders"]]
            elif "settled" in row:
                pending.pop(_temporary(row["settled"]), None)
            elif "moves" in row:
                moves = [_move(*parts) for parts in row["moves"]]
    finish([move for move in moves if move.temporary in pending])
    gone = True
    for temporary in pending:
        for name in (temporary, *([] if _is_needed(temporary, moves) else [_kept(temporary)])):
            try:
                name.unlink(missing_ok=True)
            except OSError as error:
                gone = gone and getattr(error, "winerror", None) != _IN_USE
    for made in {made for folders in pending.values() for made in folders}:
        with contextlib.suppress(OSError):
            made.rmdir()
    for parent in {temporary.parent for temporary in pending}:
        sync_folder(parent)
    return gone


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with contextlib.suppress(OSError, ReadingError):
        for line in read_bounded(path, _LARGEST).splitlines():
            with contextlib.suppress(ReadingError):  # the last one, torn
                row = parse_json(line)
                if isinstance(row, dict):
                    yield row


def _temporary(value: Any) -> Path:
    path = Path(text(value))
    if not path.is_absolute() or not TEMPORARY.fullmatch(path.name):
        message = "not the name of an unfinished file"
        raise ReadingError(message)
    return path


def _move(temporary: Any, place: Any, overwrite: Any, new: Any, old: Any) -> Move:
    source, target = _temporary(temporary), Path(text(place))
    if source.parent != target.parent:
        message = "a move to another folder"
        raise ReadingError(message)
    return Move(
        source, target, overwrite is True, _stamp(new), None if old is None else _stamp(old)
    )


def _stamp(value: Any) -> tuple[int, int]:
    size, mtime_ns = value
    return whole(size), whole(mtime_ns, least=-(1 << 62))


def _kept(temporary: Path) -> Path:
    return temporary.with_suffix(".kept")


def _is_needed(temporary: Path, moves: Iterable[Move]) -> bool:
    """True if the second name of an old file is the only one left of it."""
    return any(
        move.temporary == temporary and move.old is not None and not move.place.exists()
        for move in moves
    )
