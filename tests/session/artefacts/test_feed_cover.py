"""Covers: drawn, one's own, or none."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import mutagen
import pytest
from PIL import Image

from examples import BRIEF_S
from quietude import Output, Request, Script, Sound, render
from quietude.errors import DeliveryError, UsageError
from quietude.script.bed import NoBed
from quietude.session.artefacts.feed_cover import FeedCover
from quietude.session.cover_art import CoverArt

NO_BED = Sound(bed=NoBed())
SHORT = Request(duration_s=BRIEF_S, engine="tone")


def test_covers(brief: Script, empty_folder: Path, tmp_path: Path) -> None:
    output = Output(tmp_path / "a.mp3", receipt=False, artefacts=[FeedCover()])
    render(brief, output, SHORT, NO_BED)
    (drawn,) = mutagen.File(tmp_path / "a.mp3").tags.getall("APIC")
    assert Image.open(BytesIO(drawn.data)).size == (600, 600)
    with Image.open(tmp_path / "a.cover.jpg") as feed:
        assert feed.size == (3000, 3000)
    own = CoverArt.of(brief, {}, tmp_path / "a.cover.jpg")
    assert own.inside() not in {drawn.data, b""}
    bad = Output(empty_folder / "a.mp3", cover=tmp_path / "a.mp3")
    with pytest.raises(DeliveryError, match="picture cannot be read"):
        render(brief, bad, SHORT)


def test_no_cover(brief: Script, tmp_path: Path) -> None:
    session = render(brief, Output(tmp_path / "a.mp3", cover="none"), SHORT, NO_BED)
    assert session.tags.cover == b""
    with pytest.raises(UsageError, match="no cover"):
        Output("a.mp3", cover="none", artefacts=[FeedCover()])


def test_a_title_of_ones_own_is_drawn_and_an_album_has_one_palette(small: Script) -> None:
    mine = CoverArt.of(small, {"title": "Mine", "album": "All"}, None)
    assert (mine.title, mine.palette) == ("Mine", "All")
    usual = CoverArt.of(small, {}, None)
    assert (usual.title, usual.palette) == (small.title, small.title)
