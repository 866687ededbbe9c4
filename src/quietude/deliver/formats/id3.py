"""Tags as ID3v2.3, for MP3 and WAV."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCON,
    TCOP,
    TDAT,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    TXXX,
    TYER,
    USLT,
    CTOCFlags,
    PictureType,
)

from quietude._util.languages import bibliographic_code

if TYPE_CHECKING:
    from quietude.deliver.tags import Tags

HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
_LATIN1, _UTF16 = 0, 1
_MILLISECONDS, _LYRICS = 2, 1
_FULL_DATE = 3


def id3_tag(tags: Tags, *, chapters: bool = True) -> bytes:
    """An ID3v2.3 tag, with the chapters in their order.

    mutagen sorts CHAP frames by size when it writes them together, and some players show them in
    the order of the file; so each frame is rendered alone and they are joined here.

    Args:
        tags: The tags.
        chapters: False for a file that has its chapters in another place.
    """
    tags = tags.cleaned()
    frames = [*_texts(tags), *(_chapters(tags) if chapters else ()), *_lyrics(tags)]
    if tags.cover:
        # Some players cannot read a description in UTF-16.
        front = PictureType.COVER_FRONT
        frames.append(
            APIC(encoding=_LATIN1, mime="image/jpeg", type=front, desc="", data=tags.cover)
        )
    body = b"".join(_frame_bytes(frame) for frame in frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _texts(tags: Tags) -> list[Any]:
    language = bibliographic_code(tags.language)
    frames = [
        TIT2(encoding=_UTF16, text=tags.title),
        TPE1(encoding=_UTF16, text=tags.artist),
        TALB(encoding=_UTF16, text=tags.album),
        TCON(encoding=_UTF16, text=tags.genre),
        COMM(encoding=_UTF16, lang=language, desc="", text=tags.comment),
        TLAN(encoding=_UTF16, text=language),
    ]
    if tags.track:
        frames.append(TRCK(encoding=_LATIN1, text=tags.track))
    if tags.copyright:
        frames.append(TCOP(encoding=_UTF16, text=tags.copyright))
    if tags.ai_content:
        frames.append(TXXX(encoding=_LATIN1, desc="AI-CONTENT", text=tags.ai_content))
        frames.append(TXXX(encoding=_LATIN1, desc="VOICE", text=tags.voice_kind))
    year, *rest = tags.date.split("-")
    if year:
        frames.append(TYER(encoding=_LATIN1, text=year))
    if len(rest) == _FULL_DATE - 1:
        frames.append(TDAT(encoding=_LATIN1, text=rest[1] + rest[0]))
    return frames


def _chapters(tags: Tags) -> list[Any]:
    ids = [f"chp{number:04}" for number in range(len(tags.chapters))]
    toc = CTOC(
        element_id="toc",
        flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
        child_element_ids=ids,
        sub_frames=[TIT2(encoding=_UTF16, text="Chapters")],
    )
    return [toc] + [
        CHAP(
            element_id=element_id,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=_UTF16, text=chapter.title)],
        )
        for element_id, chapter in zip(ids, tags.chapters, strict=True)
    ]


def _lyrics(tags: Tags) -> list[Any]:
    if not tags.lyrics:
        return []
    language = bibliographic_code(tags.language)
    timed = [(line.text, line.start_ms) for line in tags.lyrics]
    return [
        USLT(encoding=_UTF16, lang=language, desc="", text=tags.lyrics_text),
        SYLT(
            encoding=_UTF16, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=timed
        ),
    ]


def _frame_bytes(frame: Any) -> bytes:
    """One frame as mutagen writes it, without the tag's header."""
    tag = ID3()
    tag.add(frame)
    buffer = BytesIO()
    tag.save(buffer, v2_version=3, padding=lambda _info: 0)
    return buffer.getvalue()[HEADER_BYTES:]


def id3_size(header: bytes) -> int:
    """The size of the ID3v2 tag that a file begins with, in bytes; 0 if it has none.

    Args:
        header: The first ten bytes of the file.
    """
    if header[:3] != b"ID3" or len(header) < HEADER_BYTES:
        return 0
    size = 0
    for byte in header[6:HEADER_BYTES]:
        size = size << 7 | byte & 0x7F
    return HEADER_BYTES + size


def _syncsafe(size: int) -> bytes:
    """A size as four bytes of seven bits each (ID3v2.3, section 3.1)."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
