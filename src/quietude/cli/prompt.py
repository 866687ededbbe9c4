"""``prompt``: words for a chat assistant, that it may write a definition."""

from __future__ import annotations

from typing import Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.options.declaring import option


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        "prompt",
        rich_help_panel=panels.WRITE,
        epilog="""
            quietude prompt "before sleep" --duration 10
            quietude prompt "courage before a hard talk" --duration 5 --language German
        """,
    )(prompt)


def prompt(
    need: Annotated[
        str, typer.Argument(help='What the session is for: "before sleep".', show_default=False)
    ],
    *,
    duration: Annotated[
        str,
        option(
            panels.FIRST,
            "The length: 10, 10m or 12:30. A bare number means minutes.",
            metavar="LENGTH",
        ),
    ] = "10m",
    language: Annotated[
        str,
        option(panels.FIRST, "The language it is written in, by its name or code.", metavar="NAME"),
    ] = "English",
) -> None:
    """Print a prompt with which any chat assistant writes a session for you.

    Nothing is sent anywhere: you paste it where you like, save the answer as it comes, words around
    it and all, and render that file. Small mistakes are fixed; quietude import shows which.
    """
    from quietude.durations import parse_length
    from quietude.errors import UsageError
    from quietude.script.prompt import prompt as written

    try:
        duration_s = parse_length(duration)
    except ValueError as error:
        raise UsageError(str(error)) from error
    typer.echo(written(need, duration_s, language), nl=False)
    typer.echo(
        "\n  Next: paste this into a chat, and save the answer as answer.md. Then:", err=True
    )
    for command in ("import answer.md --view", f"render answer.md --duration {duration}"):
        typer.echo(f"  quietude {command}", err=True)
