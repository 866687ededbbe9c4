"""What players show of a session, before it is written the way each kind of file holds it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LINE_LIMIT = 250
_TEXT_LIMIT = 4000
_JOINERS = "\u200c\u200d"
"""Not printed, but without them Persian and Indic words are spelt otherwise."""


@dataclass(frozen=True, slots=True)
class ChapterTag:
    """A chapter as players list it, in frames and whole milliseconds."""

    title: str
    start_frame: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class LyricLine:
    """A phrase of the narration, and when it is said."""

    start_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What players show. Personal values are not part of it unless the listener asked.

    Attributes:
        title: The session.
        album: The collection or series it belongs to.
        artist: Who made it.
        genre: Its kind.
        comment: A sentence or two about it.
        language: A BCP 47 code.
        chapters: In order, at least one.
        track: Its number in the series: ``3`` or ``3/12``; empty for none.
        date: ``2026`` or ``2026-11-21``; empty for none.
        copyright: Whose it is; empty for none.
        lyrics: The narration; empty where it would give away something personal.
        cover: A JPEG; empty for none.
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

    @property
    def lyrics_text(self) -> str:
        """The narration, a phrase a line."""
        return "\n".join(shown(it.text) for it in self.lyrics)

    def shown(self) -> Tags:
        """The same with every text as a tag may hold it."""
        return replace(
            self,
            title=shown(self.title),
            album=shown(self.album),
            artist=shown(self.artist),
            genre=shown(self.genre),
            comment=shown(self.comment, _TEXT_LIMIT),
            copyright=shown(self.copyright),
            chapters=[replace(it, title=shown(it.title)) for it in self.chapters],
            lyrics=[replace(it, text=shown(it.text, _TEXT_LIMIT)) for it in self.lyrics],
        )


WISHES = ("title", "artist", "album", "track", "date", "genre", "comment", "copyright")
"""The tags a listener may set."""


def with_wishes(tags: Tags, wishes: Mapping[str, str]) -> Tags:
    """Tags with what the listener wants them to say; the wishes have been checked."""
    return replace(tags, **wishes)  # type: ignore[arg-type]  # checked by name


def check_wishes(wishes: Mapping[str, str]) -> None:
    """Refuse a wish that no tag can fulfil.

    Raises:
        UsageError: for a tag there is not, or a track or date that is none.
    """
    for name, value in wishes.items():
        if name not in WISHES:
            message = f'there is no tag "{name[:40]}"'
            raise UsageError(message, hint=f"Choose from: {', '.join(WISHES)}.")
        if name == "track" and not all(it.isdecimal() for it in value.split("/", 1)):
            message = f'"{value[:40]}" is no track number'
            raise UsageError(message, hint="Write it like 3, or 3/12.")
        parts = value.split("-")
        if name == "date" and [len(it) for it in parts] not in ([4], [4, 2], [4, 2, 2]):
            message = f'"{value[:40]}" is no date'
            raise UsageError(message, hint="Write it like 2026, or 2026-11-21.")
        if name == "date" and not all(it.isascii() and it.isdecimal() for it in parts):
            message = f'"{value[:40]}" is no date'
            raise UsageError(message, hint="Write it like 2026, or 2026-11-21.")


def printable(text: str) -> str:
    """Text with a space for each character that is not printed, but for joiners of letters."""
    return "".join(it if it.isprintable() or it in _JOINERS else " " for it in text)


def shown(text: str, limit: int = _LINE_LIMIT) -> str:
    """Text as a tag holds it: on one line, without control characters, not endless."""
    line = " ".join(printable(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
