from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from quietude.studio.wav_stream import HEADER_BYTES, wav_bytes, wav_response

RATE_HZ = 8000
SOUND = np.random.default_rng(0).uniform(-0.9, 0.9, (5000, 2)).astype(np.float32)
WHOLE = wav_bytes(SOUND, RATE_HZ)


def blocks(first: int) -> Iterator[np.ndarray]:
    for at in range(first, len(SOUND), 777):
        yield SOUND[at : at + 777]


def sound(request: Request) -> Response:
    return wav_response(request, len(SOUND), RATE_HZ, blocks)


def long(request: Request) -> Response:
    return wav_response(request, 1 << 31, 44_100, blocks)


CLIENT = TestClient(
    Starlette(routes=[Route("/s.wav", sound, methods=["GET", "HEAD"]), Route("/long.wav", long)])
)


def test_the_whole_is_a_wav_file() -> None:
    reply = CLIENT.get("/s.wav")
    assert reply.status_code == 200
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["content-type"] == "audio/wav"
    assert reply.content == WHOLE
    samples, rate_hz = soundfile.read(io.BytesIO(reply.content), dtype="float32")
    assert rate_hz == RATE_HZ
    np.testing.assert_allclose(samples, SOUND, atol=1e-4)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("bytes=0-", 0, None),
        ("bytes=0-9", 0, 10),
        ("bytes=40-50", 40, 51),
        ("bytes=44-", 44, None),
        ("bytes=45-1000", 45, 1001),
        ("bytes=4747-4749", 4747, 4750),
        ("bytes=-7", len(WHOLE) - 7, None),
        (f"bytes={len(WHOLE) - 1}-", len(WHOLE) - 1, None),
    ],
)
def test_any_range_is_the_same_bytes(written: str, start: int, end: int | None) -> None:
    reply = CLIENT.get("/s.wav", headers={"range": written})
    assert reply.status_code == 206
    assert reply.content == WHOLE[start:end]
    last = (end or len(WHOLE)) - 1
    assert reply.headers["content-range"] == f"bytes {start}-{last}/{len(WHOLE)}"
    assert int(reply.headers["content-length"]) == len(reply.content)


def test_a_range_past_the_end_is_none() -> None:
    reply = CLIENT.get("/s.wav", headers={"range": f"bytes={len(WHOLE)}-"})
    assert reply.status_code == 416
    assert reply.headers["content-range"] == f"bytes */{len(WHOLE)}"


def test_a_head_has_the_length_alone() -> None:
    reply = CLIENT.head("/s.wav")
    assert reply.content == b""
    assert int(reply.headers["content-length"]) == len(WHOLE)
    assert HEADER_BYTES == 44


def test_more_than_a_wav_file_holds_is_refused_in_words() -> None:
    assert CLIENT.get("/long.wav").status_code == 413
