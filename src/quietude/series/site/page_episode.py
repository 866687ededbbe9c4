"""An episode on the page of its site: player, notes, chapters and transcript, in its language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from quietude._util.languages import primary_language
from quietude.durations import clock_text
from quietude.series.site.feed_item import anchor
from quietude.series.site.page_words import page_words
from quietude.series.site.paths import link
from quietude.series.site.text import as_html, clean, line, paragraphs

if TYPE_CHECKING:
    from quietude.series.model import Episode, Published, Show, Site

_FEW = 12
"""Up to this many players load the lengths of their sessions; more would burden the host."""

_TRANSCRIPTS = {"text/plain": "", "text/vtt": "WebVTT", "application/x-subrip": "SubRip"}


def article_html(published: Published, site: Site) -> str:
    """An episode as an ``article``, marked with its language if the show has another one."""
    episode, show = published.episode, site.show
    own = anchor(episode)
    language = episode.language or show.language
    words = page_words(language)
    preload = "metadata" if len(site.episodes) <= _FEW else "none"
    marked = "" if language == show.language else f' lang="{attribute(language)}"'
    return f"""<article id="{own}" aria-labelledby="{own}-t"{marked} \
data-captions="{words.captions}" data-language="{words.language}" \
data-timer="{words.timer}" data-minutes="{words.minutes}" \
data-keep="{words.keep}"{_words(published)}>
<header>
{_cover(published)}<div>
<h2 id="{own}-t">{escape(line(episode.title))}</h2>
<p class="facts">{_facts(published, show, language)}</p>
{_guests(episode)}</div>
</header>
<audio controls preload="{preload}" src="{link(published.audio)}" \
aria-label="{attribute(episode.title)}">{_track(published, language)}</audio>
{_notes(episode, language)}
{_chapters(published, language)}
{_transcripts(published, language)}
</article>"""


def _words(published: Published) -> str:
    """The file with the times of the words, for who reads along."""
    return f' data-words="{link(published.words)}"' if published.words else ""


def _notes(episode: Episode, language: str) -> str:
    """The first paragraph of the notes, and the others behind a line: a phone shows more."""
    first, *others = paragraphs(episode.notes) or [""]
    rest = "".join(map(as_html, others))
    more = f"<details>\n<summary>{own_word('notes', language)}</summary>\n{rest}\n</details>"
    return as_html(first) + (f"\n{more}" if rest else "")


def _facts(published: Published, show: Show, language: str) -> str:
    episode, words = published.episode, page_words(language)
    facts = [clock_text(published.duration_ms / 1000)]
    facts.append(f'<time datetime="{episode.published:%Y-%m-%d}">{_date(episode, language)}</time>')
    if show.type == "serial" and episode.number is not None:
        facts.insert(0, str(episode.number))
    if episode.type != "full":
        facts.insert(0, words.trailer if episode.type == "trailer" else words.bonus)
    if episode.explicit:
        facts.append(words.explicit)
    if episode.synthetic is not None:
        if episode.human or not episode.synthetic:
            facts.append(words.human)
        if episode.synthetic:
            facts.append(words.synthetic)
    return " · ".join(facts)


def _guests(episode: Episode) -> str:
    names = []
    for person in episode.persons:
        name = escape(line(person.name))
        if urlsplit(person.link).scheme in {"http", "https"}:
            name = f'<a href="{attribute(person.link)}">{name}</a>'
        names.append(f"{name} ({escape(line(person.role.lower()))})")
    return f'<p class="facts">{", ".join(names)}</p>\n' if names else ""


def _date(episode: Episode, language: str) -> str:
    words = page_words(language)
    if words.language != primary_language(language):
        return f"{episode.published:%Y-%m-%d}"
    return words.dated(episode.published)


def _cover(published: Published) -> str:
    if not published.cover:
        return ""
    source, alt = quote(published.cover.path), attribute(published.episode.cover_alt)
    return f'<img src="{source}" width="88" height="88" alt="{alt}" loading="lazy">\n'


def _track(published: Published, language: str) -> str:
    captions = [file for file in published.transcripts if file.type == "text/vtt"]
    if not captions:
        return ""
    return (
        f'<track kind="captions" src="{link(captions[0])}" srclang="{attribute(language)}" '
        f'label="{page_words(language).captions}">'
    )


def _chapters(published: Published, language: str) -> str:
    rows = []
    for chapter in published.chapters:
        start = f"{chapter.start_ms / 1000:g}"
        opening = f'<a href="{link(published.audio)}#t={start}" data-start="{start}">'
        time = f"<time>{clock_text(chapter.start_ms // 1000)}</time>"
        rows.append(f"<li>{opening}{time}<span>{escape(line(chapter.title))}</span></a></li>")
    summary = f"<summary>{own_word('chapters', language)}</summary>"
    listed_ = "\n".join(rows)
    return f'<details>\n{summary}\n<ol class="chapters">\n{listed_}\n</ol>\n</details>'


def _transcripts(published: Published, language: str) -> str:
    text = own_word("text", language)
    links = [
        f'<li><a href="{link(file)}">{_TRANSCRIPTS[file.type] or text}</a></li>'
        for file in published.transcripts
        if file.type in _TRANSCRIPTS
    ]
    if not links:
        return ""
    summary = f"<summary>{own_word('transcript', language)}</summary>"
    listed = f'<ul class="links">{"".join(links)}</ul>'
    return f'<details class="transcript">\n{summary}\n{listed}\n</details>'


def own_word(name: str, language: str) -> str:
    """A word of the page itself, marked with its language where its surroundings have another."""
    words = page_words(language)
    text = escape(getattr(words, name))
    same = words.language == primary_language(language)
    return text if same else f'<span lang="{words.language}">{text}</span>'


def attribute(text: str) -> str:
    """Text as the value of an attribute."""
    return escape(line(clean(text)), quote=True)
