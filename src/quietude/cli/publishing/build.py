"""``series build``: render what is new or changed, and write a folder to upload."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.dirs import COMMANDS_VARIABLE
from quietude._util.files import is_folder, is_there
from quietude.cli.help import panels
from quietude.cli.options.declaring import option
from quietude.cli.publishing.options import (
    EXIT_SOME_FAILED,
    AsEvents,
    BaseUrl,
    ManifestPath,
    Until,
    checked_url,
    day_of,
    opener_of,
    read,
    refusals_told,
)
from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.series.manifest.model import Manifest

EXAMPLES = """
    quietude series build series.yaml -o site --dry-run
    quietude series build series.yaml -o site --base-url https://example.org/show
"""


def register(app: typer.Typer) -> None:
    """Add the command to those of a series."""
    app.command(epilog=EXAMPLES)(build)


def build(  # noqa: PLR0913  (options of a command)
    manifest: ManifestPath,
    *,
    output: Annotated[
        Path,
        option(
            panels.FIRST, "The folder to build, for upload.", "-o", "--output", show_default=False
        ),
    ],
    base_url: BaseUrl = "",
    jobs: Annotated[
        int | None,
        option(panels.RUN, "Worker processes.", "-j", "--jobs", min=1, show_default="one a core"),
    ] = None,
    cluster: Annotated[
        str,
        option(
            panels.RUN,
            "The scheduler of a Dask cluster: tcp://… or tls://…",
            "--cluster",
            metavar="URL",
        ),
    ] = "",
    shared_storage: Annotated[
        bool,
        option(
            panels.RUN, "The workers see the same folders under the same paths.", "--shared-storage"
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        option(panels.CHOICE, "Build only this episode.", "--only", metavar="ID"),
    ] = None,
    until: Until = "",
    shard: Annotated[
        str,
        option(
            panels.RUN,
            "Render one share of it, such as 3/40, for series merge.",
            "--shard",
            show_default=False,
            metavar="N/OF",
        ),
    ] = "",
    force: Annotated[
        bool,
        option(panels.CHOICE, "Render unchanged episodes too.", "--force"),
    ] = False,
    allow_commands: Annotated[
        bool,
        option(
            panels.RUN,
            "Run the programs that the manifest names as voices.",
            "--allow-commands",
            envvar=COMMANDS_VARIABLE,
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        option(panels.FIRST, "Print what would be done; speak and write nothing.", "--dry-run"),
    ] = False,
    as_json: AsEvents = False,
) -> None:
    """Render all new and changed episodes, and write a folder to upload.

    You can stop it at any moment and run it again: it continues where it stopped. Exits with 3 if
    some episodes failed; the others are done.
    """
    from quietude.cli.publishing.progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.builder import preview_build
    from quietude.series.build.model import BuildOptions
    from quietude.series.build.schedule import refuse_unknown_address

    if shared_storage and not cluster:
        message = "--shared-storage needs a cluster"
        raise UsageError(message, hint="Name its scheduler: --cluster tcp://…")
    if is_there(output) and not is_folder(output):
        message = f"{output} is a file; name the folder to build in"
        raise UsageError(message)
    options = BuildOptions(
        checked_url(base_url),
        force=force,
        only=frozenset(only or ()),
        until=day_of(until),
        allow_commands=allow_commands,
    )
    with open_reporter(as_json=as_json) as reporter, refusals_told(reporter):
        if not shard:
            refuse_unknown_address(output, options)
        wanted = read(manifest)
        reporter.warned(wanted)
        if dry_run:
            reporter.previewed(preview_build(wanted, output, options, reporter))
            return
        _check_privacy(wanted, cluster)
        opener = opener_of(cluster, jobs, shared=shared_storage)
        if shard:
            from quietude.series.build.shards import build_shard, parse_shard

            share = parse_shard(shard)
            report = build_shard(wanted, output, options, share, opener, reporter)
            reporter.shared(report, share.name)
            raise typer.Exit(EXIT_SOME_FAILED if report.failed else 0)
        shared = shared_storage or not cluster
        report = build_series(wanted, output, options, opener, reporter, shared=shared)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def _check_privacy(manifest: Manifest, cluster: str) -> None:
    if not cluster:
        return
    from quietude.series.rendering.cluster_pool import is_readable_by_others

    episodes = [episode for edition in manifest.editions for episode in edition.episodes]
    personal = any(episode.personal for episode in episodes)
    if personal and is_readable_by_others(cluster):
        message = "personal details would cross the network unencrypted"
        raise UsageError(message, hint="Use --cluster tls://… with certificates: docs/series.md")
