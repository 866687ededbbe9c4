"""``render``: from a definition to a finished session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.text import counted
from quietude.cli.console import progress_bar, telling_cost
from quietude.cli.help import completion, panels
from quietude.cli.length_notes import fallback_notes, fit_notes
from quietude.cli.listening.play import hear
from quietude.cli.lists.rows import wrapped
from quietude.cli.making.programme_sessions import is_programme, programme_sessions
from quietude.cli.making.saved_options import remember
from quietude.cli.options.common import AsJson
from quietude.cli.options.declaring import option, spread
from quietude.cli.options.files import FileOptions
from quietude.cli.options.session import SessionOptions
from quietude.durations import clock_text
from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.session.result import Session


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude render safe-place --duration 10 --set name=Ada
            quietude render four-questions --bed ocean -o questions.flac
            quietude render first-week --day 3
            quietude render my-script.txt --captions vtt
        """,
    )(render)


@spread
def render(  # noqa: PLR0913  (options of a command)
    context: typer.Context,
    definition: Annotated[
        str,
        typer.Argument(
            metavar="DEFINITION",
            help="An exercise, a programme, or the path of a definition or script.",
            show_default=False,
            autocompletion=completion.sessions,
        ),
    ],
    *,
    files: FileOptions,
    options: SessionOptions,
    day: Annotated[
        str,
        option(
            panels.CHOICE,
            "Of a programme: only this day, or the session of this id.",
            metavar="DAY",
        ),
    ] = "",
    play: Annotated[
        bool,
        option(panels.FIRST, "Play it when it is done.", "--play"),
    ] = False,
    open_file: Annotated[
        bool,
        option(panels.RUN, "Open it in your player when it is done.", "--open"),
    ] = False,
    accept_care_risks: Annotated[
        bool,
        option(panels.RUN, "Render despite care errors.", "--accept-care-risks"),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a session: a sound file with chapters, from an exercise or a script of yours.

    Without --duration it is as long as the exercise is usually offered, or as the script says. Of a
    programme, every session is made that is not there yet, in a folder of its name.

    A receipt is written beside the file, or printed with --json: what the session was made from,
    and what was measured.
    """
    from quietude.session.receipt import receipt
    from quietude.session.render import render as render_session

    if is_programme(definition):
        given = {**context.params, "play": False, "open_file": False}
        for part in programme_sessions(definition, day, given):
            render(context=context, **part.options)
        return
    if day:
        message = "--day is for a programme"
        raise UsageError(message, hint="See them: quietude programmes")
    script, imported = options.script(definition)
    request = options.request(script, imported)
    request = replace(request, accept_care_risks=accept_care_risks)
    sound = options.sound()
    output = files.written(Path(definition).stem, sound.target, receipt=not as_json)
    with progress_bar() as progress:
        session = render_session(script, output, request, sound, telling_cost(progress))
    facts = receipt(session)
    remember(facts, str(session.bed))
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        for line in _summary(session, request):
            typer.echo(wrapped(line, len(line) - len(line.lstrip()) + 2))
    if play or open_file:
        hear(session.files[0], in_player=open_file)


def _summary(session: Session, asked: Request) -> list[str]:
    from quietude.session.receipt import level_notes, listing_notes

    timeline, loudness, levels = session.timeline, session.loudness, session.audio[0].levels
    sound = f"{loudness.integrated_lufs:.1f} LUFS, {loudness.true_peak_dbtp:.1f} dBTP"
    if (voice_lufs := session.audio[0].voice_lufs) is not None:
        sound = f"voice {voice_lufs:.1f} LUFS, whole {sound}"
    if levels:
        sound += f", {levels.rms_db:.1f} dB RMS, noise floor {levels.floor_db:.0f} dB, no bed"
    kept = len(timeline.placements)
    chapters = counted(len(timeline.chapters), "chapter")
    new = f"{session.spoken} newly spoken" if session.spoken < kept else "all newly spoken"
    narrator = session.narrator
    said = f"voice {narrator.full_id}, {counted(kept, 'phrase')}, {new}"
    if narrator.kind == "human":
        said = f"your recordings, {counted(narrator.phrases, 'phrase')}"
    elif recorded := narrator.recorded_phrases:
        said = f"{recorded} of {counted(narrator.phrases, 'phrase')} recorded"
        said += f", the others by {narrator.full_id}"
    lines = [
        *map(str, session.files),
        f"  {clock_text(timeline.seconds)}, {chapters}, {sound}",
        f"  {said}",
    ]
    lines += [f"  {note}" for note in fallback_notes(session.unreadable_slots)]
    tones = session.sound.tones
    if tones and tones.kind == "binaural":
        lines.append("  binaural tones: for stereo headphones; no effect is claimed")
    notes = level_notes(session.sound.target, session.audio[0])
    lines += [f"  {note}" for note in (*notes, *listing_notes(session))]
    notes = fit_notes(timeline, asked, session.narrator.full_id, session.request.rate_wpm)
    lines += [f"  {note}" for note in notes]
    return lines
