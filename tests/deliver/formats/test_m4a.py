"""M4A and M4B: their atoms, and ffmpeg when it is missing or fails."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import mutagen
import pytest

from delivered import (
    RATE_HZ,
    encoded,
    full_tags,
    needs_ffmpeg,
    noise,
    probed,
    tags,
    tone,
    written,
)
from quietude.deliver.formats.m4a import M4aEncoder, ffmpeg_version
from quietude.deliver.formats.registry import FORMATS
from quietude.errors import DeliveryError


@needs_ffmpeg
@pytest.mark.parametrize("name", ["m4a", "m4b"])
def test_an_m4a_shows_its_length_to_the_frame_and_the_titles_of_its_chapters(
    tmp_path: Path, name: str
) -> None:
    path = written(tmp_path / f"a.{name}", tone(100_003), tags("One", "Two = 2; #x\\"))
    info = mutagen.File(path)
    # mutagen does not read the edit list, from which players take the length.
    assert float(probed(path)["format"]["duration"]) == pytest.approx(100_003 / RATE_HZ, abs=0.001)
    assert [chapter.title for chapter in info.chapters] == ["One", "Two = 2; #x"]


def test_without_ffmpeg_an_m4a_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeliveryError, match="ffmpeg, which is not installed"):
        written(tmp_path / "a.m4a", tone(500), tags("One"))
    assert list(tmp_path.iterdir()) == []


@needs_ffmpeg
def test_an_error_of_ffmpeg_comes_with_its_reason(tmp_path: Path) -> None:
    encoder = FORMATS["m4a"].open(tmp_path / "none" / "a.m4a", RATE_HZ, tags("One"))

    def encode() -> None:
        for _ in range(50):
            encoder.write(tone(20_000))
        encoder.finish()

    with closing(encoder), pytest.raises(DeliveryError, match="no such file"):
        encode()


@needs_ffmpeg
def test_an_ffmpeg_that_fails_makes_no_file_and_decodes_none(tmp_path: Path) -> None:
    encoder = FORMATS["m4a"].open(tmp_path / "a.m4a", RATE_HZ, tags("One"))
    assert isinstance(encoder, M4aEncoder)
    encoder.write(tone(500))
    encoder._process.kill()
    with closing(encoder), pytest.raises(DeliveryError, match="cannot be written"):
        encoder.finish()
    (tmp_path / "b.m4a").write_bytes(b"no sound" * 100)
    with pytest.raises(DeliveryError, match="does not decode"):
        list(FORMATS["m4a"].decode(tmp_path / "b.m4a"))


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


@needs_ffmpeg
def test_the_bit_rate_of_an_m4a(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.m4a", FORMATS["m4a"], noise(120_000))
    assert mutagen.File(path).info.bitrate == pytest.approx(128_000, rel=0.1)


@needs_ffmpeg
def test_an_m4a_has_every_atom(tmp_path: Path) -> None:
    tagged = replace(full_tags(), track="3/70000")  # more than its sixteen bits hold
    file = mutagen.File(written(tmp_path / "a.m4a", tone(90_000), tagged))
    texts = [file[name] for name in ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen", "\xa9cmt")]
    assert texts == [["A Title"], ["Ada"], ["Evenings"], ["Meditation"], ["About it."]]
    assert file["trkn"] == [(3, 65_535)]
    assert "stik" not in file  # that is for an audiobook
    assert [chapter.start for chapter in file.chapters] == [0.0, 1.0]


@needs_ffmpeg
def test_an_m4b_holds_everything(tmp_path: Path) -> None:
    file = mutagen.File(written(tmp_path / "a.m4b", tone(100_000), full_tags()))
    assert file["trkn"] == [(3, 12)]
    assert file["\xa9day"] == ["2026-11-21"]
    assert file["cprt"] == ["© Ada"]
    assert file["\xa9lyr"] == ["Welcome.\nRest here."]
    assert bytes(file["covr"][0]) == full_tags().cover
    assert file["stik"] == [2]
    assert [chapter.title for chapter in file.chapters] == ["One", "Two"]


@needs_ffmpeg
@pytest.mark.parametrize(("language", "wanted"), [("de-AT", "deu"), ("", "und")])
def test_an_m4a_says_its_language(tmp_path: Path, language: str, wanted: str) -> None:
    path = written(tmp_path / "a.m4a", tone(9000), replace(tags("One"), language=language))
    sound = next(stream for stream in probed(path)["streams"] if stream["codec_type"] == "audio")
    assert sound["tags"].get("language", "und") == wanted
