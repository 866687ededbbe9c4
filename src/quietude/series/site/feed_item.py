"""An episode in its feed: one ``item``, with what players and directories read of it."""

from __future__ import annotations

import base64
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from quietude.durations import timestamp, timestamp_ms
from quietude.series.site.paths import CHAPTERS_TYPE, address, url_of
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

AI_CONTENT, VOICE = "ai-content", "voice"
"""Purpose of the ``podcast:txt`` that says if a program speaks (podcast-namespace, txt.md)."""

FEWEST_TIMES = 3
"""Apple takes times in a description for chapters from three on, the first 00:00:00."""

_TIMES_BYTES = 2400
"""Most bytes of a description that the times may take, so that the notes keep their room."""

_CODECS = {"audio/ogg": ("Opus", "opus"), "audio/mp4": ("AAC", "mp4a.40.2")}
"""Name and RFC 6381 codec of the formats besides MP3, by their types."""

_TIMED = {"text/vtt", "application/x-subrip"}


def is_private(site: Site) -> bool:
    """Return True if directories should leave a site out: by its own word, or as it is personal."""
    return site.show.private or any(published.episode.personal for published in site.episodes)


def add_item(item: ET.Element, site: Site, published: Published) -> None:
    """Fill the element of an episode."""
    episode = published.episode
    title = line(episode.title)
    add_text(item, "title", title)
    add_text(item, "itunes:title", title)
    add_text(item, "description", notes_with_times(episode, published.chapters))
    add_text(item, "content:encoded", as_html(episode.notes) + _times(published.chapters))
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
    add_text(item, "guid", episode.guid).set("isPermaLink", "false")
    add_text(item, "link", f"{url_of(site.base_url, '')}#{anchor(episode)}")
    add_text(item, "pubDate", format_datetime(episode.published))
    add_text(item, "itunes:duration", str(round(published.duration_ms / 1000)))
    add_text(item, "itunes:explicit", as_word(episode.explicit))
    add_text(item, "itunes:episodeType", episode.type)
    if episode.number is not None:
        add_text(item, "itunes:episode", str(episode.number))
        add_text(item, "podcast:episode", str(episode.number))
    if episode.season is not None:
        add_text(item, "itunes:season", str(episode.season))
        add_text(item, "podcast:season", str(episode.season))
    if published.cover:
        href = url_of(site.base_url, published.cover.path)
        ET.SubElement(item, "itunes:image", {"href": href})
        image = {"href": href, "aspect-ratio": "1/1"}
        image |= {"alt": line(episode.cover_alt)} if episode.cover_alt else {}
        ET.SubElement(item, "podcast:image", image)
    if episode.synthetic is not None:
        add_text(item, "podcast:txt", as_word(episode.synthetic)).set("purpose", AI_CONTENT)
        if episode.human:
            add_text(item, "podcast:txt", "both" if episode.synthetic else "human").set(
                "purpose", VOICE
            )
    # Persons of an item replace those of its channel, so that a guest needs the hosts beside them.
    if episode.persons:
        add_persons(item, (*site.show.persons, *episode.persons))
    if is_private(site):
        add_text(item, "itunes:block", "Yes")
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


def notes_with_times(episode: Episode, chapters: tuple[ChapterStart, ...]) -> str:
    """Show notes as HTML, with the times of the chapters where players take them for such."""
    times = _times(chapters)
    if len(times.encode()) > _TIMES_BYTES:
        times = ""
    room = DESCRIPTION_BYTES - len(times.encode())
    return _html_within(episode.notes, room) + times


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


def add_persons(parent: ET.Element, persons: tuple[Person, ...]) -> None:
    """Add people, each with a role."""
    for person in persons:
        element = ET.SubElement(parent, "podcast:person", {"role": line(person.role.lower())})
        if person.link:
            element.set("href", person.link)
        if person.picture:
            element.set("img", person.picture)
        element.text = line(person.name, 128)


def add_text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    """Add an element with a text in it, and return it."""
    element = ET.SubElement(parent, tag)
    element.text = clean(text)
    return element


def as_word(value: bool) -> str:  # noqa: FBT001  (as a feed writes it)
    """A word for yes or no, as a feed writes it."""
    return "true" if value else "false"
