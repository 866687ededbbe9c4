"""``programmes``: sessions in an order."""

from __future__ import annotations

import json
from dataclasses import asdict
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from quietude.script.programme import Programme, ProgrammeEntry


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(programmes)


def programmes(
    programme: Annotated[
        str | None,
        typer.Argument(help="A programme of the library, or a file.", show_default=False),
    ] = None,
    *,
    repeated: Annotated[
        bool, typer.Option("--repeats", help="Print the sentences several of its sessions say.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the programmes of the library, or print one: which session, when, how long."""
    from quietude.care.programme_order import order_findings
    from quietude.script.programme import programme_ids, read_programme

    if programme is None:
        found = [read_programme(it) for it in programme_ids()]
        if as_json:
            typer.echo(json.dumps({"programmes": [asdict(it) for it in found]}))
            return
        for it in found:
            typer.echo(f"{it.id:<20} {it.title}: {_size(it)}")
        return
    one = read_programme(programme)
    if repeated:
        _repeats(one, as_json=as_json)
        return
    findings = order_findings(one)
    if as_json:
        typer.echo(json.dumps(_as_json(one, [asdict(it) for it in findings]), ensure_ascii=False))
        return
    typer.echo("\n".join(_page(one)))
    for finding in findings:
        typer.echo(
            f"{finding.severity} {finding.rule}: {finding.entry}: {finding.message}", err=True
        )


def _size(programme: Programme) -> str:
    count = len(programme.entries)
    minutes = sum(it.minutes for it in programme.entries)
    return f"{count} session{'s' if count > 1 else ''}, {minutes} minutes in all"


def _page(it: Programme) -> list[str]:
    days = [entry.day for entry in it.entries if entry.day is not None]
    width = len(str(max(days, default=0)))
    return [
        f"{it.title} ({it.id}): {_size(it)}",
        fill(it.about, 92),
        fill(it.cadence, 92),
        "",
        *(_row(entry, width) for entry in it.entries),
        "",
        "A day is an offer. Leave out what you like; nothing is lost.",
    ]


def _row(entry: ProgrammeEntry, width: int) -> str:
    when = "any time" if entry.day is None else f"day {entry.day:>{width}}"
    seed = f" --seed {entry.seed}" if entry.seed else ""
    command = f"{entry.exercise} --duration {entry.minutes}m{seed}"
    top = "  (stays at the top)" if entry.pinned else ""
    notes = f"\n{'':<11}{entry.notes}" if entry.notes else ""
    return f"{when:<9}  {entry.title}: {command}{top}{notes}"


def _repeats(programme: Programme, *, as_json: bool) -> None:
    from quietude.plan.repeats import repeats

    found = repeats(programme)
    if as_json:
        typer.echo(json.dumps({"repeats": [asdict(it) for it in found]}, ensure_ascii=False))
        return
    for it in found:
        typer.echo(f"{len(it.entries):>3} of {len(programme.entries)}: {it.text}")
    if not found:
        typer.echo("No sentence stands in more than one of its sessions.")


def _as_json(programme: Programme, findings: list[dict[str, Any]]) -> dict[str, Any]:
    return {**asdict(programme), "findings": findings}
