"""``render`` and ``plan``: from a definition to a session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quietude.cli.console import progress_bar
from quietude.cli.personal import personal_details
from quietude.errors import UsageError

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
Profile = Annotated[
    Path | None, typer.Option("--for", metavar="FILE", help="A file with personal details.")
]
Ask = Annotated[bool, typer.Option("--ask", help="Ask for the personal details not given.")]
Rate = Annotated[int, typer.Option(help="Words a minute while speaking.", metavar="WPM")]
Pacing = Annotated[str | None, typer.Option(help="gentle, standard or spacious.")]
Seed = Annotated[int, typer.Option(help="Which variation, where a script has several.")]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", help="A picture of the session: .png or .svg.", metavar="FILE"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(render)
    app.command()(plan)


def render(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    *,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            help="The file to write; again for another format.  [default: DEFINITION.mp3]",
        ),
    ] = None,
    duration: Duration = None,
    slots: Slots = None,
    profile: Profile = None,
    ask: Ask = False,
    voice: Annotated[
        str, typer.Option(help="A voice id, or auto for the best here; see: quietude voices list")
    ] = "auto",
    engine: Annotated[str, typer.Option(help="Use only this speech engine.")] = "auto",
    rate: Rate = 115,
    pacing: Pacing = None,
    seed: Seed = 0,
    bed: Annotated[
        str | None, typer.Option(help="A bed, a sound file, or none; see: quietude beds list")
    ] = None,
    bed_level: Annotated[float, typer.Option(help="Bed louder or softer.", metavar="DB")] = 0.0,
    bell_level: Annotated[float, typer.Option(help="Bells louder or softer.", metavar="DB")] = 0.0,
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="mp3, wav, flac, ogg, opus, m4a or m4b, whatever the file's name.",
        ),
    ] = None,
    bits: Annotated[int, typer.Option(help="16 or 24, for WAV and FLAC.")] = 16,
    vbr: Annotated[
        int | None,
        typer.Option(help="MP3 of variable bit rate: 0, the best, to 6.", metavar="0-6"),
    ] = None,
    captions: Annotated[
        str, typer.Option(help="Captions beside the file: vtt, srt, lrc.", metavar="KINDS")
    ] = "",
    sound_captions: Annotated[
        bool, typer.Option("--sound-captions", help="Captions for bells and breaths too.")
    ] = False,
    transcript: Annotated[
        str, typer.Option(help="The narration beside the file: txt, md.", metavar="KINDS")
    ] = "",
    chapters: Annotated[
        str, typer.Option(help="The chapters beside the file: json, txt.", metavar="KINDS")
    ] = "",
    tag: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=TEXT",
            help="What the file says of itself: title, artist, album, track, date, genre, "
            "comment or copyright.",
        ),
    ] = None,
    tag_personal: Annotated[
        bool,
        typer.Option(
            "--tag-personal", help="The narration into the file, personal details and all."
        ),
    ] = False,
    cover: Annotated[
        str | None,
        typer.Option(help="A picture for the cover, or none.  [default: drawn from the title]"),
    ] = None,
    feed_cover: Annotated[
        bool, typer.Option("--feed-cover", help="A large cover beside the file, for a feed.")
    ] = False,
    picture: Plot = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    accept_care_risks: Annotated[
        bool, typer.Option("--accept-care-risks", help="Render in spite of care errors.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Render a guided session into a sound file.

    The receipt, what was rendered from what and what it measures, is written beside the file,
    or printed with --json.
    """
    from quietude.beside import Extras
    from quietude.pipeline import Options
    from quietude.pipeline import render as render_session
    from quietude.script.reader import read_script
    from quietude.sound.mix import Levels

    script = read_script(definition)
    details = personal_details(script, slots or [], profile, ask=ask)
    request = _request(duration, details, rate, pacing, seed, voice)
    extras = Extras(
        captions=_kinds(captions),
        sound_captions=sound_captions,
        transcript=_kinds(transcript),
        chapters=_kinds(chapters),
        tags=_pairs(tag or [], "a tag", "--tag artist=Ada"),
        tag_personal=tag_personal,
        cover=cover,
        feed_cover=feed_cover,
        plot=picture,
    )
    options = Options(
        engine=engine,
        bed=bed,
        levels=Levels(_level(bed_level, "--bed-level"), _level(bell_level, "--bell-level")),
        format=file_format,
        overwrite=overwrite,
        write_receipt=not as_json,
        accept_care_risks=accept_care_risks,
        bits=bits,
        vbr=vbr,
        extras=extras,
    )
    paths = output or [Path(f"{Path(definition).stem}.{file_format or 'mp3'}")]
    with progress_bar() as progress:
        result = render_session(script, paths, request, options, progress)
    typer.echo(json.dumps(result.receipt, ensure_ascii=False) if as_json else _summary(result))


def plan(  # noqa: PLR0913  (options of a command)
    definition: Definition,
    *,
    duration: Duration = None,
    slots: Slots = None,
    profile: Profile = None,
    ask: Ask = False,
    rate: Rate = 115,
    pacing: Pacing = None,
    seed: Seed = 0,
    picture: Plot = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the picture.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the timeline of a session without speaking; phrases have estimated lengths."""
    from quietude.pipeline import outline
    from quietude.script.reader import read_script

    script = read_script(definition)
    details = personal_details(script, slots or [], profile, ask=ask)
    timeline = outline(script, _request(duration, details, rate, pacing, seed))
    if picture:
        from quietude.pipeline import write_plot

        write_plot(timeline, picture, overwrite=overwrite)
    if as_json:
        typer.echo(json.dumps(_timeline_json(timeline), ensure_ascii=False))
    else:
        typer.echo("\n".join(_timeline_rows(timeline)))


def _request(  # noqa: PLR0913, PLR0917  (the options two commands share)
    duration: str | None,
    details: dict[str, str],
    rate: int,
    pacing: str | None,
    seed: int,
    voice: str = "",
) -> Request:
    from quietude.durations import parse_duration
    from quietude.plan.request import Request

    try:
        duration_s = None if duration is None else parse_duration(duration)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return Request(
        duration_s=duration_s,
        slot_values=details,
        voice=voice,
        rate_wpm=rate,
        pacing=pacing,
        seed=seed,
    )


def _pairs(pairs: list[str], what: str, example: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f'"{pair[:40]}" is not {what}'
            raise UsageError(message, hint=f"Write it like {example}")
        values[name.strip()] = value
    return values


def _kinds(listed: str) -> tuple[str, ...]:
    """``"vtt, srt"`` as its parts, each once."""
    parts = (it.strip().lower() for it in listed.split(","))
    return tuple(dict.fromkeys(it for it in parts if it))


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
        *(str(it) for it in (result.path, *result.others)),
        f"  {clock(timeline.seconds)}, {len(timeline.chapters)} chapters, {sound}",
        f"  voice {voice['engine']}:{voice['id']}, {phrases}",
    ]
    held_back = result.receipt["sound"]["held_back_lu"]
    if held_back >= 0.1:  # noqa: PLR2004
        lines.append(f"  {held_back:.1f} LU quieter than asked: the bed is loud beside the voice")
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
    return [*rows, *_explained(timeline)]


def _explained(timeline: Timeline) -> list[str]:
    """What the fit did to make the length: kept, left out, stretched."""
    from quietude.units import clock

    rate_hz, total = timeline.sample_rate_hz, timeline.total_frames
    ends = [*[it.start_frame for it in timeline.chapters[1:]], total]
    shares = [
        f"{it.title} {(end - it.start_frame) / total:.0%}"
        for it, end in zip(timeline.chapters, ends, strict=True)
    ]
    spoken = f"voice {clock(timeline.speech_frames / rate_hz)}"
    rows = [f"shares: {', '.join(shares)}; {spoken} ({timeline.speech_frames / total:.0%})"]
    ideal = sum(it.ideal_frames for it in timeline.silences)
    actual = sum(it.length_frames for it in timeline.silences)
    if ideal != actual:
        rows.append(
            f"silences: {clock(actual / rate_hz)}, {actual / ideal:.0%} of their ideal "
            f"{clock(ideal / rate_hz)}"
        )
        most = sorted(timeline.silences, key=lambda it: -abs(it.length_frames - it.ideal_frames))
        changed = [
            f"line {it.line_no} to {it.length_frames / rate_hz:.1f} s"
            for it in most[:3]
            if it.line_no and it.length_frames != it.ideal_frames
        ]
        if changed:
            rows.append(f"most changed: {', '.join(changed)}")
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
                "ideal_frames": it.ideal_frames,
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
