"""ID3 tags, read back by mutagen, frame by frame."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import soundfile
from mutagen.id3 import ID3, CTOCFlags

from delivered import (
    RATE_HZ,
    decoded,
    full_tags,
    tags,
    tone,
    untagged_mp3,
    written,
)
from quietude.deliver.formats.id3 import id3_size, id3_tag


def test_mp3_chapters_stay_in_order_whatever_their_titles(tmp_path: Path) -> None:
    titles = ["A rather long title for the first chapter", "B", "A middling title", "Ünïcødé 字"]
    path = written(tmp_path / "a.mp3", tone(5000), tags(*titles))
    tag = ID3(path)
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == ["A Title"]
    assert str(tag["TCON"]) == "Meditation"
    (toc,) = tag.getall("CTOC")
    chapters = {chapter.element_id: chapter for chapter in tag.getall("CHAP")}
    ordered = [chapters[element_id] for element_id in toc.child_element_ids]
    assert [str(chapter.sub_frames["TIT2"]) for chapter in ordered] == titles
    assert [chapter.start_time for chapter in ordered] == [0, 1000, 2000, 3000]
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


def test_an_id3_tag_is_as_long_as_it_says_and_holds_every_frame() -> None:
    data = id3_tag(full_tags())
    assert data[3:5] == b"\x03\x00"
    assert max(data[6:10]) < 128
    assert id3_size(data[:10]) == len(data)
    assert id3_size(b"\xff\xfb" + bytes(8)) == id3_size(b"ID3") == 0
    tag = ID3(BytesIO(data))
    assert (str(tag["TPE1"]), str(tag["TALB"])) == ("Ada", "Evenings")
    (comment,), (picture,) = tag.getall("COMM"), tag.getall("APIC")
    assert str(comment) == "About it."
    assert (picture.mime, picture.type, picture.encoding) == ("image/jpeg", 3, 0)
    (times,), (toc,) = tag.getall("SYLT"), tag.getall("CTOC")
    assert (times.format, times.type, times.lang) == (2, 1, "eng")  # milliseconds; lyrics
    assert toc.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert len(tag.getall("CHAP")) == 2
    for chapter in tag.getall("CHAP"):
        assert chapter.end_time == chapter.start_time + 1000
        assert chapter.start_offset == chapter.end_offset == 0xFFFFFFFF  # the times count
    german = ID3(BytesIO(id3_tag(replace(full_tags(), language="de"))))
    assert german.getall("USLT")[0].lang == german.getall("SYLT")[0].lang == "ger"


def test_an_id3_tag_has_the_code_for_libraries() -> None:
    read = ID3(BytesIO(id3_tag(replace(tags("One"), language="de-AT"))))
    assert read["TLAN"].text == ["ger"]
    assert read.getall("COMM")[0].lang == "ger"


def test_a_tagged_mp3_decodes_like_a_plain_one(tmp_path: Path) -> None:
    plain = untagged_mp3(tmp_path / "a.mp3", tone(9000))
    tagged = written(tmp_path / "b.mp3", tone(9000), full_tags())
    np.testing.assert_array_equal(decoded(plain), decoded(tagged))
    assert soundfile.info(plain).samplerate == RATE_HZ
