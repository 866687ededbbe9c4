"""The sounds a session may name: its ambient bed, from the library or a track, and its bells.

A bed is decided once, where its name is read: a definition names beds by id
(:func:`bed_of_id`); the command line and a series manifest may also name a track
(:func:`quietude.sound.assets.find_bed`). Everything after that asks for the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NO_BED_NAME = "none"
"""The name of :class:`NoBed` in definitions, on the command line and in receipts."""

SILENCE_NAME = "silence"
"""The name of :class:`RoomTone` in definitions and on the command line."""


@dataclass(frozen=True, slots=True)
class LibraryBed:
    """A bed that comes with Quietude.

    Attributes:
        id: Its id, such as ``rain``; not checked here, see :func:`quietude.sound.assets.check_bed`.
    """

    id: str

    def __str__(self) -> str:
        """Its id."""
        return self.id


@dataclass(frozen=True, slots=True)
class TrackBed:
    """A sound file of the listener's own, looped.

    Attributes:
        path: The file, as found from the folder of whatever names it.
    """

    path: Path

    def __str__(self) -> str:
        """The path."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class NoBed:
    """Voice, bells and silence only."""

    def __str__(self) -> str:
        """``none``."""
        return NO_BED_NAME


@dataclass(frozen=True, slots=True)
class RoomTone:
    """The air of a quiet room: for silence, and for an audiobook; it must not be dead."""

    def __str__(self) -> str:
        """``silence``."""
        return SILENCE_NAME


Bed = LibraryBed | TrackBed | NoBed | RoomTone


def bed_of_id(name: str) -> LibraryBed | NoBed | RoomTone:
    """Returns the bed a definition names; ``silence`` is the air of a room, ``none`` nothing."""
    if name == SILENCE_NAME:
        return RoomTone()
    return NoBed() if name == NO_BED_NAME else LibraryBed(name)


@dataclass(frozen=True, slots=True)
class BellFile:
    """A sound file of the listener's own that is struck as a bell.

    Attributes:
        path: The file, as found from the folder of whatever names it.
    """

    path: Path

    def __str__(self) -> str:
        """The name of the file, for labels: no folder."""
        return self.path.name


BellSound = str | BellFile
"""A bell: the id of one that comes with Quietude, or a file."""
