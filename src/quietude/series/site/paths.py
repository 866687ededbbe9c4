"""Names, types and addresses of the files of a site."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from quietude.series.model import Enclosure

FEED = "feed.xml"
PAGE = "index.html"
RECORD = "series.json"
OUTLINE = "subscriptions.opml"
CHECKSUMS = "SHA256SUMS"
CHAPTERS_FOLDER = "chapters"
WORDS_FOLDER = "words"
WORKER = "offline.js"
APP = "app.webmanifest"
ICON = "icon.svg"
CHAPTERS_TYPE = "application/json+chapters"

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4b",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
"""Media type of a file, by the suffix of its name."""


_USUAL = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", re.ASCII)
"""Paths that are safe at a glance: no part begins with a dot. Others are looked at more closely."""


def url_of(base_url: str, path: str) -> str:
    """Address of a file of a site, in ASCII."""
    return f"{base_url.rstrip('/')}/{quote(path)}"


def address(base_url: str, file: Enclosure) -> str:
    """Address of a file of a site; one that had other contents before has another one."""
    return url_of(base_url, file.path) + query(file)


def link(file: Enclosure) -> str:
    """Address of a file relative to the site's page."""
    return quote(file.path) + query(file)


def query(file: Enclosure) -> str:
    """The end of a file's address: hosts pass over it, caches do not."""
    return f"?v={file.version}" if file.version else ""


def is_safe(path: str) -> bool:
    """Return True for a normal relative path that stays inside its folder on every system."""
    if _USUAL.fullmatch(path):
        return True
    parts = path.split("/")
    return (
        bool(path)
        and not any(part in {"", ".", ".."} for part in parts)
        and not any(sign in path for sign in '\\:*?"<>|')
        and path.isprintable()
        and str(PurePosixPath(path)) == path
    )
