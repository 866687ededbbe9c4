"""Codes of languages in tags."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from mutagen.id3 import ID3

from delivered import tone, written
from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.m4a import ffmpeg_version
from quietude.deliver.language_codes import bibliographic, terminological
from quietude.deliver.tags import ChapterTag, Tags, shown
from quietude.session.receipt import software

if TYPE_CHECKING:
    from pathlib import Path

TAGS = Tags("T", "A", "B", "G", "C", "de-AT", [ChapterTag("One", 0, 0, 1000)])
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "eng", "eng"), ("en-GB", "eng", "eng"), ("de_AT", "ger", "deu"),
        ("zh-Hans", "chi", "zho"), ("fa", "per", "fas"), ("th", "tha", "tha"),
        ("DEU", "ger", "deu"), ("ger", "ger", "deu"), ("yue", "yue", "yue"),
        ("", "und", "und"), ("xx", "und", "und"), ("english", "und", "und"), ("é-1", "und", "und"),
    ],
)  # fmt: skip
def test_codes(language: str, first: str, second: str) -> None:
    assert (bibliographic(language), terminological(language)) == (first, second)


def test_an_id3_tag_has_the_code_for_libraries() -> None:
    read = ID3(BytesIO(id3_tag(TAGS)))
    assert read["TLAN"].text == ["ger"]
    assert read.getall("COMM")[0].lang == "ger"


@needs_ffmpeg
@pytest.mark.parametrize(("language", "wanted"), [("de-AT", "deu"), ("", "und")])
def test_an_m4a_says_its_language(tmp_path: Path, language: str, wanted: str) -> None:
    path = written(tmp_path / "a.m4a", tone(9000), dataclasses.replace(TAGS, language=language))
    rows = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-of", "json", path],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    sound = next(it for it in json.loads(rows)["streams"] if it["codec_type"] == "audio")
    assert sound["tags"].get("language", "und") == wanted


def test_the_software_that_shapes_a_session() -> None:
    assert {"pillow", "jinja2", "lameenc", "libsndfile"} < software().keys()
    assert all(software().values())
    assert "ffmpeg" not in software()
    assert software(ffmpeg=True)["ffmpeg"] == ffmpeg_version()


def test_joiners_of_letters_stay_in_a_tag_and_direction_marks_do_not() -> None:
    assert shown("می\u200cخواهم\u202e \x07 x\ty") == "می\u200cخواهم x y"
