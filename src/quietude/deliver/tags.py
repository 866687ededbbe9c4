"""Tags: the texts, chapters and cover that players show, for every format alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_LINE_LIMIT = 250
_TEXT_LIMIT = 4000
_JOINERS = "\u200c\u200d"
"""Not printed, but part of the spelling of Persian and Indic words."""


@dataclass(frozen=True, slots=True)
class ChapterTag:
    """A chapter as players list it, in frames and whole milliseconds."""

    title: str
    start_frame: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class LyricLine:
    """A phrase of the narration and its beginning."""

    start_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a session. Personal values are not among them unless the listener asked.

    Attributes:
        title: The title of the session.
        album: The collection or series it belongs to.
        artist: The author.
        genre: Its genre.
        comment: A sentence or two about it.
        language: A BCP 47 code.
        chapters: In order, at least one.
        track: Its number in the series: ``3`` or ``3/12``; empty for none.
        date: ``2026`` or ``2026-11-21``; empty for none.
        copyright: The copyright notice; empty for none.
        lyrics: The narration; empty if it would give away something personal.
        cover: A JPEG; empty for none.
        synthetic: True if a program speaks, False if a person does, None to say nothing of it.
        human: True if a person speaks beside a program.
    """

    title: str
    album: str
    artist: str
    genre: str
    comment: str
    language: str
    chapters: Sequence[ChapterTag]
    track: str = ""
    date: str = ""
    copyright: str = ""
    lyrics: Sequence[LyricLine] = field(default=())
    cover: bytes = b""
    synthetic: bool | None = None
    human: bool = False

    @property
    def voice_kind(self) -> str:
        """``synthetic``, ``human``, ``both``, or nothing."""
        if self.synthetic is None:
            return ""
        if not self.synthetic:
            return "human"
        return "both" if self.human else "synthetic"

    @property
    def ai_content(self) -> str:
        """The word on a synthetic voice as files hold it: ``true``, ``false``, or nothing."""
        return "" if self.synthetic is None else str(self.synthetic).lower()

    @property
    def lyrics_text(self) -> str:
        """The narration, a phrase a line."""
        return "\n".join(tag_text(line.text) for line in self.lyrics)

    def cleaned(self) -> Tags:
        """The same with every text as a tag may hold it (see :func:`tag_text`)."""
        return replace(
            self,
            title=tag_text(self.title),
            album=tag_text(self.album),
            artist=tag_text(self.artist),
            genre=tag_text(self.genre),
            comment=tag_text(self.comment, _TEXT_LIMIT),
            copyright=tag_text(self.copyright),
            chapters=[replace(chapter, title=tag_text(chapter.title)) for chapter in self.chapters],
            lyrics=[replace(line, text=tag_text(line.text, _TEXT_LIMIT)) for line in self.lyrics],
        )


TAG_NAMES = ("title", "artist", "album", "track", "date", "genre", "comment", "copyright")
"""The tags a listener may set."""


def with_overrides(tags: Tags, overrides: Mapping[str, str]) -> Tags:
    """Tags with the values that the listener wants; :func:`check_overrides` has passed them."""
    return replace(tags, **overrides)  # type: ignore[arg-type]  # checked by name


def check_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse a value that no tag can have.

    Raises:
        UsageError: for an unknown tag, or for something else than a track or a date in theirs.
    """
    for name, value in overrides.items():
        if name not in TAG_NAMES:
            message = f'there is no tag "{name[:40]}"'
            raise UsageError(message, hint=f"Choose from: {', '.join(TAG_NAMES)}.")
        if name == "track" and not all(number.isdecimal() for number in value.split("/", 1)):
            message = f'"{value[:40]}" is not a track number'
            raise UsageError(message, hint="Write it like 3, or 3/12.")
        if name == "date" and not _DATE.fullmatch(value):
            message = f'"{value[:40]}" is not a date'
            raise UsageError(message, hint="Write it like 2026, or 2026-11-21.")


def printable(text: str) -> str:
    """Text with a space for each character that is not printed, except joiners of letters."""
    return "".join(letter if letter.isprintable() or letter in _JOINERS else " " for letter in text)


def tag_text(text: str, limit: int = _LINE_LIMIT) -> str:
    """Text as a tag holds it: on one line, without control characters, of limited length."""
    line = " ".join(printable(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
