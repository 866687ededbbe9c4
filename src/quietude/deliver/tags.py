"""What players show: title and chapters, written the way each kind of file holds them."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mutagen.flac import FLAC
from mutagen.id3 import CHAP, COMM, CTOC, ID3, TALB, TCON, TIT2, TLAN, TPE1, CTOCFlags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ID3_HEADER = 10
_NO_OFFSET = 0xFFFFFFFF
_UTF16 = 1
_TITLE_LIMIT = 250


@dataclass(frozen=True, slots=True)
class ChapterTag:
    """A chapter as players list it, in frames and whole milliseconds."""

    title: str
    start_frame: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Tags:
    """What players show. Personal values are not part of it.

    Attributes:
        title: The session.
        album: The collection it belongs to.
        artist: Who made it.
        genre: Its kind.
        comment: A sentence or two about it.
        language: A BCP 47 code.
        chapters: In order, at least one.
    """

    title: str
    album: str
    artist: str
    genre: str
    comment: str
    language: str
    chapters: Sequence[ChapterTag]


def id3_tag(tags: Tags) -> bytes:
    """An ID3v2.3 tag with the chapters in order.

    mutagen sorts CHAP frames by size when it writes them together, and some players show them in
    the order of the file; so each frame is rendered by itself and they are joined here.
    """
    ids = [f"chp{number:04}" for number in range(len(tags.chapters))]
    frames: list[Any] = [
        TIT2(encoding=_UTF16, text=_shown(tags.title)),
        TPE1(encoding=_UTF16, text=_shown(tags.artist)),
        TALB(encoding=_UTF16, text=_shown(tags.album)),
        TCON(encoding=_UTF16, text=_shown(tags.genre)),
        COMM(encoding=_UTF16, lang=_iso639_2(tags.language), desc="", text=tags.comment),
        TLAN(encoding=_UTF16, text=_iso639_2(tags.language)),
        CTOC(
            element_id="toc",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=ids,
            sub_frames=[TIT2(encoding=_UTF16, text="Chapters")],
        ),
    ]
    frames += [
        CHAP(
            element_id=element_id,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=_UTF16, text=_shown(chapter.title))],
        )
        for element_id, chapter in zip(ids, tags.chapters, strict=True)
    ]
    body = b"".join(_frame_bytes(frame) for frame in frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def tag_flac(path: Path, tags: Tags) -> None:
    """Write Vorbis comments, chapters as CHAPTERnnn, into a finished FLAC file."""
    flac = FLAC(path)
    flac["title"] = _shown(tags.title)
    flac["artist"] = _shown(tags.artist)
    flac["album"] = _shown(tags.album)
    flac["genre"] = _shown(tags.genre)
    flac["language"] = tags.language
    if tags.comment:
        flac["description"] = tags.comment
    for number, chapter in enumerate(tags.chapters, start=1):
        flac[f"CHAPTER{number:03}"] = _chapter_clock(chapter.start_ms)
        flac[f"CHAPTER{number:03}NAME"] = _shown(chapter.title)
    flac.save()


def tag_wav(path: Path, tags: Tags) -> None:
    """Append cue points with labels, and the ID3 tag, to a finished WAV file."""
    cues = struct.pack("<I", len(tags.chapters)) + b"".join(
        struct.pack("<II4sIII", number, it.start_frame, b"data", 0, 0, it.start_frame)
        for number, it in enumerate(tags.chapters, start=1)
    )
    labels = b"adtl" + b"".join(
        _riff(b"labl", struct.pack("<I", number) + _shown(it.title).encode() + b"\0")
        for number, it in enumerate(tags.chapters, start=1)
    )
    extra = _riff(b"cue ", cues) + _riff(b"LIST", labels) + _riff(b"id3 ", id3_tag(tags))
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        extra = b"\0" * (end % 2) + extra
        file.write(extra)
        file.seek(4)
        file.write(struct.pack("<I", end + len(extra) - 8))


def _frame_bytes(frame: Any) -> bytes:
    """One frame as mutagen writes it, without the header of the tag around it."""
    tag = ID3()
    tag.add(frame)
    buffer = BytesIO()
    tag.save(buffer, v2_version=3, padding=lambda _info: 0)
    return buffer.getvalue()[_ID3_HEADER:]


def _syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _chapter_clock(milliseconds: int) -> str:
    seconds, ms = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _shown(text: str) -> str:
    """Text as a tag holds it: on one line, without control characters, not endless."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return line if len(line) <= _TITLE_LIMIT else line[: _TITLE_LIMIT - 1] + "…"


_ISO639 = {
    "en": "eng",
    "de": "deu",
    "fr": "fra",
    "es": "spa",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
}


def _iso639_2(language: str) -> str:
    return _ISO639.get(language.split("-", maxsplit=1)[0].lower(), "und")
