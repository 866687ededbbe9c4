from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from quietude.series.checks.run import check_folder
from quietude.series.model import Site
from quietude.series.site.publish import publish
from site_checks import AUDIO, edit, messages
from sites import enclosure


def test_a_file_that_was_changed_cut_or_lost(folder: Path) -> None:
    path = folder / AUDIO
    whole = path.read_bytes()
    path.write_bytes(whole[:-5000])
    found = messages(folder)
    assert "the feed says" in found
    assert "its checksum differs" in found
    path.write_bytes(b"no sound")
    assert "does not decode" in messages(folder)
    path.unlink()
    assert f"{AUDIO}: the feed names this file, and it is not there" in messages(folder)
    assert "index.html" in messages(folder)


def cover(size: tuple[int, int], mode: str, form: str) -> Callable[[Path], None]:
    return lambda path: Image.new(mode, size).save(path, form)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (cover((1400, 1500), "RGB", "JPEG"), "not square"),
        (cover((1000, 1000), "RGB", "JPEG"), "not 1400 to 3000"),
        (cover((3100, 3100), "RGB", "JPEG"), "not 1400 to 3000"),
        (cover((1400, 1400), "RGBA", "PNG"), "not RGB"),
        (cover((1400, 1400), "CMYK", "JPEG"), "not RGB"),
        (cover((1400, 1400), "RGB", "GIF"), "is a GIF"),
        (lambda path: path.write_bytes(b"x"), "cannot be read"),
    ],
)
def test_artwork(folder: Path, site: Site, make: Callable[[Path], None], message: str) -> None:
    make(folder / site.cover.path)
    publish(dataclasses.replace(site, cover=enclosure(folder, site.cover.path)), folder)
    assert message in messages(folder)


def as_m4a(folder: Path) -> None:
    """The first session as an M4A, wherever it is named."""
    path = (folder / AUDIO).with_suffix(".m4a")
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", folder / AUDIO, "-vn", "-c:a", "aac", path], check=False
    )
    assert not done.returncode
    (folder / AUDIO).unlink()
    for name in ("feed.xml", "series.json", "index.html", "SHA256SUMS"):
        edit(folder, name, AUDIO, AUDIO.replace(".mp3", ".m4a"))


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="an M4A is made by ffmpeg")
def test_an_m4a_is_decoded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_m4a(folder)
    assert "decode" not in messages(folder)
    assert "lasts" not in messages(folder)
    path = (folder / AUDIO).with_suffix(".m4a")
    path.write_bytes(path.read_bytes()[:2000])
    assert "does not decode" in messages(folder)
    monkeypatch.setenv("PATH", "")
    said = [finding.message for finding in check_folder(folder) if finding.where.endswith(".m4a")]
    assert "it could not be decoded to check it: that needs ffmpeg" in said
