"""``exercises``, ``programmes`` and ``beds list``: the content that comes with Quietude."""

from __future__ import annotations

import json
from dataclasses import asdict
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp
from quietude.cli.options import AsJson, counted

if TYPE_CHECKING:
    from quietude.script.model import Script
    from quietude.script.programme import Programme, ProgrammeEntry

beds_app = CommandApp(
    help="List the ambient beds that play under the voice.",
    epilog="quietude beds list",
    no_args_is_help=True,
)

_WIDTH = 92


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude exercises --for-when overwhelmed
            quietude exercises --length 5 --intensity light
        """,
    )(exercises)
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude programmes
            quietude programmes first-week
        """,
    )(programmes)
    app.add_typer(beds_app, name="beds", rich_help_panel=panels.MAKE)


def exercises(
    *,
    for_when: Annotated[
        str,
        typer.Option("--for-when", help="A need: overwhelmed, morning, sleep, …", metavar="WORD"),
    ] = "",
    intensity: Annotated[str, typer.Option(help="light, medium or high.", metavar="WORD")] = "",
    length: Annotated[
        int | None, typer.Option(help="Recommended at this length.", metavar="MINUTES")
    ] = None,
    step: Annotated[
        str, typer.Option("--with", help="With this kind of step: tap, journal, …", metavar="KIND")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the exercises that come with Quietude, or those that match."""
    from quietude.script.print_view import minutes_text
    from quietude.script.search import ExerciseQuery, find

    scripts = find(ExerciseQuery(for_when, intensity, length, step))
    if as_json:
        data = {"exercises": [_exercise_json(script) for script in scripts]}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    for script in scripts:
        typer.echo(f"{script.id:<28} {script.title}: {script.intensity}, {minutes_text(script)}")
    if not scripts:
        typer.echo("No exercise matches all of that. Try it with fewer options.", err=True)


def _exercise_json(script: Script) -> dict[str, Any]:
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


def programmes(
    programme: Annotated[
        str | None,
        typer.Argument(help="A programme of the library, or a file.", show_default=False),
    ] = None,
    *,
    repeats: Annotated[
        bool,
        typer.Option("--repeats", help="Print the sentences that several of its sessions share."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the programmes, or show one: its sessions, their days and lengths."""
    from quietude.care.programme_order import order_findings
    from quietude.script.programme import programme_ids, read_programme

    if programme is None:
        _list_programmes([read_programme(id_) for id_ in programme_ids()], as_json=as_json)
        return
    chosen = read_programme(programme)
    if repeats:
        _print_repeats(chosen, as_json=as_json)
        return
    findings = order_findings(chosen)
    if as_json:
        data = {**asdict(chosen), "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    typer.echo("\n".join(_programme_rows(chosen)))
    for finding in findings:
        typer.echo(
            f"{finding.severity} {finding.rule}: {finding.entry}: {finding.message}", err=True
        )


def _list_programmes(programmes: list[Programme], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"programmes": [asdict(programme) for programme in programmes]}))
        return
    for programme in programmes:
        typer.echo(f"{programme.id:<20} {programme.title}: {_size(programme)}")


def _size(programme: Programme) -> str:
    minutes = sum(entry.minutes for entry in programme.entries)
    return f"{counted(len(programme.entries), 'session')}, {minutes} minutes in all"


def _programme_rows(programme: Programme) -> list[str]:
    days = [entry.day for entry in programme.entries if entry.day is not None]
    width = len(str(max(days, default=0)))
    return [
        f"{programme.title} ({programme.id}): {_size(programme)}",
        fill(programme.about, _WIDTH),
        fill(programme.cadence, _WIDTH),
        "",
        *(_entry_row(entry, width) for entry in programme.entries),
        "",
        "Each day is an offer. Leave out what you like; you miss nothing.",
    ]


def _entry_row(entry: ProgrammeEntry, width: int) -> str:
    when = "any time" if entry.day is None else f"day {entry.day:>{width}}"
    command = f"{entry.exercise} --duration {entry.minutes}m --seed {entry.seed}"
    top = "  (stays at the top)" if entry.pinned else ""
    notes = f"\n{'':<11}{entry.notes}" if entry.notes else ""
    return f"{when:<9}  {entry.title}: {command}{top}{notes}"


def _print_repeats(programme: Programme, *, as_json: bool) -> None:
    from quietude.plan.repeats import repeats

    shared = repeats(programme)
    if as_json:
        data = {"repeats": [asdict(sentence) for sentence in shared]}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    for sentence in shared:
        typer.echo(f"{len(sentence.entries):>3} of {len(programme.entries)}: {sentence.text}")
    if not shared:
        typer.echo("No two of its sessions share a sentence.")


@beds_app.command("list", epilog="quietude beds list")
def list_beds() -> None:
    """List the beds that come with Quietude."""
    from quietude.script.bed import NO_BED_NAME, SILENCE_NAME
    from quietude.sound.assets import beds

    for bed in sorted(beds().values(), key=lambda bed: bed.id):
        typer.echo(f"{bed.id:<14} {bed.title}. {bed.about}")
    typer.echo(f"{SILENCE_NAME:<14} The air of a quiet room, some 65 dB below full scale.")
    typer.echo(f"{NO_BED_NAME:<14} Voice, bells and nothing between them.")
    typer.echo("You can also use a sound file of your own: --bed FILE")
