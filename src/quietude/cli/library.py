"""``exercises`` and ``beds list``: what comes with Quietude."""

from __future__ import annotations

import typer

beds_app = typer.Typer(help="The ambient beds.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(exercises)
    app.add_typer(beds_app, name="beds")


def exercises() -> None:
    """List the exercises of the library."""
    from quietude.library import exercise_ids
    from quietude.script.reader import read_script

    for exercise_id in exercise_ids():
        script = read_script(exercise_id)
        slots = f"  (--set {', '.join(script.slots)})" if script.slots else ""
        typer.echo(f"{exercise_id:<24} {script.title}, {script.intensity}{slots}")


@beds_app.command("list")
def list_beds() -> None:
    """List the beds that come with Quietude."""
    from quietude.plan.beds import NO_BED
    from quietude.sound.assets import beds

    for bed in sorted(beds().values(), key=lambda it: it.id):
        typer.echo(f"{bed.id:<14} {bed.title}. {bed.about}")
    typer.echo(f"{NO_BED:<14} Voice, bells and silence only.")
    typer.echo("A sound file of your own works too: --bed FILE")
