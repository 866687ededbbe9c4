"""``render``: from a definition to a finished session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.files import is_folder
from quietude.cli.console import progress_bar, telling_cost
from quietude.cli.help import completion, panels
from quietude.cli.imported import LineBreaks, Lines, Strict, read_any, with_declared_length
from quietude.cli.length_notes import fallback_notes, fit_notes
from quietude.cli.listening.play import hear
from quietude.cli.making.programme_sessions import is_programme, programme_sessions
from quietude.cli.making.saved_options import remember
from quietude.cli.options import (
    AsJson,
    Ask,
    BedLevel,
    BedName,
    BellLevel,
    BellName,
    Duration,
    EndingOption,
    EngineName,
    KeepPauses,
    LexiconFile,
    Like,
    Nearest,
    OnlyTakes,
    Pacing,
    Pitch,
    Plot,
    Preset,
    Profile,
    Range,
    Rate,
    Region,
    SampleRate,
    Seed,
    SlotFiles,
    Slots,
    Stretch,
    TakesFolder,
    TargetName,
    ToneKind,
    Voice,
    VoiceLevel,
    bell_of,
    counted,
    read_kinds,
    read_pairs,
    request_of,
    sound_of,
)
from quietude.cli.personal import personal_details
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
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            help="The file to write, or a folder for it. Repeat it for more formats.",
            metavar="FILE",
            show_default="DEFINITION.mp3",
            rich_help_panel=panels.FIRST,
        ),
    ] = None,
    duration: Duration = None,
    slots: Slots = None,
    slot_files: SlotFiles = None,
    preset: Preset = "",
    profile: Profile = None,
    ask: Ask = False,
    voice: Voice = "auto",
    engine: EngineName = "auto",
    rate: Rate = None,
    sample_rate: SampleRate = None,
    pitch: Pitch = 0.0,
    melody: Range = 1.0,
    pacing: Pacing = None,
    seed: Seed = None,
    stretch: Stretch = None,
    keep_pauses: KeepPauses = False,
    nearest: Nearest = False,
    takes: TakesFolder = None,
    only_takes: OnlyTakes = False,
    ending: EndingOption = "return",
    lexicon: LexiconFile = None,
    bed: BedName = None,
    tones: ToneKind = None,
    bed_level: BedLevel = "present",
    bell: BellName = None,
    bell_level: BellLevel = 0.0,
    voice_level: VoiceLevel = 0.0,
    target: TargetName = "podcast",
    stems: Annotated[
        Path | None,
        typer.Option(
            help="A folder for voice, bed and cues as WAV, and labels for an editor.",
            metavar="DIR",
            rich_help_panel=panels.BESIDE,
        ),
    ] = None,
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="A format such as flac, whatever the name of the file; see: quietude doctor",
            rich_help_panel=panels.FILE,
        ),
    ] = None,
    bits: Annotated[
        int, typer.Option(help="16 or 24, for WAV and FLAC.", rich_help_panel=panels.FILE)
    ] = 16,
    vbr: Annotated[
        int | None,
        typer.Option(
            help="MP3 with variable bit rate, from 0 (best) to 6.",
            metavar="0-6",
            rich_help_panel=panels.FILE,
        ),
    ] = None,
    captions: Annotated[
        str,
        typer.Option(
            help="Captions beside the file: vtt, srt, lrc.",
            metavar="KINDS",
            rich_help_panel=panels.BESIDE,
        ),
    ] = "",
    sound_captions: Annotated[
        bool,
        typer.Option(
            "--sound-captions",
            help="Captions for bells and breaths too.",
            rich_help_panel=panels.BESIDE,
        ),
    ] = False,
    transcript: Annotated[
        str,
        typer.Option(
            help="The narration as text beside the file: txt, md.",
            metavar="KINDS",
            rich_help_panel=panels.BESIDE,
        ),
    ] = "",
    chapters: Annotated[
        str,
        typer.Option(
            help="The chapters beside the file: json, txt.",
            metavar="KINDS",
            rich_help_panel=panels.BESIDE,
        ),
    ] = "",
    tag: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=TEXT",
            help="A tag of the file: title, artist, album, track, date, genre, comment or "
            "copyright.",
            rich_help_panel=panels.FILE,
        ),
    ] = None,
    tag_personal: Annotated[
        bool,
        typer.Option(
            "--tag-personal",
            help="Put the narration into the tags even with personal details.",
            rich_help_panel=panels.FILE,
        ),
    ] = False,
    cover: Annotated[
        str | None,
        typer.Option(
            help="A picture for the cover, or none.",
            show_default="drawn from the title",
            rich_help_panel=panels.FILE,
        ),
    ] = None,
    feed_cover: Annotated[
        bool,
        typer.Option(
            "--feed-cover",
            help="Write a large cover beside the file, for a feed.",
            rich_help_panel=panels.BESIDE,
        ),
    ] = False,
    region: Region = "",
    picture: Plot = None,
    lines: Lines = LineBreaks.guess,
    strict: Strict = False,
    day: Annotated[
        str,
        typer.Option(
            help="Of a programme: only this day, or the session of this id.",
            metavar="DAY",
            rich_help_panel=panels.CHOICE,
        ),
    ] = "",
    like: Like = "",
    play: Annotated[
        bool,
        typer.Option("--play", help="Play it when it is done.", rich_help_panel=panels.FIRST),
    ] = False,
    open_file: Annotated[
        bool,
        typer.Option(
            "--open", help="Open it in your player when it is done.", rich_help_panel=panels.RUN
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the file.", rich_help_panel=panels.RUN)
    ] = False,
    accept_care_risks: Annotated[
        bool,
        typer.Option(
            "--accept-care-risks", help="Render despite care errors.", rich_help_panel=panels.RUN
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a session: a sound file with chapters, from an exercise or a script of yours.

    Without --duration it is as long as the exercise is usually offered, or as the script says. Of a
    programme, every session is made that is not there yet, in a folder of its name.

    A receipt is written beside the file, or printed with --json: what the session was made from,
    and what was measured.
    """
    from quietude.plan.model import Tune
    from quietude.session.artefacts.captions import Captions
    from quietude.session.artefacts.chapter_list import ChapterList
    from quietude.session.artefacts.description import Description
    from quietude.session.artefacts.feed_cover import FeedCover
    from quietude.session.artefacts.picture import Picture
    from quietude.session.artefacts.stems import Stems
    from quietude.session.artefacts.transcript import Transcript
    from quietude.session.output import Output
    from quietude.session.receipt import receipt
    from quietude.session.render import render as render_session
    from quietude.sound.targets import ListingTarget

    del preset, like
    if is_programme(definition):
        options = {**context.params, "play": False, "open_file": False}
        for part in programme_sessions(definition, day, options):
            render(context, **part.options)
        return
    if day:
        message = "--day is for a programme"
        raise UsageError(message, hint="See them: quietude programmes")
    script, imported = read_any(definition, lines, strict=strict)
    details = personal_details(script, slots or [], profile, ask=ask, files=slot_files or [])
    request = request_of(duration, details, rate, pacing, seed, voice, lexicon, ending)
    request = replace(
        request,
        engine=engine,
        tune=Tune(pitch, melody),
        stretch=stretch,
        keep_pauses=keep_pauses,
        nearest=nearest,
        takes=takes,
        only_takes=only_takes,
        accept_care_risks=accept_care_risks,
        sample_rate_hz=sample_rate or request.sample_rate_hz,
        bell=bell_of(bell),
    )
    request = with_declared_length(request, script, imported)
    sound = sound_of(bed, tones, bed_level, bell_level, voice_level, target)
    files = Output(
        _paths(output or [], f"{Path(definition).stem}.{file_format or 'mp3'}"),
        format=file_format,
        bits=bits,
        vbr=vbr,
        artefacts=[
            *(Captions(kind, sounds=sound_captions) for kind in read_kinds(captions)),
            *(Transcript(kind) for kind in read_kinds(transcript)),
            *(ChapterList(kind) for kind in read_kinds(chapters)),
            *([FeedCover()] if feed_cover else []),
            *([Picture(picture)] if picture else []),
            *([Stems(stems)] if stems else []),
            *([Description()] if isinstance(sound.target, ListingTarget) else []),
        ],
        receipt=not as_json,
        tags=read_pairs(tag or [], "a tag", "--tag artist=Ada"),
        tag_personal=tag_personal,
        cover=cover,
        region=region,
        overwrite=overwrite,
    )
    with progress_bar() as progress:
        session = render_session(script, files, request, sound, telling_cost(progress))
    facts = receipt(session)
    remember(facts, str(session.bed))
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else _summary(session, request))
    if play or open_file:
        hear(session.files[0], in_player=open_file)


def _paths(asked: list[Path], default: str) -> list[Path]:
    """Returns the files to write; a folder gets the default name inside it."""
    from quietude.deliver.formats.registry import FORMATS

    endings = {known.suffix for known in FORMATS.values()}
    return [
        path / default if is_folder(path) and path.suffix.lower() not in endings else path
        for path in asked
    ] or [Path(default)]


def _summary(session: Session, asked: Request) -> str:
    from quietude.session.receipt import level_notes, listing_notes

    timeline, loudness, levels = session.timeline, session.loudness, session.audio[0].levels
    sound = f"{loudness.integrated_lufs:.1f} LUFS, {loudness.true_peak_dbtp:.1f} dBTP"
    if (voice_lufs := session.audio[0].voice_lufs) is not None:
        sound = f"voice {voice_lufs:.1f} LUFS, whole {sound}"
    if levels:
        sound += f", {levels.rms_db:.1f} dB RMS, noise floor {levels.floor_db:.0f} dB, no bed"
    kept = len(timeline.placements)
    chapters = counted(len(timeline.chapters), "chapter")
    phrases = f"{counted(kept, 'phrase')}, {session.spoken} newly spoken"
    if recorded := session.narrator.recorded_phrases:
        phrases = f"{counted(kept, 'phrase')}, {recorded} of them recorded"
    if session.spoken > kept:
        phrases += ", with lines later left out to fit the length"
    lines = [
        *map(str, session.files),
        f"  {clock_text(timeline.seconds)}, {chapters}, {sound}",
        f"  voice {session.narrator.full_id}, {phrases}",
    ]
    lines += [f"  {note}" for note in fallback_notes(session.unreadable_slots)]
    tones = session.sound.tones
    if tones and tones.kind == "binaural":
        lines.append("  binaural tones: for stereo headphones; no effect is claimed")
    notes = level_notes(session.sound.target, session.audio[0])
    lines += [f"  {note}" for note in (*notes, *listing_notes(session))]
    notes = fit_notes(timeline, asked, session.narrator.full_id, session.request.rate_wpm)
    lines += [f"  {note}" for note in notes]
    return "\n".join(lines)
