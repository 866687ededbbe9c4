"""Ogg Vorbis and Opus through libsndfile, with the same bytes for the same sound."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr
from mutagen.ogg import OggPage

from quietude.deliver.formats.base import OPUS_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

_PIECE = 8192
"""Frames a write: pages fall in the same places whatever the blocks were, and one long Vorbis
write can crash libsndfile."""

_LEVELS = {"VORBIS": 0.6, "OPUS": 0.75}
"""libsndfile's ``compression_level``: Vorbis q4, about 128 kb/s; Opus 70 kb/s a channel."""

SERIAL = 1
"""The stream number in every page; libsndfile draws one at random."""


class OggEncoder:
    """Vorbis at the session's rate, Opus at 48 kHz.

    Args:
        path: Where it goes; what is there is replaced.
        codec: ``VORBIS`` or ``OPUS``.
        sample_rate_hz: The rate of what comes in.
    """

    def __init__(self, path: Path, codec: str, sample_rate_hz: int) -> None:
        out_hz = OPUS_RATE_HZ if codec == "OPUS" else sample_rate_hz
        self._file = soundfile.SoundFile(
            path, "w", out_hz, 2, format="OGG", subtype=codec, compression_level=_LEVELS[codec]
        )
        self._resampler: Any = None
        if out_hz != sample_rate_hz:
            self._resampler = soxr.ResampleStream(
                sample_rate_hz, out_hz, 2, dtype="float32", quality="HQ"
            )
        self._ratio = out_hz / sample_rate_hz
        self._frames_in = self._frames_out = 0
        self._rest = np.zeros((0, 2), dtype=np.float32)

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        # soxr's answer depends on the pieces it is given, in the last bit: they are always alike.
        self._frames_in += len(block)
        self._rest = np.concatenate([self._rest, block])
        while len(self._rest) >= _PIECE:
            piece, self._rest = self._rest[:_PIECE], self._rest[_PIECE:]
            self._put(self._converted(piece, last=False))

    def finish(self) -> None:
        """Encode what is left, to the exact length."""
        ending = self._converted(self._rest, last=True)
        missing = round(self._frames_in * self._ratio) - self._frames_out - len(ending)
        if missing > 0:
            ending = np.concatenate([ending, np.zeros((missing, 2), dtype=np.float32)])
        self._put(ending[: len(ending) + min(missing, 0)])
        self._file.flush()

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""
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


def fix_serial(path: Path) -> None:
    """Give every page of an Ogg file the same stream number, and its checksum anew."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        while (at := file.tell()) < end:
            page = OggPage(file)
            page.serial = SERIAL
            file.seek(at)
            file.write(page.write())
