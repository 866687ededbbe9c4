"""``play``: hear a session, an exercise, one line, a bed, a bell or a voice, at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude._util.files import is_file
from quietude.cli.help import completion, panels
from quietude.cli.imported import LineBreaks, read_any, with_declared_length
from quietude.cli.options.common import (
    BedName,
    Duration,
    LexiconFile,
    Preset,
    Rate,
    SlotFiles,
    Slots,
    Voice,
)
from quietude.cli.options.declaring import option, spread
from quietude.cli.options.values import length_of
from quietude.cli.personal import personal_details
from quietude.cli.signals import interruption_taken
from quietude.errors import SoundError, UsageError

if TYPE_CHECKING:
    from quietude.plan.request import Request
    from quietude.script.importing.importer import Imported
    from quietude.script.model import Script
    from quietude.session.listening.streams import SoundStream
    from quietude.session.sound import Sound

_WELCOME = "Welcome. There is nothing you have to do right now, and nowhere you have to be."
_SCRIPTS = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayOptions:
    """The part to hear, and the voice, length and details of a session."""

    start: Annotated[
        str,
        option(
            panels.FIRST,
            "Begin here: a time such as 2:30, or a section by its number or title.",
            "--from",
            metavar="PLACE",
        ),
    ] = ""
    first: Annotated[
        str | None,
        option(
            panels.FIRST,
            "Stop after this long: 1m, 20s.",
            metavar="LENGTH",
            show_default="30s of a bed",
        ),
    ] = None
    line: Annotated[
        int | None,
        option(panels.FIRST, "Only this line of a script.", metavar="NUMBER"),
    ] = None
    voice: Voice = "auto"
    takes: Annotated[
        Path | None,
        option(
            panels.VOICE,
            "A folder of your own recordings, one a line; heard instead of the voice.",
            "--takes",
        ),
    ] = None
    bed: BedName = None
    duration: Duration = None
    slots: Slots = None
    slot_files: SlotFiles = None
    rate: Rate = None
    lexicon: LexiconFile = None
    preset: Preset = ""

    def request(self, script: Script, imported: Imported | None) -> Request:
        """Returns the request for a session of a script.

        Raises:
            QuietudeError: if one of the options cannot be read.
        """
        from quietude.plan.request import Request
        from quietude.script.lexicon_files import listener_lexicon

        request = Request(
            duration_s=length_of(self.duration),
            slot_values=personal_details(
                script, self.slots or [], None, ask=False, files=self.slot_files or []
            ),
            voice=self.voice,
            takes=self.takes,
            rate_wpm=self.rate,
            lexicon=listener_lexicon(self.lexicon),
        )
        return with_declared_length(request, script, imported)


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        rich_help_panel=panels.MAKE,
        epilog="""
            quietude play safe-place
            quietude play safe-place --from "Coming back"
            quietude play rain
            quietude play "There is time." --voice british
            quietude play session.mp3 --from 2:30
        """,
    )(play)


@spread
def play(
    sound: Annotated[
        str,
        typer.Argument(
            help="An exercise, a script, a sound file, a bed, a bell, a voice, or words to say.",
            show_default=False,
            autocompletion=completion.sounds,
        ),
    ],
    *,
    options: PlayOptions,
) -> None:
    """Hear something at once: a session, a line, a bed, a bell, a voice. Ctrl-C stops it.

    Nothing is written. A session begins while the rest of it is still being spoken.
    """
    from quietude.audio.player import check_player
    from quietude.script.lexicon_files import listener_lexicon
    from quietude.session.listening.streams import text_stream

    check_player()
    seconds, line = length_of(options.first), options.line
    other = None if line else _other_sound(sound, options.start, first=options.first is None)
    if other is None and not _is_script(sound):
        words, speaker = (sound, options.voice) if " " in sound.strip() else (_WELCOME, sound)
        other = text_stream(words, speaker, options.rate, listener_lexicon(options.lexicon))
    if other is None:
        script, imported = read_any(sound, LineBreaks.guess, strict=False)
        request = options.request(script, imported)
        if not line:
            _play_session(script, request, options.bed, options.start, seconds)
            return
        other = _line(script, request, line)
    _play(other, seconds)


def hear(path: Path, *, in_player: bool) -> None:
    """Play a finished file here, or open it in the player of the system.

    Raises:
        SoundError: if that cannot be done; the file is there all the same.
    """
    from quietude.session.listening.streams import file_stream

    if in_player:
        if typer.launch(str(path)):
            message = "there is no program here that opens this file"
            raise SoundError(message, path=path, hint="Open it in a player of yours.")
        return
    _play(file_stream(path))


def _is_script(name: str) -> bool:
    from quietude import library
    from quietude.script.documents.registry import SUFFIXES

    suffix = Path(name).suffix.lower()
    return name in library.exercise_ids() or (suffix in {*_SCRIPTS, *SUFFIXES} and " " not in name)


def _other_sound(name: str, start: str, *, first: bool) -> SoundStream | None:
    """Returns a file, a bed or a bell as a stream; None if the name is none of them."""
    from quietude import library
    from quietude.script.bed import NO_BED_NAME
    from quietude.session.listening.streams import BED_S, bed_stream, bell_stream, file_stream
    from quietude.sound.assets import beds, bells, cues, find_bed

    path = Path(name)
    if is_file(path) and not _is_script(name):
        start_s = length_of(start) if ":" in start or not start else _seconds(start)
        return file_stream(path, start_s or 0.0)
    if name in library.exercise_ids():
        return None
    if name in beds():
        whole = bed_stream(find_bed(name, Path()), beds()[name].title)
        return whole.first(BED_S) if first else whole
    if name == NO_BED_NAME:
        message = "there is nothing to hear: no bed was chosen"
        raise UsageError(message, hint="See the beds: quietude beds")
    return bell_stream(name) if name in {**bells(), **cues()} else None


def _seconds(start: str) -> float:
    from quietude.durations import parse_duration

    try:
        return parse_duration(start)
    except ValueError as error:
        message = f"of a sound file, --from takes a time: {error}"
        raise UsageError(message) from error


def _line(script: Script, request: Request, line: int) -> SoundStream:
    from quietude.session.listening.sessions import recorded_line, spoken_line
    from quietude.session.listening.streams import text_stream

    if recording := recorded_line(script, request, line):
        return recording
    words = spoken_line(script, request, line)
    return text_stream(words, request.voice, request.rate_wpm, request.lexicon)


def _play_session(
    script: Script, request: Request, bed: str | None, start: str, seconds: float | None
) -> None:
    from quietude.durations import parse_duration
    from quietude.session.listening.sessions import session_stream, start_of

    with session_stream(script, request, _sound(bed)) as session:
        try:
            start_s = parse_duration(start) if start else 0.0
        except ValueError:
            start_s = start_of(session.timeline, start)
        _play(session.from_second(start_s), seconds)


def _play(stream: SoundStream, seconds: float | None = None) -> None:
    """Play a stream, or the beginning of it; Ctrl-C stops it."""
    from quietude.audio.player import play_blocks

    try:
        typer.echo(f"{stream.title}  (Ctrl-C stops it)", err=True)
        play_blocks(stream.first(seconds).blocks, stream.sample_rate_hz)
    except KeyboardInterrupt:
        interruption_taken()
        typer.echo("\nstopped", err=True)


def _sound(bed: str | None) -> Sound:
    from quietude.session.sound import Sound
    from quietude.sound.assets import find_bed

    return Sound(bed=find_bed(bed, Path()) if bed else None)
