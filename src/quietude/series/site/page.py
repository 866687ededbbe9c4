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
from quietude.durations import clock_text
from quietude.series.site.feed import FEED_TYPE, anchor, is_private
from quietude.series.site.page_words import page_words
from quietude.series.site.paths import FEED, OUTLINE, link
from quietude.series.site.text import as_html, clean, line

if TYPE_CHECKING:
    from quietude.series.model import Episode, Published, Show, Site

_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ur", "yi"}
_FEW = 12
"""Up to this many players load the lengths of their sessions; more would burden the host."""

_TRANSCRIPTS = {"text/plain": "", "text/vtt": "WebVTT", "application/x-subrip": "SubRip"}


def page_html(site: Site) -> str:
    """The page of a site, with the episodes in the order of the feed's manifest."""
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    articles = "\n".join(_article(published, site) for published in site.episodes)
    return f"""<!doctype html>
<html lang="{_attribute(site.show.language)}"{_direction(site.show.language)}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
{_robots(site)}<title>{escape(line(site.show.title))}</title>
<link rel="icon" href="{quote(site.cover.path)}">
<link rel="alternate" type="{FEED_TYPE}" href="{FEED}" title="{_attribute(site.show.title)}">
<style>{style}</style>
</head>
<body>
{_header(site)}
<main>
{articles}
</main>
<footer>{escape(line(site.show.copyright))}</footer>
<script>{script}</script>
</body>
</html>
"""


def _header(site: Site) -> str:
    show = site.show
    return f"""<header>
<img src="{quote(site.cover.path)}" width="192" height="192" alt="">
<div>
<h1>{escape(line(show.title))}</h1>
<p class="by">{escape(line(show.author))}</p>
{as_html(show.description)}
<ul class="links">
<li><a href="{FEED}">{_own("feed", show)}</a></li>
<li><a href="{OUTLINE}" download>{_own("outline", show)}</a></li>
{_about(show)}</ul>
</div>
</header>"""


def _about(show: Show) -> str:
    if urlsplit(show.link).scheme not in {"http", "https"}:
        return ""
    return f'<li><a href="{_attribute(show.link)}">{_own("about", show)}</a></li>\n'


def _article(published: Published, site: Site) -> str:
    episode, show = published.episode, site.show
    own = anchor(episode)
    words = page_words(show.language)
    preload = "metadata" if len(site.episodes) <= _FEW else "none"
    return f"""<article id="{own}" aria-labelledby="{own}-t" data-captions="{words.captions}" \
data-language="{words.language}">
<header>
{_cover(published)}<div>
<h2 id="{own}-t">{escape(line(episode.title))}</h2>
<p class="facts">{_facts(published, show)}</p>
</div>
</header>
{as_html(episode.notes)}
<audio controls preload="{preload}" src="{link(published.audio)}" \
aria-label="{_attribute(episode.title)}">{_track(published, show)}</audio>
{_chapters(published, show)}
{_transcripts(published, show)}
</article>"""


def _facts(published: Published, show: Show) -> str:
    episode = published.episode
    facts = [f'<time datetime="{episode.published:%Y-%m-%d}">{_date(episode, show)}</time>']
    facts.insert(0, clock_text(published.duration_ms / 1000))
    if show.type == "serial" and episode.number is not None:
        facts.insert(0, str(episode.number))
    return " · ".join(facts)


def _date(episode: Episode, show: Show) -> str:
    words = page_words(show.language)
    if words.language != primary_language(show.language):
        return f"{episode.published:%Y-%m-%d}"
    return words.dated(episode.published)


def _cover(published: Published) -> str:
    if not published.cover:
        return ""
    source = quote(published.cover.path)
    return f'<img src="{source}" width="88" height="88" alt="" loading="lazy">\n'


def _track(published: Published, show: Show) -> str:
    captions = [file for file in published.transcripts if file.type == "text/vtt"]
    if not captions:
        return ""
    language = _attribute(show.language)
    return (
        f'<track kind="captions" src="{link(captions[0])}" srclang="{language}" '
        f'label="{page_words(show.language).captions}">'
    )


def _chapters(published: Published, show: Show) -> str:
    rows = []
    for chapter in published.chapters:
        start = f"{chapter.start_ms / 1000:g}"
        opening = f'<a href="{link(published.audio)}#t={start}" data-start="{start}">'
        time = f"<time>{clock_text(chapter.start_ms // 1000)}</time>"
        rows.append(f"<li>{opening}{time}<span>{escape(line(chapter.title))}</span></a></li>")
    return (
        f'<h3>{_own("chapters", show)}</h3>\n<ol class="chapters">\n' + "\n".join(rows) + "\n</ol>"
    )


def _transcripts(published: Published, show: Show) -> str:
    links = [
        f'<li><a href="{link(file)}">{_TRANSCRIPTS[file.type] or _own("text", show)}</a></li>'
        for file in published.transcripts
        if file.type in _TRANSCRIPTS
    ]
    if not links:
        return ""
    summary = f"<summary>{_own('transcript', show)}</summary>"
    return f'<details>\n{summary}\n<ul class="links">{"".join(links)}</ul>\n</details>'


def _robots(site: Site) -> str:
    return '<meta name="robots" content="noindex, nofollow">\n' if is_private(site) else ""


def _own(name: str, show: Show) -> str:
    """A word of the page itself, marked with its language if that is not the show's."""
    words = page_words(show.language)
    text = escape(getattr(words, name))
    same = words.language == primary_language(show.language)
    return text if same else f'<span lang="{words.language}">{text}</span>'


def _attribute(text: str) -> str:
    return escape(line(clean(text)), quote=True)


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
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
