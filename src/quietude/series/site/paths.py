"""Where the files of a site are: their names, and their addresses."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

FEED = "feed.xml"
PAGE = "index.html"
RECORD = "series.json"
OUTLINE = "subscriptions.opml"
CHECKSUMS = "SHA256SUMS"


def url_of(base_url: str, path: str) -> str:
    """The address of a file of a site, in ASCII."""
    return f"{base_url.rstrip('/')}/{quote(path)}"


def is_safe(path: str) -> bool:
    """Whether a path stays inside the folder, however it is read, and is written in one way."""
    parts = path.split("/")
    return (
        bool(path)
        and not any(it in {"", ".", ".."} for it in parts)
        and not any(it in path for it in '\\:*?"<>|')
        and path.isprintable()
        and str(PurePosixPath(path)) == path
    )
