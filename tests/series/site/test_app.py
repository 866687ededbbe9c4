"""The page of a site as an app, and the words that are followed on it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from manifests import MANIFEST, built, write_series
from quietude.series.model import Site
from quietude.series.site.app import app_manifest, icon_svg
from quietude.series.site.paths import APP, ICON, MEDIA_TYPES, WORKER
from sites import with_show


@pytest.mark.parametrize("title", ["Calm & <Quiet>", "«…»", "Ωdyssey"])
def test_manifest_and_icon_of_any_title(site: Site, title: str) -> None:
    site = with_show(site, title=title)
    data = json.loads(app_manifest(site))
    assert (data["name"], data["scope"], data["display"]) == (title, "./", "standalone")
    assert [icon["src"] for icon in data["icons"]] == [ICON]
    root = ET.fromstring(icon_svg(site))
    letter = root.findtext("{http://www.w3.org/2000/svg}text")
    assert letter == (next((sign for sign in title if sign.isalnum()), "Q")).upper()


def test_its_files_have_types_and_the_worker_stays_at_home(folder: Path) -> None:
    for name in (APP, ICON, WORKER):
        assert Path(name).suffix in MEDIA_TYPES
    worker = (folder / WORKER).read_text(encoding="utf-8")
    assert "request.url.startsWith(self.registration.scope)" in worker
    assert "http" not in worker


def test_every_word_of_the_captions_has_its_time(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST.replace("  - file: two.yaml\n", ""))
    assert built(path, tmp_path / "site").rendered == 1
    site = tmp_path / "site"
    starts = json.loads((site / "words" / "one.json").read_text(encoding="utf-8"))["words_ms"]
    cues = (site / "transcripts" / "one.vtt").read_text(encoding="utf-8").split("\n\n")[1:]
    words = [word for cue in cues for word in " ".join(cue.strip().split("\n")[2:]).split()]
    assert len(starts) == len(words) > 4
    assert starts == sorted(starts)
    assert 'data-words="words/one.json"' in (site / "index.html").read_text(encoding="utf-8")
