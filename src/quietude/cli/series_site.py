"""``series check`` and ``series serve``: a finished folder, before and after it is uploaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from quietude.series.checks.finding import SiteFinding


def register(series_app: typer.Typer) -> None:
    """Add these commands to ``quietude series``."""
    series_app.command()(check)
    series_app.command()(serve)


Folder = Annotated[
    Path, typer.Argument(help="The folder of a series.", metavar="DIR", show_default=False)
]


def check(
    folder: Folder,
    *,
    url: Annotated[
        str, typer.Option(help="Where it was uploaded: its host is asked, too.", show_default=False)
    ] = "",
    previous: Annotated[
        Path | None, typer.Option(help="The feed published before.", show_default=False)
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            help="A text of names, one a line, that must stand nowhere.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a built series as directories, players and hosts will; exit 1 on errors.

    The feed, every file's bytes, checksum and length, artwork, chapters, transcripts, GUIDs and
    privacy. The network is used only with --url.
    """
    from quietude.series.checks.run import check_folder

    secret = _lines(names) if names else []
    found = list(check_folder(folder, url=url, previous=previous, names=secret))
    errors = sum(it.level == "error" for it in found)
    if as_json:
        _print_json(found, errors)
    else:
        for it in found:
            typer.echo(f"{it.level}: {it.where}: {it.message}\n  {it.hint}")
        counts = f"{errors} errors, {len(found) - errors} warnings" if found else "nothing to mend"
        typer.echo(f"{folder}: {counts}")
    if errors:
        raise typer.Exit(1)


def serve(
    folder: Folder,
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any that is free.")
    ] = 8000,
) -> None:
    """Show a series on this machine alone, as a host would; Ctrl-C ends it.

    Feed and outline give this address instead of the one in the series, so that a podcast app on
    this machine can subscribe.
    """
    from quietude.series.preview.server import SiteServer

    with SiteServer(folder, port) as server:
        try:
            typer.echo(f"{server.url}/")
            typer.echo("Ctrl-C ends it.", err=True)
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("\nstopped", err=True)


def _print_json(found: list[SiteFinding], errors: int) -> None:
    import json
    from dataclasses import asdict

    plain = {"errors": errors, "findings": [asdict(it) for it in found]}
    typer.echo(json.dumps(plain, ensure_ascii=False))


def _lines(path: Path) -> list[str]:
    from quietude.errors import UsageError

    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = "this list of names cannot be read"
        raise UsageError(message, path=path, hint="Write one name a line, in UTF-8.") from error
