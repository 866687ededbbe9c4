"""Options that several commands share, and readers for option values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from quietude._util.dirs import REGION_VARIABLE
from quietude.cli.help import completion, panels
from quietude.cli.making import saved_options
from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.plan.request import Ending, Request
    from quietude.script.bed import BellSound
    from quietude.session.sound import Sound

Definition = Annotated[
    str,
    typer.Argument(
        metavar="DEFINITION",
        help="An exercise, or the path of a definition or script.",
        show_default=False,
        autocompletion=completion.sessions,
    ),
]
Duration = Annotated[
    str | None,
    typer.Option(
        help="The exact length: 10, 10m, 12:30, 90s or 1h30m. A bare number means minutes.",
        metavar="LENGTH",
        rich_help_panel=panels.FIRST,
    ),
]
Slots = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="SLOT=VALUE",
        help="A personal detail. Other users of this machine can see it; --set-file hides it.",
        rich_help_panel=panels.FIRST,
    ),
]
SlotFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--set-file",
        metavar="SLOT=FILE",
        help="A personal detail from a file, or with - from the standard input.",
        rich_help_panel=panels.PERSON,
    ),
]
Profile = Annotated[
    Path | None,
    typer.Option(
        "--for", metavar="FILE", help="A file with personal details.", rich_help_panel=panels.PERSON
    ),
]
Ask = Annotated[
    bool,
    typer.Option(
        "--ask", help="Ask for the personal details not given.", rich_help_panel=panels.PERSON
    ),
]
Rate = Annotated[
    int | None,
    typer.Option(
        help="Words a minute while speaking; else the calm rate of the voice.",
        metavar="WPM",
        rich_help_panel=panels.VOICE,
    ),
]
SampleRate = Annotated[
    int | None,
    typer.Option(
        "--sample-rate",
        help="Frames a second: 44100 or 48000, for a place that asks for it.",
        metavar="HZ",
        show_default="44100, or what the target asks for",
        rich_help_panel=panels.SOUND,
    ),
]
Pitch = Annotated[
    float,
    typer.Option(
        help="Raise or lower the voice, where its engine can.",
        metavar="SEMITONES",
        rich_help_panel=panels.VOICE,
    ),
]
Range = Annotated[
    float,
    typer.Option(
        "--range",
        help="Width of its melody; 0.8 is flatter, 1 its own.",
        metavar="FACTOR",
        rich_help_panel=panels.VOICE,
    ),
]
Pacing = Annotated[
    str | None,
    typer.Option(
        help="gentle, standard or spacious.", metavar="WORD", rich_help_panel=panels.LENGTH
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        help="A number that chooses among the wordings of a script.",
        rich_help_panel=panels.LENGTH,
    ),
]
LexiconFile = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        help="A pronunciation lexicon: .yaml or .pls.",
        metavar="FILE",
        rich_help_panel=panels.VOICE,
    ),
]
Plot = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        help="Draw the session into a picture: .png or .svg.",
        metavar="FILE",
        rich_help_panel=panels.BESIDE,
    ),
]
Region = Annotated[
    str,
    typer.Option(
        help="The listener's country, for the support lines in the notes: GB, NZ, US, …",
        metavar="CODE",
        envvar=REGION_VARIABLE,
        rich_help_panel=panels.PERSON,
    ),
]
EndingOption = Annotated[
    str,
    typer.Option(
        help="return, or sleep: nothing wakes the listener, and the bed fades slowly.",
        metavar="WORD",
        rich_help_panel=panels.LENGTH,
    ),
]
Voice = Annotated[
    str,
    typer.Option(
        help="A voice id, a trait such as female, or auto for the best here.",
        metavar="VOICE",
        autocompletion=completion.voices,
        rich_help_panel=panels.FIRST,
    ),
]
Preset = Annotated[
    str,
    typer.Option(
        help="Use a preset of your settings; see: quietude settings",
        metavar="NAME",
        callback=saved_options.use_preset,
        is_eager=True,
        autocompletion=completion.presets,
        rich_help_panel=panels.RUN,
    ),
]
Like = Annotated[
    str,
    typer.Option(
        help="Take voice, bed and levels of an earlier session: its file, or last.",
        metavar="FILE",
        callback=saved_options.use_earlier,
        is_eager=True,
        rich_help_panel=panels.RUN,
    ),
]
EngineName = Annotated[
    str,
    typer.Option(help="Use only this speech engine.", metavar="NAME", rich_help_panel=panels.VOICE),
]
BedName = Annotated[
    str | None,
    typer.Option(
        help="A bed, a sound file of yours, or none.",
        metavar="BED",
        autocompletion=completion.beds,
        show_default="the script's own",
        rich_help_panel=panels.FIRST,
    ),
]
ToneKind = Annotated[
    str | None,
    typer.Option(
        help="Binaural or isochronic tones under the bed, like binaural:6. Some people like "
        "them; no effect is claimed. Binaural ones need stereo headphones.",
        metavar="KIND",
        rich_help_panel=panels.SOUND,
    ),
]
BedLevel = Annotated[
    str,
    typer.Option(
        help="The room the bed takes: soft, present or immersive; or dB louder or softer.",
        metavar="LEVEL",
        rich_help_panel=panels.SOUND,
    ),
]
BellName = Annotated[
    str | None,
    typer.Option(
        help="A bell in place of the script's: bell, bowl, chime, gong, wood, or a sound file.",
        metavar="BELL",
        rich_help_panel=panels.SOUND,
    ),
]
BellLevel = Annotated[
    float,
    typer.Option(help="Raise or lower the bells.", metavar="DB", rich_help_panel=panels.SOUND),
]
VoiceLevel = Annotated[
    float,
    typer.Option(help="Raise or lower the voice.", metavar="DB", rich_help_panel=panels.SOUND),
]
TargetName = Annotated[
    str,
    typer.Option(
        help="The use of the file: podcast, spotify, insight-timer, audiobook or quiet.",
        metavar="NAME",
        autocompletion=completion.targets,
        rich_help_panel=panels.SOUND,
    ),
]
Stretch = Annotated[
    float | None,
    typer.Option(
        help="How many times as long as written a silence may become; 4 for plain scripts.",
        metavar="FACTOR",
        show_default="the script's own",
        rich_help_panel=panels.LENGTH,
    ),
]
KeepPauses = Annotated[
    bool,
    typer.Option(
        "--keep-pauses",
        help="Keep every silence as long as it is written.",
        rich_help_panel=panels.LENGTH,
    ),
]
TakesFolder = Annotated[
    Path | None,
    typer.Option(
        "--takes",
        help="A folder of your own recordings, one a line; heard instead of the voice "
        "(see: quietude takes sheet).",
        rich_help_panel=panels.VOICE,
    ),
]
OnlyTakes = Annotated[
    bool,
    typer.Option(
        "--only-takes",
        help="Refuse a session with a line that nobody recorded.",
        rich_help_panel=panels.VOICE,
    ),
]
Nearest = Annotated[
    bool,
    typer.Option(
        "--nearest",
        help="Take the nearest length there can be where the one asked for cannot.",
        rich_help_panel=panels.LENGTH,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object.", rich_help_panel=panels.RUN)
]


def request_of(  # noqa: PLR0913, PLR0917  (the options two commands share)
    duration: str | None,
    details: dict[str, str],
    rate: int | None,
    pacing: str | None,
    seed: int | None,
    voice: str = "auto",
    lexicon: Path | None = None,
    ending: str = "return",
) -> Request:
    """Returns the request these options make.

    Raises:
        UsageError: if the duration cannot be read.
    """
    from quietude.plan.request import Request
    from quietude.script.lexicon_files import listener_lexicon

    return Request(
        duration_s=length_of(duration),
        slot_values=details,
        voice=voice,
        rate_wpm=rate,
        pacing=pacing,
        seed=seed,
        lexicon=listener_lexicon(lexicon),
        ending=cast("Ending", ending),  # Request refuses any other text
    )


def bell_of(written: str | None) -> BellSound | None:
    """Returns the bell an option names, by its id or as a sound file from the current folder.

    Raises:
        SoundError: if it is neither.
    """
    from quietude.sound.assets import find_bell

    return find_bell(written, Path()) if written else None


def sound_of(  # noqa: PLR0913, PLR0917  (the options two commands share)
    bed: str | None,
    tones: str | None,
    bed_level: str,
    bell_level: float,
    voice_level: float,
    target: str,
) -> Sound:
    """Returns the sound these options make.

    Raises:
        QuietudeError: if one of them cannot be read, or names what is not there.
    """
    from quietude.session.sound import Sound
    from quietude.sound.assets import find_bed
    from quietude.sound.levels import LevelOffsets
    from quietude.sound.levels import bed_level as parse_bed_level
    from quietude.sound.targets import target_named
    from quietude.sound.tones import parse_tones

    bed_db, presence = parse_bed_level(bed_level)
    return Sound(
        bed=find_bed(bed, Path()) if bed else None,
        levels=LevelOffsets(
            checked_level(bed_db, "--bed-level"),
            checked_level(bell_level, "--bell-level"),
            checked_level(voice_level, "--voice-level"),
            presence,
        ),
        target=target_named(target),
        tones=parse_tones(tones) if tones else None,
    )


def length_of(text: str | None) -> float | None:
    """Returns a length in seconds as an option has it; None if it is not given.

    Raises:
        UsageError: if it cannot be read.
    """
    from quietude.durations import parse_length

    try:
        return None if text is None else parse_length(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def read_pairs(pairs: list[str], noun: str, example: str) -> dict[str, str]:
    """Returns ``NAME=VALUE`` pairs by name.

    Args:
        pairs: As they were typed.
        noun: Says in an error what such a pair is: "a tag".
        example: Shows in an error how to write one.

    Raises:
        UsageError: for a pair without a name.
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f'"{pair[:40]}" is not {noun}'
            raise UsageError(message, hint=f"Write it like {example}")
        values[name.strip()] = value
    return values


def read_kinds(text: str) -> tuple[str, ...]:
    """Returns the parts of a list like ``"vtt, srt"``, each once, in lower case."""
    parts = (part.strip().lower() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def checked_level(level_db: float, option: str) -> float:
    """Returns a level that makes sense.

    Raises:
        UsageError: if it is below -40 or above 12 dB.
    """
    if not -40.0 <= level_db <= 12.0:  # noqa: PLR2004
        message = f"{option} takes -40 to 12 dB, not {level_db:g}"
        raise UsageError(message)
    return level_db


def counted(count: int, noun: str) -> str:
    """Returns a number with its noun: "1 line", "2 lines"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
