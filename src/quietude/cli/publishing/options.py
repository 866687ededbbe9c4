"""Options that the commands of a series share, and readers for their values."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.console import print_error
from quietude.cli.help import panels
from quietude.cli.options.declaring import option
from quietude.errors import ManifestError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from quietude.cli.publishing.progress import SummaryReporter
    from quietude.series.manifest.model import Manifest
    from quietude.series.rendering.pool import Pool

EXIT_SOME_FAILED = 3

ManifestPath = Annotated[
    Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
]
Folder = Annotated[
    Path, typer.Argument(help="The folder of a series.", metavar="DIR", show_default=False)
]
SiteFolder = Annotated[
    Path,
    option(panels.FIRST, "The folder of the site.", "-o", "--output", show_default=False),
]
BaseUrl = Annotated[
    str,
    option(
        panels.FIRST,
        "The address it will be uploaded to.",
        "--base-url",
        show_default="as in the last build",
        metavar="URL",
    ),
]
Until = Annotated[
    str,
    option(
        panels.CHOICE,
        "Bring out the episodes up to this date.",
        "--until",
        show_default="now",
        metavar="DATE",
    ),
]
AsEvents = Annotated[
    bool,
    option(panels.RUN, "Print events, one JSON object a line.", "--json"),
]


def read(path: Path) -> Manifest:
    """Returns the manifest at a path.

    Raises:
        ManifestError: naming everything that is wrong in it.
    """
    from quietude.series.manifest.reader import read_manifest

    return read_manifest(path)


@contextmanager
def refusals_told(reporter: SummaryReporter) -> Iterator[None]:
    """Print everything that is wrong in a manifest before its error ends the command."""
    try:
        yield
    except ManifestError as error:
        reporter.refused(error)
        for problem in error.problems:
            print_error(problem)
        raise


def day_of(text: str) -> datetime | None:
    """Returns the moment that --until names; None if it is not given.

    Raises:
        UsageError: if it is not a date.
    """
    from quietude.series.manifest.dates import parse_date

    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def checked_url(url: str) -> str:
    """Returns an address without a slash at its end; "" stays "".

    Raises:
        UsageError: if it is not the address of a folder.
    """
    from urllib.parse import urlsplit

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and not parts.query
    except ValueError:
        fine = False
    if not fine or not url.isprintable() or " " in url or "#" in url:
        message = f'"{url[:80]}" is not the address of a folder'
        raise UsageError(message, hint="Write it like --base-url https://example.org/show")
    return url.rstrip("/")


def opener_of(
    cluster: str = "", jobs: int | None = None, *, shared: bool = False
) -> Callable[[int], Pool]:
    """Returns a function that opens the pool for so many tasks: processes here, or a cluster.

    Args:
        cluster: The address of its scheduler, or "" for this machine.
        jobs: The most processes here; None for one a core.
        shared: True if the workers of the cluster see the same folders as this machine.
    """
    if cluster:
        from quietude.series.rendering.cluster_pool import ClusterPool

        return lambda _tasks: ClusterPool(cluster, shared=shared)
    from quietude._util.concurrency import cores
    from quietude.series.rendering.local_pool import LocalPool

    return lambda tasks: LocalPool(min(jobs or cores(), tasks))
