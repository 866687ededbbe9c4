"""RIFF chunks of a WAV, byte by byte, and the most it holds."""

from __future__ import annotations

import struct
from pathlib import Path

import mutagen
import pytest
import soundfile

from delivered import (
    RATE_HZ,
    tags,
    tone,
    written,
)
from quietude.deliver.formats.base import Quality
from quietude.deliver.formats.registry import FORMATS
from quietude.errors import DeliveryError


def test_wav_is_riff_with_cues_labels_and_id3(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", tone(5001), tags("One", "Two"))
    data = path.read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    chunks = {}
    at = 12
    while at < len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        chunks[data[at : at + 4]] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    assert at == len(data)
    assert len(chunks[b"data"]) == 5001 * 4
    assert struct.unpack("<I", chunks[b"cue "][:4])[0] == 2
    assert b"Two\0" in chunks[b"LIST"]
    tag = mutagen.File(path).tags
    assert tag["TIT2"].text == ["A Title"]
    assert not tag.getall("CHAP")  # ffmpeg would list the chapters of both
    assert soundfile.info(path).frames == 5001


def test_the_cue_points_of_a_wav_have_their_frame_and_their_label(tmp_path: Path) -> None:
    titles = ["Odd", "Evens", "Ünïcødé", "x\ny"]
    data = written(tmp_path / "a.wav", tone(5000), tags(*titles)).read_bytes()
    cue = data.index(b"cue ")
    size, count = struct.unpack_from("<II", data, cue + 4)
    assert (size, count) == (4 + 24 * 4, 4)
    points = [struct.unpack_from("<II4sIII", data, cue + 12 + 24 * number) for number in range(4)]
    numbers = [point[0] for point in points]
    assert len(set(numbers)) == 4
    assert [(point[1], point[2], point[5]) for point in points] == [
        (n * RATE_HZ, b"data", n * RATE_HZ) for n in range(4)
    ]
    at, labels = cue + 8 + size + 12, {}  # after LIST, its size, and adtl
    while data[at : at + 4] == b"labl":
        length, number = struct.unpack_from("<II", data, at + 4)
        labels[number] = data[at + 12 : at + 8 + length].rstrip(b"\0").decode()
        at += 8 + length + length % 2
    assert labels == dict(zip(numbers, ["Odd", "Evens", "Ünïcødé", "x y"], strict=True))
    assert data[at : at + 4] == b"id3 "
    assert at + 8 + sum(divmod(struct.unpack_from("<I", data, at + 4)[0], 2)) <= len(data)


def test_a_wav_holds_what_four_gigabytes_hold() -> None:
    form, fine, path = FORMATS["wav"], FORMATS["wav"].with_quality(Quality(bits=24)), Path("x.wav")
    frames = (2**32 - 2**21) // 6
    fine.check_length(frames, path)
    form.check_length(frames + 2**20, path)
    for too_long, chosen in ((frames + 2**20, fine), (8 * 3600 * RATE_HZ, form)):
        with pytest.raises(DeliveryError, match="too long for a WAV") as caught:
            chosen.check_length(too_long, path)
        assert caught.value.path == path
    FORMATS["flac"].check_length(8 * 3600 * RATE_HZ, path)
