"""``doctor`` and ``cache``: this machine and what is on it."""

from __future__ import annotations

import os
import platform
import shutil

import typer

from quietude.errors import QuietudeError

cache_app = typer.Typer(help="The phrases that were spoken before.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(doctor)
    app.add_typer(cache_app, name="cache")


def doctor() -> None:
    """Tell what speaks, encodes and decodes here, and what to do about what is missing."""
    from quietude.deliver.formats.base import FORMATS
    from quietude.sound.assets import beds, bells

    typer.echo(f"python    {platform.python_version()} on {platform.platform()}")
    works = _speech_row()
    _piper_row()
    _aligner_row()
    typer.echo(f"sounds    {len(beds())} beds, {len(bells())} bells")
    typer.echo(f"formats   {', '.join(FORMATS)}")
    if shutil.which("ffmpeg"):
        typer.echo("ffmpeg    found; nothing needs it")
    else:
        typer.echo("ffmpeg    not found; nothing needs it")
    cache_info()
    if not works:
        raise typer.Exit(1)


def _speech_row() -> bool:
    """Speak one word with the best voice there is, and say how it went."""
    from quietude.cli.voices import better_voices
    from quietude.speech.engines.base import Phrase
    from quietude.speech.voice_selection import open_voice

    try:
        with open_voice() as chosen:
            clip = chosen.engine.speak(Phrase("Hello.", chosen.voice, 115))
            identity = chosen.engine.identity()
            voice = chosen.full_id
    except QuietudeError as error:
        typer.echo(f"speech    does not work: {error.message}")
        typer.echo(
            "          Install the bundled voice again: pip install --force-reinstall "
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


def _piper_row() -> None:
    """Whether natural voices can be used here, and which there are."""
    from importlib.metadata import version

    from quietude.speech.engines.piper import piper_present
    from quietude.speech.install.piper_voices import installed_voices

    voices = ", ".join(installed_voices()) or "no voice yet"
    here = f"piper-tts {version('piper-tts')}" if piper_present() else "not installed"
    typer.echo(f"piper     {here}; {voices}")


def _aligner_row() -> None:
    """Whether captions can be cut at words that are found in the sound."""
    from quietude.speech.alignment import open_aligner

    aligner = open_aligner("en")
    if aligner:
        typer.echo(f"align     {aligner.identity.rpartition(' ')[0]} finds words in English speech")
    else:
        typer.echo("align     not installed; captions are cut by what a voice tells, or by letters")
        typer.echo("          To cut them at words: pip install 'quietude[align]'")


@cache_app.command("info")
def cache_info() -> None:
    """Tell where the spoken phrases are kept, and how much room they take."""
    from quietude.session.render import phrase_cache

    info = phrase_cache().info()
    typer.echo(f"cache     {info.folder}: {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
    nearest = next(it for it in (info.folder, *info.folder.parents) if it.exists())
    if not os.access(nearest, os.W_OK):
        typer.echo("          It cannot be written; name another folder in QUIETUDE_CACHE_DIR.")


@cache_app.command("clear")
def cache_clear() -> None:
    """Remove every phrase that was spoken; the next render speaks anew."""
    from quietude.session.render import phrase_cache

    info = phrase_cache().clear()
    typer.echo(f"removed {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
