"""Tags into finished files: Vorbis comments, RIFF chunks, MP4 atoms. ID3 has its own module."""

from __future__ import annotations

import base64
import os
import struct
from typing import TYPE_CHECKING

from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.ogg import fix_serial
from quietude.durations import timestamp_ms

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags

_FRONT_COVER = 3


def tag_file(path: Path, form: Format, tags: Tags) -> None:
    """Write what players show into a finished file; an MP3 has it already.

    Raises:
        OSError: if the file cannot be written.
        mutagen.MutagenError: likewise, or if it cannot be read.
    """
    match form.name:
        case "flac":
            _tag_flac(path, tags.shown())
        case "ogg" | "opus":
            _tag_ogg(path, form, tags.shown())
        case "wav":
            _tag_wav(path, tags.shown())
        case "m4a" | "m4b":
            _tag_mp4(path, form, tags.shown())


def _comments(tags: Tags) -> dict[str, str]:
    """Vorbis comments; chapters as CHAPTERnnn (the Ogg Chapter Extension)."""
    comments = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": tags.genre,
        "language": tags.language,
        "description": tags.comment,
        "tracknumber": tags.track,
        "date": tags.date,
        "copyright": tags.copyright,
        "lyrics": tags.lyrics_text,
    }
    for number, chapter in enumerate(tags.chapters, start=1):
        comments[f"CHAPTER{number:03}"] = timestamp_ms(chapter.start_ms)
        comments[f"CHAPTER{number:03}NAME"] = chapter.title
    return {name: text for name, text in comments.items() if text}


def _picture(tags: Tags) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = _FRONT_COVER, "image/jpeg", tags.cover
    return picture


def _tag_flac(path: Path, tags: Tags) -> None:
    flac = FLAC(path)
    for name, text in _comments(tags).items():
        flac[name] = text
    if tags.cover:
        flac.add_picture(_picture(tags))
    flac.save()


def _tag_ogg(path: Path, form: Format, tags: Tags) -> None:
    ogg = OggOpus(path) if form.name == "opus" else OggVorbis(path)
    for name, text in _comments(tags).items():
        ogg[name] = text
    if tags.cover:
        block = base64.b64encode(_picture(tags).write()).decode("ascii")
        ogg["metadata_block_picture"] = [block]
    ogg.save()
    fix_serial(path)


def _tag_mp4(path: Path, form: Format, tags: Tags) -> None:
    mp4 = MP4(path)
    texts = {
        "\xa9nam": tags.title,
        "\xa9ART": tags.artist,
        "\xa9alb": tags.album,
        "\xa9gen": tags.genre,
        "\xa9cmt": tags.comment,
        "\xa9day": tags.date,
        "\xa9lyr": tags.lyrics_text,
        "cprt": tags.copyright,
    }
    mp4.update({name: [text] for name, text in texts.items() if text})
    if tags.track:
        number, _, total = tags.track.partition("/")
        mp4["trkn"] = [(min(int(number), 65_535), min(int(total or 0), 65_535))]
    if form.name == "m4b":
        mp4["stik"] = [2]  # an audiobook
    if tags.cover:
        mp4["covr"] = [MP4Cover(tags.cover, imageformat=MP4Cover.FORMAT_JPEG)]
    mp4.save()


def _tag_wav(path: Path, tags: Tags) -> None:
    """Append cue points with labels, and the ID3 tag.

    The chapters are in the cue points alone: ffmpeg, and all that use it, would list those of the
    tag besides, in a jumble.
    """
    cues = struct.pack("<I", len(tags.chapters)) + b"".join(
        struct.pack("<II4sIII", number, it.start_frame, b"data", 0, 0, it.start_frame)
        for number, it in enumerate(tags.chapters, start=1)
    )
    labels = b"adtl" + b"".join(
        _riff(b"labl", struct.pack("<I", number) + it.title.encode() + b"\0")
        for number, it in enumerate(tags.chapters, start=1)
    )
    extra = (
        _riff(b"cue ", cues)
        + _riff(b"LIST", labels)
        + _riff(b"id3 ", id3_tag(tags, chapters=False))
    )
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        extra = b"\0" * (end % 2) + extra
        file.write(extra)
        file.seek(4)
        file.write(struct.pack("<I", end + len(extra) - 8))


def _riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
