from __future__ import annotations

from pathlib import Path

from site_checks import messages


def test_a_file_that_is_not_a_feed(folder: Path) -> None:
    feed = folder / "feed.xml"
    whole = feed.read_text(encoding="utf-8")
    for text, message in (
        (whole[:900], "not well formed"),
        ("<html></html>", "not an RSS feed"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><rss>&a;</rss>', "trusted"),
    ):
        feed.write_text(text, encoding="utf-8")
        assert message in messages(folder)
