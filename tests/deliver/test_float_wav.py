"""The header of a WAV of floats, byte by byte."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from quietude.deliver.float_wav import FloatWav, header

RATE_HZ = 44_100


def test_every_field_of_a_small_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    stem = FloatWav(path, 5, 48_000)
    stem.write(np.linspace(-2, 2, 10, dtype=np.float32).reshape(5, 2))
    stem.close()
    data = path.read_bytes()
    assert struct.unpack_from("<4sI4s", data) == (b"RIFF", len(data) - 8, b"WAVE")
    assert struct.unpack_from("<4sIHHIIHHH", data, 12) == (
        b"fmt ", 18, 3, 2, 48_000, 48_000 * 8, 8, 32, 0,
    )  # fmt: skip
    assert struct.unpack_from("<4sII4sI", data, 38) == (b"fact", 4, 5, b"data", 40)
    assert struct.unpack_from("<10f", data, 58) == pytest.approx(np.linspace(-2, 2, 10))


@pytest.mark.parametrize(("frames", "name"), [(2**29 - 100, b"RIFF"), (2**29, b"RF64")])
def test_a_file_is_an_rf64_from_four_gigabytes_on(frames: int, name: bytes) -> None:
    assert header(frames, RATE_HZ)[:4] == name


def test_the_sizes_of_an_rf64_stand_in_its_ds64_chunk() -> None:
    frames = 8 * 3600 * RATE_HZ
    head = header(frames, RATE_HZ)
    assert head[:4] == b"RF64"
    riff, data, counted = struct.unpack_from("<QQQ", head, 20)
    assert counted == frames
    assert data == frames * 8
    assert riff == len(head) - 8 + data
    assert head[12:20] == b"ds64" + struct.pack("<I", 28)
    assert head[4:8] == head[-4:] == b"\xff" * 4  # what ds64 says counts
