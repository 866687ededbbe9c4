"""The site besides its episodes' own files: covers and feeds; and leftovers, which are removed."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.files import PendingFile, file_sha256, is_file
from quietude._util.private_folder import remove_inside
from quietude.errors import SeriesError
from quietude.series.build.episode_files import TEXTS_VERSION
from quietude.series.build.fingerprints import site_fingerprint
from quietude.series.build.keys import digest
from quietude.series.build.state import WrittenFile
from quietude.series.model import ChapterStart, Enclosure, Episode, Published, Site
from quietude.series.site.paths import FEED, url_of
from quietude.series.site.publish import publish

if TYPE_CHECKING:
    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.build.state import EpisodeFiles
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.manifest.model import Manifest

LISTENER_PX = 1400
"""Side of the cover of a listener's own feed: the least that players ask for, as there are many."""

ADDRESSES = "addresses.csv"
BLANK = "index.html"
_BLANK_PAGE = '<!doctype html><meta name="robots" content="noindex"><title>Nothing here</title>\n'


def publish_feed(state_folder: StateFolder, manifest: Manifest, feed: ScheduledFeed) -> bool:
    """Write the feed of an edition, and what belongs to it, from the episodes that are there.

    Returns:
        False if none of them is, so that there is no feed.

    Raises:
        DeliveryError: if one of the files cannot be written.
    """
    placed = state_folder.state.episodes
    episodes = [
        _published(episode, placed[episode.key], feed)
        for episode in feed.episodes
        if episode.due and episode.action != "skip" and episode.key in placed
    ]
    if not episodes:
        return False
    cover = _cover(state_folder, manifest, feed)
    site = Site(
        manifest.show,
        feed.podcast_guid,
        feed.base_url,
        _enclosure(cover, feed),
        tuple(episodes),
    )
    folder = state_folder.site / feed.token
    fingerprint = site_fingerprint(site)
    known = state_folder.state.feeds.get(feed.token)
    if known and known.fingerprint == fingerprint and state_folder.feed_is_intact(feed.token):
        return True
    files = {}
    names = publish(site, folder)
    for name in sorted(known.files.keys() - set(names) if known else ()):
        remove_inside(state_folder.site, f"{feed.folder}{name}")  # a page of a longer feed
    for name in names:
        status = (folder / name).stat()
        files[name] = [status.st_size, status.st_mtime_ns]
    state_folder.add("feed", edition=feed.token, fingerprint=fingerprint, files=files)
    return True


def write_addresses(state_folder: StateFolder, feeds: list[ScheduledFeed]) -> None:
    """Write, for listeners, a page that lists nobody, and a private table of their feeds.

    Raises:
        DeliveryError: if one of them cannot be written.
    """
    if not any(feed.token for feed in feeds):
        return
    blank = state_folder.site / BLANK
    if not blank.exists():
        state_folder.add("placing", paths=[BLANK])
        with PendingFile(blank, overwrite=False) as pending:
            pending.write_text(_BLANK_PAGE)
            pending.commit()
    table = state_folder.path / ADDRESSES
    there = [feed for feed in feeds if is_file(state_folder.site / feed.token / FEED)]
    write_table(table, [["id", "feed"], *map(_address, there)])


def write_table(path: Path, rows: list[list[str]]) -> None:
    """Write a table that only its owner can read.

    Raises:
        DeliveryError: if it cannot be written.
    """
    with PendingFile(path, overwrite=True) as pending:
        pending.write_text(_rows(*rows))
        pending.commit()
    with contextlib.suppress(OSError):
        path.chmod(0o600)


class AddressTable:
    """The table of addresses while a build goes on: a row more for each feed that is new.

    The end of the build puts it in order.

    Args:
        state_folder: The state of the series.
    """

    def __init__(self, state_folder: StateFolder) -> None:
        self._path = state_folder.path / ADDRESSES
        self._rows: set[str] | None = None

    def add(self, feed: ScheduledFeed) -> None:
        """Add the feed of a listener, if it is not there.

        Raises:
            SeriesError: if it cannot be written.
        """
        row = _rows(_address(feed))
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "r+", encoding="utf-8", newline="") as file:
                if self._rows is None:
                    self._rows = set(file.read().splitlines(keepends=True))
                if row not in self._rows:
                    file.write(row)
                    self._rows.add(row)
        except OSError as error:
            message = f"the table of addresses cannot be written ({error.strerror})"
            hint = "Run the same command again."
            raise SeriesError(message, path=self._path, hint=hint) from error


def _address(feed: ScheduledFeed) -> list[str]:
    return [feed.listener, url_of(feed.base_url, FEED)]


def _rows(*rows: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def remove_leftovers(state_folder: StateFolder, feeds: list[ScheduledFeed]) -> list[str]:
    """Remove files that we wrote and nothing refers to any more; return their paths.

    Raises:
        SeriesError: if the journal cannot be written.
    """
    state = state_folder.state
    current = {episode.key for feed in feeds for episode in feed.episodes}
    for key in sorted({*state.episodes, *state.sessions} - current):
        state_folder.add("gone", episode=key)
    tokens = {feed.token for feed in feeds}
    for token in [token for token in state.editions if token not in tokens]:
        if token:
            remove_inside(state_folder.site, token)
        state_folder.add("edition-removed", edition=token)
    used = {file.path for files in state.episodes.values() for file in files.files.values()}
    used |= {file.path for _, file in state.covers.values()}
    if any(tokens):
        used.add(BLANK)
    leftovers = sorted(state.written - used)
    removed = [path for path in leftovers if remove_inside(state_folder.site, path)]
    if leftovers:
        state_folder.add("removed", paths=leftovers)
    return removed


def remove_partial_files(state_folder: StateFolder) -> None:
    """Remove files under temporary names, which a killed build left in the site."""
    site, state = state_folder.site, state_folder.state
    folders = {Path(path).parent for path in state.written} | set(map(Path, state.editions))
    for folder in folders:
        for pattern in (".*.part", ".*.kept"):
            for path in (site / folder).glob(pattern):
                remove_inside(site, str(folder / path.name))


def _published(episode: ScheduledEpisode, files: EpisodeFiles, feed: ScheduledFeed) -> Published:
    spec = episode.spec
    if spec.published is None:
        message = f'"{spec.id}" has no date'
        raise SeriesError(message)
    enclosures = {role: _enclosure(file, feed, files.version) for role, file in files.files.items()}
    return Published(
        episode=Episode(
            id=spec.id,
            guid=episode.guid,
            title=spec.title,
            notes=spec.notes,
            published=spec.published,
            number=spec.number,
            season=spec.season,
            type=spec.type,
            explicit=spec.explicit,
            personal=spec.personal,
            language=spec.language,
            persons=spec.persons,
            synthetic=spec.synthetic,
            human=spec.human,
            cover_alt=spec.cover_alt,
        ),
        audio=enclosures["audio"],
        duration_ms=files.duration_ms,
        chapters=tuple(ChapterStart(title, ms) for title, ms in files.chapters),
        chapters_json=enclosures["chapters"],
        transcripts=tuple(enclosures[role] for role in ("vtt", "srt", "txt") if role in enclosures),
        cover=enclosures.get("cover"),
        words=enclosures.get("words"),
        alternates=tuple(enclosures[name] for name in spec.alternates if name in enclosures),
    )


def _enclosure(file: WrittenFile, feed: ScheduledFeed, version: str = "") -> Enclosure:
    path = file.path.removeprefix(feed.folder)
    return Enclosure(path, file.type, file.bytes, file.sha256, version)


@lru_cache(maxsize=2)
def _art(title: str, language: str, cover: Path | None, _sha256: str, pixels: int) -> bytes:
    """The picture itself, drawn once: a thousand listeners have the same one."""
    from quietude.deliver.cover import FEED_BYTES, cover_of

    return cover_of(cover, title, title, pixels, FEED_BYTES, language=language)


@lru_cache(maxsize=2)
def _hashed(path: Path, _size: int, _mtime_ns: int) -> str:
    return file_sha256(path)


def _hash_of(path: Path) -> str:
    """Hash of a picture that a thousand feeds share."""
    status = path.stat()
    return _hashed(path, status.st_size, status.st_mtime_ns)


def _cover(state_folder: StateFolder, manifest: Manifest, feed: ScheduledFeed) -> WrittenFile:
    """The cover of an edition, drawn only if it is not there yet. A new one has a new name."""
    from quietude.deliver.cover import FEED_PX

    site = state_folder.site
    pixels = LISTENER_PX if feed.token else FEED_PX
    title, language = manifest.show.title, manifest.show.language
    own = _hash_of(manifest.cover) if manifest.cover else ""
    key = digest([TEXTS_VERSION, own or [title, language], pixels])
    known_key, known = state_folder.state.covers.get(feed.token, ("", None))
    if known and known_key == key and known.is_intact(site):
        return known
    data = _art(title, language, manifest.cover, own, pixels)
    path = f"{feed.folder}cover-{key[:8]}.jpg"
    state_folder.add("placing", paths=[path])
    with PendingFile(site / path, overwrite=True) as pending:
        pending.write_bytes(data)
        sha256 = file_sha256(pending.temporary)
        pending.commit()
    file = WrittenFile.of(site, path, "image/jpeg", sha256)
    state_folder.add("cover", edition=feed.token, key=key, file=file.data())
    return file
