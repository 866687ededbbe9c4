from __future__ import annotations

from pathlib import Path

import pytest

from quietude.series.model import Site
from quietude.series.site.publish import publish
from site_checks import edit, errors, messages
from sites import with_episode, with_show


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<language>en<", "<language>english language<", "language"),
        ("Mental Health", "Mental Wealth", "not one of Apple"),
        ("<itunes:explicit>false", "<itunes:explicit>no", "neither true nor false"),
        ("<itunes:type>episodic", "<itunes:type>weekly", "neither episodic nor serial"),
        ('rel="self"', 'rel="other"', "does not say where it is"),
        ('<podcast:locked owner="ada@example.org">yes', "<podcast:locked>maybe", "neither yes nor"),
        ("<podcast:guid>", "<podcast:guid>x", "not a UUID"),
        ('isPermaLink="false"', 'isPermaLink="true"', "isPermaLink"),
        ("+0000</pubDate>", "</pubDate>", "no time zone"),
        ("Sun, 01 Nov 2026", "yesterday", "no date that players can read"),
        ("<itunes:episode>1<", "<itunes:episode>0<", "not a number of an episode"),
        ("<itunes:duration>", "<itunes:duration>0:0", "whole number of seconds"),
        ("<itunes:duration>", "<itunes:duration>9", "the feed says 9"),
        ('type="audio/mpeg"', 'type="audio/ogg"', "Apple refuses"),
        ('length="', 'length="1', "the feed says 1"),
        ("application/json+chapters", "application/json", "chapters are not given as"),
        ('start="00:00:00.000"', 'start="00:09:00.000"', "do not ascend"),
        ('title="Resting"', 'title="Testing"', "chapters inside the file"),
        ("https://example.org/show/episodes/001", "file:///001", "not a complete address"),
        ("episodes/001-short.mp3", "episodes/009-short.mp3", "it is not there"),
        ("<title>Session &amp; &lt;1&gt;</title>", "<title></title>", "has no title"),
    ],
)
def test_a_broken_feed(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder, "feed.xml", old, new)
    assert message in messages(folder)


def test_a_serial_needs_numbers(folder: Path, site: Site) -> None:
    publish(with_episode(with_show(site, type="serial"), 0, number=None), folder)
    assert "an episode of a serial has no number" in messages(folder)
    publish(with_episode(with_show(site, type="serial"), 0, number=None, type="trailer"), folder)
    assert errors(folder) == []


def test_two_episodes_of_one_guid(folder: Path, site: Site) -> None:
    publish(with_episode(site, 1, guid=site.episodes[0].episode.guid), folder)
    assert "another episode's" in messages(folder)
