"""WAV: chapters as cue points, and everything else in an ID3 chunk."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.pcm import PcmFormat
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.deliver.tags import Tags

_MOST_BYTES = 4 * 1024**3 - 2**20
"""The sizes in a RIFF header have 32 bits; a mebibyte stays free for the tags."""


class Wav(PcmFormat):
    """WAV of 16 or 24 bits."""

    name = "wav"

    def check_length(self, session_frames: int, path: Path) -> None:
        """Refuse a session of more than 4 GiB.

        Raises:
            DeliveryError: if it has more.
        """
        if session_frames * 2 * self.quality.bits // 8 > _MOST_BYTES:
            message = "this session is too long for a WAV file, which holds 4 GiB at most"
            raise DeliveryError(message, path=path, hint="Write a .flac instead.")

    def tag(self, path: Path, tags: Tags) -> None:
        """Append cue points with labels (chunks ``cue``, ``LIST adtl``) and an ID3 tag.

        The chapters are in the cue points alone: ffmpeg, and every program that uses it, lists
        those of an ID3 tag as well, mixed with the others.

        Raises:
            OSError: if the file cannot be written.
        """
        tags = tags.cleaned()
        chunks = (
            _chunk(b"cue ", _cue_points(tags))
            + _chunk(b"LIST", b"adtl" + _labels(tags))
            + _chunk(b"id3 ", id3_tag(tags, chapters=False))
        )
        with path.open("r+b") as file:
            # A chunk has to begin at an even byte, and two channels always end at one.
            end = file.seek(0, os.SEEK_END)
            file.write(chunks)
            file.seek(4)
            file.write(struct.pack("<I", end + len(chunks) - 8))


def _cue_points(tags: Tags) -> bytes:
    points = [
        struct.pack("<II4sIII", number, chapter.start_frame, b"data", 0, 0, chapter.start_frame)
        for number, chapter in enumerate(tags.chapters, start=1)
    ]
    return struct.pack("<I", len(points)) + b"".join(points)


def _labels(tags: Tags) -> bytes:
    return b"".join(
        _chunk(b"labl", struct.pack("<I", number) + chapter.title.encode() + b"\0")
        for number, chapter in enumerate(tags.chapters, start=1)
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    """A RIFF chunk, filled to an even size."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
