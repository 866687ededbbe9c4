"""``series build``: render what is new or changed, and write a folder to upload."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.dirs import COMMANDS_VARIABLE
from quietude._util.files import is_folder, is_there
from quietude.cli.help import panels
from quietude.cli.options.declaring import option, spread
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
    from quietude.series.build.model import BuildOptions
    from quietude.series.manifest.model import Manifest

EXAMPLES = """
    quietude series build series.yaml -o site --dry-run
    quietude series build series.yaml -o site --base-url https://example.org/show
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildChoices:
    """The folder to build, the episodes to take, and where they are rendered."""

    output: Annotated[
        Path,
        option(
            panels.FIRST, "The folder to build, for upload.", "-o", "--output", show_default=False
        ),
    ]
    base_url: BaseUrl = ""
    jobs: Annotated[
        int | None,
        option(panels.RUN, "Worker processes.", "-j", "--jobs", min=1, show_default="one a core"),
    ] = None
    cluster: Annotated[
        str,
        option(
            panels.RUN,
            "The scheduler of a Dask cluster: tcp://… or tls://…",
            "--cluster",
            metavar="URL",
        ),
    ] = ""
    shared_storage: Annotated[
        bool,
        option(
            panels.RUN, "The workers see the same folders under the same paths.", "--shared-storage"
        ),
    ] = False
    only: Annotated[
        list[str] | None,
        option(panels.CHOICE, "Build only this episode.", "--only", metavar="ID"),
    ] = None
    until: Until = ""
    shard: Annotated[
        str,
        option(
            panels.RUN,
            "Render one share of it, such as 3/40, for series merge.",
            "--shard",
            show_default=False,
            metavar="N/OF",
        ),
    ] = ""
    force: Annotated[
        bool,
        option(panels.CHOICE, "Render unchanged episodes too.", "--force"),
    ] = False
    allow_commands: Annotated[
        bool,
        option(
            panels.RUN,
            "Run the programs that the manifest names as voices.",
            "--allow-commands",
            envvar=COMMANDS_VARIABLE,
        ),
    ] = False
    dry_run: Annotated[
        bool,
        option(panels.FIRST, "Print what would be done; speak and write nothing.", "--dry-run"),
    ] = False
    as_json: AsEvents = False

    def options(self) -> BuildOptions:
        """Returns what does not stand in the manifest.

        Raises:
            UsageError: if an option cannot be read, or two of them contradict each other.
        """
        from quietude.series.build.model import BuildOptions

        if self.shared_storage and not self.cluster:
            message = "--shared-storage needs a cluster"
            raise UsageError(message, hint="Name its scheduler: --cluster tcp://…")
        if is_there(self.output) and not is_folder(self.output):
            message = f"{self.output} is a file; name the folder to build in"
            raise UsageError(message)
        return BuildOptions(
            checked_url(self.base_url),
            force=self.force,
            only=frozenset(self.only or ()),
            until=day_of(self.until),
            allow_commands=self.allow_commands,
        )


def register(app: typer.Typer) -> None:
    """Add the command to those of a series."""
    app.command(epilog=EXAMPLES)(build)


@spread
def build(manifest: ManifestPath, choices: BuildChoices) -> None:
    """Render all new and changed episodes, and write a folder to upload.

    You can stop it at any moment and run it again: it continues where it stopped. Exits with 3 if
    some episodes failed; the others are done.
    """
    from quietude.cli.publishing.progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.builder import preview_build
    from quietude.series.build.schedule import refuse_unknown_address

    options, output = choices.options(), choices.output
    with open_reporter(as_json=choices.as_json) as reporter, refusals_told(reporter):
        if not choices.shard and not choices.dry_run:
            refuse_unknown_address(output, options)
        wanted = read(manifest)
        reporter.warned(wanted)
        if choices.dry_run:
            reporter.previewed(preview_build(wanted, output, options, reporter))
            return
        _check_privacy(wanted, choices.cluster)
        shared = choices.shared_storage
        opener = opener_of(choices.cluster, choices.jobs, shared=shared)
        if choices.shard:
            from quietude.series.build.shards import build_shard, parse_shard

            share = parse_shard(choices.shard)
            report = build_shard(wanted, output, options, share, opener, reporter)
            reporter.shared(report, share.name)
        else:
            shared = shared or not choices.cluster
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
