"""Files against their specifications: every field by hand, every frame in its place."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import mutagen
import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3, CTOCFlags

from delivered import (
    RATE_HZ,
    decoded,
    full_tags,
    needs_ffmpeg,
    put,
    tags,
    tone,
    written,
)
from quietude._util.files import PendingFile, commit_all
from quietude.deliver.formats.base import FORMATS, Format, with_quality
from quietude.deliver.formats.decode import decoded_blocks
from quietude.deliver.formats.encoders import open_encoder
from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.m4a import M4aEncoder, ffmpeg_version
from quietude.deliver.formats.mp3_info import FrameCounter, frame_bytes, info_frame
from quietude.deliver.formats.quantise import Quantiser, as_24_bits, rounded
from quietude.deliver.formats.retag import sound_start
from quietude.deliver.writer import check_size
from quietude.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

STEP = 1 / 32768


def noise(frames: int) -> Samples:
    mono = np.random.default_rng(1).normal(0, 0.1, (frames, 1)).astype(np.float32)
    return np.repeat(mono, 2, axis=1)


def encoded(path: Path, form: Format, signal: Samples, rate_hz: int = RATE_HZ) -> Path:
    with closing(open_encoder(path, form, rate_hz)) as encoder:
        for block in np.array_split(signal, 2):
            encoder.write(block)
        encoder.finish()
    return path


@pytest.mark.parametrize(
    ("name", "rate_hz"),
    [
        ("mp3", 32_000), ("mp3", 44_100), ("mp3", 48_000), ("ogg", 44_100), ("opus", 48_000),
        pytest.param("m4a", 44_100, marks=needs_ffmpeg),
        pytest.param("m4a", 48_000, marks=needs_ffmpeg),
    ],
)  # fmt: skip
def test_sound_is_in_its_place_to_the_frame(tmp_path: Path, name: str, rate_hz: int) -> None:
    signal = noise(30_001)
    path = encoded(tmp_path / f"a.{name}", FORMATS[name], signal, rate_hz)
    found = np.concatenate(list(decoded_blocks(path, FORMATS[name], len(signal))))
    assert len(found) == len(signal)
    match = np.fft.irfft(np.fft.rfft(found[:, 0]) * np.conj(np.fft.rfft(signal[:, 0])), 30_001)
    assert np.argmax(match) == 0
    info = mutagen.File(path).info
    assert name == "opus" or info.sample_rate == rate_hz
    assert info.length == pytest.approx(len(signal) / rate_hz, abs=0.05)  # M4A: whole AAC frames


@pytest.mark.parametrize("frames", [18_615, 18_616])
def test_an_opus_is_as_long_as_its_session_whatever_the_resampler_leaves(
    tmp_path: Path, frames: int
) -> None:
    path = encoded(tmp_path / "a.opus", FORMATS["opus"], noise(frames), 32_000)
    assert soundfile.info(path).frames == round(frames * 1.5)


@pytest.mark.parametrize(("vbr", "kbps"), [(None, 128), (None, 192), (2, 128)])
def test_the_level_of_an_mp3_changes_as_its_format_says(
    tmp_path: Path, vbr: int | None, kbps: int
) -> None:
    form = with_quality(FORMATS["mp3"], vbr=vbr, kbps=kbps)
    signal = tone(30_000)
    found = decoded(encoded(tmp_path / "a.mp3", form, signal))
    middle = slice(5000, 25_000)
    change_db = 10 * np.log10((found[middle] ** 2).mean() / (signal[middle] ** 2).mean())
    assert change_db == pytest.approx(form.level_change_db, abs=0.2)


@needs_ffmpeg
def test_an_ffmpeg_that_fails_makes_no_file_and_decodes_none(tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path / "a.m4a", FORMATS["m4a"], RATE_HZ)
    assert isinstance(encoder, M4aEncoder)
    encoder.write(tone(500))
    encoder._process.kill()
    with closing(encoder), pytest.raises(DeliveryError, match="cannot be written"):
        encoder.finish()
    (tmp_path / "b.m4a").write_bytes(b"no sound" * 100)
    with pytest.raises(DeliveryError, match="does not decode"):
        list(decoded_blocks(tmp_path / "b.m4a", FORMATS["m4a"], 10))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a program of two lines")
@pytest.mark.parametrize(("says", "version"), [("ffmpeg version 7.1-a by x", "7.1-a"), ("?", "")])
def test_the_version_of_ffmpeg_is_the_one_it_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, version: str
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ffmpeg_version() == version


@pytest.mark.parametrize("vbr", [None, 2])
def test_the_lame_tag_says_what_its_specification_asks(tmp_path: Path, vbr: int | None) -> None:
    signal = tone(30_000)
    signal[100] = -0.75  # the highest magnitude is a trough, in the first of two blocks
    form = with_quality(FORMATS["mp3"], vbr=vbr)
    data = encoded(tmp_path / "a.mp3", form, signal).read_bytes()
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


def test_a_bit_rate_is_what_was_asked_for(tmp_path: Path) -> None:
    signal = noise(60_000)
    for kbps in (128, 192):
        path = encoded(tmp_path / f"{kbps}.mp3", with_quality(FORMATS["mp3"], kbps=kbps), signal)
        assert path.read_bytes()[2] >> 4 == {128: 9, 192: 11}[kbps]  # ISO 11172-3, table 2.4.2.3
        assert mutagen.File(path).info.bitrate == pytest.approx(kbps * 1000, abs=10)
    sizes = [
        encoded(tmp_path / "v.mp3", with_quality(FORMATS["mp3"], vbr=it), signal).stat().st_size
        for it in (0, 2, 4, 6)
    ]
    assert sizes == sorted(set(sizes), reverse=True)
    ogg = mutagen.File(encoded(tmp_path / "a.ogg", FORMATS["ogg"], signal)).info
    assert ogg.bitrate == pytest.approx(128_000, rel=0.02)  # Vorbis q4
    opus = encoded(tmp_path / "a.opus", FORMATS["opus"], signal, 48_000).stat().st_size
    assert opus * 8 / (len(signal) / 48_000) == pytest.approx(140_000, rel=0.15)


@needs_ffmpeg
def test_the_bit_rate_of_an_m4a(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.m4a", FORMATS["m4a"], noise(120_000))
    assert mutagen.File(path).info.bitrate == pytest.approx(128_000, rel=0.1)


def test_a_rate_or_quality_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for name, rate_hz in (("mp3", 22_050), ("m4b", 37_800)):
        with pytest.raises((UsageError, DeliveryError), match=r"cannot have|not installed"):
            open_encoder(tmp_path / "a", FORMATS[name], rate_hz)
    with pytest.raises(UsageError, match="V7"):
        with_quality(FORMATS["mp3"], vbr=7)
    assert with_quality(FORMATS["flac"], bits=24).bits == 24
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("steps", [0.0, 0.25, -0.5, 16_384.0])
def test_dither_leaves_the_value_and_one_noise_whatever_it_is(steps: float) -> None:
    # Lipshitz et al.: with triangular dither of two steps the mean of the error is 0 and its
    # variance 1/4 step², 1/6 of the dither and 1/12 of the rounding, whatever the signal.
    found = Quantiser()(np.full((20_000, 2), steps * STEP, dtype=np.float32)).astype(float)
    assert found.mean() == pytest.approx(steps, abs=0.015)
    assert found.var() == pytest.approx(0.25, abs=0.015)


def test_integers_are_the_nearest_and_never_turn_over() -> None:
    steps = np.array([[0.4, 0.6], [-0.4, -0.6], [1.4, -1.6], [40_000, -40_000]])
    sixteen = [[0, 1], [0, -1], [1, -2], [32_767, -32_768]]
    np.testing.assert_array_equal(rounded((steps * STEP).astype(np.float32)), sixteen)
    top = Quantiser()(np.array([[1.5, -1.5]], dtype=np.float32))
    np.testing.assert_array_equal(top, [[32_767, -32_768]])
    fine = as_24_bits((steps / 2**23).astype(np.float32)[:3])
    np.testing.assert_array_equal(fine >> 8, sixteen[:3])
    np.testing.assert_array_equal(
        as_24_bits(np.array([[1.5, -1.5]], dtype=np.float32)) >> 8, [[2**23 - 1, -(2**23)]]
    )


def test_the_cue_points_of_a_wav_have_their_frame_and_their_label(tmp_path: Path) -> None:
    titles = ["Odd", "Evens", "Ünïcødé", "x\ny"]
    data = written(tmp_path / "a.wav", tone(5000), tags(*titles)).read_bytes()
    cue = data.index(b"cue ")
    size, count = struct.unpack_from("<II", data, cue + 4)
    assert (size, count) == (4 + 24 * 4, 4)
    points = [struct.unpack_from("<II4sIII", data, cue + 12 + 24 * it) for it in range(4)]
    numbers = [it[0] for it in points]
    assert len(set(numbers)) == 4
    assert [(it[1], it[2], it[5]) for it in points] == [
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


def test_an_id3_tag_is_as_long_as_it_says_and_holds_every_frame() -> None:
    from io import BytesIO

    data = id3_tag(full_tags())
    assert data[3:5] == b"\x03\x00"
    assert max(data[6:10]) < 128
    assert sound_start(data[:10]) == len(data)
    assert sound_start(b"\xff\xfb" + bytes(8)) == sound_start(b"ID3") == 0
    tag = ID3(BytesIO(data))
    assert (str(tag["TPE1"]), str(tag["TALB"])) == ("Ada", "Evenings")
    (comment,), (picture,) = tag.getall("COMM"), tag.getall("APIC")
    assert str(comment) == "About it."
    assert (picture.mime, picture.type, picture.encoding) == ("image/jpeg", 3, 0)
    (times,), (toc,) = tag.getall("SYLT"), tag.getall("CTOC")
    assert (times.format, times.type, times.lang) == (2, 1, "eng")  # milliseconds; lyrics
    assert toc.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert len(tag.getall("CHAP")) == 2
    for it in tag.getall("CHAP"):
        assert it.end_time == it.start_time + 1000
        assert it.start_offset == it.end_offset == 0xFFFFFFFF  # the times count
    german = ID3(BytesIO(id3_tag(replace(full_tags(), language="de"))))
    assert german.getall("USLT")[0].lang == german.getall("SYLT")[0].lang == "ger"


def test_vorbis_chapters_are_numbered_from_one_with_their_times(tmp_path: Path) -> None:
    long = replace(
        full_tags(),
        chapters=[
            replace(tags("One").chapters[0], start_ms=it, title=f"At {it}") for it in (0, 3_661_250)
        ],
    )
    found = mutagen.File(written(tmp_path / "a.flac", tone(5000), long)).tags
    wanted = {
        "title": "A Title", "artist": "Ada", "album": "Evenings", "genre": "Meditation",
        "language": "en", "description": "About it.",
        "chapter001": "00:00:00.000", "chapter001name": "At 0",
        "chapter002": "01:01:01.250", "chapter002name": "At 3661250",
    }  # fmt: skip
    assert {it: found[it][0] for it in wanted} == wanted
    bare = mutagen.File(written(tmp_path / "b.flac", tone(500), tags("One"))).tags
    assert "copyright" not in bare


@needs_ffmpeg
def test_an_m4a_has_every_atom(tmp_path: Path) -> None:
    tagged = replace(full_tags(), track="3/70000")  # more than its sixteen bits hold
    file = mutagen.File(written(tmp_path / "a.m4a", tone(90_000), tagged))
    texts = [file[it] for it in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen", "\xa9cmt")]
    assert texts == [["A Title"], ["Ada"], ["Evenings"], ["Meditation"], ["About it."]]
    assert file["trkn"] == [(3, 65_535)]
    assert "stik" not in file  # that is for an audiobook
    assert [it.start for it in file.chapters] == [0.0, 1.0]


def test_a_long_comment_stays_whole_and_a_short_one_is_not_cut(tmp_path: Path) -> None:
    comment, title = "word " * 200 + "end", "x" * 250
    tagged = replace(tags("One"), comment=comment, title=title, copyright="a\nb")
    found = mutagen.File(written(tmp_path / "a.flac", tone(500), tagged))
    assert found["description"] == [comment]
    assert (found["title"], found["copyright"]) == ([title], ["a b"])


def test_a_wav_holds_what_four_gigabytes_hold() -> None:
    frames = (2**32 - 2**21) // 6
    check_size(with_quality(FORMATS["wav"], bits=24), frames, "x.wav")
    with pytest.raises(DeliveryError):
        check_size(with_quality(FORMATS["wav"], bits=24), frames + 2**20, "x.wav")
    check_size(FORMATS["wav"], frames + 2**20, "x.wav")


def test_a_long_name_and_a_file_system_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    long, taken = tmp_path / ("n" * 250 + ".wav"), tmp_path / "taken.wav"
    long.write_bytes(b"mine")
    with PendingFile(long, overwrite=True) as one, PendingFile(taken, overwrite=True) as other:
        one.write_text("ours")
        other.write_text("ours")
        taken.mkdir()
        with pytest.raises(DeliveryError):
            commit_all([one, other])
    assert long.read_bytes() == b"mine"
    assert sorted(tmp_path.iterdir()) == [long, taken]


def test_bytes_are_on_the_disk_before_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync, target = [], os.fsync, tmp_path / "a.bin"

    def watched(handle: int) -> None:
        synced.append((os.fstat(handle).st_size, target.exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    with PendingFile(target, overwrite=False) as pending:
        pending.write_bytes(b"whole")
        pending.commit()
    assert synced == [(5, False)]


def test_a_tagged_mp3_decodes_like_a_plain_one(tmp_path: Path) -> None:
    plain = encoded(tmp_path / "a.mp3", FORMATS["mp3"], tone(9000))
    with PendingFile(tmp_path / "b.mp3", overwrite=False) as pending:
        put(pending, FORMATS["mp3"], [tone(9000)], full_tags())
        pending.commit()
    np.testing.assert_array_equal(decoded(plain), decoded(tmp_path / "b.mp3"))
    assert soundfile.info(plain).samplerate == RATE_HZ
