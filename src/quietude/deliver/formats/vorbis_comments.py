"""Tags as Vorbis comments, for FLAC, Ogg Vorbis and Opus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutagen.flac import Picture
from mutagen.id3 import PictureType

from quietude.durations import timestamp_ms

if TYPE_CHECKING:
    from quietude.deliver.tags import Tags


def comments(tags: Tags) -> dict[str, str]:
    """The comments by their names; those of tags that are empty are left out.

    Chapters are ``CHAPTERnnn`` with a time and ``CHAPTERnnnNAME``, as in the Ogg Chapter Extension.
    """
    found = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": tags.genre,
        "language": tags.language,
        "description": tags.comment,
        "tracknumber": tags.track,
        "date": tags.date,
        "copyright": tags.copyright,
        "ai_content": tags.ai_content,
        "voice": tags.voice_kind,
        "lyrics": tags.lyrics_text,
    }
    for number, chapter in enumerate(tags.chapters, start=1):
        found[f"CHAPTER{number:03}"] = timestamp_ms(chapter.start_ms)
        found[f"CHAPTER{number:03}NAME"] = chapter.title
    return {name: text for name, text in found.items() if text}


def cover_picture(tags: Tags) -> Picture:
    """The cover as a FLAC picture block."""
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, "image/jpeg", tags.cover
    return picture
