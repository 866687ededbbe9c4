"""``programmes``: lists the programmes of the library, and shows the sessions of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.text import counted
from quietude.cli.help import completion, panels
from quietude.cli.lists.rows import paragraph, rows
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option

if TYPE_CHECKING:
    from quietude.script.browse.programme import Programme, ProgrammeEntry


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude programmes
            quietude programmes first-week
        """,
    )(programmes)


def programmes(
    programme: Annotated[
        str | None,
        typer.Argument(
            help="A programme of the library, or a file.",
            show_default=False,
            autocompletion=completion.programmes,
        ),
    ] = None,
    *,
    repeats: Annotated[
        bool,
        option(
            panels.OTHER, "Print the sentences that several of its sessions share.", "--repeats"
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the programmes, or show one: its sessions, their days and lengths."""
    if programme is None:
        _list_programmes(as_json=as_json)
        return
    from quietude.care.programme_order import order_findings
    from quietude.script.browse.programme import read_programme

    chosen = read_programme(programme)
    if repeats:
        _print_repeats(chosen, as_json=as_json)
        return
    findings = order_findings(chosen)
    if as_json:
        data = {**asdict(chosen), "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(data, ensure_ascii=False))
        return
    typer.echo("\n".join(_programme_page(chosen, programme)))
    for finding in findings:
        typer.echo(
            f"{finding.severity} {finding.rule}: {finding.entry}: {finding.message}", err=True
        )


def _list_programmes(*, as_json: bool) -> None:
    from quietude.library import index

    if as_json:
        from quietude.script.browse.programme import programme_ids, read_programme

        every = [asdict(read_programme(id_)) for id_ in programme_ids()]
        typer.echo(json.dumps({"programmes": every}, ensure_ascii=False))
        return
    table = (
        (one.id, counted(one.sessions, "session"), index.first_sentence(one.about))
        for one in index.programmes()
    )
    for line in rows(table):
        typer.echo(line)


def _programme_page(programme: Programme, name: str) -> list[str]:
    minutes = sum(entry.minutes for entry in programme.entries)
    size = f"{counted(len(programme.entries), 'session')}, {minutes} minutes in all"
    first = next((entry.day for entry in programme.entries if entry.day), None)
    one = f"--day {first or programme.entries[0].id}"
    table = (
        (_when(entry), entry.id, f"{entry.minutes} min", f"{entry.title}{_aside(entry)}")
        for entry in programme.entries
    )
    return [
        f"{programme.title} ({programme.id}): {size}",
        paragraph(programme.about),
        paragraph(programme.cadence),
        "",
        *rows(table),
        "",
        "Each day is an offer. Leave out what you like; you miss nothing.",
        "",
        f"One session:  quietude render {name} {one}",
        f"All of them:  quietude render {name}",
    ]


def _when(entry: ProgrammeEntry) -> str:
    return "any time" if entry.day is None else f"day {entry.day}"


def _aside(entry: ProgrammeEntry) -> str:
    top = " (stays at the top)" if entry.pinned else ""
    return f"{top}. {entry.notes}" if entry.notes else top


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
