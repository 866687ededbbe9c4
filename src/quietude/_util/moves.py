"""Moves of finished files from their temporary names to their places, and back.

A place is taken only as it was meant: without ``overwrite``, a file that has appeared meanwhile
stays. Several moves are all made or none is, also across a kill: :mod:`.unfinished` writes them
down first, and the next process makes those that are missing, or takes all of them back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEPT = ".kept"
"""Ending of the second name that a file about to be replaced gets meanwhile."""

Stamp = tuple[int, int]

PATIENCE_S = (0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()
"""Pauses in seconds between tries to replace a file that another program has open.

Windows refuses that. Scanners and indexers open every file just after it was written, for a moment;
a player has it open for as long as it plays."""


@dataclass(frozen=True, slots=True)
class Move:
    """A finished file, and where it goes.

    Attributes:
        temporary: Its path until then, in the folder of its place.
        place: Its place.
        overwrite: True if a file there may be replaced.
        new: Size and time of the finished file, by which it is known again.
        old: Those of the file in its place, or None if there was none.
    """

    temporary: Path
    place: Path
    overwrite: bool
    new: Stamp
    old: Stamp | None

    @classmethod
    def of(cls, temporary: Path, place: Path, *, overwrite: bool) -> Move:
        """Move of a file that is whole, and on the disk.

        Raises:
            OSError: if it is not there.
        """
        new = stamp(temporary)
        if new is None:
            raise FileNotFoundError(2, "No such file or directory", str(temporary))
        return cls(temporary, place, overwrite, new, stamp(place))

    @property
    def kept(self) -> Path:
        """The second name of the file that is replaced."""
        return self.temporary.with_suffix(KEPT)

    @property
    def is_made(self) -> bool:
        """True if the new file is in its place."""
        return stamp(self.place) == self.new

    def keep_old(self) -> None:
        """Give the file about to be replaced a second name; it keeps its own all the while.

        Raises:
            OSError: if that cannot be done.
        """
        if self.old is None:
            return
        try:
            os.link(self.place, self.kept)
        except OSError:  # a file system without links, or a file that may not have another name
            shutil.copy2(self.place, self.kept)

    def make(self) -> None:
        """Put the file in its place.

        Raises:
            FileExistsError: if something is there that may not be replaced.
            OSError: if it cannot be put there.
        """
        if self.overwrite:
            replace_file(self.temporary, self.place)
        else:
            _rename_to_free(self.temporary, self.place)

    def take_back(self) -> None:
        """Give the place its old file again, or none, if the new one is there.

        Raises:
            OSError: if that cannot be done; the old file then stays under its second name.
        """
        if self.is_made:
            if self.old is None:
                self.place.unlink()
            else:
                replace_file(self.kept, self.place)

    def forget_old(self) -> None:
        """Remove the second name of the old file."""
        with contextlib.suppress(OSError):
            self.kept.unlink(missing_ok=True)


def take_all_back(moves: Sequence[Move]) -> None:
    """Give all places their old files again; one that cannot have it keeps it beside it."""
    for move in reversed(moves):
        try:
            move.take_back()
        except OSError:
            continue
        move.forget_old()


def finish(moves: Sequence[Move]) -> None:
    """Make the moves that a killed process left, or take all of them back.

    They are taken back if a place holds a file by now that is neither the old nor the new one.
    """
    missing = [move for move in moves if not move.is_made]
    possible = all(
        stamp(move.temporary) == move.new and stamp(move.place) == move.old for move in missing
    )
    if possible:
        try:
            for move in missing:
                move.make()
        except OSError:
            take_all_back(moves)
        else:
            for move in moves:
                move.forget_old()
    else:
        take_all_back(moves)


def stamp(path: Path) -> Stamp | None:
    """Size and time of a file; None if there is none."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def replace_file(source: Path, target: Path) -> None:
    """Put a file in the place of another, in one step.

    Raises:
        OSError: if that cannot be done, or not soon: see :data:`PATIENCE_S`.
    """
    for pause_s in PATIENCE_S:
        with contextlib.suppress(PermissionError):
            source.replace(target)
            return
        time.sleep(pause_s)
    source.replace(target)


def put_in_place(source: Path, target: Path) -> None:
    """Put what is whole, and on the disk, in its place, so that it stays when the power fails.

    Raises:
        OSError: if that cannot be done.
    """
    replace_file(source, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked for that."""
    if sys.platform == "win32":
        return  # NTFS keeps a journal of names
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rename_to_free(source: Path, target: Path) -> None:
    """Rename a file to a name that nothing has, in one step that cannot replace anything."""
    if sys.platform == "win32":
        source.rename(target)  # which replaces nothing there
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: take the name with an empty file, then put ours there.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        replace_file(source, target)
    else:
        source.unlink()
