"""Ogg Vorbis and Opus through libsndfile, with the same bytes for the same sound."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from quietude.deliver.formats.base import Format
from quietude.deliver.formats.vorbis_comments import comments, cover_picture

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import Tags

OPUS_RATE_HZ = 48_000
"""The rate an Opus file decodes to, whatever went in."""

_PIECE = 8192
"""Frames a write: pages fall in the same places whatever the blocks were, and one long Vorbis
write can crash libsndfile."""

_VORBIS_LEVEL, _OPUS_LEVEL = 0.6, 0.75
"""libsndfile's ``compression_level``: Vorbis q4, about 128 kb/s; Opus 70 kb/s a channel."""

SERIAL = 1
"""The stream number in every page; libsndfile draws one at random."""


class Vorbis(Format):
    """Ogg Vorbis at the session's sample rate."""

    name = "ogg"
    headroom_db = 0.7

    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> OggEncoder:
        del tags
        return OggEncoder(path, "VORBIS", _VORBIS_LEVEL, sample_rate_hz, sample_rate_hz)

    def tag(self, path: Path, tags: Tags) -> None:
        """Write comments, chapters and cover into the second packet of the stream.

        Raises:
            OSError: if the file cannot be written.
            mutagen.MutagenError: likewise, or if it cannot be read.
        """
        _tag(path, OggVorbis(path), tags.cleaned())


class Opus(Format):
    """Opus in Ogg, at 48 kHz."""

    name = "opus"
    headroom_db = 0.5

    def rate_hz(self, session_hz: int) -> int:
        """48 kHz, whatever the session has."""
        del self, session_hz
        return OPUS_RATE_HZ

    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> OggEncoder:
        del tags
        return OggEncoder(path, "OPUS", _OPUS_LEVEL, sample_rate_hz, OPUS_RATE_HZ)

    def tag(self, path: Path, tags: Tags) -> None:
        """Write comments, chapters and cover into the second packet of the stream.

        Raises:
            OSError: if the file cannot be written.
            mutagen.MutagenError: likewise, or if it cannot be read.
        """
        _tag(path, OggOpus(path), tags.cleaned())


class OggEncoder:
    """Vorbis or Opus through libsndfile, resampled where the file has another rate.

    Args:
        path: The file; one that exists is replaced.
        codec: libsndfile's name of the codec: ``VORBIS`` or ``OPUS``.
        compression: libsndfile's ``compression_level`` for it, 0 (best) to 1.
        in_hz: The session's sample rate.
        out_hz: The file's.
    """

    def __init__(self, path: Path, codec: str, compression: float, in_hz: int, out_hz: int) -> None:
        self._file = soundfile.SoundFile(
            path, "w", out_hz, 2, format="OGG", subtype=codec, compression_level=compression
        )
        self._resampler: Any = None
        if out_hz != in_hz:
            self._resampler = soxr.ResampleStream(in_hz, out_hz, 2, dtype="float32", quality="HQ")
        self._ratio = out_hz / in_hz
        self._frames_in = self._frames_out = 0
        self._rest = np.zeros((0, 2), dtype=np.float32)

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        # The last bit of soxr's output depends on the size of its input: that is always the same.
        self._frames_in += len(block)
        self._rest = np.concatenate([self._rest, block])
        while len(self._rest) >= _PIECE:
            piece, self._rest = self._rest[:_PIECE], self._rest[_PIECE:]
            self._put(self._converted(piece, last=False))

    def finish(self) -> None:
        """Encode the rest, to the exact length."""
        ending = self._converted(self._rest, last=True)
        missing = round(self._frames_in * self._ratio) - self._frames_out - len(ending)
        if missing > 0:
            ending = np.concatenate([ending, np.zeros((missing, 2), dtype=np.float32)])
        self._put(ending[: len(ending) + min(missing, 0)])
        self._file.flush()

    def close(self) -> None:
        """Release the file, finished or not."""
        self._file.close()

    def _converted(self, piece: Samples, *, last: bool) -> Samples:
        if self._resampler is None:
            return piece
        converted: Samples = self._resampler.resample_chunk(np.ascontiguousarray(piece), last=last)
        return converted

    def _put(self, block: Samples) -> None:
        self._frames_out += len(block)
        if len(block):
            self._file.write(block)


def _tag(path: Path, ogg: OggVorbis | OggOpus, tags: Tags) -> None:
    for name, text in comments(tags).items():
        ogg[name] = text
    if tags.cover:
        block = base64.b64encode(cover_picture(tags).write()).decode("ascii")
        ogg["metadata_block_picture"] = [block]
    ogg.save()
    _fix_serial(path)


def _fix_serial(path: Path) -> None:
    """Give every page of an Ogg file the same stream number, and a new checksum."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        while (at := file.tell()) < end:
            page = OggPage(file)
            page.serial = SERIAL
            file.seek(at)
            file.write(page.write())
