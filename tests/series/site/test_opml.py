from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET


def test_the_outline_can_be_imported(folder: Path) -> None:
    outline = ET.parse(folder / "subscriptions.opml").find("body/outline")
    assert outline is not None
    assert outline.get("type") == "rss"
    assert outline.get("xmlUrl") == "https://example.org/show/feed.xml"
    assert outline.get("text") == "Small & Quiet <show>"
