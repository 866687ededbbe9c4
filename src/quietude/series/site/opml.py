"""A site → an OPML outline, which every podcast app imports as a list of subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from quietude.series.site.feed import feed_url, xml_bytes
from quietude.series.site.paths import url_of
from quietude.series.site.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.series.model import Site


def outline_opml(sites: Sequence[Site], title: str) -> bytes:
    """OPML 2.0 with one subscription a site, UTF-8."""
    opml = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(opml, "head"), "title").text = line(title)
    body = ET.SubElement(opml, "body")
    for it in sites:
        name = line(it.show.title)
        about = {
            "type": "rss",
            "text": name,
            "title": name,
            "xmlUrl": feed_url(it),
            "htmlUrl": it.show.link or url_of(it.base_url, ""),
            "language": it.show.language,
        }
        ET.SubElement(body, "outline", about)
    return xml_bytes(opml)
