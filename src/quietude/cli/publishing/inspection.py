"""``series check`` and ``serve``: a built site as directories, players and listeners meet it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from quietude._util.strict_reading import SMALL_BYTES, read_bounded
from quietude._util.text import counted
from quietude.cli.help import panels
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option
from quietude.cli.publishing.options import Folder
from quietude.cli.signals import interruption_taken
from quietude.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add these commands to those of a series."""
    app.command(epilog="quietude series check site")(check)
    app.command(epilog="quietude series serve site")(serve)


def check(
    folder: Folder,
    *,
    url: Annotated[
        str, option(panels.OTHER, "Where it was uploaded: checks the host too.", show_default=False)
    ] = "",
    previous: Annotated[
        Path | None, option(panels.OTHER, "The feed published before.", show_default=False)
    ] = None,
    names: Annotated[
        Path | None,
        option(
            panels.OTHER,
            "A file of names, one a line, that must appear nowhere.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a built series as podcast directories, players and hosts will.

    Looks at the feed, the size, checksum and length of every file, artwork, chapters, transcripts,
    GUIDs and privacy. Uses the network only with --url. Exits with 1 if there are errors.
    """
    from quietude.series.checks.run import check_folder

    secret = _lines(names) if names else []
    findings = list(check_folder(folder, url=url, previous=previous, names=secret))
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        data = {"errors": errors, "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(data, ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"{finding.level}: {finding.where}: {finding.message}\n  {finding.hint}")
        warnings = sum(finding.level == "warning" for finding in findings)
        counts = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        typer.echo(f"{folder}: {counts if errors + warnings else 'no problems found'}")
    if errors:
        raise typer.Exit(1)


def serve(
    folder: Folder,
    *,
    port: Annotated[
        int, option(panels.OTHER, "The port to listen on; 0 for any free one.", min=0, max=65535)
    ] = 8000,
) -> None:
    """Serve a series on this machine as a host would, for no other machine; Ctrl-C ends it.

    The feed and the outline name this address instead of the published one, so that a podcast app
    on this machine can subscribe.
    """
    from quietude.series.preview.server import SiteServer

    with SiteServer(folder, port) as server:
        try:
            typer.echo(f"{server.url}/")
            typer.echo("Press Ctrl-C to stop.", err=True)
            server.serve_forever()
        except KeyboardInterrupt:
            interruption_taken()
            typer.echo("\nstopped", err=True)


def _lines(path: Path) -> list[str]:
    try:
        return read_bounded(path, SMALL_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        message = "this file of names cannot be read"
        raise UsageError(message, path=path, hint="Write one name a line, in UTF-8.") from error
