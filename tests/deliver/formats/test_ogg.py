"""Ogg: the stream number, the length of an Opus, and the bit rates."""

from __future__ import annotations

import re
from pathlib import Path

import mutagen
import pytest
import soundfile
from mutagen.ogg import OggPage

from delivered import (
    encoded,
    noise,
    tags,
    tone,
    written,
)
from quietude.deliver.formats.registry import FORMATS


@pytest.mark.parametrize("name", ["ogg", "opus"])
def test_every_page_of_an_ogg_has_the_same_serial(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / f"a.{name}", tone(200_000), tags("One"))
    data = path.read_bytes()
    serials = {
        data[page.start() + 14 : page.start() + 18] for page in re.finditer(b"OggS\\0", data)
    }
    assert serials == {b"\1\0\0\0"}
    with path.open("rb") as file:
        page = OggPage(file)
        assert page.write() == data[: page.size]


@pytest.mark.parametrize("frames", [18_615, 18_616])
def test_an_opus_is_as_long_as_its_session_whatever_the_resampler_leaves(
    tmp_path: Path, frames: int
) -> None:
    path = encoded(tmp_path / "a.opus", FORMATS["opus"], noise(frames), 32_000)
    assert soundfile.info(path).frames == round(frames * 1.5)


def test_the_bit_rates_are_those_of_vorbis_q4_and_of_opus_at_70_a_channel(tmp_path: Path) -> None:
    vorbis = mutagen.File(encoded(tmp_path / "a.ogg", FORMATS["ogg"], noise(60_000))).info
    assert vorbis.bitrate == pytest.approx(128_000, rel=0.02)
    opus = encoded(tmp_path / "a.opus", FORMATS["opus"], noise(60_000), 48_000)
    assert opus.stat().st_size * 8 / (60_000 / 48_000) == pytest.approx(140_000, rel=0.15)
