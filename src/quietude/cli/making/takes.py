"""``takes``: your own voice, recorded line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.help import completion, panels
from quietude.cli.help.commands import CommandApp
from quietude.cli.options.common import AsJson, Profile, Seed, Slots
from quietude.cli.options.declaring import option
from quietude.cli.personal import personal_details

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.script.model import Script
    from quietude.speech.takes.report import TakeReport

takes_app = CommandApp(
    no_args_is_help=True,
    help="Your own voice: a sheet to read from, a recording cut into lines, and a check.",
    epilog="""
        quietude takes sheet my-script.txt -o sheet.html
        quietude takes cut my-reading.m4a my-script.txt -o my-takes
        quietude takes check my-script.txt my-takes
        quietude render my-script.txt --takes my-takes
    """,
)

Definition = Annotated[
    str,
    typer.Argument(
        help="An exercise of the library, or a file.", autocompletion=completion.exercises
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(takes_app, name="takes", rich_help_panel=panels.WRITE)


@takes_app.command(
    epilog="""
        quietude takes sheet safe-place -o sheet.html
        quietude takes sheet my-script.txt > sheet.txt
    """
)
def sheet(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    output: Annotated[
        Path | None,
        option(
            panels.OTHER,
            "A file in .html, to print, or .txt; the terminal otherwise.",
            "--output",
            "-o",
        ),
    ] = None,
    *,
    slots: Slots = None,
    profile: Profile = None,
    seed: Seed = None,
    overwrite: Annotated[bool, option(panels.OTHER, "Replace the file.", "--overwrite")] = False,
) -> None:
    """Print a script to read: numbered lines, silences, and a file name for each line."""
    from quietude._util.files import FileTransaction
    from quietude.session.own_voice.reading_sheet import sheet_html, sheet_lines, sheet_text

    script, request = _read(definition, slots, profile, seed)
    lines = sheet_lines(script, request)
    if output is None:
        typer.echo(sheet_text(script, lines), nl=False)
        return
    page = output.suffix.lower() in {".html", ".htm"}
    text = (sheet_html if page else sheet_text)(script, lines)
    with FileTransaction([output], overwrite=overwrite) as files:
        files[output].write_text(text)
        files.commit()
    typer.echo(f"{output}  {sum(bool(line.number) for line in lines)} lines to record")


@takes_app.command(
    epilog="""
        quietude takes check safe-place my-takes
    """
)
def check(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    folder: Annotated[Path, typer.Argument(help="The folder with the recordings.")],
    *,
    slots: Slots = None,
    profile: Profile = None,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Say which lines are recorded, how well, and what to record again."""
    from quietude.plan.compose import compose
    from quietude.session.own_voice.reading_sheet import sheet_lines
    from quietude.speech.takes.folder import Takes
    from quietude.speech.takes.report import summary_of, take_reports

    script, request = _read(definition, slots, profile, seed)
    utterances = list(compose(script, request).utterances())
    numbers = {line.text: line.number for line in sheet_lines(script, request) if line.number}
    takes = Takes(folder)
    reports = take_reports(takes, utterances)
    unused = takes.unused(utterances)
    if as_json:
        lines = [_as_json(report, numbers[report.utterance.text]) for report in reports]
        found = {"lines": lines, "unused": list(map(str, unused)), "tone_curve": str(takes.curve)}
        typer.echo(json.dumps(found, indent=2))
    else:
        for report in reports:
            line, text = numbers[report.utterance.text], report.utterance.text[:50]
            for problem in report.problems:
                typer.echo(f'line {line}, "{text}": {problem}')
        for path in unused:
            typer.echo(f"{path}: no line of this script")
        recorded = sum(report.path is not None for report in reports)
        if summary := summary_of(reports):
            typer.echo(summary)
        if not takes.curve.is_flat:
            typer.echo(f"The tone of all lines is changed by {takes.curve}.")
        typer.echo(f"{recorded} of {len(reports)} lines are recorded.")
    if any(report.problems for report in reports):
        raise typer.Exit(1)


@takes_app.command(
    epilog="""
        quietude takes cut my-reading.m4a safe-place -o my-takes
        quietude render safe-place --takes my-takes
    """
)
def cut(  # noqa: PLR0913  (options of a command)
    recording: Annotated[Path, typer.Argument(help="The recording of the whole script.")],
    definition: Definition,
    output: Annotated[
        Path, option(panels.OTHER, "The folder for the takes, one file a line.", "--output", "-o")
    ] = Path("takes"),
    *,
    slots: Slots = None,
    profile: Profile = None,
    seed: Seed = None,
    doubtful: Annotated[
        bool, option(panels.OTHER, "Cut doubtful readings too, where none is good.", "--doubtful")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Cut one long recording into takes, the last good reading of each line."""
    from quietude.cli.making.cut_report import cut_json, cut_report
    from quietude.session.own_voice.cut_takes import cut_takes

    script, request = _read(definition, slots, profile, seed)
    cut_up = cut_takes(recording, script, request, output, doubtful=doubtful)
    if as_json:
        typer.echo(json.dumps(cut_json(cut_up), indent=2))
    else:
        for row in cut_report(cut_up):
            typer.echo(row)
        typer.echo(f"{len(cut_up.files)} of {len(cut_up.lines)} lines are cut into {output}.")
    if len(cut_up.files) < len(cut_up.lines):
        raise typer.Exit(1)


def _read(
    definition: str, slots: list[str] | None, profile: Path | None, seed: int | None
) -> tuple[Script, Request]:
    from quietude.cli.imported import LineBreaks, read_any
    from quietude.plan.request import Request

    script, _ = read_any(definition, LineBreaks.guess, strict=False)
    details = personal_details(script, slots or [], profile, ask=False)
    return script, Request(slot_values=details, seed=seed)


def _tenths(level_db: float | None) -> float | None:
    return None if level_db is None else round(level_db, 1)


def _as_json(report: TakeReport, number: int) -> dict[str, Any]:
    quality = report.quality
    measured = (
        {
            "seconds": round(quality.seconds, 2),
            "speech_db": round(quality.speech_db, 1),
            "noise_db": _tenths(quality.noise_db),
            "noise_below_db": _tenths(quality.distance_db),
            "clipped": quality.clipped,
            "hum_hz": quality.hum_hz,
            "clicks_s": [round(click_s, 2) for click_s in quality.clicks_s],
        }
        if quality
        else {}
    )
    return {
        "line": number,
        "text": report.utterance.text,
        "file": report.path.name if report.path else None,
        **measured,
        "problems": list(report.problems),
    }
