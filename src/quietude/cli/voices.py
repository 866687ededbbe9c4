"""``voices list`` and ``install``: the voices of this machine."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quietude.cli.console import progress_bar
from quietude.cli.help import panels
from quietude.cli.help.commands import CommandApp, ListingGroup
from quietude.cli.listening import voice_audition
from quietude.cli.lists.rows import paragraph, rows
from quietude.cli.options.declaring import option
from quietude.errors import QuietudeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.speech.engines.base import Voice

voices_app = CommandApp(
    cls=ListingGroup,
    help="List, hear and install voices.",
    epilog="""
        quietude voices
        quietude voices audition female --play
        quietude voices install kokoro
    """,
)

_BEST_TIMEOUT_S = 90.0
_WORDS = (
    "natural: neural; good, fair, robotic: as measured (docs/voices.md). The number is quality "
    "from 1 to 5 as a model hears it (DistillMOS), where measured. * speaks unless you say --voice."
)


class _StoppedError(QuietudeError):
    """Ctrl-C during a download, of which a part is kept."""

    exit_code = 130


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    voice_audition.register(voices_app)
    app.add_typer(voices_app, name="voices", rich_help_panel=panels.MAKE)


@voices_app.command(
    "list",
    epilog="""
        quietude voices list female british
        quietude voices list --installable
    """,
)
def list_voices(
    traits: Annotated[
        list[str] | None,
        typer.Argument(help="Only voices like this: female, british, french.", show_default=False),
    ] = None,
    language: Annotated[str, option(panels.OTHER, "Only voices of this language, or all.")] = "en",
    *,
    installable: Annotated[
        bool, option(panels.OTHER, "List voices to install.", "--installable")
    ] = False,
) -> None:
    """List the voices that --voice takes: how they sound, and under which licence."""
    if installable:
        _list_installable()
        return
    from quietude.speech.voice_selection import voices_and_choice
    from quietude.speech.voice_traits import voices_with
    from quietude.speech.voices.better_voices import better_voices

    present, default = voices_and_choice()
    voices = present
    if traits:
        voices = voices_with(" ".join(traits), voices, language)
    elif language != "all":
        voices = [one for one in voices if one.language.lower().startswith(language.lower())]
    for line in rows(_row(voice, default, voices) for voice in voices):
        typer.echo(line)
    _print_provenance(voices)
    for advice in better_voices(present):
        typer.echo(advice)


def _row(voice: Voice, default: str, listed: list[Voice]) -> tuple[str, str, str, str]:
    """A voice as a row; its licence stands there where the others of its engine have another."""
    from quietude.speech.licensing import licence_refusal

    mark = "*" if voice.full_id == default else " "
    about = ", ".join(filter(None, (voice.name, voice.language, voice.gender)))
    if len({one.licence for one in listed if one.engine == voice.engine}) > 1 and voice.licence:
        about += f"  [{voice.licence}]"
    if licence_refusal(voice):
        about += "  (not for publishing)"
    return f"{mark} {voice.full_id}", voice.tier, _quality(voice), about


def _quality(voice: Voice) -> str:
    """The quality that was measured of a voice; empty where none was."""
    from quietude.speech.voices.measured import measured_voices

    found = measured_voices().get(voice.full_id)
    return f"{found.distillmos:.1f}" if found else ""


def _print_provenance(voices: list[Voice]) -> None:
    """Print the makers of each engine in a list of voices, and the words for their sound."""
    from quietude.speech.engines.registry import ENGINES

    if not voices:
        typer.echo("There is no such voice here; all of them: quietude voices list --language all")
        return
    typer.echo("")
    for engine in dict.fromkeys(voice.engine for voice in voices):
        origins = dict.fromkeys(one.origin for one in voices if one.engine == engine and one.origin)
        made = ENGINES[engine].provenance
        typer.echo(paragraph(f"{engine}: {'; '.join([made, *origins])}"))
    typer.echo(paragraph(_WORDS))


def _list_installable() -> None:
    from quietude.speech.engines.neural.hibari import hibari_present
    from quietude.speech.install.hibari_voices import PACKAGED, available_files, hibari_voices
    from quietude.speech.install.kokoro_voices import ORIGIN, installed_kokoro, kokoro_catalogue
    from quietude.speech.install.piper_voices import catalogue, installed_voices

    if hibari_present():
        here = {known.name for known, _ in available_files()}
        for known in hibari_voices().values():
            if known.name != PACKAGED:
                mark = "*" if known.name in here else " "
                about = f"{known.gender}, {known.language}, {known.voice('hibari').origin}"
                typer.echo(f"{mark} {'hibari:' + known.name:<26} {about}  [Apache-2.0]")
    mark = "*" if installed_kokoro() else " "
    number = len(kokoro_catalogue().voices)
    typer.echo(f"{mark} {'kokoro':<26} {number} voices, en-US and en-GB, {ORIGIN}  [Apache-2.0]")
    present = installed_voices()
    for voice in catalogue().values():
        mark = "*" if voice.id in present else " "
        about = ", ".join(filter(None, (voice.gender, voice.provenance)))
        use = "" if voice.recommended else "  (not for publishing)"
        typer.echo(f"{mark} {voice.id:<26} {about}  [{voice.licence}]{use}")


@voices_app.command(
    "install",
    epilog="""
        quietude voices install best
        quietude voices install kokoro
    """,
)
def install(
    name: Annotated[
        str,
        typer.Argument(
            help="kokoro, a hibari voice like hibari:emma, a Piper voice, or best: the recommended "
            "one, if there is no good voice yet.",
            metavar="[VOICE]",
        ),
    ] = "",
    path: Annotated[
        Path | None,
        option(
            panels.OTHER,
            "A Piper voice on this disk: NAME.onnx, with NAME.onnx.json beside it; after "
            "kokoro, a folder with its files.",
        ),
    ] = None,
) -> None:
    """Download a voice for this user. It needs the network, but no administrator.

    "best" downloads one only if Piper is installed and there is no good voice yet. It gives up
    after a minute and a half, which is not an error.
    """
    if name == "kokoro":
        _install_kokoro(path)
        return
    if bool(name) == bool(path):
        message = "name a voice to install, or give its file with --path"
        hint = "See: quietude voices list --installable"
        raise UsageError(message, hint=hint)
    if path:
        _install_from_file(path)
    elif name == "best":
        _install_best()
    elif name.startswith("hibari:"):
        _install_hibari(name.partition(":")[2])
    else:
        _install_named(name)


def _install_named(name: str, timeout_s: float | None = None) -> None:
    from quietude.speech.install.piper import install_published

    with _download() as progress:
        folder = install_published(name, _print_step, progress, timeout_s=timeout_s)
    _print_installed(folder)


def _install_hibari(name: str) -> None:
    from quietude.speech.install.neural import install_hibari_voice

    with _download() as progress:
        path = install_hibari_voice(name, _print_step, progress)
    typer.echo(f"installed hibari:{name} in {path.parent}")


def _install_kokoro(source: Path | None) -> None:
    from quietude.speech.engines.neural.voice_engine import front_end_present
    from quietude.speech.engines.registry import ENGINES
    from quietude.speech.install.kokoro_voices import installed_kokoro
    from quietude.speech.install.neural import install_kokoro, install_kokoro_from

    if source:
        folder = install_kokoro_from(source, _print_step)
    else:
        with _download() as progress:
            folder = install_kokoro(_print_step, progress)
    installed = installed_kokoro()
    number = len(installed.voices) if installed else 0
    typer.echo(f"installed kokoro, {number} voices, in {folder}; see: quietude voices list")
    if not front_end_present():
        typer.echo(f"to speak with it: {ENGINES['kokoro'].install}", err=True)


@contextmanager
def _download() -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar while something is fetched; Ctrl-C keeps what is there."""
    try:
        with progress_bar() as bar:
            yield lambda done, total: bar("fetch", done, total or done)
    except KeyboardInterrupt as error:
        message = "interrupted; the same command continues this download"
        raise _StoppedError(message) from error


def _install_from_file(path: Path) -> None:
    from quietude.speech.install.piper import install_file

    _print_installed(install_file(path, _print_step))


def _install_best() -> None:
    """Download a natural voice if Piper is here and no good voice is; print which one speaks."""
    from quietude.speech.engines.neural.piper import piper_present
    from quietude.speech.voice_selection import open_voice, present_voices
    from quietude.speech.voices.better_voices import RECOMMENDED

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
    from quietude.speech.engines.neural.piper import piper_present
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
