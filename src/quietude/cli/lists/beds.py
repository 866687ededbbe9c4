"""``beds``: lists the beds that play under the voice."""

from __future__ import annotations

from typing import Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp, ListingGroup
from quietude.cli.listening import bed_audition
from quietude.cli.lists.rows import rows

beds_app = CommandApp(
    cls=ListingGroup,
    help="List the ambient beds that play under the voice, and hear them.",
    epilog="""
        quietude beds
        quietude beds rain
        quietude beds audition rain ocean --play
    """,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(beds_app, name="beds", rich_help_panel=panels.MAKE)


bed_audition.register(beds_app)


@beds_app.command("list", epilog="quietude beds list water")
def list_beds(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Words to look for: rain, warm, sea.", show_default=False),
    ] = None,
) -> None:
    """List the beds that come with Quietude, or those that match."""
    found = [row for row in _beds() if _has(row, words or [])]
    for line in rows(found):
        typer.echo(line)
    if not found:
        typer.echo("No bed matches that; all of them: quietude beds", err=True)
    else:
        typer.echo("You can also use a sound file of your own: --bed FILE", err=True)


def _beds() -> list[tuple[str, str]]:
    from quietude.script.bed import NO_BED_NAME, SILENCE_NAME
    from quietude.sound.manifest import sound_titles

    return [
        *((bed.id, f"{bed.title}. {bed.about}") for bed in sound_titles("beds")),
        (SILENCE_NAME, "The air of a quiet room, some 65 dB below full scale."),
        (NO_BED_NAME, "Voice, bells and nothing between them."),
    ]


def _has(row: tuple[str, str], words: list[str]) -> bool:
    text = " ".join(row).lower()
    return all(word.lower() in text for word in words)
