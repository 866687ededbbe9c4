"""A long feed in pages: every episode once, and older pages that stay as they are."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from quietude.series.checks.feed.document import read_feed
from quietude.series.checks.feed.structure import check_structure
from quietude.series.model import Site
from quietude.series.site.feed import feed_documents
from quietude.series.site.feed_pages import feed_pages
from sites import BASE_URL, with_show

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def _long(site: Site, count: int, size: int = 10) -> Site:
    """A site with many episodes, which have the files of one."""
    first = site.episodes[0]
    episodes = tuple(
        dataclasses.replace(
            first,
            episode=dataclasses.replace(
                first.episode,
                id=f"e{number}",
                guid=f"guid-{number}",
                title=f"Episode {number}",
                number=number + 1,
                published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
            ),
        )
        for number in range(count)
    )
    return dataclasses.replace(with_show(site, feed_episodes=size), episodes=episodes)


def _write(site: Site, folder: Path) -> None:
    for name, data in feed_documents(site).items():
        (folder / name).write_bytes(data)


def _links(data: bytes) -> dict[str, str]:
    found = ET.fromstring(data).iterfind(".//{http://www.w3.org/2005/Atom}link")
    return {link.get("rel", ""): link.get("href", "").rpartition("/")[2] for link in found}


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (10, [10]), (19, [19]), (20, [10, 10]), (25, [10, 15]), (30, [10, 10, 10])],
)
def test_pages_are_full_and_the_newest_one_is_the_longest(
    site: Site, count: int, sizes: list[int]
) -> None:
    assert [len(page.episodes) for page in feed_pages(_long(site, count))] == sizes


def test_every_episode_is_found_once_from_page_to_page(site: Site, tmp_path: Path) -> None:
    _write(_long(site, 37), tmp_path)
    feed = read_feed(tmp_path / "feed.xml")
    titles = [item.findtext("title") for item in feed.items]
    assert titles == [f"Episode {number}" for number in reversed(range(37))]
    assert (feed.pages, feed.base_url, feed.missing) == (("feed-2.xml", "feed-1.xml"), BASE_URL, "")
    assert not [found for found in check_structure(feed, NOW) if "page" in found.message]


def test_pages_name_each_other(site: Site) -> None:
    pages = {name: _links(data) for name, data in feed_documents(_long(site, 37)).items()}
    both = {"first": "feed.xml", "last": "feed-1.xml"}
    assert pages == {
        "feed.xml": {"self": "feed.xml", "next": "feed-2.xml", **both},
        "feed-2.xml": {
            "self": "feed-2.xml", "next": "feed-1.xml", "previous": "feed.xml", **both
        },
        "feed-1.xml": {"self": "feed-1.xml", "previous": "feed-2.xml", **both},
    }  # fmt: skip
    assert list(pages)[-1] == "feed.xml"  # written last
    assert list(_links(feed_documents(_long(site, 19))["feed.xml"])) == ["self"]


def test_a_new_episode_changes_the_first_page_alone(site: Site) -> None:
    before, after = (feed_documents(_long(site, count)) for count in (37, 38))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["feed.xml"]


def test_a_missing_page_is_found(site: Site, tmp_path: Path) -> None:
    _write(_long(site, 25), tmp_path)
    (tmp_path / "feed-1.xml").unlink()
    feed = read_feed(tmp_path / "feed.xml")
    messages = [found.message for found in check_structure(feed, NOW)]
    assert 'its older page "feed-1.xml" cannot be read' in messages


def test_pages_that_go_round_end(site: Site, tmp_path: Path) -> None:
    _write(_long(site, 37), tmp_path)
    (tmp_path / "feed-1.xml").write_bytes((tmp_path / "feed-2.xml").read_bytes())
    assert read_feed(tmp_path / "feed.xml").missing == "feed-1.xml"
