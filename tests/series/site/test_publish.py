from __future__ import annotations

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest

from quietude.errors import DeliveryError
from quietude.series.model import Site
from quietude.series.site.paths import RECORD, is_safe
from quietude.series.site.publish import publish
from quietude.series.site.record import read_record, record_json
from sites import with_episode, with_show


def test_every_file_is_in_the_checksums_and_right(folder: Path) -> None:
    rows = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _, name in (row.partition("  ") for row in rows)}
    files = {
        str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    }
    assert set(sums) == files - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_publishing_again_changes_nothing(folder: Path, site: Site) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()
        }

    before = state()
    publish(site, folder)
    assert state() == before


def test_a_new_title_rewrites_the_feed_and_keeps_the_guid(folder: Path, site: Site) -> None:
    before = (folder / "feed.xml").read_text(encoding="utf-8")
    publish(with_episode(site, 0, title="Another"), folder)
    after = (folder / "feed.xml").read_text(encoding="utf-8")
    assert "<title>Another</title>" in after
    guids = re.compile("<guid.*</guid>")
    assert guids.findall(after) == guids.findall(before)


def test_the_feed_comes_last(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of the feed finds every file that it names."""
    order: list[str] = []
    replace = Path.replace

    def noted(self: Path, target: Path) -> Path:
        order.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    publish(site, tmp_path)
    assert order[-1] == "feed.xml"
    assert set(order) >= {"series.json", "subscriptions.opml", "SHA256SUMS"}


def test_a_failure_leaves_the_feed_that_was(folder: Path, site: Site) -> None:
    before = (folder / "feed.xml").read_bytes()
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").mkdir()
    with pytest.raises(DeliveryError):
        publish(with_show(site, title="New"), folder)
    assert (folder / "feed.xml").read_bytes() == before
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("path", ["../secret.mp3", "/etc/passwd", "a//b.mp3", "a\\..\\b", "C:/x"])
def test_no_path_leads_out_of_the_folder(folder: Path, site: Site, path: str) -> None:
    assert not is_safe(path)
    cover = dataclasses.replace(site.cover, path=path)
    with pytest.raises(DeliveryError, match="not lie inside"):
        publish(dataclasses.replace(site, cover=cover), folder)
    record = record_json(dataclasses.replace(site, cover=cover))
    (folder / RECORD).write_text(record, encoding="utf-8")
    with pytest.raises(DeliveryError, match="not lie inside"):
        read_record(folder)
