"""Files in a folder to upload that nothing names: some must never be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.series.checks.finding import error, warning
from quietude.series.site.feed_pages import feed_pages
from quietude.series.site.paths import APP, CHECKSUMS, FEED, ICON, OUTLINE, PAGE, RECORD, WORKER
from quietude.series.site.record import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.series.checks.finding import SiteFinding
    from quietude.series.model import Site

OURS = frozenset({FEED, PAGE, RECORD, OUTLINE, CHECKSUMS, WORKER, APP, ICON})
_HOSTS = frozenset(
    {
        ".nojekyll", "cname", "robots.txt", "_headers", "_redirects", "favicon.ico", "404.html",
        "humans.txt", "sitemap.xml", ".htaccess",
    }
)  # fmt: skip
"""Files that hosts ask for."""

_TABLES = frozenset(
    {".csv", ".tsv", ".xls", ".xlsx", ".ods", ".jsonl", ".ndjson", ".db", ".sqlite", ".numbers"}
)
_SOURCES = frozenset({".yaml", ".yml", ".docx", ".odt", ".rtf", ".md", ".corrections", ".toml"})
_KEYS = frozenset({".pem", ".key", ".p12", ".pfx", ".env", ".gpg"})
_STATE = frozenset({"journal.jsonl", "secret", "addresses.csv", "lock", "timelines", "built"})
_TAKE_OUT = "Take it out of the folder, and off the host if it was uploaded."
_MOST = 20


def check_strays(folder: Path, site: Site | None, *, inner: bool = False) -> Iterator[SiteFinding]:
    """Look at every file of a site that neither its record nor a host names.

    Args:
        folder: The folder of the site.
        site: The site, or None for the folder around the sites of listeners.
        inner: True to leave out the folders in it, which have checks of their own.
    """
    known = set(OURS) if site else {PAGE}
    known |= {file.path for file in files_of(site)} if site else set()
    known |= {page.name for page in feed_pages(site)} if site else set()
    found = folder.iterdir() if inner else folder.rglob("*")
    plain = 0
    for path in sorted(found):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield error(place, "this is a link to another place", _TAKE_OUT)
        elif path.is_dir():
            if path.name.startswith(".") and path.name.endswith(".quietude"):
                message = "this is the state of a series: it holds words and names of listeners"
                yield error(place, message, _TAKE_OUT)
        elif place not in known and path.name.lower() not in _HOSTS:
            secret = _secret(path)
            if secret:
                yield error(place, secret, _TAKE_OUT)
                continue
            plain += 1
            if plain <= _MOST and not place.startswith(".well-known/"):
                yield warning(place, "nothing names this file",
                              "If you did not put it there on purpose, take it out.")  # fmt: skip


def _secret(path: Path) -> str:
    """The reason that a file must not be uploaded, or ""."""
    suffix = path.suffix.lower() or path.name.lower()
    if path.name in _STATE or any(parent.name in _STATE for parent in path.parents):
        return "this belongs to the state of a series, which must not be uploaded"
    if suffix in _KEYS or path.name.startswith("id_"):
        return "this looks like a key or a password"
    if suffix in _TABLES:
        return "this is a table: it may hold the names of listeners"
    if suffix in _SOURCES:
        return "this is a source: what everybody may download is the sound"
    if path.name.endswith((".part", ".kept", ".new", ".tmp", "~", ".bak", ".swp")):
        return "this is half a file, or an old one"
    return ""
