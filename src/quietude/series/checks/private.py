"""Checks that a private site gives nothing away: no address to guess, no name anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude._util.strict_reading import LARGE_BYTES, TooLargeError, read_bounded
from quietude.series.checks.feed.document import text_of
from quietude.series.checks.finding import error, warning
from quietude.series.site.feed_item import is_private
from quietude.series.site.paths import FEED, PAGE
from quietude.series.site.record import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding
    from quietude.series.model import Published, Site

SHORTEST_NAME = 2
"""Shorter values are found everywhere by chance."""

_TOKEN = re.compile(r"[a-z0-9]{16,}")


def check_private(
    folder: Path, feed: FeedDocument, site: Site, names: Sequence[str]
) -> Iterator[SiteFinding]:
    """Check a private site for all it must be, a public one for names only."""
    if is_private(site):
        yield from _hidden(folder, feed)
    for published in site.episodes:
        if published.episode.personal:
            yield from _personal(folder, site, published)
    yield from _names(folder, site, names)


def is_unguessable(path: str) -> bool:
    """Return True if part of an address is drawn at random: 16 letters or digits in a row."""
    return bool(_TOKEN.search(path))


def _hidden(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    if text_of(feed.channel, "itunes:block").lower() != "yes":
        yield error(FEED, "the show is private, and directories may list it (itunes:block)")
    if text_of(feed.channel, "podcast:locked") != "yes":
        yield error(FEED, "the show is private and not locked")
    try:
        page = read_bounded(folder / PAGE, LARGE_BYTES).decode("utf-8")
    except (OSError, ValueError):
        return
    if "noindex" not in page:
        yield error(PAGE, "the show is private, and search engines may list its page")


def _personal(folder: Path, site: Site, published: Published) -> Iterator[SiteFinding]:
    base = site.base_url.split("://", 1)[-1]
    path = published.audio.path
    if not is_unguessable(path) and not is_unguessable(base):
        yield error(path, "a personal session has an address that can be guessed",
                    "Build it as a listener's session, or protect the site.")  # fmt: skip
    if _has_words(folder / path):
        yield error(path, "the words of a personal session are in its tags")


def _has_words(path: Path) -> bool:
    import mutagen

    try:
        found = mutagen.File(path)
    except (mutagen.MutagenError, OSError):
        return False  # another check reports a file that cannot be read
    keys = list(found.tags or ()) if found is not None else []
    return any(str(key).startswith(("USLT", "SYLT", "lyrics", "©lyr")) for key in keys)


def _names(folder: Path, site: Site, names: Sequence[str]) -> Iterator[SiteFinding]:
    """Look for names where they should not be: in file names, pages, feeds and tags."""
    listed = sorted({name.strip() for name in names if len(name.strip()) >= SHORTEST_NAME})
    if not listed:
        return
    spelt = "|".join(map(re.escape, listed))
    search = re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)
    personal = [published for published in site.episodes if published.episode.personal]
    spoken = {transcript.path for published in personal for transcript in published.transcripts}
    advice = "Take it out of titles, notes and file names in the manifest."
    places = [file.path for file in files_of(site)]
    found = (path for path in folder.rglob("*") if path.is_file())
    places += [path.relative_to(folder).as_posix() for path in found]
    for place in sorted(set(places)):
        if search.search(place.replace("-", " ").replace("_", " ")):
            yield error(place, "a name of the list stands in the name of this file", advice)
        if place not in spoken and search.search(_text(folder / place)):
            yield error(place, "a name of the list stands in this file", advice)
    if is_private(site) and search.search(site.base_url):
        yield warning(FEED, "a name of the list stands in the address of the site", advice)


def _text(path: Path) -> str:
    """Readable text of a file: all of a text, the tags of a sound."""
    import mutagen

    from quietude.deliver.formats.registry import FORMATS

    if path.suffix.lower() in {".jpg", ".png"}:
        return ""
    if path.suffix.lower().lstrip(".") in FORMATS:
        try:
            found = mutagen.File(path)
        except (mutagen.MutagenError, OSError):
            return ""
        tags = found.tags if found is not None else None
        return "\n".join(str(value) for value in tags.values()) if tags else ""
    try:
        return read_bounded(path, LARGE_BYTES).decode("utf-8", "replace")
    except (OSError, TooLargeError):
        return ""
