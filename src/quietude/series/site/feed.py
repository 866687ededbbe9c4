"""A site → ``feed.xml`` and its older pages: RSS 2.0 as Apple, PSP-1 and Podcasting 2.0 want it.

The same site is the same bytes: no clock is read. Chapters are given in three ways here, since no
two players read the same one (a list of files for ``podcast:chapters``, ``psc:chapters``, times in
the description), and once more inside each file.
"""

from __future__ import annotations

import base64
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from quietude.durations import timestamp, timestamp_ms
from quietude.series.categories import split_category
from quietude.series.site.feed_pages import feed_pages
from quietude.series.site.paths import CHAPTERS_TYPE, FEED, address, url_of
from quietude.series.site.text import (
    DESCRIPTION_BYTES,
    as_html,
    clean,
    cut,
    line,
    paragraphs,
)

if TYPE_CHECKING:
    from quietude.series.model import ChapterStart, Enclosure, Episode, Person, Published, Site
    from quietude.series.site.feed_pages import FeedPage

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
FEED_TYPE = "application/rss+xml"
AI_CONTENT, VOICE = "ai-content", "voice"
"""Purpose of the ``podcast:txt`` that says if a program speaks (podcast-namespace, txt.md)."""

FEWEST_TIMES = 3
"""Apple takes times in a description for chapters from three on, the first 00:00:00."""

_TIMES_BYTES = 2400
"""Most bytes of a description that the times may take, so that the notes keep their room."""

_CODECS = {"audio/ogg": ("Opus", "opus"), "audio/mp4": ("AAC", "mp4a.40.2")}
"""Name and RFC 6381 codec of the formats besides MP3, by their types."""

_TIMED = {"text/vtt", "application/x-subrip"}


def feed_documents(site: Site) -> dict[str, bytes]:
    """Every document of the feed of a site by its name: older pages first, ``feed.xml`` last."""
    return {page.name: _document(site, page) for page in feed_pages(site)}


def _document(site: Site, page: FeedPage) -> bytes:
    """A page of a feed, UTF-8, newest episode first."""
    # Prefixes are declared by hand: ElementTree declares only those it meets, and PSP-1 wants them.
    rss = ET.Element("rss", {"version": "2.0"})
    for prefix, uri in NAMESPACES.items():
        rss.set(f"xmlns:{prefix}", uri)
    channel = ET.SubElement(rss, "channel")
    _show(channel, site, page)
    for published in page.episodes:
        _item(ET.SubElement(channel, "item"), site, published)
    return xml_bytes(rss)


def xml_bytes(root: ET.Element) -> bytes:
    """A whole document, indented, UTF-8."""
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def is_private(site: Site) -> bool:
    """Return True if directories should leave a site out: by its own word, or as it is personal."""
    return site.show.private or any(published.episode.personal for published in site.episodes)


def feed_url(site: Site) -> str:
    """Address of a site's feed."""
    return url_of(site.base_url, FEED)


def notes_with_times(episode: Episode, chapters: tuple[ChapterStart, ...]) -> str:
    """Show notes as HTML, with the times of the chapters where players take them for such."""
    times = _times(chapters)
    if len(times.encode()) > _TIMES_BYTES:
        times = ""
    room = DESCRIPTION_BYTES - len(times.encode())
    return _html_within(episode.notes, room) + times


def _show(channel: ET.Element, site: Site, page: FeedPage) -> None:
    show = site.show
    private = is_private(site)
    _text(channel, "title", line(show.title))
    _text(channel, "description", cut(clean(show.description), DESCRIPTION_BYTES))
    _text(channel, "link", show.link or url_of(site.base_url, ""))
    _text(channel, "language", show.language)
    for relation, name in (("self", page.name), *page.links):
        href = url_of(site.base_url, name)
        ET.SubElement(channel, "atom:link", {"rel": relation, "href": href, "type": FEED_TYPE})
    _text(channel, "generator", "Quietude")
    if show.copyright:
        _text(channel, "copyright", line(show.copyright))
    if page.episodes:
        latest = page.episodes[0].episode.published
        _text(channel, "lastBuildDate", format_datetime(latest))
    _text(channel, "itunes:author", line(show.author))
    ET.SubElement(channel, "itunes:image", {"href": url_of(site.base_url, site.cover.path)})
    _categories(channel, show.categories)
    # A show with an explicit episode counts as explicit: directories take it off otherwise.
    explicit = show.explicit or any(published.episode.explicit for published in site.episodes)
    _text(channel, "itunes:explicit", _bool(explicit))
    _text(channel, "itunes:type", show.type)
    if show.email:
        owner = ET.SubElement(channel, "itunes:owner")
        _text(owner, "itunes:name", line(show.author))
        _text(owner, "itunes:email", line(show.email))
    if private:
        _text(channel, "itunes:block", "Yes")
        _text(channel, "podcast:block", "yes")
    _text(channel, "podcast:guid", site.podcast_guid)
    locked = ET.SubElement(channel, "podcast:locked")
    locked.text = "yes" if show.locked or private else "no"
    if show.email:
        locked.set("owner", line(show.email))
    _text(channel, "podcast:medium", show.medium)
    _extras(channel, site)
    _persons(channel, show.persons)
    for published in site.episodes:
        if published.episode.type == "trailer" and page.name == FEED:
            _trailer(channel, site, published)


def _extras(channel: ET.Element, site: Site) -> None:
    """Add what a show may say of itself and need not."""
    show = site.show
    image = {"href": url_of(site.base_url, site.cover.path), "aspect-ratio": "1/1"}
    image |= {"alt": line(show.cover_alt)} if show.cover_alt else {}
    ET.SubElement(channel, "podcast:image", image)
    for purpose, text in (*show.txt, *_ai_content(site)):
        _text(channel, "podcast:txt", line(text)).set("purpose", line(purpose))
    if show.funding:
        funding = _text(channel, "podcast:funding", line(show.funding.text, 128))
        funding.set("url", show.funding.url)
    if show.license:
        licence = _text(channel, "podcast:license", line(show.license.name, 128))
        if show.license.url:
            licence.set("url", show.license.url)
    if show.new_feed_url:
        _text(channel, "itunes:new-feed-url", show.new_feed_url)
    if show.frequency or show.complete:
        rhythm = _text(
            channel,
            "podcast:updateFrequency",
            show.frequency.text if show.frequency else "complete",
        )
        if show.frequency and show.frequency.rule:
            rhythm.set("rrule", show.frequency.rule)
        if show.complete:
            rhythm.set("complete", "true")
    if show.complete:
        _text(channel, "itunes:complete", "Yes")


def _ai_content(site: Site) -> tuple[tuple[str, str], ...]:
    """The word of a show on its voices, for directories that ask; nothing if no episode says it."""
    said = {published.episode.synthetic for published in site.episodes} - {None}
    return ((AI_CONTENT, _bool(True in said)),) if said else ()


def _persons(parent: ET.Element, persons: tuple[Person, ...]) -> None:
    for person in persons:
        element = ET.SubElement(parent, "podcast:person", {"role": line(person.role.lower())})
        if person.link:
            element.set("href", person.link)
        if person.picture:
            element.set("img", person.picture)
        element.text = line(person.name, 128)


def _trailer(channel: ET.Element, site: Site, published: Published) -> None:
    episode, audio = published.episode, published.audio
    attributes = {
        "pubdate": format_datetime(episode.published),
        "url": address(site.base_url, audio),
        "length": str(audio.bytes),
        "type": audio.type,
    }
    if episode.season is not None:
        attributes["season"] = str(episode.season)
    _text(channel, "podcast:trailer", line(episode.title, 128)).attrib.update(attributes)


def _categories(channel: ET.Element, categories: tuple[str, ...]) -> None:
    """Add the categories, each with all its subcategories inside."""
    elements: dict[str, ET.Element] = {}
    for written in categories:
        category, subcategory = map(line, split_category(written))
        if category not in elements:
            elements[category] = ET.SubElement(channel, "itunes:category", {"text": category})
        if subcategory:
            ET.SubElement(elements[category], "itunes:category", {"text": subcategory})


def _item(item: ET.Element, site: Site, published: Published) -> None:
    episode = published.episode
    title = line(episode.title)
    _text(item, "title", title)
    _text(item, "itunes:title", title)
    _text(item, "description", notes_with_times(episode, published.chapters))
    _text(item, "content:encoded", as_html(episode.notes) + _times(published.chapters))
    audio = published.audio
    ET.SubElement(
        item,
        "enclosure",
        {
            "url": address(site.base_url, audio),
            "length": str(audio.bytes),
            "type": audio.type,
        },
    )
    _text(item, "guid", episode.guid).set("isPermaLink", "false")
    _text(item, "link", f"{url_of(site.base_url, '')}#{anchor(episode)}")
    _text(item, "pubDate", format_datetime(episode.published))
    _text(item, "itunes:duration", str(round(published.duration_ms / 1000)))
    _text(item, "itunes:explicit", _bool(episode.explicit))
    _text(item, "itunes:episodeType", episode.type)
    if episode.number is not None:
        _text(item, "itunes:episode", str(episode.number))
        _text(item, "podcast:episode", str(episode.number))
    if episode.season is not None:
        _text(item, "itunes:season", str(episode.season))
        _text(item, "podcast:season", str(episode.season))
    if published.cover:
        href = url_of(site.base_url, published.cover.path)
        ET.SubElement(item, "itunes:image", {"href": href})
        image = {"href": href, "aspect-ratio": "1/1"}
        image |= {"alt": line(episode.cover_alt)} if episode.cover_alt else {}
        ET.SubElement(item, "podcast:image", image)
    if episode.synthetic is not None:
        _text(item, "podcast:txt", _bool(episode.synthetic)).set("purpose", AI_CONTENT)
        if episode.human:
            _text(item, "podcast:txt", "both" if episode.synthetic else "human").set(
                "purpose", VOICE
            )
    # Persons of an item replace those of its channel, so that a guest needs the hosts beside them.
    if episode.persons:
        _persons(item, (*site.show.persons, *episode.persons))
    if is_private(site):
        _text(item, "itunes:block", "Yes")
    _files(item, site, published)


def _files(item: ET.Element, site: Site, published: Published) -> None:
    """Add the files of an episode besides its sound."""
    episode = published.episode
    for file in published.alternates:
        _alternate(item, site, published, file)
    _chapters(item, site, published)
    for transcript in published.transcripts:
        attributes = {"url": address(site.base_url, transcript), "type": transcript.type}
        attributes["language"] = episode.language or site.show.language
        if transcript.type in _TIMED:
            attributes["rel"] = "captions"
        ET.SubElement(item, "podcast:transcript", attributes)


def _alternate(item: ET.Element, site: Site, published: Published, file: Enclosure) -> None:
    """Add the same session in another format, for players that ask for less to load."""
    name, codecs = _CODECS[file.type]
    bits_per_s = round(file.bytes * 8000 / max(1, published.duration_ms))
    attributes = {"type": file.type, "length": str(file.bytes), "bitrate": str(bits_per_s)}
    attributes |= {"title": name, "codecs": codecs}
    alternate = ET.SubElement(item, "podcast:alternateEnclosure", attributes)
    ET.SubElement(alternate, "podcast:source", {"uri": address(site.base_url, file)})
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode("ascii")
    ET.SubElement(alternate, "podcast:integrity", {"type": "sri", "value": f"sha256-{digest}"})


def _chapters(item: ET.Element, site: Site, published: Published) -> None:
    url = address(site.base_url, published.chapters_json)
    ET.SubElement(item, "podcast:chapters", {"url": url, "type": CHAPTERS_TYPE})
    listed = ET.SubElement(item, "psc:chapters", {"version": "1.2"})
    for chapter in published.chapters:
        start = timestamp_ms(chapter.start_ms)
        ET.SubElement(listed, "psc:chapter", {"start": start, "title": line(chapter.title)})


def anchor(episode: Episode) -> str:
    """Fragment (ASCII letters, digits, hyphens) by which the site's page links to an episode."""
    return "e-" + "".join(
        sign if sign.isascii() and sign.isalnum() else "-" for sign in episode.guid
    )


def _times(chapters: tuple[ChapterStart, ...]) -> str:
    """Chapters as lines of a description, in HTML; empty if they are too few to be recognised."""
    if len(chapters) < FEWEST_TIMES or chapters[0].start_ms:
        return ""
    rows = (f"{timestamp(chapter.start_ms)} {line(chapter.title)}" for chapter in chapters)
    return as_html("\n".join(rows))


def _html_within(notes: str, limit_bytes: int) -> str:
    """Plain text as HTML of at most so many bytes: whole paragraphs, the last of them cut."""
    html = ""
    for paragraph in paragraphs(notes):
        room = limit_bytes - len(html.encode())
        whole = as_html(paragraph)
        if len(whole.encode()) <= room:
            html += whole
            continue
        kept = room - len("<p></p>")
        # Escapes make HTML longer than its text by an unknown amount. A sign grows by 5 bytes at
        # most ("&" to "&amp;", a line end to "<br>"), so a fifth of the excess never cuts too much.
        while kept > 0 and len(as_html(cut(paragraph, kept)).encode()) > room:
            kept -= max(1, len(as_html(cut(paragraph, kept)).encode()) - room) // 5 + 1
        return html + (as_html(cut(paragraph, kept)) if kept > 0 else "")
    return html


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = clean(text)
    return element


def _bool(value: bool) -> str:  # noqa: FBT001  (as a feed writes it)
    return "true" if value else "false"
