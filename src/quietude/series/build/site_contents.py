"""What is in a site besides the episodes' own files: covers, the feed, and nothing left over."""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude._util.files import PendingFile
from quietude.errors import SeriesError
from quietude.series.build.episode_files import TEXTS_VERSION, made_file
from quietude.series.build.keys import digest
from quietude.series.model import ChapterStart, Enclosure, Episode, Published, Site
from quietude.series.site.paths import FEED, url_of
from quietude.series.site.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.build.schedule import Entry, Feed
    from quietude.series.build.state import MadeFile, Placed
    from quietude.series.build.state_folder import Workshop
    from quietude.series.manifest.model import Manifest

LISTENER_PX = 1400
"""The cover of a listener's own feed: the least that players ask for, since there is one each."""

ADDRESSES = "addresses.csv"
BLANK = "index.html"
_BLANK_PAGE = '<!doctype html><meta name="robots" content="noindex"><title>Nothing here</title>\n'


def published_site(workshop: Workshop, manifest: Manifest, feed: Feed) -> None:
    """Write the feed of an edition, and what belongs to it, from the episodes that are there.

    Raises:
        DeliveryError: if one of the files cannot be written.
    """
    ledger = workshop.ledger
    episodes = [
        _published(it, ledger.placed[it.key], feed)
        for it in feed.entries
        if it.work != "skip" and it.key in ledger.placed
    ]
    if not episodes:
        return
    cover = _cover(workshop, manifest, feed)
    site = Site(
        manifest.show,
        feed.podcast_guid,
        feed.base_url,
        _enclosure(cover, feed),
        tuple(episodes),
    )
    publish(site, workshop.site / feed.token)


def write_addresses(workshop: Workshop, feeds: list[Feed]) -> None:
    """For listeners: a page that lists nobody, and beside the site a table of who has which feed.

    Raises:
        DeliveryError: if one of them cannot be written.
    """
    if not any(it.token for it in feeds):
        return
    blank = workshop.site / BLANK
    if not blank.exists():
        workshop.add("placing", paths=[BLANK])
        with PendingFile(blank, overwrite=False) as pending:
            pending.write_text(_BLANK_PAGE)
            pending.commit()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["id", "feed"])
    rows.writerows([it.listener, url_of(it.base_url, FEED)] for it in feeds)
    with PendingFile(workshop.folder / ADDRESSES, overwrite=True) as pending:
        pending.write_text(text.getvalue())
        pending.commit()
    with contextlib.suppress(OSError):
        (workshop.folder / ADDRESSES).chmod(0o600)


def tidy_site(workshop: Workshop, feeds: list[Feed]) -> list[str]:
    """Remove the files we made that nobody refers to any more; answers which.

    Raises:
        SeriesError: if the journal cannot be written.
    """
    ledger = workshop.ledger
    current = {it.key for feed in feeds for it in feed.entries}
    for key in [it for it in ledger.placed if it not in current]:
        workshop.add("gone", episode=key)
    tokens = {it.token for it in feeds}
    for token in [it for it in ledger.editions if it not in tokens]:
        if token:
            shutil.rmtree(workshop.site / token, ignore_errors=True)
        workshop.add("edition-removed", edition=token)
    used = {made.path for it in ledger.placed.values() for made in it.files.values()}
    used |= {made.path for _, made in ledger.covers.values()}
    if any(tokens):
        used.add(BLANK)
    left_over = sorted(ledger.made - used)
    removed = [it for it in left_over if _removed(workshop, it)]
    if left_over:
        workshop.add("removed", paths=left_over)
    return removed


def sweep(workshop: Workshop) -> None:
    """Remove what a killed build left half-written in the site, under its temporary names."""
    folders = {(workshop.site / it).parent for it in workshop.ledger.made}
    folders |= {workshop.site / it for it in workshop.ledger.editions}
    for folder in folders:
        for pattern in (".*.part", ".*.kept"):
            for it in folder.glob(pattern):
                with contextlib.suppress(OSError):
                    it.unlink()


def _removed(workshop: Workshop, path: str) -> bool:
    place = workshop.site / path
    try:
        place.unlink()
    except OSError:
        return False
    for folder in place.parents:
        if folder == workshop.site or any(folder.iterdir()):
            break
        with contextlib.suppress(OSError):
            folder.rmdir()
    return True


def _published(entry: Entry, placed: Placed, feed: Feed) -> Published:
    it = entry.it
    if it.published is None:
        message = f'"{it.id}" has no date'
        raise SeriesError(message)
    files = {role: _enclosure(made, feed) for role, made in placed.files.items()}
    return Published(
        episode=Episode(
            id=it.id,
            guid=entry.guid,
            title=it.title,
            notes=it.notes,
            published=it.published,
            number=it.number,
            season=it.season,
            type=it.type,
            explicit=it.explicit,
            personal=it.personal,
        ),
        audio=files["audio"],
        duration_ms=placed.duration_ms,
        chapters=tuple(ChapterStart(title, ms) for title, ms in placed.chapters),
        chapters_json=files["chapters"],
        transcripts=(files["vtt"], files["srt"], files["txt"]),
    )


def _enclosure(made: MadeFile, feed: Feed) -> Enclosure:
    return Enclosure(made.path.removeprefix(feed.folder), made.type, made.bytes, made.sha256)


@lru_cache(maxsize=2)
def _art(title: str, language: str, cover: Path | None, _sha256: str, pixels: int) -> bytes:
    """The picture itself: a thousand listeners have one and the same."""
    from quietude.deliver.cover import FEED_BYTES, cover_of

    return cover_of(cover, title, title, pixels, FEED_BYTES, language=language)


def _cover(workshop: Workshop, manifest: Manifest, feed: Feed) -> MadeFile:
    """The cover of an edition, drawn only if it is not there yet; a new one has a new name."""
    from quietude.deliver.cover import FEED_PX
    from quietude.session.receipt import file_sha256

    pixels = LISTENER_PX if feed.token else FEED_PX
    title, language = manifest.show.title, manifest.show.language
    own = file_sha256(manifest.cover) if manifest.cover else ""
    key = digest([TEXTS_VERSION, own or [title, language], pixels])
    known_key, known = workshop.ledger.covers.get(feed.token, ("", None))
    if known and known_key == key and known.intact(workshop.site):
        return known
    data = _art(title, language, manifest.cover, own, pixels)
    path = f"{feed.folder}cover-{key[:8]}.jpg"
    workshop.add("placing", paths=[path])
    with PendingFile(workshop.site / path, overwrite=True) as pending:
        pending.write_bytes(data)
        sha256 = file_sha256(pending.temporary)
        pending.commit()
    made = made_file(workshop.site, path, "image/jpeg", sha256)
    workshop.add("cover", edition=feed.token, key=key, file=made.data())
    return made
