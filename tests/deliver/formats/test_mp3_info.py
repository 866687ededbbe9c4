"""The Info and Xing frame against its specification, and the frames it counts."""

from __future__ import annotations

import struct
import tempfile
from functools import cache
from pathlib import Path

import mutagen
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivered import RATE_HZ, decoded, tags, tone, untagged_mp3, written
from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.mp3 import Mp3
from quietude.deliver.formats.mp3_info import FrameCounter, crc16, frame_bytes, info_frame


def test_the_info_frame_of_an_mp3(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp3", tone(100_000), tags("One"))
    data = path.read_bytes()
    start = len(id3_tag(tags("One")))
    frame = data[start : start + frame_bytes(data[start:])]
    counter = FrameCounter()
    counter.add(data[start + len(frame) :])
    assert frame[36:40] == b"Info"
    assert struct.unpack(">II", frame[44:52]) == (counter.frames, len(data) - start)
    delay_padding = int.from_bytes(frame[177:180], "big")
    assert counter.frames * 1152 == 100_000 + (delay_padding >> 12) + (delay_padding & 0xFFF)
    assert struct.unpack(">H", frame[190:192])[0] == crc16(frame[:190])
    info = mutagen.File(path).info
    assert info.bitrate == pytest.approx(128_000, abs=2)
    assert info.length == pytest.approx(100_000 / RATE_HZ, abs=0.001)


@pytest.mark.parametrize("vbr", [0, 4, 6])
def test_an_mp3_of_variable_bit_rate(tmp_path: Path, vbr: int) -> None:
    rng = np.random.default_rng(0)
    noise = rng.uniform(-0.3, 0.3, (200_003, 2)).astype(np.float32)
    noise[:100_000] *= 1e-3  # so that the bytes are far from even over time
    path = written(tmp_path / "a.mp3", noise, form=Mp3(Quality(vbr=vbr)))
    assert len(decoded(path)) == 200_003
    data = path.read_bytes()
    start = len(id3_tag(tags("One")))
    xing = data.index(b"Xing") - 36
    assert xing == start
    frame = data[start : start + frame_bytes(data[start:])]
    counter = FrameCounter()
    counter.add(data[start + len(frame) :])
    assert struct.unpack(">II", frame[44:52]) == (counter.frames, len(data) - start)
    toc = frame[52:152]
    assert list(toc) == sorted(toc)
    assert counter.starts
    middle = (len(frame) + counter.starts[counter.frames // 2]) / (len(data) - start)
    assert toc[50] == int(middle * 256)
    assert toc[50] < 127  # the loud half takes the larger share
    info = mutagen.File(path).info
    assert "VBR" in str(info.bitrate_mode)
    assert info.length == pytest.approx(200_003 / RATE_HZ, abs=0.001)


@pytest.mark.parametrize("vbr", [None, 2])
def test_the_lame_tag_says_what_its_specification_asks(tmp_path: Path, vbr: int | None) -> None:
    signal = tone(30_000)
    signal[100] = -0.75  # the highest magnitude is a trough, in the first of two blocks
    data = untagged_mp3(tmp_path / "a.mp3", signal, Quality(vbr=vbr)).read_bytes()
    frame = data[: frame_bytes(data)]
    flags, _, whole = struct.unpack(">III", frame[40:52])
    assert flags == 0b1111  # frames, bytes, table and quality are there
    (quality,) = struct.unpack(">I", frame[152:156])
    assert quality == (0 if vbr is None else 80)  # 100 - 10 V, and none at a constant rate
    assert frame[165] & 15 == (1 if vbr is None else 4)  # constant, or VBR mtrh
    (peak,) = struct.unpack(">I", frame[167:171])
    assert peak == round(0.75 * 2**23)
    assert frame[176] == (128 if vbr is None else 0)
    (music,) = struct.unpack(">I", frame[184:188])
    assert music == whole == len(data)
    toc = frame[52:152]
    if vbr is None:
        assert all(abs(place - hundredth * 2.56) <= 1 for hundredth, place in enumerate(toc))


def test_an_info_frame_is_no_longer_than_it_says_where_the_first_frame_is_padded() -> None:
    padded = bytes.fromhex("fffb9264")  # 128 kb/s at 44.1 kHz, and a byte more
    counter = FrameCounter()
    counter.add(padded + bytes(frame_bytes(padded) - 4))
    frame = info_frame(counter, 100, 0.5)
    assert frame[:4] == bytes.fromhex("fffb9064")
    assert len(frame) == frame_bytes(frame) == 417


def test_crc16_is_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


@cache
def short_mp3() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return untagged_mp3(Path(folder) / "a.mp3", tone(20_000)).read_bytes()


@given(st.lists(st.integers(1, 900), max_size=30))
@settings(max_examples=20)
def test_frames_are_counted_however_they_arrive(cuts: list[int]) -> None:
    stream = short_mp3()
    whole, pieces = FrameCounter(), FrameCounter()
    whole.add(stream)
    at = 0
    for cut in [*cuts, len(stream)]:
        pieces.add(stream[at : at + cut])
        at += cut
    assert (pieces.frames, pieces.stream_bytes) == (whole.frames, whole.stream_bytes)


# ISO 11172-3, 2.4.2.3: each of these is reserved, forbidden, or of another layer.
@pytest.mark.parametrize(
    "header", [b"RIFF", "fffb9c64", "fffbf064", "fffb0064", "fffd9064", "fff39064"], ids=str
)
def test_a_header_of_another_kind_is_refused(header: str | bytes) -> None:
    data = header if isinstance(header, bytes) else bytes.fromhex(header)
    with pytest.raises(ValueError, match="not an MPEG"):
        frame_bytes(data)


@pytest.mark.parametrize(
    ("frames", "samples", "padding"),
    [(2, 1000, 728), (1, 1152, 0), (5, 0, 0xFFF)],  # 1152 a frame, 576 before the sound
)
def test_the_padding_stays_within_its_twelve_bits(frames: int, samples: int, padding: int) -> None:
    header = bytes.fromhex("fffb9064")
    counter = FrameCounter()
    for _ in range(frames):
        counter.add(header + bytes(frame_bytes(header) - 4))
    delays = int.from_bytes(info_frame(counter, samples, 0.5)[177:180], "big")
    assert divmod(delays, 1 << 12) == (576, padding)
