"""Tags inside a sound file, as far as they can be compared with its feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SoundTags:
    """Tags of an MP3; empty texts where it has none.

    Attributes:
        title: Its title.
        album: The show it belongs to.
        language: A code of three letters.
        chapters: Titles of its chapters, in the order of their times.
        has_cover: True if a picture is in it.
        ai_content: The word on a synthetic voice.
        track: Its number.
    """

    title: str = ""
    album: str = ""
    language: str = ""
    chapters: tuple[str, ...] = ()
    has_cover: bool = False
    ai_content: str = ""
    track: str = ""


def read_tags(path: Path) -> SoundTags | None:
    """Tags of an MP3; None for another format or a file without any."""
    found = _id3(path)
    if found is None:
        return None
    ordered = sorted(found.getall("CHAP"), key=lambda chapter: chapter.start_time)
    frames = [chapter.sub_frames for chapter in ordered]
    return SoundTags(
        title=str(found.get("TIT2", "")),
        album=str(found.get("TALB", "")),
        language=str(found.get("TLAN", "")),
        chapters=tuple(str(inner["TIT2"]) if "TIT2" in inner else "" for inner in frames),
        has_cover=bool(found.getall("APIC")),
        ai_content=str(found.get("TXXX:AI-CONTENT", "")),
        track=str(found.get("TRCK", "")),
    )


def spoken_starts_ms(path: Path) -> list[int]:
    """Starts of the lines that are in the tags of an MP3; none where it has no lyrics."""
    found = _id3(path)
    lyrics = found.getall("SYLT") if found else []
    return [int(start) for _, start in lyrics[0].text] if lyrics else []


def _id3(path: Path) -> Any:
    import mutagen
    from mutagen.id3 import ID3

    if path.suffix.lower() != ".mp3":
        return None
    try:
        return ID3(path)
    except (mutagen.MutagenError, OSError):
        return None
