"""All checks of a folder: one site, or one for each listener."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quietude._util.files import is_file, is_folder
from quietude.errors import DeliveryError, UsageError
from quietude.series.checks.alternates import check_alternates
from quietude.series.checks.feed.document import read_feed
from quietude.series.checks.feed.guids import check_previous, check_record
from quietude.series.checks.feed.structure import check_structure
from quietude.series.checks.files import check_files
from quietude.series.checks.finding import error
from quietude.series.checks.listeners import check_listeners
from quietude.series.checks.online import check_online
from quietude.series.checks.page import check_outline, check_page
from quietude.series.checks.private import check_private
from quietude.series.checks.strays import check_strays
from quietude.series.checks.texts import check_texts
from quietude.series.site.paths import FEED, RECORD, url_of
from quietude.series.site.record import files_of, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.series.checks.finding import SiteFinding


def sites_in(folder: Path) -> list[Path]:
    """Folders with a feed: this one, or those directly in it.

    Raises:
        UsageError: if no folder has one.
    """
    if is_file(folder / FEED):
        return [folder]
    found = sorted(feed.parent for feed in folder.glob(f"*/{FEED}")) if is_folder(folder) else []
    if not found:
        message = "this folder holds no series"
        raise UsageError(message, path=folder, hint="Build one: quietude series build")
    return found


def check_folder(
    folder: Path,
    *,
    url: str = "",
    previous: Path | None = None,
    names: Sequence[str] = (),
    now: datetime | None = None,
) -> Iterator[SiteFinding]:
    """Check every site in a folder.

    Args:
        folder: A folder that `series build` made.
        url: The address it was uploaded to; empty to ask no host.
        previous: The feed that was published before.
        names: Names that may stand in the sound and words of personal sessions only.
        now: The time of the check; None for the clock's.

    Raises:
        UsageError: if the folder holds no site, or several and a previous feed is given.
        DeliveryError: if the previous feed cannot be read.
    """
    sites = sites_in(folder)
    now = now or datetime.now(UTC)
    if previous and len(sites) > 1:
        message = "a previous feed belongs to one series, and here are several"
        raise UsageError(message, path=folder, hint="Check the folder of one listener.")
    if sites != [folder]:
        yield from check_listeners(folder, sites)
    for site in sites:
        prefix = "" if site == folder else f"{site.name}/"
        site_url = url_of(url, site.name) if url and prefix else url
        for finding in _check_site(site, site_url, previous, names, now):
            yield dataclasses.replace(finding, where=f"{prefix}{finding.where}")


def _check_site(
    folder: Path, url: str, previous: Path | None, names: Sequence[str], now: datetime
) -> Iterator[SiteFinding]:
    before = read_feed(previous) if previous else None
    try:
        feed = read_feed(folder / FEED)
    except DeliveryError as fault:
        yield error(FEED, fault.message)
        return
    yield from check_structure(feed, now)
    yield from check_files(folder, feed)
    yield from check_alternates(folder, feed)
    yield from check_page(folder, feed)
    yield from check_outline(folder, feed)
    yield from check_texts(folder, feed)
    site = None
    try:
        site = read_record(folder)
    except DeliveryError as fault:
        yield error(RECORD, fault.message, fault.hint or "")
    else:
        yield from check_record(feed, site)
    if site:
        yield from check_strays(folder, site)
        yield from check_private(folder, feed, site, names)
    if before:
        yield from check_previous(feed, before)
    if url and site:
        paths = list(feed.pages)
        paths += [file.path for file in files_of(site) if is_file(folder / file.path)]
        yield from check_online(folder, url.rstrip("/"), paths)
