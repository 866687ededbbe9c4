"""``series``: the commands for many sessions from one manifest, and ``series new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp
from quietude.cli.options.declaring import option
from quietude.cli.publishing import build, inspection, updates

series_app = CommandApp(
    epilog="quietude series build series.yaml -o site --base-url https://example.org/show",
    name="series",
    help="Make a podcast, or sessions for many listeners, from one manifest.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(series_app, rich_help_panel=panels.PUBLISH)


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder for it.", show_default=False)
    ],
    *,
    title: Annotated[str, option(panels.OTHER, "The title of the show.")] = "My Show",
    author: Annotated[str, option(panels.OTHER, "Its author.")] = "Your Name",
    email: Annotated[str, option(panels.OTHER, "The owner's address.")] = "you@example.org",
    language: Annotated[str, option(panels.OTHER, "Its language, as a code.")] = "en",
) -> None:
    """Write a first manifest, with a word on every line that matters; it builds as it stands."""
    from quietude._util.files import PendingFile
    from quietude.series.manifest.template import new_manifest

    path = folder / "series.yaml"
    text = new_manifest(path.name, title=title, author=author, email=email, language=language)
    with PendingFile(path, overwrite=False) as pending:
        pending.write_text(text)
        pending.commit()
    typer.echo(path)
    typer.echo(f"Next: quietude series build {path} -o {folder / 'site'} --dry-run", err=True)


build.register(series_app)
series_app.command(epilog="quietude series new calm --title 'Evening Calm' --author 'Ada Example'")(
    new
)
updates.register(series_app)
inspection.register(series_app)
