"""``doctor``, ``voices list`` and ``cache``: this machine and what is on it."""

from __future__ import annotations

import platform
import shutil
from typing import Annotated

import typer

from quietude.errors import QuietudeError

voices_app = typer.Typer(help="The voices of this machine.", no_args_is_help=True)
cache_app = typer.Typer(help="The phrases that were spoken before.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(doctor)
    app.add_typer(voices_app, name="voices")
    app.add_typer(cache_app, name="cache")


def doctor() -> None:
    """Tell what speaks, encodes and decodes here, and what to do about what is missing."""
    from quietude.deliver.formats import FORMATS
    from quietude.sound.assets import beds, bells

    typer.echo(f"python    {platform.python_version()} on {platform.platform()}")
    works = _speech_row()
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
    """Speak one word and say how it went."""
    from quietude.speech.engine import Phrase
    from quietude.speech.engines import open_engine

    try:
        with open_engine() as engine:
            voice = engine.default_voice("en")
            clip = engine.speak(Phrase("Hello.", voice, 115))
            identity = engine.identity()
            count = len(engine.voices())
    except QuietudeError as error:
        typer.echo(f"speech    does not work: {error.message}")
        typer.echo(
            "          Install the bundled voice again: pip install --force-reinstall "
            "espeakng-loader pyttsx3"
        )
        return False
    library = identity.settings.get("library", identity.settings.get("driver", ""))
    typer.echo(
        f"speech    works: {identity.engine} {identity.version}, {library}, voice {voice} "
        f"of {count} ({clip.seconds:.1f} s of sound)"
    )
    return True


@voices_app.command("list")
def list_voices(
    language: Annotated[
        str, typer.Option(help="Only voices of this language; all for every one.")
    ] = "en",
) -> None:
    """List the voices that --voice takes."""
    from quietude.speech.engines import open_engine

    with open_engine() as engine:
        default = engine.default_voice("en")
        for voice in engine.voices():
            if language != "all" and not voice.language.lower().startswith(language.lower()):
                continue
            mark = "*" if voice.id == default else " "
            about = ", ".join(it for it in (voice.name, voice.language, voice.gender) if it)
            typer.echo(f"{mark} {voice.id:<28} {about}")


@cache_app.command("info")
def cache_info() -> None:
    """Tell where the spoken phrases are kept, and how much room they take."""
    from quietude.pipeline import phrase_cache

    info = phrase_cache().info()
    typer.echo(f"cache     {info.folder}: {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")


@cache_app.command("clear")
def cache_clear() -> None:
    """Remove every phrase that was spoken; the next render speaks anew."""
    from quietude.pipeline import phrase_cache

    info = phrase_cache().clear()
    typer.echo(f"removed {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB")
