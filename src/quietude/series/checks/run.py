"""All checks of a folder: one site, or one for each listener."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude._util.files import is_file, is_folder
from quietude.errors import DeliveryError, UsageError
from quietude.series.checks.files import check_files
from quietude.series.checks.finding import Finding, error
from quietude.series.checks.online import check_online
from quietude.series.checks.private import check_private
from quietude.series.checks.source import read_feed
from quietude.series.checks.stable import check_previous, check_record
from quietude.series.checks.structure import check_structure
from quietude.series.checks.texts import check_texts
from quietude.series.site.paths import FEED, RECORD, url_of
from quietude.series.site.record import files_of, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def sites_in(folder: Path) -> list[Path]:
    """The folders with a feed: this one, or those directly in it.

    Raises:
        UsageError: if there is none.
    """
    if is_file(folder / FEED):
        return [folder]
    found = sorted(it.parent for it in folder.glob(f"*/{FEED}")) if is_folder(folder) else []
    if not found:
        message = "there is no series in this folder"
        raise UsageError(message, path=folder, hint="Build one: quietude series build")
    return found


def check_folder(
    folder: Path, *, url: str = "", previous: Path | None = None, names: Sequence[str] = ()
) -> Iterator[Finding]:
    """Check every site in a folder.

    Args:
        folder: What `series build` made.
        url: Where it has been uploaded; empty asks no host.
        previous: The feed that was published before.
        names: What must stand nowhere but in the sound and words of personal sessions.

    Raises:
        UsageError: if there is no site, or several and a previous feed for one.
        DeliveryError: if the previous feed cannot be read.
    """
    sites = sites_in(folder)
    if previous and len(sites) > 1:
        message = "a previous feed belongs to one series, and here are several"
        raise UsageError(message, path=folder, hint="Check the folder of one listener.")
    for it in sites:
        prefix = "" if it == folder else f"{it.name}/"
        here = url_of(url, it.name) if url and prefix else url
        for found in _site(it, here, previous, names):
            yield Finding(found.level, f"{prefix}{found.where}", found.message, found.hint)


def _site(folder: Path, url: str, previous: Path | None, names: Sequence[str]) -> Iterator[Finding]:
    before = read_feed(previous) if previous else None
    try:
        source = read_feed(folder / FEED)
    except DeliveryError as fault:
        yield error(FEED, fault.message)
        return
    yield from check_structure(source)
    yield from check_files(folder, source)
    yield from check_texts(folder, source)
    site = None
    try:
        site = read_record(folder)
    except DeliveryError as fault:
        yield error(RECORD, fault.message, fault.hint or "")
    else:
        yield from check_record(source, site)
    if site:
        yield from check_private(folder, source, site, names)
    if before:
        yield from check_previous(source, before)
    if url and site:
        paths = [it.path for it in files_of(site) if is_file(folder / it.path)]
        yield from check_online(folder, url.rstrip("/"), paths)
