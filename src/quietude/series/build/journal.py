"""The journal of builds: one JSON object a line, only ever added to, readable meanwhile.

Each line is on the disk before anything relies on it. A last line that was torn by a crash does not
count: readers pass over it, and the next writer cuts it off. When later lines have overtaken most
of it, a shorter one is written and takes the place of the old one as a whole.
"""

from __future__ import annotations

import contextlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from quietude._util.moves import put_in_place, sync_folder
from quietude._util.strict_reading import ReadingError, parse_json
from quietude.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Event = dict[str, Any]

DAMAGED = "damaged"
"""The event that stands for a line nobody can read."""

_LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of a line; the paths of 200 000 episodes have half as many."""


def read_events(path: Path) -> Iterator[Event]:
    """Read the events of a journal, as far as it is written; none if the file does not exist.

    A line that is damaged gives the event :data:`DAMAGED`.

    Raises:
        SeriesError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while line := file.readline(_LONGEST_LINE):
                if not line.endswith(b"\n"):
                    if len(line) < _LONGEST_LINE:
                        return  # the last one, torn
                    yield {"event": DAMAGED}
                    continue
                try:
                    event = parse_json(line)
                except ReadingError:
                    event = None
                sound = isinstance(event, dict) and isinstance(event.get("event"), str)
                yield event if sound else {"event": DAMAGED}
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"the journal cannot be read ({error.strerror})"
        raise SeriesError(message, path=path) from error


class Journal:
    """A journal open for writing, by one process at a time.

    Args:
        path: The file; its folder exists.

    Raises:
        SeriesError: if it cannot be written; so do the methods.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
            _cut_torn_line(self._file)
            sync_folder(path.parent)
        except OSError as error:
            raise self._failed(error) from error

    def add(self, *events: Event) -> None:
        """Write events; when this returns, all of them are on the disk."""
        try:
            _write_all(self._file, _lines(events))
            os.fsync(self._file)
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _failed(self, error: OSError) -> SeriesError:
        message = f"the journal cannot be written ({error.strerror})"
        hint = "Make room and run the same command again: finished work is kept."
        return SeriesError(message, path=self._path, hint=hint)


def rewrite(path: Path, events: Iterable[Event]) -> None:
    """Replace a journal that nobody has open for writing by a shorter one.

    If that fails (the disk is full, or a reader holds the old one), it stays as it is.
    """
    fresh = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        try:
            _write_all(handle, _lines(events))
            os.fsync(handle)
        finally:
            os.close(handle)
        put_in_place(fresh, path)
        return
    with contextlib.suppress(OSError):
        fresh.unlink()


def _lines(events: Iterable[Event]) -> bytes:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return "".join(
        json.dumps({"at": at, **event}, ensure_ascii=False) + "\n" for event in events
    ).encode()


_BINARY = getattr(os, "O_BINARY", 0)
_TAIL = 64 * 1024


def _cut_torn_line(file: int) -> None:
    end = os.lseek(file, 0, os.SEEK_END)
    keep = end
    while keep:
        start = max(0, keep - _TAIL)
        os.lseek(file, start, os.SEEK_SET)
        at = os.read(file, keep - start).rfind(b"\n")
        if at >= 0:
            keep = start + at + 1
            break
        keep = start
    if keep < end:
        os.ftruncate(file, keep)
    os.lseek(file, 0, os.SEEK_END)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
