"""Whether a private site gives away nothing: addresses that cannot be guessed, no name anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.series.checks.finding import error, warning
from quietude.series.checks.source import text_of
from quietude.series.site.feed import is_private
from quietude.series.site.paths import FEED, PAGE
from quietude.series.site.record import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.series.checks.finding import Finding
    from quietude.series.checks.source import Source
    from quietude.series.model import Published, Site

SHORTEST_NAME = 2
"""Shorter values are found everywhere by chance."""

_TOKEN = re.compile(r"[a-z0-9]{16,}")


def check_private(
    folder: Path, source: Source, site: Site, names: Sequence[str]
) -> Iterator[Finding]:
    """What a private site must be; a public one is only searched for names."""
    if is_private(site):
        yield from _hidden(folder, source)
    for it in site.episodes:
        if it.episode.personal:
            yield from _personal(folder, site, it)
    yield from _names(folder, site, names)


def is_unguessable(path: str) -> bool:
    """Whether a part of an address is drawn and not written: sixteen letters or digits on end."""
    return bool(_TOKEN.search(path))


def _hidden(folder: Path, source: Source) -> Iterator[Finding]:
    if text_of(source.channel, "itunes:block").lower() != "yes":
        yield error(FEED, "the show is private, and directories may list it (itunes:block)")
    if text_of(source.channel, "podcast:locked") != "yes":
        yield error(FEED, "the show is private and not locked")
    try:
        page = (folder / PAGE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if "noindex" not in page:
        yield error(PAGE, "the show is private, and search engines may list its page")


def _personal(folder: Path, site: Site, it: Published) -> Iterator[Finding]:
    base = site.base_url.split("://", 1)[-1]
    if not is_unguessable(it.audio.path) and not is_unguessable(base):
        yield error(it.audio.path, "a personal session has an address that can be guessed",
                    "Build it as a listener's session, or protect the site.")  # fmt: skip
    if _has_words(folder / it.audio.path):
        yield error(it.audio.path, "the words of a personal session are in its tags")


def _has_words(path: Path) -> bool:
    import mutagen

    try:
        found = mutagen.File(path)
    except (mutagen.MutagenError, OSError):
        return False  # that it cannot be read is told elsewhere
    keys = list(found.tags or ()) if found is not None else []
    return any(str(it).startswith(("USLT", "SYLT", "lyrics", "©lyr")) for it in keys)


def _names(folder: Path, site: Site, names: Sequence[str]) -> Iterator[Finding]:
    """Names that stand where they should not: in names of files, pages, feeds and tags."""
    wanted = sorted({it.strip() for it in names if len(it.strip()) >= SHORTEST_NAME})
    if not wanted:
        return
    spelt = "|".join(map(re.escape, wanted))
    search = re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)
    said = {one.path for it in site.episodes for one in it.transcripts if it.episode.personal}
    advice = "Take it out of titles, notes and file names in the manifest."
    places = [it.path for it in files_of(site)]
    places += [it.name for it in folder.iterdir() if it.is_file()]
    for place in sorted(set(places)):
        if search.search(place.replace("-", " ").replace("_", " ")):
            yield error(place, "a name of the list stands in the name of this file", advice)
        if place not in said and search.search(_text(folder / place)):
            yield error(place, "a name of the list stands in this file", advice)
    if is_private(site) and search.search(site.base_url):
        yield warning(FEED, "a name of the list stands in the address of the site", advice)


def _text(path: Path) -> str:
    """What of a file can be read as text: all of a text, the tags of a sound."""
    import mutagen

    if path.suffix.lower() in {".jpg", ".png"}:
        return ""
    if path.suffix.lower() in {".mp3", ".m4a", ".m4b", ".flac", ".ogg", ".opus", ".wav"}:
        try:
            found = mutagen.File(path)
        except (mutagen.MutagenError, OSError):
            return ""
        tags = found.tags if found is not None else None
        return "\n".join(str(it) for it in tags.values()) if tags else ""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
