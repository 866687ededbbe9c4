"""Encoders, tags and pending files: read back by other programs' rules."""

from __future__ import annotations

import base64
import os
import re
import struct
import sys
import tempfile
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.flac import Picture
from mutagen.id3 import ID3
from mutagen.ogg import OggPage

from delivered import (
    FORMAT_NAMES,
    RATE_HZ,
    decoded,
    full_tags,
    needs_ffmpeg,
    probed_seconds,
    put,
    tags,
    tone,
    written,
)
from quietude._util.files import PendingFile, commit_all
from quietude.audio.clip import resample
from quietude.deliver.formats.base import FORMATS, format_of, with_quality
from quietude.deliver.formats.decode import decoded_blocks
from quietude.deliver.formats.encoders import open_encoder
from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.mp3_info import FrameCounter, crc16, frame_bytes
from quietude.deliver.formats.quantise import Quantiser
from quietude.deliver.tags import check_wishes, with_wishes
from quietude.deliver.writer import check_size
from quietude.errors import DeliveryError, UsageError
from quietude.session.mastering import EncodedFile


@pytest.mark.parametrize("name", FORMAT_NAMES)
@pytest.mark.parametrize("frames", [1, 1151, 1152, 50_000, 100_003])
def test_the_decoded_length_is_exact(tmp_path: Path, name: str, frames: int) -> None:
    path = written(tmp_path / f"a.{name}", tone(frames), tags("One"))
    assert len(decoded(path)) == FORMATS[name].frames(frames, RATE_HZ)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_the_sound_is_in_its_place(tmp_path: Path, name: str) -> None:
    signal = tone(60_000)
    signal[:20_000] = 0
    path = written(tmp_path / f"a.{name}", signal, tags("One"))
    found = resample(decoded(path), FORMATS[name].rate_hz(RATE_HZ), RATE_HZ)
    scale = 10 ** (FORMATS[name].level_change_db / 20)
    error = np.abs(found - scale * signal)[21_000:-1000]
    assert error.max() < (1e-4 if name in {"wav", "flac"} else 0.02)
    assert np.abs(found[:18_000]).max() < 2e-3


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_blocks_make_no_difference(tmp_path: Path, name: str) -> None:
    signal = tone(40_000)
    whole = written(tmp_path / f"a.{name}", signal, tags("One")).read_bytes()
    pieces = written(tmp_path / f"b.{name}", signal, tags("One"), [1, 700, 39_999]).read_bytes()
    assert pieces == whole


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
    path = tmp_path / "a.mp3"
    form = with_quality(FORMATS["mp3"], vbr=vbr)
    rng = np.random.default_rng(0)
    noise = rng.uniform(-0.3, 0.3, (200_003, 2)).astype(np.float32)
    noise[:100_000] *= 1e-3  # so that the bytes are far from even over time
    with PendingFile(path, overwrite=True) as pending:
        put(pending, form, [noise], tags("One"))
        pending.commit()
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


@pytest.mark.parametrize("name", ["wav", "flac"])
def test_24_bits_hold_what_16_do_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    signal = tone(5000) * np.float32(1e-3)
    with PendingFile(path, overwrite=True) as pending:
        form = with_quality(FORMATS[name], bits=24)
        put(pending, form, [signal], tags("One"))
        pending.commit()
    assert soundfile.info(path).subtype == "PCM_24"
    assert np.abs(decoded(path) - signal).max() <= 0.5 / 2**23


def test_qualities_there_are_not() -> None:
    with pytest.raises(UsageError, match="12 bits"):
        with_quality(FORMATS["wav"], bits=12)
    with pytest.raises(UsageError, match="V9"):
        with_quality(FORMATS["mp3"], vbr=9)
    assert with_quality(FORMATS["opus"], bits=24, vbr=2) == FORMATS["opus"]


@pytest.mark.parametrize("name", ["ogg", "opus"])
def test_every_page_of_an_ogg_has_the_same_serial(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / f"a.{name}", tone(200_000), tags("One"))
    data = path.read_bytes()
    serials = {data[it.start() + 14 : it.start() + 18] for it in re.finditer(b"OggS\\0", data)}
    assert serials == {b"\1\0\0\0"}
    with path.open("rb") as file:
        page = OggPage(file)
        assert page.write() == data[: page.size]


@needs_ffmpeg
@pytest.mark.parametrize("name", ["m4a", "m4b"])
def test_an_m4a_is_in_its_place_and_says_its_length(tmp_path: Path, name: str) -> None:
    signal = tone(100_003)
    signal[:50_000] = 0
    path = written(tmp_path / f"a.{name}", signal, tags("One", "Two = 2; #x\\"))
    found = np.concatenate(list(decoded_blocks(path, FORMATS[name], 100_003)))
    assert len(found) == 100_003
    assert np.abs(found - signal)[51_500:-1500].max() < 0.02
    assert np.abs(found[:48_000]).max() < 2e-3
    info = mutagen.File(path)
    assert probed_seconds(path) == pytest.approx(100_003 / RATE_HZ, abs=0.001)
    assert [it.title for it in info.chapters] == ["One", "Two = 2; #x"]
    again = written(tmp_path / f"b.{name}", signal, tags("One", "Two = 2; #x\\"))
    assert again.read_bytes() == path.read_bytes()


def test_without_ffmpeg_an_m4a_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeliveryError, match="ffmpeg, which is not installed"):
        written(tmp_path / "a.m4a", tone(500), tags("One"))
    assert list(tmp_path.iterdir()) == []


def test_several_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    old, new, last = tmp_path / "old.wav", tmp_path / "new" / "a.wav", tmp_path / "last.wav"
    old.write_bytes(b"mine")
    with ExitStack() as stack:
        pending = [stack.enter_context(PendingFile(it, overwrite=True)) for it in (old, new, last)]
        for it in pending:
            it.write_text("ours")
        last.mkdir()  # what comes in between cannot be replaced
        with pytest.raises(DeliveryError, match="cannot be written"):
            commit_all(pending)
    assert old.read_bytes() == b"mine"
    assert sorted(tmp_path.iterdir()) == [last, old]
    last.rmdir()
    with ExitStack() as stack:
        pending = [stack.enter_context(PendingFile(it, overwrite=True)) for it in (old, new)]
        for it in pending:
            it.write_text("ours")
        commit_all(pending)
    assert old.read_text() == new.read_text() == "ours"
    assert sorted(tmp_path.iterdir()) == [new.parent, old]


@needs_ffmpeg
def test_what_ffmpeg_cannot_write_is_told(tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path / "none" / "a.m4a", FORMATS["m4a"], RATE_HZ)

    def encode() -> None:
        for _ in range(50):
            encoder.write(tone(20_000))
        encoder.finish()

    with closing(encoder), pytest.raises(DeliveryError, match="no such file"):
        encode()


def test_crc16_is_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


@cache
def short_mp3() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mp3"
        encoder = open_encoder(path, FORMATS["mp3"], RATE_HZ)
        encoder.write(tone(20_000))
        encoder.finish()
        encoder.close()
        return path.read_bytes()


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


def test_what_is_no_mp3_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not an MPEG"):
        frame_bytes(b"RIFF")


def test_mp3_chapters_stay_in_order_whatever_their_titles(tmp_path: Path) -> None:
    titles = ["A rather long title for the first chapter", "B", "A middling title", "Ünïcødé 字"]
    path = written(tmp_path / "a.mp3", tone(5000), tags(*titles))
    tag = ID3(path)
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == ["A Title"]
    assert str(tag["TCON"]) == "Meditation"
    (toc,) = tag.getall("CTOC")
    chapters = {it.element_id: it for it in tag.getall("CHAP")}
    ordered = [chapters[it] for it in toc.child_element_ids]
    assert [str(it.sub_frames["TIT2"]) for it in ordered] == titles
    assert [it.start_time for it in ordered] == [0, 1000, 2000, 3000]
    in_file = re.findall(rb"CHAP.{6}(chp\d{4})", path.read_bytes(), re.DOTALL)
    assert in_file == [b"chp0000", b"chp0001", b"chp0002", b"chp0003"]


def test_an_mp3_holds_everything(tmp_path: Path) -> None:
    tag = ID3(written(tmp_path / "a.mp3", tone(5000), full_tags()))
    assert tag["TRCK"].text == ["3/12"]
    assert str(tag["TDRC"]) == "2026-11-21"
    assert tag["TCOP"].text == ["© Ada"]
    assert str(tag.getall("USLT")[0]) == "Welcome.\nRest here."
    assert tag.getall("SYLT")[0].text == [("Welcome.", 0), ("Rest here.", 1000)]
    assert tag.getall("APIC")[0].data == full_tags().cover


@pytest.mark.parametrize("name", ["flac", "ogg", "opus"])
def test_vorbis_comments_hold_everything(tmp_path: Path, name: str) -> None:
    file = mutagen.File(written(tmp_path / f"a.{name}", tone(5000), full_tags()))
    found = {key: file[key][0] for key in ("tracknumber", "date", "copyright", "lyrics")}
    assert found == {
        "tracknumber": "3/12", "date": "2026-11-21", "copyright": "© Ada",
        "lyrics": "Welcome.\nRest here.",
    }  # fmt: skip
    assert file["CHAPTER002"] == ["00:00:01.000"]
    if name == "flac":
        assert file.pictures[0].data == full_tags().cover
    else:
        picture = Picture(base64.b64decode(file["metadata_block_picture"][0]))
        assert (picture.type, picture.data) == (3, full_tags().cover)


@needs_ffmpeg
def test_an_m4b_holds_everything(tmp_path: Path) -> None:
    file = mutagen.File(written(tmp_path / "a.m4b", tone(100_000), full_tags()))
    assert file["trkn"] == [(3, 12)]
    assert file["\xa9day"] == ["2026-11-21"]
    assert file["cprt"] == ["© Ada"]
    assert file["\xa9lyr"] == ["Welcome.\nRest here."]
    assert bytes(file["covr"][0]) == full_tags().cover
    assert file["stik"] == [2]
    assert [it.title for it in file.chapters] == ["One", "Two"]


def test_tags_that_cannot_be() -> None:
    for name, value in (
        ("mood", "calm"),
        ("track", "three"),
        ("date", "today"),
        ("date", "26"),
        ("date", "2026-1-1"),
        ("track", "3/"),
        ("date", "１２３４"),
    ):
        with pytest.raises(UsageError):
            check_wishes({name: value})
    assert with_wishes(tags("One"), {"track": "3/12", "date": "2026-11"}).track == "3/12"


def test_flac_chapters(tmp_path: Path) -> None:
    path = written(tmp_path / "a.flac", tone(5000), tags("One", "Two"))
    comments = mutagen.File(path).tags
    assert comments["title"] == ["A Title"]
    assert comments["CHAPTER002"] == ["00:00:01.000"]
    assert comments["CHAPTER002NAME"] == ["Two"]


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


def test_tags_hold_no_control_characters_and_no_novels(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp3", tone(500), tags("One\x00\nTwo\x1b[31m", "x" * 5000))
    toc = ID3(path).getall("CHAP")
    found = sorted(str(it.sub_frames["TIT2"]) for it in toc)
    assert found[0] == "One Two [31m"
    assert len(found[1]) == 250


@settings(max_examples=20)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=20))
def test_dither_does_not_depend_on_blocks(cuts: list[int]) -> None:
    signal = tone(sum(cuts))
    whole = Quantiser()(signal)
    quantise = Quantiser()
    pieces = np.concatenate([quantise(it) for it in np.split(signal, np.cumsum(cuts)[:-1])])
    np.testing.assert_array_equal(pieces, whole)


def test_dither_leaves_no_distortion_behind() -> None:
    quiet = (0.4 / 32768 * np.sin(2 * np.pi * 441 * np.arange(RATE_HZ * 4) / RATE_HZ))[:, None]
    found = Quantiser()(np.repeat(quiet, 2, axis=1).astype(np.float32))[:, 0]
    spectrum = np.abs(np.fft.rfft(found)) / len(found) * 2
    assert spectrum[441 * 4] == pytest.approx(0.4, abs=0.03)  # half a step survives
    assert spectrum[441 * 12] < 0.02  # without a third harmonic


def test_formats_by_name_and_by_ending() -> None:
    assert format_of(Path("x.MP3")).name == "mp3"
    assert format_of(Path("x.bin"), "flac").name == "flac"
    for wrong in ("x.doc", "x", "x.mp4"):
        with pytest.raises(UsageError, match="no format"):
            format_of(Path(wrong))


def test_what_a_format_cannot_hold_is_refused_first(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="this long"):
        check_size(FORMATS["wav"], 8 * 3600 * RATE_HZ, "x.wav")
    check_size(FORMATS["flac"], 8 * 3600 * RATE_HZ, "x.flac")
    with pytest.raises(UsageError, match="96000"):
        open_encoder(tmp_path / "a.mp3", FORMATS["mp3"], 96_000)


def test_a_pending_file_leaves_no_trace(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deeper" / "a.mp3"

    def write_and_fail() -> None:
        with PendingFile(target, overwrite=False) as pending:
            pending.temporary.write_bytes(b"half")
            assert len(list(target.parent.iterdir())) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()
    assert list(tmp_path.iterdir()) == []


def test_a_pending_file_appears_whole_with_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    with PendingFile(target, overwrite=False) as pending:
        pending.temporary.write_bytes(b"whole")
        assert not target.exists()
        pending.commit()
    assert target.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [target]
    if sys.platform != "win32":
        mask = os.umask(0)
        os.umask(mask)
        assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_what_is_there_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with pytest.raises(DeliveryError, match="exists already"):
        PendingFile(target, overwrite=False)
    with PendingFile(target, overwrite=True) as pending:
        pending.temporary.write_bytes(b"new")
    assert target.read_bytes() == b"old"
    with pytest.raises(DeliveryError, match="folder"):
        PendingFile(tmp_path, overwrite=True)


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError, match="cannot be written"):
        PendingFile(tmp_path / "file" / "a.mp3", overwrite=False)


def test_what_does_not_decode_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"nothing like sound" * 9)
    with pytest.raises(DeliveryError, match="this file does not decode") as caught:
        decoded(path)
    assert (caught.value.path, caught.value.hint) == (path, None)
    output = EncodedFile(PendingFile(path, overwrite=True), FORMATS["mp3"])
    output.pending.temporary.write_bytes(path.read_bytes())
    with pytest.raises(DeliveryError, match="does not decode") as caught:
        list(output.decoded(100))
    assert (caught.value.path, caught.value.hint) == (path, "Is the disk full?")
    output.pending.discard()


def test_a_name_too_long_for_the_disk_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="cannot be written"):
        PendingFile(tmp_path / ("n" * 300 + ".mp3"), overwrite=False)
    assert list(tmp_path.iterdir()) == []
