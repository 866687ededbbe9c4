"""``exercises`` and ``beds list``: what comes with Quietude."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from quietude.script.model import Script

beds_app = typer.Typer(help="The ambient beds.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(exercises)
    app.add_typer(beds_app, name="beds")


def exercises(
    *,
    for_when: Annotated[
        str,
        typer.Option("--for-when", help="A need: overwhelmed, morning, sleep, …", metavar="WORD"),
    ] = "",
    intensity: Annotated[str, typer.Option(help="light, medium or high.", metavar="WORD")] = "",
    length: Annotated[
        int | None, typer.Option(help="Offered at this length.", metavar="MINUTES")
    ] = None,
    step: Annotated[
        str, typer.Option("--with", help="With this kind of step: tap, journal, …", metavar="KIND")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the exercises of the library, or those that fit what is needed."""
    from quietude.script.print_view import minutes_text
    from quietude.script.search import ExerciseQuery, find

    found = find(ExerciseQuery(for_when, intensity, length, step))
    if as_json:
        typer.echo(json.dumps({"exercises": [_as_json(it) for it in found]}, ensure_ascii=False))
        return
    for it in found:
        typer.echo(f"{it.id:<28} {it.title}: {it.intensity}, {minutes_text(it)}")
    if not found:
        typer.echo("No exercise has all of that; leave one of the options out.", err=True)


def _as_json(script: Script) -> dict[str, Any]:
    return {
        "id": script.id,
        "title": script.title,
        "intensity": script.intensity,
        "lengths_min": script.lengths_min,
        "for_when": script.for_when,
        "about": script.about,
        "content_note": script.content_note,
        "slots": list(script.slots),
        "covers": script.covers,
        "source": script.articles,
    }


@beds_app.command("list")
def list_beds() -> None:
    """List the beds that come with Quietude."""
    from quietude.script.bed import NO_BED_NAME
    from quietude.sound.assets import beds

    for bed in sorted(beds().values(), key=lambda it: it.id):
        typer.echo(f"{bed.id:<14} {bed.title}. {bed.about}")
    typer.echo(f"{NO_BED_NAME:<14} Voice, bells and silence only.")
    typer.echo("A sound file of your own works too: --bed FILE")
