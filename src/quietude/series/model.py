"""A published series as plain frozen values.

A manifest has a :class:`Show` and its episodes; a build makes a :class:`Published` episode of each;
all of them together are the :class:`Site`, from which feed, page, outline and record are written.
``series.json`` stores these very values, so that their fields are a format of files. Paths are
POSIX, relative to the site's folder, and hold no name of a listener.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (what is stored is validated against these types)
from typing import Literal

ShowType = Literal["episodic", "serial"]
Alternate = Literal["opus", "m4a"]
"""A format that a session may have besides MP3."""

Medium = Literal["podcast", "course", "audiobook"]
EpisodeType = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person to credit: a host, a writer, a guest. ``picture`` is the address of one."""

    name: str
    role: str = "host"
    link: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """The address where a show can be supported, and the words for it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class License:
    """A licence: an SPDX name, or another one with its address."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """The rhythm of a show in words, and as a recurrence rule of RFC 5545 or ""."""

    text: str
    rule: str = ""


FEED_EPISODES = 1000
"""Number of episodes from which a feed has pages: about 4 MB, which players read whole."""


@dataclass(frozen=True, slots=True)
class Show:
    """A series as its feed presents it.

    Attributes:
        id: Stable id of letters, digits and hyphens.
        title: Its name.
        description: At most 4000 bytes.
        author: The name of its author.
        language: A BCP 47 code.
        link: The address of its page; empty for the page of the site itself.
        email: The owner's address, which directories ask for; empty for none.
        copyright: The copyright notice; empty for none.
        categories: Apple's categories, each as ``Category`` or ``Category/Subcategory``.
        type: ``serial`` if its episodes have an order, ``episodic`` if each stands alone.
        medium: The medium of Podcasting 2.0.
        explicit: True if it is unsuitable for children.
        locked: True if other hosts shall refuse to import it.
        private: True if directories shall leave it out; always so with personal episodes.
        persons: The people to credit.
        cover_alt: Words for its cover; empty for none.
        funding: The address where it can be supported, or None.
        license: Its licence, or None.
        txt: Texts for directories, each as its purpose and its content.
        new_feed_url: The address that its feed has moved to; empty for none.
        frequency: Its rhythm, or None.
        complete: True if no episode follows any more.
        feed_episodes: Number of episodes in a page of its feed, at least.
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
    cover_alt: str = ""
    funding: Funding | None = None
    license: License | None = None
    txt: tuple[tuple[str, str], ...] = ()
    new_feed_url: str = ""
    frequency: Frequency | None = None
    complete: bool = False
    feed_episodes: int = FEED_EPISODES


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode as its feed presents it.

    Attributes:
        id: Stable within the show: a new title or place keeps it.
        guid: The id by which players know it; stored, never computed anew.
        title: Its name, without a number.
        notes: The show notes, as plain text with blank lines between paragraphs.
        published: The time of publishing, with a time zone.
        number: Its place, from 1, or None.
        season: Its season, from 1, or None.
        type: Full, trailer or bonus.
        explicit: True if it is unsuitable for children.
        personal: True if it holds details of a listener.
        language: Its language as a BCP 47 code; "" for the show's.
        persons: The people to credit besides the show's, such as guests.
        synthetic: True if a program speaks, False if a person does, None if nothing is said of it.
        human: True if a person speaks beside a program.
        cover_alt: Words for its own cover; empty for none.
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
    language: str = ""
    persons: tuple[Person, ...] = ()
    synthetic: bool | None = None
    human: bool = False
    cover_alt: str = ""


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """The title of a chapter and its start, in milliseconds."""

    title: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of the site: its path, type, exact length in bytes, and hash in hexadecimal.

    ``version`` is part of its address where other contents had the same path before.
    """

    path: str
    type: str
    bytes: int
    sha256: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """An episode with its files.

    Attributes:
        episode: Its description in the feed.
        audio: The session.
        duration_ms: Its length.
        chapters: Its chapters in order, at least one.
        chapters_json: The same chapters as a file of Podcasting 2.0.
        transcripts: WebVTT first, then SubRip, then plain text; none for audio without captions.
        cover: Its own cover, or None for the show's.
        words: The start of every word, for its page; None where it was built without.
        alternates: The same session in other formats.
    """

    episode: Episode
    audio: Enclosure
    duration_ms: int
    chapters: tuple[ChapterStart, ...]
    chapters_json: Enclosure
    transcripts: tuple[Enclosure, ...]
    cover: Enclosure | None = None
    words: Enclosure | None = None
    alternates: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A whole folder to upload.

    Attributes:
        show: The series.
        podcast_guid: ``podcast:guid``, assigned once and stored.
        base_url: The address of the folder, without a slash at its end.
        cover: The show's cover.
        episodes: The episodes in the order of the manifest.
    """

    show: Show
    podcast_guid: str
    base_url: str
    cover: Enclosure
    episodes: tuple[Published, ...]
