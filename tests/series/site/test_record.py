from __future__ import annotations

import json
from pathlib import Path

import pytest

from quietude.errors import DeliveryError
from quietude.series.model import Site
from quietude.series.site.record import episode_guid, podcast_guid, read_record


def test_the_guid_of_the_specification() -> None:
    """The example that podcastindex.org gives."""
    expected = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    for url in ("https://mp3s.nashownotes.com/pc20rss.xml", "mp3s.nashownotes.com/pc20rss.xml//"):
        assert podcast_guid(url) == expected


def test_guids_of_episodes_differ_by_show_and_by_episode() -> None:
    one, other = podcast_guid("https://a/feed.xml"), podcast_guid("https://b/feed.xml")
    made = {episode_guid(show, name) for show in (one, other) for name in ("x", "y")}
    assert len(made) == 4


def test_a_published_record_is_read_back(folder: Path, site: Site) -> None:
    assert read_record(folder) == site


def test_a_folder_without_a_record(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None


def change(folder: Path, **changes: object) -> None:
    path = folder / "series.json"
    plain = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(plain), encoding="utf-8")


def test_damaged_records_say_what_to_do(folder: Path) -> None:
    path = folder / "series.json"
    whole = path.read_text(encoding="utf-8")
    for data in (whole[:300].encode(), b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000):
        path.write_bytes(data)
        with pytest.raises(DeliveryError) as caught:
            read_record(folder)
        assert caught.value.path == path
        assert "published last" in (caught.value.hint or ""), data[:10]
    path.write_text(whole, encoding="utf-8")
    change(folder, podcast_guid=None)
    with pytest.raises(DeliveryError, match="podcast_guid"):
        read_record(folder)


def test_a_record_of_a_later_version(folder: Path) -> None:
    change(folder, format="quietude-series/2")
    with pytest.raises(DeliveryError, match="newer Quietude"):
        read_record(folder)
