"""The feed read back as directories read it: by name space, not by our own words for things."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from quietude.series.model import ChapterStart, Episode, Site
from quietude.series.site.feed import feed_documents
from quietude.series.site.feed_item import notes_with_times
from quietude.series.site.paths import FEED
from sites import BASE_URL, with_episode, with_show

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


def channel_of(site: Site) -> ET.Element:
    channel = ET.fromstring(feed_documents(site)[FEED]).find("channel")
    assert channel is not None
    return channel


def text(parent: ET.Element, path: str) -> str | None:
    return parent.findtext(path, namespaces=NS)


def found(parent: ET.Element, path: str) -> ET.Element:
    element = parent.find(path, NS)
    assert element is not None, path
    return element


def test_the_channel(site: Site) -> None:
    channel = channel_of(site)
    expected = {
        "title": "Small & Quiet <show>",
        "description": "Two sessions.\n\nNothing else.",
        "link": "https://example.org/about",
        "language": "en",
        "copyright": "CC0",
        "itunes:author": "Ada Example",
        "itunes:explicit": "false",
        "itunes:type": "episodic",
        "itunes:owner/itunes:name": "Ada Example",
        "itunes:owner/itunes:email": "ada@example.org",
        "podcast:guid": site.podcast_guid,
        "podcast:locked": "yes",
        "podcast:medium": "podcast",
        "itunes:block": None,
        "podcast:block": None,
    }
    assert {tag: text(channel, tag) for tag in expected} == expected
    assert found(channel, "atom:link").attrib == {
        "rel": "self", "type": "application/rss+xml", "href": f"{BASE_URL}/feed.xml"
    }  # fmt: skip
    assert found(channel, "itunes:image").get("href") == f"{BASE_URL}/cover-01234567.jpg"
    assert found(channel, "podcast:locked").get("owner") == "ada@example.org"
    categories = [
        (category.get("text"), [one.get("text") for one in category])
        for category in channel.findall("itunes:category", NS)
    ]
    assert categories == [
        ("Health & Fitness", ["Mental Health"]), ("Education", ["Self-Improvement"])
    ]  # fmt: skip
    persons = [(person.text, person.attrib) for person in channel.findall("podcast:person", NS)]
    assert persons == [
        ("Ada Example", {"role": "host", "href": "https://example.org/ada"}),
        ("Ben", {"role": "writer"}),
    ]


def test_an_item(site: Site) -> None:
    newest, oldest = channel_of(site).findall("item")
    published = site.episodes[0]
    assert text(newest, "title") == "Session & <2>"
    assert text(oldest, "title") == "Session & <1>"
    assert found(oldest, "enclosure").attrib == {
        "url": f"{BASE_URL}/episodes/001-short.mp3",
        "length": str(published.audio.bytes),
        "type": "audio/mpeg",
    }
    guid = found(oldest, "guid")
    assert (guid.text, guid.get("isPermaLink")) == (published.episode.guid, "false")
    date = text(oldest, "pubDate") or ""
    assert parsedate_to_datetime(date) == published.episode.published
    assert date == "Sun, 01 Nov 2026 06:00:00 +0000"
    assert text(oldest, "itunes:duration") == str(round(published.duration_ms / 1000))
    assert text(oldest, "itunes:episode") == "1"
    assert text(oldest, "itunes:explicit") == "false"
    assert found(oldest, "podcast:chapters").attrib == {
        "url": f"{BASE_URL}/chapters/001-short.json", "type": "application/json+chapters"
    }  # fmt: skip
    transcripts = [
        (transcript.get("type"), transcript.get("rel"))
        for transcript in oldest.findall("podcast:transcript", NS)
    ]
    assert transcripts == [
        ("text/vtt", "captions"), ("application/x-subrip", "captions"), ("text/plain", None)
    ]  # fmt: skip
    chapters = [
        (chapter.get("start"), chapter.get("title")) for chapter in found(oldest, "psc:chapters")
    ]
    assert chapters[0] == ("00:00:00.000", "Arriving & <settling>")
    assert [title for _, title in chapters][1:] == ["Resting", "Zurück"]


def test_the_description_has_the_times_of_the_chapters(site: Site) -> None:
    item = channel_of(site).findall("item")[0]
    description = text(item, "description") or ""
    assert description.startswith("<p>What is heard.<br>And more.</p><p>Stopping is always fine.")
    assert "<p>00:00:00 Arriving &amp; &lt;settling&gt;<br>00:00:0" in description
    assert text(item, "content:encoded") == description


def test_two_chapters_are_no_list_of_times(site: Site) -> None:
    chapters = site.episodes[0].chapters[:2]
    assert "00:00:00" not in notes_with_times(site.episodes[0].episode, chapters)


@given(st.text("a<&é\n ", min_size=39, max_size=50), st.integers(3, 60))
def test_a_description_is_never_too_long_and_never_broken(piece: str, count: int) -> None:
    notes = piece * 100  # near the 4,000 bytes that it may have, on both sides
    episode = Episode("a", "g", "t", notes, datetime(2026, 1, 1, tzinfo=UTC))
    chapters = tuple(
        ChapterStart(f"Chapter {number} of them all", number * 60_000) for number in range(count)
    )
    made = notes_with_times(episode, chapters)
    assert len(made.encode()) <= 4000
    ET.fromstring(f"<x>{made.replace('<br>', '<br/>')}</x>")
    assert made.endswith("</p>")


def test_a_personal_episode_makes_the_show_private(site: Site) -> None:
    site = with_episode(with_show(site, locked=False), 1, personal=True)
    channel = channel_of(site)
    assert text(channel, "itunes:block") == "Yes"
    assert text(channel, "podcast:block") == "yes"
    assert text(channel, "podcast:locked") == "yes"
    assert all(text(item, "itunes:block") == "Yes" for item in channel.findall("item"))


def test_without_owner_link_or_number(site: Site) -> None:
    site = with_show(site, link="", email="", copyright="", locked=False, persons=())
    channel = channel_of(with_episode(site, 0, number=None))
    assert text(channel, "link") == f"{BASE_URL}/"
    assert text(channel, "podcast:locked") == "no"
    for path in ("itunes:owner", "copyright", "podcast:person", "item[2]/itunes:episode"):
        assert channel.find(path, NS) is None, path


def test_seasons_trailers_and_courses(site: Site) -> None:
    site = with_show(site, type="serial", medium="course", explicit=True)
    channel = channel_of(with_episode(site, 1, season=2, type="trailer", explicit=True))
    assert text(channel, "itunes:type") == "serial"
    assert text(channel, "podcast:medium") == "course"
    assert text(channel, "itunes:explicit") == "true"
    item = channel.findall("item")[0]
    assert text(item, "itunes:season") == text(item, "podcast:season") == "2"
    assert text(item, "itunes:episodeType") == "trailer"


def test_addresses_are_ascii_and_no_slash_is_doubled(site: Site) -> None:
    audio = dataclasses.replace(site.episodes[0].audio, path="episodes/001 für dich.mp3")
    changed = dataclasses.replace(site.episodes[0], audio=audio)
    site = dataclasses.replace(site, base_url=BASE_URL + "/", episodes=(changed,))
    url = found(channel_of(site), "item/enclosure").get("url")
    assert url == f"{BASE_URL}/episodes/001%20f%C3%BCr%20dich.mp3"


def test_the_same_site_is_the_same_bytes(site: Site) -> None:
    assert feed_documents(site)[FEED] == feed_documents(dataclasses.replace(site))[FEED]
    assert feed_documents(site)[FEED].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<rss ')


def test_an_empty_show_is_still_a_feed(site: Site) -> None:
    channel = channel_of(dataclasses.replace(site, episodes=()))
    assert channel.find("item") is None


def test_a_long_title_is_cut_and_controls_are_gone(site: Site) -> None:
    channel = channel_of(with_episode(site, 1, title="A\x00\x0b\nB" + "x" * 300))
    title = text(channel, "item/title") or ""
    assert title.startswith("A Bx")
    assert len(title) == 255
