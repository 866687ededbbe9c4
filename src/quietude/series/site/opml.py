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
    for site in sites:
        name = line(site.show.title)
        attributes = {
            "type": "rss",
            "text": name,
            "title": name,
            "xmlUrl": feed_url(site),
            "htmlUrl": site.show.link or url_of(site.base_url, ""),
            "language": site.show.language,
        }
        ET.SubElement(body, "outline", attributes)
    return xml_bytes(opml)
