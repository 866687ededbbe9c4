"""``voices audition``: the same sentences in several voices, to choose one by ear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.help import panels
from quietude.cli.listening.samples import SampleOptions
from quietude.cli.options.common import LexiconFile, Rate
from quietude.cli.options.declaring import option, spread

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


@spread
def audition(
    voices: Annotated[
        list[str] | None,
        typer.Argument(
            help="Voices by name or trait (female, british), auto, or all of this machine.",
            metavar="[VOICE]...",
            show_default=False,
        ),
    ] = None,
    *,
    files: SampleOptions,
    say: Annotated[str, option(panels.FIRST, "Sentences to say, or a name.")] = _SAMPLE_TEXT,
    lexicon: LexiconFile = None,
    rate: Rate = None,
) -> None:
    """Hear voices as they sound in a session: the same sentences, all at one loudness.

    Pronunciations come from your lexicon, and from the one given with --lexicon.
    """
    from quietude.script.lexicon_files import listener_lexicon
    from quietude.session.audition import audition as speak_into

    samples = speak_into(
        _named(voices or ["auto"]),
        say,
        rate,
        files.output,
        overwrite=files.overwrite,
        lexicon=listener_lexicon(lexicon),
        file_format=files.file_format,
    )
    for text in dict.fromkeys(sample.said for sample in samples if sample.said != say):
        typer.echo(f"said as: {text}")
    files.show((sample.voice, sample) for sample in samples)


def _named(voices: list[str]) -> list[str]:
    """Returns the voices that were named; for all, those of this machine that speak English."""
    from quietude.speech.voice_selection import present_voices

    if _ALL not in voices:
        return voices
    return [voice.full_id for voice in present_voices() if voice.language.startswith("en")]
