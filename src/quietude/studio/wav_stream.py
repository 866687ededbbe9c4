"""Sound as a WAV file that is never written: of known length, and made from any byte on.

A browser plays such an address with its own player: it can seek anywhere by asking for a range of
bytes, and begins as soon as the first block is there.
"""

from __future__ import annotations

import struct
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from quietude.series.preview.responses import byte_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.requests import Request

    from quietude.audio.clip import Samples

HEADER_BYTES = 44
_BYTES_A_FRAME = 4
LONGEST_BYTES = (1 << 32) - 1
_FULL_SCALE = 32_767


def wav_header(frames: int, sample_rate_hz: int) -> bytes:
    """The header of a WAV file of 16-bit stereo."""
    size = frames * _BYTES_A_FRAME
    rate = sample_rate_hz
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 2, rate, rate * _BYTES_A_FRAME,
        _BYTES_A_FRAME, 16, b"data", size,
    )  # fmt: skip


def pcm_bytes(block: Samples) -> bytes:
    """A block of float32 ``(frames, 2)`` as 16-bit integers."""
    scaled = np.rint(np.clip(block, -1.0, 1.0) * _FULL_SCALE)
    return scaled.astype("<i2").tobytes()


def wav_bytes(samples: Samples, sample_rate_hz: int) -> bytes:
    """A short sound, ``(frames, 2)``, as a whole file."""
    return wav_header(len(samples), sample_rate_hz) + pcm_bytes(samples)


def wav_response(
    request: Request,
    frames: int,
    sample_rate_hz: int,
    blocks: Callable[[int], Iterable[Samples]],
) -> Response:
    """The response to a request for a sound, or for a range of its bytes.

    Args:
        request: The request.
        frames: The length of the sound.
        sample_rate_hz: Frames per second.
        blocks: Returns the sound from a frame on.
    """
    size = HEADER_BYTES + frames * _BYTES_A_FRAME
    if size > LONGEST_BYTES:
        message = "This session is too long to play here; save it instead."
        return PlainTextResponse(message, 413)
    start, length, status = 0, size, 200
    headers = {"Accept-Ranges": "bytes"}
    if written := request.headers.get("range"):
        try:
            found = byte_range(written, size)
        except ValueError:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
        if found:
            start, length = found
            status = 206
            headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type="audio/wav")
    body = _body(frames, sample_rate_hz, blocks, start, length)
    return StreamingResponse(body, status, headers, media_type="audio/wav")


def _body(
    frames: int,
    sample_rate_hz: int,
    blocks: Callable[[int], Iterable[Samples]],
    start: int,
    length: int,
) -> Iterator[bytes]:
    """The bytes of a range."""
    first_frame = max(start - HEADER_BYTES, 0) // _BYTES_A_FRAME
    head = wav_header(frames, sample_rate_hz)[start:] if start < HEADER_BYTES else b""
    skip = max(start - HEADER_BYTES, 0) - first_frame * _BYTES_A_FRAME
    left = length
    sound = (pcm_bytes(block) for block in blocks(first_frame))
    for number, part in enumerate(chain([head], sound)):
        piece = part[skip:] if number == 1 else part
        if piece and left > 0:
            yield piece[:left]
            left -= len(piece)
        if left <= 0:
            return
