"""Parts of a feed that a show may have: disclosure, pictures with words, funding, and the like."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

from quietude.series.model import Enclosure, Frequency, Funding, License, Person, Site
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.feed import feed_documents
from quietude.series.site.paths import FEED
from sites import with_episode, with_show


def channel(site: Site) -> ET.Element:
    found = ET.fromstring(feed_documents(site)[FEED]).find("channel")
    assert found is not None
    return found


def said(parent: ET.Element, tag: str) -> list[tuple[str | None, dict[str, str]]]:
    return [(element.text, dict(element.attrib)) for element in parent.findall(tag, NS)]


def test_a_synthetic_voice_is_disclosed_for_the_show_and_for_each_episode(site: Site) -> None:
    ai = {"purpose": "ai-content"}
    assert said(channel(site), "podcast:txt") == []
    mixed = with_episode(with_episode(site, 0, synthetic=True), 1, synthetic=False)
    found = channel(mixed)
    assert said(found, "podcast:txt") == [("true", ai)]
    assert [said(item, "podcast:txt") for item in found.findall("item")] == [
        [("false", ai)],
        [("true", ai)],
    ]
    human = channel(with_episode(site, 0, synthetic=False))
    assert said(human, "podcast:txt") == [("false", ai)]
    assert [len(said(item, "podcast:txt")) for item in human.findall("item")] == [0, 1]


def test_a_feed_has_everything_directories_ask_for(site: Site) -> None:
    found = channel(
        with_show(
            site,
            cover_alt="Still water",
            txt=(("verify", "abc"),),
            funding=Funding("https://pay.example", "Help us"),
            license=License("cc-by-4.0"),
            new_feed_url="https://new.example/feed.xml",
            frequency=Frequency("weekly", "FREQ=WEEKLY"),
            complete=True,
        )
    )
    cover = "https://example.org/show/cover-01234567.jpg"
    assert said(found, "podcast:image") == [
        (None, {"href": cover, "aspect-ratio": "1/1", "alt": "Still water"})
    ]
    assert said(found, "podcast:txt") == [("abc", {"purpose": "verify"})]
    assert said(found, "podcast:funding") == [("Help us", {"url": "https://pay.example"})]
    assert said(found, "podcast:license") == [("cc-by-4.0", {})]
    assert said(found, "itunes:new-feed-url") == [("https://new.example/feed.xml", {})]
    assert said(found, "podcast:updateFrequency") == [
        ("weekly", {"rrule": "FREQ=WEEKLY", "complete": "true"})
    ]
    assert said(found, "itunes:complete") == [("Yes", {})]


def test_guests_stand_beside_the_hosts_in_their_episode_alone(site: Site) -> None:
    guest = Person("Eve", "guest", picture="https://eve.example/me.jpg")
    newest, other = channel(with_episode(site, 1, persons=(guest,))).findall("item")
    assert [text for text, _ in said(newest, "podcast:person")] == ["Ada Example", "Ben", "Eve"]
    assert said(newest, "podcast:person")[2][1] == {
        "role": "guest",
        "img": "https://eve.example/me.jpg",
    }
    assert said(other, "podcast:person") == []


def test_an_episode_has_its_own_cover_language_and_trailer(site: Site) -> None:
    first, second = site.episodes
    art = Enclosure("covers/one-01234567.jpg", "image/jpeg", 9, "0" * 64)
    site = dataclasses.replace(site, episodes=(dataclasses.replace(first, cover=art), second))
    site = with_episode(site, 0, cover_alt="A door", language="de", type="trailer", season=2)
    found = channel(site)
    _, item = found.findall("item")
    href = "https://example.org/show/covers/one-01234567.jpg"
    assert said(item, "itunes:image") == [(None, {"href": href})]
    assert said(item, "podcast:image")[0][1]["alt"] == "A door"
    languages = {about["language"] for _, about in said(item, "podcast:transcript")}
    assert languages == {"de"}
    ((title, about),) = said(found, "podcast:trailer")
    assert title == "Session & <1>"
    assert (about["season"], about["type"], about["length"]) == (
        "2", "audio/mpeg", str(first.audio.bytes)
    )  # fmt: skip
