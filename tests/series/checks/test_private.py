from __future__ import annotations

import dataclasses
from pathlib import Path

from quietude.series.checks.private import is_unguessable
from quietude.series.model import Site
from quietude.series.site.publish import publish
from site_checks import AUDIO, TOKEN, edit, messages
from sites import with_episode


def test_a_private_site_that_can_be_found(folder: Path, site: Site) -> None:
    publish(with_episode(site, 0, personal=True), folder)
    found = messages(folder)
    assert f"{AUDIO}: a personal session has an address that can be guessed" in found
    assert f"{AUDIO}: the words of a personal session are in its tags" in found
    edit(folder, "feed.xml", "<itunes:block>Yes</itunes:block>", "")
    edit(folder, "index.html", "noindex", "index")
    found = messages(folder)
    assert "directories may list it" in found
    assert "search engines may list" in found


def test_an_address_that_is_drawn(folder: Path, site: Site) -> None:
    site = dataclasses.replace(site, base_url=f"https://example.org/{TOKEN}")
    publish(with_episode(site, 0, personal=True), folder)
    assert "guessed" not in messages(folder)
    assert is_unguessable(TOKEN)
    assert not is_unguessable("episodes/001-a-place-to-come-home-to.mp3")


def test_a_name_anywhere_it_should_not_be(folder: Path, site: Site) -> None:
    names = ["Wilhelmina", "", "x"]
    assert messages(folder, names=names) == ""
    publish(with_episode(site, 0, notes="For wilhelmina."), folder)
    found = messages(folder, names=names)
    for name in ("feed.xml", "index.html", "series.json"):
        assert f"{name}: a name of the list stands in this file" in found
    publish(site, folder)
    edit(folder, "transcripts/001-short.txt", "Welcome.", "Welcome, Wilhelmina.")
    assert "transcripts/001-short.txt: a name" in messages(folder, names=names)
    publish(with_episode(site, 0, personal=True), folder)  # what is said to them is theirs
    assert "a name" not in messages(folder, names=names)
    audio = dataclasses.replace(site.episodes[0].audio, path="episodes/for-wilhelmina.mp3")
    (folder / AUDIO).rename(folder / audio.path)
    changed = dataclasses.replace(site.episodes[0], audio=audio)
    publish(dataclasses.replace(site, episodes=(changed,)), folder)
    assert "in the name of this file" in messages(folder, names=names)
