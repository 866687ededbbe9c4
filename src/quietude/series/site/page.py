"""A site → ``index.html``: every session with its player, captions, chapters and transcript.

The page needs nothing from elsewhere and may load nothing from there: its own style and script are
named by their hashes. Words of a session are not in it; they come from its files when it is played.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from quietude._util.languages import primary_language
from quietude.series.site.app import GROUND
from quietude.series.site.feed import FEED_TYPE
from quietude.series.site.feed_item import anchor, is_private
from quietude.series.site.page_episode import article_html, attribute, own_word
from quietude.series.site.page_words import page_words
from quietude.series.site.paths import APP, FEED, OUTLINE, url_of
from quietude.series.site.text import as_html, cut, line

if TYPE_CHECKING:
    from quietude.series.model import Published, Show, Site

_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ur", "yi"}
_SHARED_BYTES = 300
_MANY = 6
"""Number of episodes from which the page begins with a list of them."""


def page_html(site: Site) -> str:
    """The page of a site: trailers, then the seasons; what is new first, or a course in order."""
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    return f"""<!doctype html>
<html lang="{attribute(site.show.language)}"{_direction(site.show.language)}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
{_robots(site)}{shared_html(site)}<title>{escape(line(site.show.title))}</title>
<link rel="icon" href="{quote(site.cover.path)}">
<link rel="apple-touch-icon" href="{quote(site.cover.path)}">
<link rel="manifest" href="{APP}">
<meta name="theme-color" content="{GROUND}">
<link rel="alternate" type="{FEED_TYPE}" href="{FEED}" title="{attribute(site.show.title)}">
<style>{style}</style>
</head>
<body>
{_header(site)}
<main>
{_contents(site)}{_sections(site)}
</main>
<footer>{escape(line(site.show.copyright))}</footer>
<script>{script}</script>
</body>
</html>
"""


def shared_html(site: Site) -> str:
    """Description and picture for whoever gets a link to a public site; nothing of a private."""
    if is_private(site):
        return ""
    show = site.show
    described = attribute(cut(line(show.description, 1000), _SHARED_BYTES))
    rows = [f'<meta name="description" content="{described}">']
    properties = {
        "og:type": "website",
        "og:title": attribute(show.title),
        "og:description": described,
        "og:url": attribute(url_of(site.base_url, "")),
        "og:image": attribute(url_of(site.base_url, site.cover.path)),
        "og:image:alt": attribute(show.cover_alt),
    }
    rows += [
        f'<meta property="{name}" content="{text}">' for name, text in properties.items() if text
    ]
    rows.append('<meta name="twitter:card" content="summary">')
    return "".join(f"{row}\n" for row in rows)


def _contents(site: Site) -> str:
    """A closed list of links to the episodes, where they are many: no way past them by keyboard."""
    shown = listed(site)
    if len(shown) < _MANY:
        return ""
    language = site.show.language
    rows = []
    for published in shown:
        episode = published.episode
        own = episode.language or language
        marked = "" if own == language else f' lang="{attribute(own)}"'
        title = escape(line(episode.title))
        rows.append(f'<li><a href="#{anchor(episode)}"{marked}>{title}</a></li>')
    label = attribute(page_words(language).contents)
    summary = f"<summary>{own_word('contents', language)}</summary>"
    items = "\n".join(rows)
    listed_ = f'<ol class="contents">\n{items}\n</ol>'
    return f'<nav aria-label="{label}"><details>\n{summary}\n{listed_}\n</details></nav>\n'


def _sections(site: Site) -> str:
    """All episodes: trailers first, then each season under its heading."""
    shown = listed(site)
    seasons = {published.episode.season for published in shown}
    named = len(seasons - {None}) > 1
    parts = []
    season: int | None = None
    for published in shown:
        episode = published.episode
        if named and episode.type != "trailer" and episode.season != season:
            season = episode.season
            if season is not None:
                heading = page_words(site.show.language).season.format(number=season)
                parts.append(f'<h2 class="season">{escape(heading)}</h2>')
        parts.append(article_html(published, site))
    return "\n".join(parts)


def listed(site: Site) -> list[Published]:
    """Episodes in the order of the page: trailers, then what is new first; a serial in order."""
    serial = site.show.type == "serial" or site.show.medium == "course"
    sign = 1 if serial else -1

    def place(row: tuple[int, Published]) -> tuple[object, ...]:
        index, episode = row[0], row[1].episode
        season = episode.season or 0
        return (
            episode.type != "trailer", -season, sign * episode.published.timestamp(), sign * index
        )  # fmt: skip

    return [published for _, published in sorted(enumerate(site.episodes), key=place)]


def _header(site: Site) -> str:
    show = site.show
    alt = attribute(show.cover_alt)
    return f"""<header>
<img src="{quote(site.cover.path)}" width="192" height="192" alt="{alt}">
<div>
<h1>{escape(line(show.title))}</h1>
<p class="by">{escape(line(show.author))}</p>
{as_html(show.description)}
<ul class="links">
<li><a href="{FEED}">{own_word("feed", show.language)}</a></li>
<li><a href="{OUTLINE}" download>{own_word("outline", show.language)}</a></li>
{_about(show)}{_funding(show)}</ul>
</div>
</header>"""


def _about(show: Show) -> str:
    if urlsplit(show.link).scheme not in {"http", "https"}:
        return ""
    own = own_word("about", show.language)
    return f'<li><a href="{attribute(show.link)}">{own}</a></li>\n'


def _funding(show: Show) -> str:
    if show.funding is None or urlsplit(show.funding.url).scheme not in {"http", "https"}:
        return ""
    words = escape(line(show.funding.text))
    return f'<li><a href="{attribute(show.funding.url)}">{words}</a></li>\n'


def _robots(site: Site) -> str:
    return '<meta name="robots" content="noindex, nofollow">\n' if is_private(site) else ""


def _direction(language: str) -> str:
    return ' dir="rtl"' if primary_language(language) in _RIGHT_TO_LEFT else ""


@cache
def _asset(name: str) -> str:
    text = files("quietude.series.site").joinpath(name).read_text(encoding="utf-8")
    return f"\n{text.strip()}\n"


def _policy(style: str, script: str) -> str:
    """Content security policy: the page loads its own files, style and script, and nothing else."""
    rules = {
        "default-src": "'none'",
        "img-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
