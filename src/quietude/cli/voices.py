"""``voices list``, ``install`` and ``audition``: what this machine can speak with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quietude.cli.options import LexiconFile  # noqa: TC001  (typer reads it at run time)
from quietude.errors import UsageError

voices_app = typer.Typer(help="The voices of this machine.", no_args_is_help=True)

_SAID = "Welcome. There is nothing you have to do right now, and nowhere you have to be."


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(voices_app, name="voices")


@voices_app.command("list")
def list_voices(
    language: Annotated[
        str, typer.Option(help="Only voices of this language; all for every one.")
    ] = "en",
    *,
    installable: Annotated[
        bool, typer.Option("--installable", help="Those that can be installed instead.")
    ] = False,
) -> None:
    """List the voices that --voice takes: how they sound, and under which licence."""
    if installable:
        _list_installable()
        return
    from quietude.speech.licensing import licence_refusal
    from quietude.speech.voice_selection import open_voice, present_voices

    with open_voice() as chosen:
        default = chosen.full_id
    for voice in present_voices():
        if language != "all" and not voice.language.lower().startswith(language.lower()):
            continue
        mark = "*" if voice.full_id == default else " "
        about = ", ".join(it for it in (voice.name, voice.language, voice.gender) if it)
        terms = f"  [{voice.licence}]" if voice.licence else ""
        terms += "  (not for publishing)" if licence_refusal(voice) else ""
        typer.echo(f"{mark} {voice.full_id:<28} {voice.tier:<8} {about}{terms}")
    for advice in better_voices():
        typer.echo(advice)


def _list_installable() -> None:
    from quietude.speech.install.piper_voices import catalogue, installed_voices

    present = installed_voices()
    for voice in catalogue().values():
        mark = "*" if voice.id in present else " "
        about = ", ".join(part for part in (voice.gender, voice.provenance) if part)
        use = "" if voice.recommended else "  (not for publishing)"
        typer.echo(f"{mark} {voice.id:<26} {about}  [{voice.licence}]{use}")


@voices_app.command("install")
def install(
    name: Annotated[
        str,
        typer.Argument(
            help="A Piper voice, or best: a recommended one, if there is no good voice yet.",
            metavar="[VOICE]",
        ),
    ] = "",
    path: Annotated[
        Path | None,
        typer.Option(help="A Piper voice on this disk: NAME.onnx, with NAME.onnx.json beside it."),
    ] = None,
) -> None:
    """Fetch a Piper voice for this user; needs the network, and no other rights.

    "best" fetches one only where there is no good voice yet and Piper is installed; it gives up
    after a minute and a half, and does not fail.
    """
    from quietude.cli.voices_install import install_best, install_from_file, install_named

    if bool(name) == bool(path):
        message = "name a voice to install, or its file with --path"
        hint = "See: quietude voices list --installable"
        raise UsageError(message, hint=hint)
    if path:
        install_from_file(path)
    elif name == "best":
        install_best()
    else:
        install_named(name)


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
    from quietude.script.lexicon_files import listener_lexicon
    from quietude.session.audition import audition as speak_into

    words = listener_lexicon(lexicon)
    heard = speak_into(voice, say, rate, output, overwrite=overwrite, lexicon=words)
    typer.echo(f"{output}: {heard.voice}, {heard.seconds:.1f} s")
    if heard.said != say:
        typer.echo(f"  said as: {heard.said}")


def better_voices() -> list[str]:
    """Lines that say how to get a better voice on this system; none if there is a natural one."""
    from quietude.speech.engines.registry import ENGINES
    from quietude.speech.voice_selection import present_voices

    tiers = {voice.tier for voice in present_voices()}
    if "natural" in tiers:
        return []
    advice = [_natural_advice()]
    if "good" in tiers:
        return advice
    if sys.platform == "darwin":
        path = "System Settings, Accessibility, Spoken Content, System Voice, Manage Voices"
        better = f"For a better voice: {path}; take an English one marked Enhanced or Premium."
        return [better, *advice]
    if sys.platform == "win32":
        path = "Settings, Time & language, Speech, Manage voices, Add voices"
        return [f"For a better voice: {path}.", *advice]
    return [f"For a better voice: {ENGINES['flite'].install}", *advice]


def _natural_advice() -> str:
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.engines.registry import ENGINES

    command = "quietude voices install en_US-ljspeech-medium"
    if piper_present():
        return f"For a natural voice: {command}"
    return f"For a natural voice: {ENGINES['piper'].install}, then {command}"
