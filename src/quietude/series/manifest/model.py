"""What a manifest asks for, as plain values: the show, and every session with all it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from quietude.errors import SeriesError
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.series.model import EpisodeType, Show
    from quietude.session.options import Sound


@dataclass(frozen=True, slots=True)
class Wanted:
    """One session of a series.

    Attributes:
        id: Stable within its edition.
        line: Where the manifest asks for it.
        script: What is said, what comes before and after included.
        request: For whom, how long, which voice.
        sound: Bed, levels and target.
        title: Its name.
        notes: The show notes.
        published: When, or None for the day it is first built.
        number: Its place, from 1.
        season: Its season, or None.
        type: Full, trailer or bonus.
        explicit: Whether it is unsuitable for children.
        personal: Whether it holds details of a listener.
    """

    id: str
    line: int
    script: Script
    request: Request
    sound: Sound
    title: str
    notes: str
    published: datetime | None
    number: int
    season: int | None
    type: EpisodeType
    explicit: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """The sessions of one feed: everybody's, or those of one listener.

    Attributes:
        listener: The id of the listener in their table, or "" for everybody.
        episodes: In order.
    """

    listener: str
    episodes: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole series.

    Attributes:
        path: The file it was read from.
        show: What its feed says.
        cover: A picture of one's own, or None for drawn art.
        editions: One, or one for each listener.
        warnings: What in it may be hard on a listener, each with its line.
    """

    path: Path
    show: Show
    cover: Path | None
    editions: tuple[Edition, ...]
    warnings: tuple[SeriesError, ...] = ()
