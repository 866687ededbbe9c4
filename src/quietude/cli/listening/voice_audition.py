"""``voices audition``: the same sentences in several voices, to choose one by ear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.options.common import LexiconFile, Rate
from quietude.cli.options.declaring import option

if TYPE_CHECKING:
    from quietude.cli.help.commands import CommandApp

_ALL = "all"
_SAMPLE_TEXT = "Welcome. There is nothing you have to do right now, and nowhere you have to be."


def register(voices_app: CommandApp) -> None:
    """Add this command to those of the voices."""
    voices_app.command(
        "audition",
        epilog="""
            quietude voices audition female --play
            quietude voices audition all -o voices.mp3
        """,
    )(audition)


def audition(  # noqa: PLR0913  (options of a command)
    voices: Annotated[
        list[str] | None,
        typer.Argument(
            help="Voices by name or trait (female, british), auto, or all of this machine.",
            metavar="[VOICE]...",
            show_default=False,
        ),
    ] = None,
    *,
    output: Annotated[
        Path,
        option(
            panels.FIRST,
            "One file, in any format, for all voices; or a folder, with a file for each.",
            "-o",
            "--output",
        ),
    ] = Path("audition.wav"),
    file_format: Annotated[
        str,
        option(panels.RUN, "The format of the files in a folder.", "--format"),
    ] = "wav",
    say: Annotated[str, option(panels.FIRST, "Sentences to say, or a name.")] = _SAMPLE_TEXT,
    lexicon: LexiconFile = None,
    rate: Rate = None,
    play: Annotated[bool, option(panels.FIRST, "Play it when it is done.", "--play")] = False,
    overwrite: Annotated[bool, option(panels.RUN, "Replace the file.", "--overwrite")] = False,
) -> None:
    """Hear voices as they sound in a session: the same sentences, all at one loudness.

    Pronunciations come from your lexicon, and from the one given with --lexicon.
    """
    from quietude._util.playback import play as play_file
    from quietude.script.lexicon_files import listener_lexicon
    from quietude.session.audition import audition as speak_into

    samples = speak_into(
        _named(voices or ["auto"]),
        say,
        rate,
        output,
        overwrite=overwrite,
        lexicon=listener_lexicon(lexicon),
        file_format=file_format,
    )
    for sample in samples:
        place = f" at {sample.start_s:.1f} s" if sample.start_s else ""
        typer.echo(f"{sample.path}{place}: {sample.voice}, {sample.seconds:.1f} s")
    said = dict.fromkeys(sample.said for sample in samples if sample.said != say)
    for text in said:
        typer.echo(f"  said as: {text}")
    if play:
        for path in dict.fromkeys(sample.path for sample in samples):
            play_file(path)


def _named(voices: list[str]) -> list[str]:
    """Returns the voices that were named; for all, those of this machine that speak English."""
    from quietude.speech.voice_selection import present_voices

    if _ALL not in voices:
        return voices
    return [voice.full_id for voice in present_voices() if voice.language.startswith("en")]
