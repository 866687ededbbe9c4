"""``cache``: the phrases kept from earlier renders."""

from __future__ import annotations

import typer

from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp

cache_app = CommandApp(
    epilog="quietude cache info",
    help="Show or clear the phrases kept from earlier renders.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(cache_app, name="cache", rich_help_panel=panels.MACHINE)


@cache_app.command("info", epilog="quietude cache info")
def cache_info() -> None:
    """Print where spoken phrases are kept, and how much space they take."""
    from quietude.speech.cache import user_cache

    info = user_cache().info()
    typer.echo(f"cache     {info.folder}: {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")


@cache_app.command("clear", epilog="quietude cache clear")
def cache_clear() -> None:
    """Remove all spoken phrases; the next render speaks them again."""
    from quietude.speech.cache import user_cache

    info = user_cache().clear()
    typer.echo(f"removed {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
