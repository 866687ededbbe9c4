"""``voices install``: a Piper voice from the hub where they are published, or from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from quietude.cli.console import progress_bar
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from pathlib import Path

RECOMMENDED = "en_US-ljspeech-medium"
_BEST_TIMEOUT_S = 90.0


class _StoppedError(QuietudeError):
    """Ctrl-C while fetching: unlike elsewhere, something is kept."""

    exit_code = 130


def install_named(name: str, timeout_s: float | None = None) -> None:
    """Install a published Piper voice.

    Raises:
        QuietudeError: if there is no such voice, or it cannot be had.
    """
    from quietude.speech.install.piper import install_published

    try:
        with progress_bar() as bar:
            folder = install_published(
                name,
                _say,
                lambda done, total: bar("fetch", done, total or done),
                timeout_s=timeout_s,
            )
    except KeyboardInterrupt as error:
        message = "interrupted; what was fetched is kept, and the same command goes on from there"
        raise _StoppedError(message) from error
    _tell(folder)


def install_from_file(path: Path) -> None:
    """Install a Piper voice from its file.

    Raises:
        QuietudeError: if it is none.
    """
    from quietude.speech.install.piper import install_file

    _tell(install_file(path, _say))


def install_best() -> None:
    """Fetch a natural voice if there is no good one and Piper is here; tell which voice speaks."""
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.voice_selection import open_voice, present_voices

    tiers = {voice.tier for voice in present_voices()}
    if piper_present() and not tiers & {"natural", "good"}:
        try:
            install_named(RECOMMENDED, _BEST_TIMEOUT_S)
        except _StoppedError:
            raise
        except QuietudeError as error:
            typer.echo(f"{RECOMMENDED} could not be fetched now: {error.message}", err=True)
    with open_voice() as chosen:
        typer.echo(f"voice     {chosen.full_id}: {chosen.why}")


def _tell(folder: Path) -> None:
    """What is there now, and what it may be used for."""
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


def _say(text: str) -> None:
    typer.echo(text, err=True)
