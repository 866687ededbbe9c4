"""Checks of the folder around the sites of listeners: all have a feed, nobody is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, ReadingError, read_bounded
from quietude.errors import SeriesError
from quietude.series.build.state_folder import StateFolder, state_folder_of
from quietude.series.checks.finding import error
from quietude.series.checks.private import is_unguessable
from quietude.series.checks.strays import check_strays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.series.checks.finding import SiteFinding

_LISTS = (".html", ".htm", ".txt", ".xml", ".json", ".opml")
_SHOWN = 6


def check_listeners(folder: Path, sites: Sequence[Path]) -> Iterator[SiteFinding]:
    """Check that every listener has a feed, and that nothing around them tells their addresses.

    Args:
        folder: The folder to upload.
        sites: The folders in it that have a feed.
    """
    tokens = {site.name for site in sites}
    yield from check_strays(folder, None, inner=True)
    hint = "Build the series again; if their sessions failed, the build says why."
    missing = {
        path.name
        for path in folder.iterdir()
        if path.is_dir() and path.name not in tokens and not path.name.startswith(".")
    }
    for name in sorted(missing):
        if is_unguessable(name):
            yield error(f"{name[:_SHOWN]}…", "this listener's folder has no feed", hint)
        else:
            yield error(name, "this folder is no listener's: its name can be guessed",
                        "Take it out of the folder.")  # fmt: skip
    for token in sorted(_expected(folder) - tokens - missing):
        yield error(f"{token[:_SHOWN]}…", "a listener of the table has no feed", hint)
    for site in sites:
        if not is_unguessable(site.name):
            yield error(site.name, "the folder of a listener has a name that can be guessed")
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _LISTS and is_file(path) and _lists(path, tokens):
            yield error(path.name, "this file lists the addresses of listeners",
                        "Anyone who opens it has every session: take it out.")  # fmt: skip


def _lists(path: Path, tokens: set[str]) -> bool:
    try:
        text = read_bounded(path, LARGE_BYTES).decode("utf-8", "replace")
    except (OSError, ReadingError):
        return False
    return any(token in text for token in tokens)


def _expected(folder: Path) -> set[str]:
    """Folders of every listener of the last build, if its state lies beside the site."""
    if not (state_folder_of(folder) / "journal.jsonl").exists():
        return set()
    try:
        with StateFolder(folder, dry_run=True) as state_folder:
            return {token for token in state_folder.state.editions if token} | {
                key.partition("/")[0] for key in state_folder.state.seen
            } & set(state_folder.state.editions) - {""}
    except SeriesError:
        return set()
