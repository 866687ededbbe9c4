"""WAV of 32-bit floats, for stems, written in blocks: nothing is rounded and nothing can clip.

The header is ours: libsndfile writes the time of day into the peak chunk of such a file, so that no
two files would be the same, and it loses the errors of a full disk in its callbacks. Beyond 4 GiB
the file is an RF64 (EBU Tech 3306), which audio editors open too.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

_CHANNELS, _SAMPLE_BYTES, _IEEE_FLOAT = 2, 4, 3
_FRAME_BYTES = _CHANNELS * _SAMPLE_BYTES
_UNKNOWN = 0xFFFFFFFF
"""The size in a 32-bit field whose true value stands in the ``ds64`` chunk."""

_HEADER_ROOM = 256


class FloatWav:
    """Writes stereo blocks into a file whose length is known beforehand.

    Args:
        path: The file; one that exists is replaced.
        frames: Its length.
        sample_rate_hz: Frames per second.

    Raises:
        OSError: if it cannot be written; :meth:`write` raises it too.
    """

    def __init__(self, path: Path, frames: int, sample_rate_hz: int) -> None:
        self._file = path.open("wb")
        self._file.write(header(frames, sample_rate_hz))

    def write(self, block: Samples) -> None:
        """Write the next frames: float32 ``(frames, 2)``."""
        self._file.write(block.astype("<f4").tobytes())

    def close(self) -> None:
        """Release the file."""
        self._file.close()


def header(frames: int, sample_rate_hz: int) -> bytes:
    """The chunks before the samples: ``fmt``, ``fact`` and the beginning of ``data``.

    Args:
        frames: The length of the file.
        sample_rate_hz: Frames per second.
    """
    data = frames * _FRAME_BYTES
    layout = struct.pack(
        "<4sIHHIIHHH",
        b"fmt ",
        18,
        _IEEE_FLOAT,
        _CHANNELS,
        sample_rate_hz,
        sample_rate_hz * _FRAME_BYTES,
        _FRAME_BYTES,
        8 * _SAMPLE_BYTES,
        0,  # bytes of extension, which a format that is not PCM has to count
    )
    small = data + _HEADER_ROOM < _UNKNOWN  # the sizes of a RIFF file have 32 bits
    fact = struct.pack("<4sII", b"fact", 4, frames if small else _UNKNOWN)
    start = struct.pack("<4sI", b"data", data if small else _UNKNOWN)
    if small:
        body = b"WAVE" + layout + fact + start
        return struct.pack("<4sI", b"RIFF", len(body) + data) + body
    riff = 4 + 36 + len(layout + fact + start) + data
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, riff, data, frames, 0)
    return struct.pack("<4sI", b"RF64", _UNKNOWN) + b"WAVE" + sizes + layout + fact + start
