from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from quietude.series.model import Person, Site
from quietude.series.site.page import listed, page_html
from sites import with_episode, with_show

VOID = {"meta", "link", "img", "br", "track"}


class Page(HTMLParser):
    """Every element with its attributes, the text of some, and whether all are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [about for name, about in self.elements if name == tag]


def test_every_file_it_names_is_there_and_nothing_is_from_elsewhere(
    folder: Path, site: Site
) -> None:
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    named = [attributes.get(name) for _, attributes in page.elements for name in ("src", "href")]
    local = [address for address in named if address and address != site.show.link]
    assert len(local) > 20
    for address in local:
        assert (folder / address.split("#")[0]).is_file(), address


def test_players_captions_chapters_and_transcripts(site: Site) -> None:
    page = Page(page_html(site))
    assert [audio["src"] for audio in page.all("audio")] == [
        "episodes/002-short.mp3", "episodes/001-short.mp3"
    ]  # fmt: skip
    assert all("controls" in audio and audio["aria-label"] for audio in page.all("audio"))
    assert [track["src"] for track in page.all("track")] == [
        "transcripts/002-short.vtt", "transcripts/001-short.vtt"
    ]  # fmt: skip
    starts = [link["data-start"] for link in page.all("a") if "data-start" in link]
    marks = [mark.start_ms / 1000 for published in site.episodes for mark in published.chapters]
    assert list(map(float, map(str, starts))) == marks
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("article")[0]["aria-labelledby"] == page.all("h2")[0]["id"]


def test_a_title_is_text_and_never_markup(site: Site) -> None:
    evil = "</script><script>alert(1)</script>\" onload='x"
    site = with_episode(with_show(site, title=evil, author=evil, copyright=evil), 0, title=evil)
    site = with_episode(site, 0, notes=evil)
    page = Page(page_html(site))
    assert len(page.all("script")) == 1
    assert "".join(page.texts["h1"]) == evil
    assert not any("onload" in about for _, about in page.elements)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", ""])
def test_only_the_web_is_linked_to(site: Site, link: str) -> None:
    assert "About" not in page_html(with_show(site, link=link))


def test_the_policy_lets_its_own_style_and_script_run_and_nothing_else(site: Site) -> None:
    text = page_html(site)
    policy = next(str(meta["content"]) for meta in Page(text).all("meta") if meta.get("http-equiv"))
    for tag in ("style", "script"):
        match = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert match
        digest = base64.b64encode(hashlib.sha256(match[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_no_word_of_a_session_is_in_the_page(folder: Path) -> None:
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "Thank you." in (folder / "transcripts/001-short.txt").read_text(encoding="utf-8")
    assert "Thank you." not in text


def test_a_private_page_is_left_out_by_search_engines(site: Site) -> None:
    assert "noindex" not in page_html(site)
    assert "noindex" in page_html(with_show(site, private=True))
    assert "noindex" in page_html(with_episode(site, 0, personal=True))


@pytest.mark.parametrize(
    ("language", "words", "date"),
    [
        ("de", ("Kapitel", "Untertitel", "Podcast-Feed"), "1. November 2026"),
        ("de-AT", ("Kapitel", "Text zum Mitlesen"), "1. November 2026"),
        ("fr", ("Chapitres", "Sous-titres"), "1 novembre 2026"),
        ("es", ("Capítulos", "Subtítulos"), "1 de noviembre de 2026"),
    ],
)
def test_the_page_speaks_the_language_of_the_show(
    site: Site, language: str, words: tuple[str, ...], date: str
) -> None:
    text = page_html(with_show(site, language=language))
    assert all(word in text for word in words)
    assert f">{date}</time>" in text
    assert 'lang="en"' not in text
    assert not any(word in text for word in ("Chapters<", "Captions", "Podcast feed"))


def test_new_episodes_come_first_a_serial_goes_in_order_and_trailers_before_all(
    site: Site,
) -> None:
    def order(site: Site) -> list[str]:
        return [published.episode.id for published in listed(site)]

    assert order(site) == ["short-2", "short-1"]
    assert order(with_show(site, type="serial")) == ["short-1", "short-2"]
    assert order(with_episode(site, 0, type="trailer")) == ["short-1", "short-2"]
    seasons = with_episode(with_episode(site, 0, season=2), 1, season=1)
    assert order(seasons) == ["short-1", "short-2"]
    text = page_html(seasons)
    assert text.index(">Season 2<") < text.index(">Season 1<")
    assert "Season" not in page_html(with_episode(site, 0, season=1))


def test_an_episode_in_another_language_is_marked_and_speaks_it(site: Site) -> None:
    text = page_html(with_episode(site, 0, language="de", synthetic=True))
    german = text[text.index('lang="de"') : text.index("</main>")]
    assert "Kapitel" in german
    assert "Synthetische Stimme" in german
    assert 'data-timer="Einschlaf-Timer"' in german
    assert 'srclang="de"' in german
    assert ">1. November 2026<" in german
    assert "Chapters" not in german


def test_an_episode_says_who_speaks_and_what_kind_it_is(site: Site) -> None:
    guest = Person("Eve & Co", "Guest", "https://eve.example")
    site = with_episode(site, 0, persons=(guest,), type="bonus", explicit=True, synthetic=False)
    text = page_html(site)
    assert '<a href="https://eve.example">Eve &amp; Co</a> (guest)' in text
    assert all(word in text for word in ("Bonus", "Not for children", "Human voice"))
    assert "Synthetic voice" not in text


def test_a_shared_link_shows_something_unless_it_is_private(site: Site) -> None:
    text = page_html(with_show(site, cover_alt="Still water"))
    assert '<meta property="og:image" content="https://example.org/show/cover-' in text
    assert '<meta property="og:image:alt" content="Still water">' in text
    assert '<meta name="description" content="Two sessions. Nothing else.">' in text
    assert "og:" not in page_html(with_show(site, private=True))


def test_the_player_comes_before_the_notes(site: Site) -> None:
    text = page_html(site)
    article = text[text.index("<article") : text.index("</article")]
    places = [article.index(part) for part in ("<audio", "What is heard.", "<details", "Stopping")]
    assert places == sorted(places)


def test_another_language_and_direction(site: Site) -> None:
    text = page_html(with_show(site, language="he"))
    assert '<html lang="he" dir="rtl">' in text
    assert '<span lang="en">Chapters</span>' in text
    assert "2026-11-01</time>" in text
    assert '<html lang="de">' in page_html(with_show(site, language="de"))


def test_a_long_series_asks_nothing_of_its_host_until_it_is_played(site: Site) -> None:
    assert 'preload="metadata"' in page_html(site)
    many = dataclasses.replace(site, episodes=site.episodes * 10)
    assert 'preload="metadata"' not in page_html(many)


def test_a_long_page_begins_with_a_list_of_its_episodes(site: Site) -> None:
    assert not Page(page_html(site)).all("nav")
    first = site.episodes[0]
    many = tuple(
        dataclasses.replace(first, episode=dataclasses.replace(first.episode, guid=f"guid-{n}"))
        for n in range(6)
    )
    page = Page(page_html(dataclasses.replace(site, episodes=many)))
    assert [nav["aria-label"] for nav in page.all("nav")] == ["All episodes"]
    linked = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    assert linked == {article["id"] for article in page.all("article")}
