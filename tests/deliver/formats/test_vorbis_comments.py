"""Vorbis comments of FLAC, Ogg Vorbis and Opus, read back by mutagen."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import mutagen
import pytest
from mutagen.flac import Picture

from delivered import (
    full_tags,
    tags,
    tone,
    written,
)


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


def test_vorbis_chapters_are_numbered_from_one_with_their_times(tmp_path: Path) -> None:
    long = replace(
        full_tags(),
        chapters=[
            replace(tags("One").chapters[0], start_ms=start_ms, title=f"At {start_ms}")
            for start_ms in (0, 3_661_250)
        ],
    )
    found = mutagen.File(written(tmp_path / "a.flac", tone(5000), long)).tags
    wanted = {
        "title": "A Title", "artist": "Ada", "album": "Evenings", "genre": "Meditation",
        "language": "en", "description": "About it.",
        "chapter001": "00:00:00.000", "chapter001name": "At 0",
        "chapter002": "01:01:01.250", "chapter002name": "At 3661250",
    }  # fmt: skip
    assert {name: found[name][0] for name in wanted} == wanted
    bare = mutagen.File(written(tmp_path / "b.flac", tone(500), tags("One"))).tags
    assert "copyright" not in bare


def test_flac_chapters_have_times_and_names(tmp_path: Path) -> None:
    path = written(tmp_path / "a.flac", tone(5000), tags("One", "Two"))
    comments = mutagen.File(path).tags
    assert comments["title"] == ["A Title"]
    assert comments["CHAPTER002"] == ["00:00:01.000"]
    assert comments["CHAPTER002NAME"] == ["Two"]


def test_a_long_comment_stays_whole_and_a_short_one_is_not_cut(tmp_path: Path) -> None:
    comment, title = "word " * 200 + "end", "x" * 250
    tagged = replace(tags("One"), comment=comment, title=title, copyright="a\nb")
    found = mutagen.File(written(tmp_path / "a.flac", tone(500), tagged))
    assert found["description"] == [comment]
    assert (found["title"], found["copyright"]) == ([title], ["a b"])
