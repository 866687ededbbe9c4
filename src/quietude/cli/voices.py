"""``voices list`` and ``install``: the voices of this machine."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli import audition
from quietude.cli.console import progress_bar
from quietude.errors import QuietudeError, UsageError

if TYPE_CHECKING:
    from quietude.speech.engines.base import Voice

voices_app = typer.Typer(help="The voices of this machine.", no_args_is_help=True)

RECOMMENDED = "en_US-ljspeech-medium"
"""The voice that ``voices install best`` downloads."""

_BEST_TIMEOUT_S = 90.0


class _StoppedError(QuietudeError):
    """Ctrl-C during a download, of which a part is kept."""

    exit_code = 130


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    audition.register(voices_app)
    app.add_typer(voices_app, name="voices")


@voices_app.command("list")
def list_voices(
    traits: Annotated[
        list[str] | None,
        typer.Argument(help="Only voices like this: female, british, french.", show_default=False),
    ] = None,
    language: Annotated[str, typer.Option(help="Only voices of this language, or all.")] = "en",
    *,
    installable: Annotated[
        bool, typer.Option("--installable", help="List voices to install.")
    ] = False,
) -> None:
    """List the voices that --voice takes: how they sound, and under which licence."""
    if installable:
        _list_installable()
        return
    from quietude.speech.licensing import licence_refusal
    from quietude.speech.voice_selection import open_voice, present_voices
    from quietude.speech.voice_traits import voices_with

    with open_voice() as chosen:
        default = chosen.full_id
    voices = list(present_voices())
    if traits:
        voices = voices_with(" ".join(traits), voices, language)
    elif language != "all":
        voices = [one for one in voices if one.language.lower().startswith(language.lower())]
    for voice in voices:
        mark = "*" if voice.full_id == default else " "
        about = ", ".join(filter(None, (voice.name, voice.language, voice.gender)))
        terms = f"  [{voice.licence}]" if voice.licence else ""
        terms += "  (not for publishing)" if licence_refusal(voice) else ""
        typer.echo(f"{mark} {voice.full_id:<28} {voice.tier:<8} {about}{terms}")
    _print_provenance(voices)
    for advice in better_voices():
        typer.echo(advice)


def _print_provenance(voices: list[Voice]) -> None:
    """Print the makers of each engine in a list of voices, and the words for their sound."""
    from quietude.speech.engines.registry import ENGINES

    if not voices:
        typer.echo("There is no such voice here; all of them: quietude voices list --language all")
        return
    typer.echo("")
    for engine in dict.fromkeys(voice.engine for voice in voices):
        typer.echo(f"{engine}: {ENGINES[engine].provenance}")
    typer.echo("natural: neural; good, fair, robotic: by the words a recogniser mishears")


def _list_installable() -> None:
    from quietude.speech.install.piper_voices import catalogue, installed_voices

    present = installed_voices()
    for voice in catalogue().values():
        mark = "*" if voice.id in present else " "
        about = ", ".join(filter(None, (voice.gender, voice.provenance)))
        use = "" if voice.recommended else "  (not for publishing)"
        typer.echo(f"{mark} {voice.id:<26} {about}  [{voice.licence}]{use}")


@voices_app.command("install")
def install(
    name: Annotated[
        str,
        typer.Argument(
            help="A Piper voice, or best: the recommended one, if there is no good voice yet.",
            metavar="[VOICE]",
        ),
    ] = "",
    path: Annotated[
        Path | None,
        typer.Option(help="A Piper voice on this disk: NAME.onnx, with NAME.onnx.json beside it."),
    ] = None,
) -> None:
    """Download a Piper voice for this user. It needs the network, but no administrator.

    "best" downloads one only if Piper is installed and there is no good voice yet. It gives up
    after a minute and a half, which is not an error.
    """
    if bool(name) == bool(path):
        message = "name a voice to install, or give its file with --path"
        hint = "See: quietude voices list --installable"
        raise UsageError(message, hint=hint)
    if path:
        _install_from_file(path)
    elif name == "best":
        _install_best()
    else:
        _install_named(name)


def _install_named(name: str, timeout_s: float | None = None) -> None:
    from quietude.speech.install.piper import install_published

    try:
        with progress_bar() as bar:
            folder = install_published(
                name,
                _print_step,
                lambda done, total: bar("fetch", done, total or done),
                timeout_s=timeout_s,
            )
    except KeyboardInterrupt as error:
        message = "interrupted; the same command continues this download"
        raise _StoppedError(message) from error
    _print_installed(folder)


def _install_from_file(path: Path) -> None:
    from quietude.speech.install.piper import install_file

    _print_installed(install_file(path, _print_step))


def _install_best() -> None:
    """Download a natural voice if Piper is here and no good voice is; print which one speaks."""
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.voice_selection import open_voice, present_voices

    tiers = {voice.tier for voice in present_voices()}
    if piper_present() and not tiers & {"natural", "good"}:
        try:
            _install_named(RECOMMENDED, _BEST_TIMEOUT_S)
        except _StoppedError:
            raise
        except QuietudeError as error:
            typer.echo(f"{RECOMMENDED} could not be downloaded now: {error.message}", err=True)
    with open_voice() as chosen:
        typer.echo(f"voice     {chosen.full_id}: {chosen.why}")


def _print_installed(folder: Path) -> None:
    """Print the voice in a folder, with what keeps it from being used."""
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.engines.registry import ENGINES
    from quietude.speech.install.piper_voices import installed_voices
    from quietude.speech.licensing import licence_refusal

    voice = installed_voices()[folder.name].voice
    typer.echo(f"installed {voice.full_id} in {folder}")
    if reason := licence_refusal(voice):
        typer.echo(f"not for publishing: {reason}", err=True)
    if not piper_present():
        typer.echo(f"to speak with it: {ENGINES['piper'].install}", err=True)


def _print_step(text: str) -> None:
    typer.echo(text, err=True)


def better_voices() -> list[str]:
    """Returns lines of advice for a better voice here; none if there is a natural one."""
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

    command = f"quietude voices install {RECOMMENDED}"
    if piper_present():
        return f"For a natural voice: {command}"
    return f"For a natural voice: {ENGINES['piper'].install}, then {command}"
