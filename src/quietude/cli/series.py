"""``series``: many sessions from one manifest."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads annotations)
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.files import is_folder, is_there
from quietude.cli import series_site as site
from quietude.cli.console import print_error
from quietude.errors import ManifestError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.series.build.pool import Pool
    from quietude.series.manifest.model import Manifest

EXIT_SOME_FAILED = 3

series = typer.Typer(
    name="series",
    help="A podcast or personal sessions: many sessions from one manifest.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    site.register(series)
    app.add_typer(series)


@series.command()
def build(  # noqa: PLR0913  (options of a command)
    manifest: Annotated[
        Path, typer.Argument(metavar="SERIES.yaml", help="The manifest.", show_default=False)
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder to be uploaded.", show_default=False)
    ],
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url",
            help="Where the folder will be found.",
            show_default="as in the last build",
            metavar="URL",
        ),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option("-j", "--jobs", help="Worker processes.", min=1, show_default="one a core"),
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster", help="The scheduler of a Dask cluster: tcp://… or tls://…", metavar="URL"
        ),
    ] = "",
    shared_storage: Annotated[
        bool,
        typer.Option(
            "--shared-storage", help="The cluster's workers see our folders, under the same paths."
        ),
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Touch this episode alone.", metavar="ID")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Render what has not changed too.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; speak and write nothing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, one JSON object a line.")
    ] = False,
) -> None:
    """Render every episode that is missing or has changed, and write a folder to be uploaded.

    It may be ended at any moment and run again. Exit 3 if some episodes failed; the others are
    done.
    """
    from quietude.cli.series_progress import watcher
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.builder import rehearse
    from quietude.series.build.schedule import Wish

    if shared_storage and not cluster:
        message = "--shared-storage is about the workers of a cluster"
        raise UsageError(message, hint="Name it: --cluster tcp://…")
    if is_there(output) and not is_folder(output):
        message = f"{output} is a file; name the folder to build in"
        raise UsageError(message)
    wish = Wish(_checked_url(base_url), force=force, only=frozenset(only or ()))
    with watcher(as_json=as_json) as watching:
        try:
            wanted = _manifest(manifest)
            watching.warned(wanted)
            if dry_run:
                watching.rehearsed(rehearse(wanted, output, wish, watching))
                return
            _check_privacy(wanted, cluster)
            opener = _opener(cluster, jobs)
            shared = shared_storage or not cluster
            report = build_series(wanted, output, wish, opener, watching, shared=shared)
        except ManifestError as error:
            watching.refused(error)
            for it in error.problems:
                print_error(it)
            raise
        watching.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def _manifest(path: Path) -> Manifest:
    from quietude.series.manifest.reader import read_manifest

    return read_manifest(path)


def _check_privacy(manifest: Manifest, cluster: str) -> None:
    if not cluster:
        return
    from quietude.series.build.cluster_pool import is_readable_on_the_way

    personal = any(it.personal for edition in manifest.editions for it in edition.episodes)
    if personal and is_readable_on_the_way(cluster):
        message = "personal details would cross the network for everybody to read"
        raise UsageError(message, hint="Use --cluster tls://… with certificates: docs/series.md")


def _opener(cluster: str, jobs: int | None) -> Callable[[int], Pool]:
    if cluster:
        from quietude.series.build.cluster_pool import ClusterPool

        return lambda _tasks: ClusterPool(cluster)
    from quietude._util.concurrency import cores
    from quietude.series.build.local_pool import LocalPool

    return lambda tasks: LocalPool(min(jobs or cores(), tasks))


def _checked_url(url: str) -> str:
    from urllib.parse import urlsplit

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and not parts.query
    except ValueError:
        fine = False
    if not fine or not url.isprintable() or " " in url or "#" in url:
        message = f'"{ascii(url)[1:81]}" is no address of a folder'
        raise UsageError(message, hint="Write it like --base-url https://example.org/show")
    return url.rstrip("/")
