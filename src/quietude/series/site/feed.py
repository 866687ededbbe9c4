"""A site → ``feed.xml`` and its older pages: RSS 2.0 as Apple, PSP-1 and Podcasting 2.0 want it.

The same site is the same bytes: no clock is read. Chapters are given in three ways, since no two
players read the same one (a list of files for ``podcast:chapters``, ``psc:chapters``, times in the
description), and once more inside each file.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from quietude.series.categories import split_category
from quietude.series.site.feed_item import (
    AI_CONTENT,
    add_item,
    add_persons,
    add_text,
    as_word,
    is_private,
)
from quietude.series.site.feed_pages import feed_pages
from quietude.series.site.paths import FEED, address, url_of
from quietude.series.site.text import (
    DESCRIPTION_BYTES,
    clean,
    cut,
    line,
)

if TYPE_CHECKING:
    from quietude.series.model import Published, Site
    from quietude.series.site.feed_pages import FeedPage

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
FEED_TYPE = "application/rss+xml"


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
        add_item(ET.SubElement(channel, "item"), site, published)
    return xml_bytes(rss)


def xml_bytes(root: ET.Element) -> bytes:
    """A whole document, indented, UTF-8."""
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def feed_url(site: Site) -> str:
    """Address of a site's feed."""
    return url_of(site.base_url, FEED)


def _show(channel: ET.Element, site: Site, page: FeedPage) -> None:
    show = site.show
    private = is_private(site)
    add_text(channel, "title", line(show.title))
    add_text(channel, "description", cut(clean(show.description), DESCRIPTION_BYTES))
    add_text(channel, "link", show.link or url_of(site.base_url, ""))
    add_text(channel, "language", show.language)
    for relation, name in (("self", page.name), *page.links):
        href = url_of(site.base_url, name)
        ET.SubElement(channel, "atom:link", {"rel": relation, "href": href, "type": FEED_TYPE})
    add_text(channel, "generator", "Quietude")
    if show.copyright:
        add_text(channel, "copyright", line(show.copyright))
    if page.episodes:
        latest = page.episodes[0].episode.published
        add_text(channel, "lastBuildDate", format_datetime(latest))
    add_text(channel, "itunes:author", line(show.author))
    ET.SubElement(channel, "itunes:image", {"href": url_of(site.base_url, site.cover.path)})
    _categories(channel, show.categories)
    # A show with an explicit episode counts as explicit: directories take it off otherwise.
    explicit = show.explicit or any(published.episode.explicit for published in site.episodes)
    add_text(channel, "itunes:explicit", as_word(explicit))
    add_text(channel, "itunes:type", show.type)
    if show.email:
        owner = ET.SubElement(channel, "itunes:owner")
        add_text(owner, "itunes:name", line(show.author))
        add_text(owner, "itunes:email", line(show.email))
    if private:
        add_text(channel, "itunes:block", "Yes")
        add_text(channel, "podcast:block", "yes")
    add_text(channel, "podcast:guid", site.podcast_guid)
    locked = ET.SubElement(channel, "podcast:locked")
    locked.text = "yes" if show.locked or private else "no"
    if show.email:
        locked.set("owner", line(show.email))
    add_text(channel, "podcast:medium", show.medium)
    _extras(channel, site)
    add_persons(channel, show.persons)
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
        add_text(channel, "podcast:txt", line(text)).set("purpose", line(purpose))
    if show.funding:
        funding = add_text(channel, "podcast:funding", line(show.funding.text, 128))
        funding.set("url", show.funding.url)
    if show.license:
        licence = add_text(channel, "podcast:license", line(show.license.name, 128))
        if show.license.url:
            licence.set("url", show.license.url)
    if show.new_feed_url:
        add_text(channel, "itunes:new-feed-url", show.new_feed_url)
    if show.frequency or show.complete:
        rhythm = add_text(
            channel,
            "podcast:updateFrequency",
            show.frequency.text if show.frequency else "complete",
        )
        if show.frequency and show.frequency.rule:
            rhythm.set("rrule", show.frequency.rule)
        if show.complete:
            rhythm.set("complete", "true")
    if show.complete:
        add_text(channel, "itunes:complete", "Yes")


def _ai_content(site: Site) -> tuple[tuple[str, str], ...]:
    """The word of a show on its voices, for directories that ask; nothing if no episode says it."""
    said = {published.episode.synthetic for published in site.episodes} - {None}
    return ((AI_CONTENT, as_word(True in said)),) if said else ()


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
    add_text(channel, "podcast:trailer", line(episode.title, 128)).attrib.update(attributes)


def _categories(channel: ET.Element, categories: tuple[str, ...]) -> None:
    """Add the categories, each with all its subcategories inside."""
    elements: dict[str, ET.Element] = {}
    for written in categories:
        category, subcategory = map(line, split_category(written))
        if category not in elements:
            elements[category] = ET.SubElement(channel, "itunes:category", {"text": category})
        if subcategory:
            ET.SubElement(elements[category], "itunes:category", {"text": subcategory})
