"""``voices list``, ``install`` and ``audition``: what this machine can speak with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quietude.cli.options import LexiconFile  # noqa: TC001  (typer reads it at run time)
from quietude.errors import QuietudeError

voices_app = typer.Typer(help="The voices of this machine.", no_args_is_help=True)

_BEST_TIMEOUT_S = 90.0
_SAID = "Welcome. There is nothing you have to do right now, and nowhere you have to be."


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(voices_app, name="voices")


@voices_app.command("list")
def list_voices(
    language: Annotated[
        str, typer.Option(help="Only voices of this language; all for every one.")
    ] = "en",
) -> None:
    """List the voices that --voice takes: how they sound, and under which licence."""
    from quietude.speech.choice import open_voice, present_voices

    with open_voice() as chosen:
        default = chosen.full_id
    for voice in present_voices():
        if language != "all" and not voice.language.lower().startswith(language.lower()):
            continue
        mark = "*" if voice.full_id == default else " "
        about = ", ".join(it for it in (voice.name, voice.language, voice.gender) if it)
        terms = f"  [{voice.licence}]" if voice.licence else ""
        typer.echo(f"{mark} {voice.full_id:<28} {voice.tier:<8} {about}{terms}")
    for advice in better_voices():
        typer.echo(advice)


@voices_app.command("install")
def install(
    name: Annotated[
        str,
        typer.Argument(
            help="flite, festival-slt, or best: the best that can be had.", metavar="VOICE"
        ),
    ],
) -> None:
    """Fetch a better voice for this user; needs the network, and no other rights.

    "best" tries for at most a minute and a half, and is no failure where nothing can be had.
    """
    if name == "best":
        _install_best()
        return
    from quietude.speech.debian import install_bundle

    folder = install_bundle(name, _say)
    typer.echo(f"installed {name} in {folder}")


@voices_app.command("audition")
def audition(  # noqa: PLR0913  (options of a command)
    voice: Annotated[str, typer.Argument(help="A voice id, or auto.", metavar="VOICE")] = "auto",
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The WAV or FLAC file to write.")
    ] = Path("audition.wav"),
    say: Annotated[str, typer.Option(help="What it says: a line, or a name.")] = _SAID,
    lexicon: LexiconFile = None,
    rate: Annotated[int, typer.Option(help="Words a minute.", metavar="WPM")] = 115,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
) -> None:
    """Hear a voice as it sounds in a session: one phrase into a sound file.

    Words are pronounced by your lexicon, and by the one that --lexicon names.
    """
    from quietude.audition import audition as speak_into
    from quietude.script.lexicon_files import listener_lexicon

    words = listener_lexicon(lexicon)
    heard = speak_into(voice, say, rate, output, overwrite=overwrite, lexicon=words)
    typer.echo(f"{output}: {heard.voice}, {heard.seconds:.1f} s")
    if heard.said != say:
        typer.echo(f"  said as: {heard.said}")


def better_voices() -> list[str]:
    """What to do for a better voice on this system; nothing if there is a good one."""
    from quietude.speech.choice import present_voices
    from quietude.speech.debian import can_install

    if any(voice.tier == "good" for voice in present_voices()):
        return []
    if sys.platform == "darwin":
        path = "System Settings, Accessibility, Spoken Content, System Voice, Manage Voices"
        return [f"For a better voice: {path}; take an English one marked Enhanced or Premium."]
    if sys.platform == "win32":
        return ["For a better voice: Settings, Time & language, Speech, Manage voices, Add voices."]
    if can_install():
        return ["For a better voice, without root: quietude voices install flite"]
    return ["For a better voice, install flite or festival with your system's packages."]


def _install_best() -> None:
    from quietude.speech.debian import can_install, install_bundle

    if better_voices() and sys.platform not in {"darwin", "win32"} and can_install():
        try:
            install_bundle("flite", _say, timeout_s=_BEST_TIMEOUT_S)
        except QuietudeError as error:
            typer.echo(f"no better voice could be fetched now: {error.message}", err=True)
    from quietude.speech.choice import open_voice

    with open_voice() as chosen:
        typer.echo(f"voice     {chosen.full_id}: {chosen.why}")


def _say(text: str) -> None:
    typer.echo(text, err=True)
