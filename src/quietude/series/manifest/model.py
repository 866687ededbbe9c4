"""A manifest as plain values: the show, and every session with all it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from quietude.errors import SeriesError
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.series.manifest.dates import PublishingDates
    from quietude.series.model import Alternate, EpisodeType, Person, Show
    from quietude.session.sound import Sound


@dataclass(frozen=True, slots=True)
class TimedWords:
    """Words of a recording, with their start and end in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class FinishedAudio:
    """A finished sound, made elsewhere.

    Attributes:
        path: The file.
        seconds: Its length, by what the file says of itself.
        chapters: Title and start in milliseconds of each; the first starts at 0.
        captions: Its words in order, never overlapping; none if nobody wrote them down.
    """

    path: Path
    seconds: float
    chapters: tuple[tuple[str, int], ...]
    captions: tuple[TimedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeSpec:
    """One session of a series, as the manifest asks for it.

    Attributes:
        id: Stable within its edition.
        line: The line of the manifest that asks for it.
        script: The script, with the intro and the outro.
        request: Length, voice, slot values, and the like.
        sound: Bed, levels and target.
        title: Its name.
        notes: The show notes.
        published: The time of publishing as stated; None for a computed one. A build fills it in.
        number: Its number as stated; None for a computed one. A build fills it in, except for
            trailers and bonus episodes, which have none.
        place: Its place in the edition, from 1.
        day: Its day in its programme, from 1; None for an episode of no programme.
        season: Its season, or None.
        type: Full, trailer or bonus.
        explicit: True if it is unsuitable for children.
        personal: True if it holds details of a listener.
        language: Its language, as a BCP 47 code.
        persons: The people to credit besides the show's.
        synthetic: True if a program speaks, False if a person does, None to say nothing of it.
        human: True if a person speaks beside a program.
        cover: Its own picture, or None for the show's.
        cover_alt: Words for that picture; "" for none.
        extra_s: Seconds that intro and outro add to the length asked for.
        alternates: Formats it is written in besides MP3.
        recording: The finished sound that it consists of; None for a session to be made, which all
            other episodes are. Script, request and sound of a recording make nothing.
        tight: True if only the spoken phrases can tell whether the length asked for is possible.
    """

    id: str
    line: int
    script: Script
    request: Request
    sound: Sound
    title: str
    notes: str
    published: datetime | None
    number: int | None
    place: int
    day: int | None
    season: int | None
    type: EpisodeType
    explicit: bool
    personal: bool = False
    language: str = "en"
    persons: tuple[Person, ...] = ()
    synthetic: bool | None = None
    human: bool = False
    cover: Path | None = None
    cover_alt: str = ""
    extra_s: float = 0.0
    tight: bool = False
    alternates: tuple[Alternate, ...] = ()
    recording: FinishedAudio | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The sessions of one feed: the one for everybody, or that of one listener.

    Attributes:
        listener: The listener's id in their table, or "" for everybody.
        episodes: The sessions in order.
        until: The moment from which it is gone; None for no end.
        key: A text that its address comes from besides the listener's id; "" for none.
    """

    listener: str
    episodes: tuple[EpisodeSpec, ...]
    until: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole series.

    Attributes:
        path: The file it was read from.
        show: The show, for its feed.
        cover: The show's own picture, or None for drawn art.
        editions: One, or one for each listener.
        dates: The dates of the episodes that state none.
        warnings: Findings that may be hard on a listener, each with its line.
        commands: Programs of this machine that it would run as voices, each with its line.
    """

    path: Path
    show: Show
    cover: Path | None
    editions: tuple[Edition, ...]
    dates: PublishingDates
    warnings: tuple[SeriesError, ...] = ()
    commands: tuple[SeriesError, ...] = ()
