"""``render``, ``plan`` and ``check``: from a definition to a session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.console import complain, progress_bar
from quietude.errors import QuietudeError, UsageError

if TYPE_CHECKING:
    from quietude.pipeline import Result
    from quietude.plan.request import Request
    from quietude.plan.timeline import Timeline

Definition = Annotated[
    str,
    typer.Argument(
        metavar="DEFINITION",
        help="An exercise of the library, or a definition file.",
        show_default=False,
    ),
]
Duration = Annotated[
    str | None, typer.Option(help='The exact length: "10m", "90s", "1h30m", "12:30".')
]
Slots = Annotated[
    list[str] | None, typer.Option("--set", metavar="SLOT=VALUE", help="A personal detail.")
]
Rate = Annotated[int, typer.Option(help="Words a minute while speaking.", metavar="WPM")]
Pacing = Annotated[str | None, typer.Option(help="gentle, standard or spacious.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(render)
    app.command()(plan)
    app.command()(check)


def render(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file to write.  [default: DEFINITION.mp3]"),
    ] = None,
    duration: Duration = None,
    slots: Slots = None,
    voice: Annotated[
        str, typer.Option(help="A voice id, or auto for the best here; see: quietude voices list")
    ] = "auto",
    engine: Annotated[str, typer.Option(help="Use only this speech engine.")] = "auto",
    rate: Rate = 115,
    pacing: Pacing = None,
    bed: Annotated[
        str | None, typer.Option(help="A bed, a sound file, or none; see: quietude beds list")
    ] = None,
    bed_level: Annotated[float, typer.Option(help="Bed louder or softer.", metavar="DB")] = 0.0,
    bell_level: Annotated[float, typer.Option(help="Bells louder or softer.", metavar="DB")] = 0.0,
    file_format: Annotated[
        str | None, typer.Option("--format", help="mp3, wav or flac, whatever the file's name.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Render a guided session into a sound file.

    The receipt, what was rendered from what and what it measures, is written beside the file,
    or printed with --json.
    """
    from quietude.pipeline import Options
    from quietude.pipeline import render as render_session
    from quietude.sound.mix import Levels

    request = _request(duration, slots, rate, pacing, voice)
    options = Options(
        engine=engine,
        bed=bed,
        levels=Levels(_level(bed_level, "--bed-level"), _level(bell_level, "--bell-level")),
        format=file_format,
        overwrite=overwrite,
        write_receipt=not as_json,
    )
    path = output or Path(f"{Path(definition).stem}.{file_format or 'mp3'}")
    with progress_bar() as progress:
        result = render_session(definition, path, request, options, progress)
    typer.echo(json.dumps(result.receipt, ensure_ascii=False) if as_json else _summary(result))


def plan(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    *,
    duration: Duration = None,
    slots: Slots = None,
    rate: Rate = 115,
    pacing: Pacing = None,
    as_json: AsJson = False,
) -> None:
    """Show the timeline of a session without speaking; phrases have estimated lengths."""
    from quietude.pipeline import outline

    timeline = outline(definition, _request(duration, slots, rate, pacing))
    if as_json:
        typer.echo(json.dumps(_timeline_json(timeline), ensure_ascii=False))
    else:
        typer.echo("\n".join(_timeline_rows(timeline)))


def check(
    definitions: Annotated[
        list[str], typer.Argument(help="Exercises or files.", show_default=False)
    ],
) -> None:
    """Check definitions without rendering them; exit 1 if one of them is not valid."""
    from quietude.script.reader import read_script

    failed = False
    for definition in definitions:
        try:
            script = read_script(definition)
        except QuietudeError as error:
            complain(error)
            failed = True
        else:
            count = sum(len(section.steps) for section in script.sections)
            typer.echo(f"{definition}: valid ({len(script.sections)} sections, {count} steps)")
    if failed:
        raise typer.Exit(1)


def _request(
    duration: str | None, slots: list[str] | None, rate: int, pacing: str | None, voice: str = ""
) -> Request:
    from quietude.durations import parse_duration
    from quietude.plan.request import Request

    try:
        duration_s = None if duration is None else parse_duration(duration)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return Request(
        duration_s=duration_s,
        slot_values=_slot_values(slots or []),
        voice=voice,
        rate_wpm=rate,
        pacing=pacing,
    )


def _slot_values(pairs: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f'"{pair[:40]}" is not a personal detail'
            raise UsageError(message, hint='Write it like --set name=Ada or --set "place=a garden"')
        values[name.strip()] = value
    return values


def _level(level_db: float, option: str) -> float:
    if not -40.0 <= level_db <= 12.0:  # noqa: PLR2004
        message = f"{option} may be from -40 to 12 dB, not {level_db:g}"
        raise UsageError(message)
    return level_db


def _summary(result: Result) -> str:
    from quietude.units import clock

    timeline, loudness = result.timeline, result.loudness
    voice = result.receipt["voice"]
    sound = f"{loudness.integrated_lufs:.1f} LUFS, {loudness.true_peak_dbtp:.1f} dBTP"
    phrases = f"{len(timeline.placements)} phrases, {result.spoken} newly spoken"
    lines = [
        f"{result.path}",
        f"  {clock(timeline.seconds)}, {len(timeline.chapters)} chapters, {sound}",
        f"  voice {voice['engine']}:{voice['id']}, {phrases}",
    ]
    if timeline.dropped_lines:
        lines.append(f"  left out for the length: lines {_joined(timeline.dropped_lines)}")
    return "\n".join(lines)


def _timeline_rows(timeline: Timeline) -> list[str]:
    from quietude.units import clock, clock_precise

    rate_hz = timeline.sample_rate_hz
    rows = [f"{timeline.title}: {clock(timeline.seconds)} (phrases estimated, not spoken)"]
    for start, length, what in _events(timeline):
        span = f"{length / rate_hz:6.1f} s" if length else " " * 8
        rows.append(f"{clock_precise(start / rate_hz)} {span}  {what}")
    if timeline.dropped_lines:
        rows.append(f"left out for the length: lines {_joined(timeline.dropped_lines)}")
    return rows


def _events(timeline: Timeline) -> list[tuple[int, int, str]]:
    """Everything in a timeline as start, length and words, in order."""
    events = [(it.start_frame, 0, 0, f"== {it.title}") for it in timeline.chapters]
    events += [
        (it.start_frame, 3, it.length_frames, it.utterance.text) for it in timeline.placements
    ]
    events += [
        (it.start_frame, 2, it.length_frames, f"({it.kind})")
        for it in timeline.silences
        if it.length_frames
    ]
    events += [(it.start_frame, 1, 0, f"* {it.cue.asset or it.cue.kind}") for it in timeline.cues]
    return [(start, length, what) for start, _, length, what in sorted(events)]


def _timeline_json(timeline: Timeline) -> dict[str, Any]:
    return {
        "title": timeline.title,
        "sample_rate_hz": timeline.sample_rate_hz,
        "total_frames": timeline.total_frames,
        "estimated": True,
        "chapters": [
            {"title": it.title, "start_frame": it.start_frame} for it in timeline.chapters
        ],
        "speech": [
            {
                "text": it.utterance.text,
                "line": it.utterance.line_no,
                "start_frame": it.start_frame,
                "length_frames": it.length_frames,
            }
            for it in timeline.placements
        ],
        "silences": [
            {
                "kind": it.kind,
                "line": it.line_no,
                "start_frame": it.start_frame,
                "length_frames": it.length_frames,
            }
            for it in timeline.silences
        ],
        "cues": [
            {"kind": it.cue.kind, "asset": it.cue.asset, "start_frame": it.start_frame}
            for it in timeline.cues
        ],
        "left_out_lines": list(timeline.dropped_lines),
    }


def _joined(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
