"""``doctor`` and ``cache``: the state of this machine."""

from __future__ import annotations

import os
import platform

import typer

from quietude._util.programs import find_program
from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp
from quietude.errors import QuietudeError

cache_app = CommandApp(
    epilog="quietude cache info",
    help="Show or clear the phrases kept from earlier renders.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(rich_help_panel=panels.MACHINE, epilog="quietude doctor")(doctor)
    app.add_typer(cache_app, name="cache", rich_help_panel=panels.MACHINE)


def doctor() -> None:
    """Show what works on this machine, and what to do about what does not."""
    from quietude.deliver.formats.registry import FORMATS
    from quietude.sound.assets import beds, bells

    typer.echo(f"python    {platform.python_version()} on {platform.platform()}")
    works = _speech_row()
    _natural_rows()
    _aligner_row()
    typer.echo(f"sounds    {len(beds())} beds, {len(bells())} bells")
    typer.echo(f"formats   {', '.join(FORMATS)}")
    if find_program("ffmpeg"):
        typer.echo("ffmpeg    found, but not needed")
    else:
        typer.echo("ffmpeg    not found, and not needed")
    cache_info()
    if not works:
        raise typer.Exit(1)


def _speech_row() -> bool:
    """Speak one word with the best voice and print the result; returns True if that worked."""
    from quietude.speech.better_voices import better_voices
    from quietude.speech.engines.base import Phrase
    from quietude.speech.voice_selection import open_voice

    try:
        with open_voice() as chosen:
            clip = chosen.engine.speak(Phrase("Hello.", chosen.voice, chosen.calm_wpm))
            identity = chosen.engine.identity()
            voice = chosen.full_id
    except QuietudeError as error:
        typer.echo(f"speech    does not work: {error.message}")
        typer.echo(
            "          Reinstall the bundled voice: pip install --force-reinstall "
            "espeakng-loader pyttsx3"
        )
        return False
    typer.echo(
        f"speech    works: {identity.engine} {identity.version}, voice {voice}: {chosen.why} "
        f"({clip.seconds:.1f} s of sound)"
    )
    for advice in better_voices():
        typer.echo(f"          {advice}")
    return True


def _natural_rows() -> None:
    """Print each engine with natural voices, and its voices or how to get them."""
    from quietude.speech.better_voices import natural_voices

    for line in natural_voices():
        typer.echo(line)


def _aligner_row() -> None:
    """Print how the words of captions are found."""
    from quietude.speech.alignment import open_aligner

    aligner = open_aligner("en")
    if aligner:
        typer.echo(
            f"align     {aligner.identity.rpartition(' ')[0]} finds the words in English speech"
        )
    else:
        typer.echo(
            "align     not installed; word times come from the voice, or are estimated from letters"
        )
        typer.echo("          For captions that follow each word: pip install 'quietude[align]'")


@cache_app.command("info", epilog="quietude cache info")
def cache_info() -> None:
    """Print where spoken phrases are kept, and how much space they take."""
    from quietude.speech.cache import user_cache

    info = user_cache().info()
    typer.echo(f"cache     {info.folder}: {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
    levels = (info.folder, *info.folder.parents)
    nearest = next(folder for folder in levels if folder.exists())
    if not os.access(nearest, os.W_OK):
        typer.echo("          It cannot be written to. Name another folder in QUIETUDE_CACHE_DIR.")


@cache_app.command("clear", epilog="quietude cache clear")
def cache_clear() -> None:
    """Remove all spoken phrases; the next render speaks them again."""
    from quietude.speech.cache import user_cache

    info = user_cache().clear()
    typer.echo(f"removed {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
