"""``studio``: the page on this machine where sessions are made by ear."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.options.declaring import option


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude studio
            quietude studio ~/meditations --no-browser
        """,
    )(studio)


def studio(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Where sessions and scripts are kept.",
            metavar="[DIR]",
            show_default="Quietude, among your documents",
        ),
    ] = None,
    *,
    port: Annotated[
        int | None,
        option(
            panels.OTHER,
            "The port of the page; 0 for any free one.",
            min=0,
            max=65535,
            show_default="as last time",
        ),
    ] = None,
    no_browser: Annotated[
        bool, option(panels.OTHER, "Print the address, and open nothing.", "--no-browser")
    ] = False,
) -> None:
    """Open the studio: a page in your browser to choose, hear, write and save sessions.

    It runs on this machine, for this machine alone. Ctrl-C ends it.
    """
    from quietude.studio.folder import default_folder
    from quietude.studio.server import run_studio

    run_studio(folder or default_folder(), port, typer.echo, browser=not no_browser)
