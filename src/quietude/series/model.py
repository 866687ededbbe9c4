"""A series as plain frozen values: what its manifest says, and what building it has made.

The manifest is read into a :class:`Show` and its episodes; the builder renders each into a
:class:`Published` episode; all of them together are the :class:`Site`, from which feed, pages,
outline and checks are made. Paths are POSIX, relative to the site's folder, and hold no name of
a listener.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (what is stored is validated against these types)
from typing import Literal

ShowType = Literal["episodic", "serial"]
Medium = Literal["podcast", "course", "audiobook"]
EpisodeType = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to be credited: a host, a writer, a guest."""

    name: str
    role: str = "host"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """The series as its feed presents it.

    Attributes:
        id: Stable, of letters, digits and hyphens; the GUIDs of episodes come from it.
        title: Its name.
        description: What it is, at most 4000 bytes.
        author: Who makes it.
        language: A BCP 47 code.
        link: The address of its page; empty for the page of the site itself.
        email: The owner's address, which directories ask for; empty for none.
        copyright: Whose it is; empty for none.
        categories: Apple's, each as ``Category`` or ``Category/Subcategory``.
        type: Whether episodes stand alone or have an order.
        medium: What it is to players of Podcasting 2.0.
        explicit: Whether it is unsuitable for children.
        locked: Whether other hosts are refused to import it.
        private: Whether directories are to leave it out; always so with personal episodes.
        persons: Who is credited.
    """

    id: str
    title: str
    description: str
    author: str
    language: str = "en"
    link: str = ""
    email: str = ""
    copyright: str = ""
    categories: tuple[str, ...] = ()
    type: ShowType = "episodic"
    medium: Medium = "podcast"
    explicit: bool = False
    locked: bool = True
    private: bool = False
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode as its feed presents it.

    Attributes:
        id: Stable within the show; a new title or place keeps it.
        guid: What players know it by; stored, never computed anew.
        title: Its name, without a number.
        notes: The show notes, as plain text with blank lines between paragraphs.
        published: When, with a time zone.
        number: Its place, from 1, or None.
        season: Its season, from 1, or None.
        type: Full, trailer or bonus.
        explicit: Whether it is unsuitable for children.
        personal: Whether it holds details of a listener.
    """

    id: str
    guid: str
    title: str
    notes: str
    published: datetime
    number: int | None = None
    season: int | None = None
    type: EpisodeType = "full"
    explicit: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a chapter begins, in milliseconds."""

    title: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of the site: its path, type, exact length in bytes, and hash in hexadecimal."""

    path: str
    type: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """An episode with its files.

    Attributes:
        episode: What the feed says of it.
        audio: The session.
        duration_ms: How long it is.
        chapters: In order, at least one.
        chapters_json: The same for Podcasting 2.0.
        transcripts: WebVTT first, then SubRip, then plain text.
        cover: Its own cover, or None for the show's.
    """

    episode: Episode
    audio: Enclosure
    duration_ms: int
    chapters: tuple[Mark, ...]
    chapters_json: Enclosure
    transcripts: tuple[Enclosure, ...]
    cover: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a folder to be uploaded holds.

    Attributes:
        show: The series.
        podcast_guid: ``podcast:guid``; assigned once and stored.
        base_url: Where the folder will be found, without a slash at its end.
        cover: The show's cover, 3000 × 3000.
        episodes: In the order of the manifest.
    """

    show: Show
    podcast_guid: str
    base_url: str
    cover: Enclosure
    episodes: tuple[Published, ...]
