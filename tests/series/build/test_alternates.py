"""Sessions in other formats beside the MP3: made with it, tagged like it, named by the feed."""

from __future__ import annotations

import base64
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from mutagen.oggopus import OggOpus

from manifests import MANIFEST, InlinePool, built, manifest_problems, write_series
from quietude.deliver.formats.id3 import id3_size
from quietude.series.checks.run import check_folder
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.record import read_record

ONE = MANIFEST.replace("  - file: two.yaml\n", "")
WITH_OPUS = ONE.replace("  cover:", "  alternates: [opus]\n  cover:")


def _item(site: Path) -> ET.Element:
    item = ET.parse(site / "feed.xml").find("channel/item")
    assert item is not None
    return item


def _sound(site: Path) -> bytes:
    data = (site / "episodes" / "one.mp3").read_bytes()
    return data[id3_size(data[:10]) :]


def test_an_alternate_is_added_and_the_sound_stays(tmp_path: Path) -> None:
    path, site = write_series(tmp_path, ONE), tmp_path / "site"
    built(path, site)
    before = _sound(site)
    path.write_text(WITH_OPUS, encoding="utf-8")
    assert built(path, site).rendered == 1
    assert _sound(site) == before
    after = read_record(site)
    assert after
    assert after.episodes[0].audio.version == ""  # players have this sound already
    opus = after.episodes[0].alternates[0]
    alternate = _item(site).find("podcast:alternateEnclosure", NS)
    assert alternate is not None
    assert alternate.get("type") == "audio/ogg"
    assert alternate.get("length") == str((site / opus.path).stat().st_size)
    source = alternate.find("podcast:source", NS)
    assert source is not None
    assert source.get("uri", "").endswith("/episodes/one.opus")
    integrity = alternate.find("podcast:integrity", NS)
    assert integrity is not None
    digest = base64.b64encode(bytes.fromhex(opus.sha256)).decode()
    assert integrity.get("value") == f"sha256-{digest}"
    assert built(path, site).kept == 1
    path.write_text(ONE, encoding="utf-8")
    built(path, site)
    assert not (site / "episodes" / "one.opus").exists()
    assert _item(site).find("podcast:alternateEnclosure", NS) is None


def test_a_new_title_rewrites_the_tags_of_every_format(tmp_path: Path) -> None:
    path, site = write_series(tmp_path, WITH_OPUS), tmp_path / "site"
    built(path, site)
    path.write_text(WITH_OPUS.replace("file: one.yaml", "{file: one.yaml, title: Another}"))
    pool = InlinePool()
    assert (built(path, site, pool).retagged, pool.tasks) == (1, [])
    tags = OggOpus(site / "episodes" / "one.opus")
    assert tags["title"] == ["Another"]
    assert tags["album"] == ["Calm Evenings"]
    messages = [found.message for found in check_folder(site) if found.level == "error"]
    assert messages == ["this cover has 300 pixels, not 1400 to 3000"]
    (site / "episodes" / "one.opus").write_bytes(b"OggS")
    wrong = {found.where for found in check_folder(site) if found.level == "error"}
    assert "episodes/one.opus" in wrong


def test_m4a_needs_its_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problems = manifest_problems(tmp_path, ONE.replace("  cover:", "  alternates: [m4a]\n  cover:"))
    assert problems[0][0]
    assert "ffmpeg" in problems[0][1]
