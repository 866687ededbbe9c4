"""``series publish``, ``merge`` and ``forget``: changes to a site between its builds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quietude._util.text import counted
from quietude.cli.help import panels
from quietude.cli.options.declaring import option
from quietude.cli.publishing.options import (
    EXIT_SOME_FAILED,
    AsEvents,
    BaseUrl,
    ManifestPath,
    SiteFolder,
    Until,
    checked_url,
    day_of,
    opener_of,
    read,
    refusals_told,
)


def register(app: typer.Typer) -> None:
    """Add these commands to those of a series."""
    app.command(epilog="quietude series publish series.yaml -o site")(publish)
    app.command(epilog="quietude series merge series.yaml shares/* -o site")(merge)
    app.command(epilog="quietude series forget series.yaml 17 -o site")(forget)


def publish(
    manifest: ManifestPath,
    *,
    output: SiteFolder,
    until: Until = "",
    as_json: AsEvents = False,
) -> None:
    """Bring out the episodes whose day has come, for a scheduled job: opens no voice.

    Builds have rendered them ahead and held them back. Exits with 3 if one that is due is not
    rendered.
    """
    from quietude.cli.publishing.progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.model import BuildOptions

    options = BuildOptions(until=day_of(until), render=False)
    with open_reporter(as_json=as_json) as reporter, refusals_told(reporter):
        wanted = read(manifest)
        report = build_series(wanted, output, options, opener_of(jobs=1), reporter)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def merge(  # noqa: PLR0913  (options of a command)
    manifest: ManifestPath,
    shares: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of shares from other machines.", metavar="[DIR]..."),
    ] = None,
    *,
    output: SiteFolder,
    base_url: BaseUrl = "",
    until: Until = "",
    as_json: AsEvents = False,
) -> None:
    """Put the shares of a build together, and write the site from them.

    What no share has rendered is rendered here. Exits with 3 if some episodes failed.
    """
    from quietude.cli.publishing.progress import open_reporter
    from quietude.series.build.builder import build as build_series
    from quietude.series.build.model import BuildOptions
    from quietude.series.build.shards import take_shares

    options = BuildOptions(checked_url(base_url), until=day_of(until))
    with open_reporter(as_json=as_json) as reporter, refusals_told(reporter):
        wanted = read(manifest)
        take_shares(output, shares or ())
        report = build_series(wanted, output, options, opener_of(), reporter)
        reporter.reported(report, output)
    if report.failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def forget(
    manifest: ManifestPath,
    listener: Annotated[
        str, typer.Argument(metavar="ID", help="Their id in the table.", show_default=False)
    ],
    *,
    output: SiteFolder,
    key: Annotated[
        str,
        option(panels.OTHER, "Their key, if their row had one and is gone.", show_default=False),
    ] = "",
) -> None:
    """Remove a listener: their site, their state, and the phrases spoken with their details.

    What was uploaded stays on the host until you sync with deletion, and their row in the table
    until you delete it.
    """
    from quietude.series.build.forget import forget as forget_listener

    done = forget_listener(read(manifest), output, listener, key)
    files = counted(done.files, "file")
    typer.echo(f"{output}: removed {files} and {counted(done.episodes, 'episode')} of the state")
    if done.phrases is None:
        typer.echo("  their phrases may be in the cache: quietude cache clear removes all phrases")
    else:
        typer.echo(f"  removed {counted(done.phrases, 'phrase')} from the cache")
        typer.echo("  delete their row from the table, or the next build makes them anew")
    typer.echo("  sync the host with deletion: it keeps what was uploaded until then")
