"""What ``voices install`` does: the distribution's packages, Piper's hub, or a file."""

from __future__ import annotations

import sys
import time
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
    """Install a bundle of the distribution's packages, or a published Piper voice.

    Raises:
        QuietudeError: if there is no such voice, or it cannot be had.
    """
    from quietude.speech.install.debian import BUNDLES, TIMEOUT_S, install_bundle

    if name in BUNDLES:
        folder = install_bundle(name, _say, timeout_s=timeout_s or TIMEOUT_S)
        typer.echo(f"installed {name} in {folder}")
        return
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
    """Get a good voice if there is none and one can be had in time, and say what speaks now."""
    from quietude.speech.voice_selection import open_voice, present_voices

    if not {it.tier for it in present_voices()} & {"natural", "good"}:
        _get_a_good_one()
    with open_voice() as chosen:
        typer.echo(f"voice     {chosen.full_id}: {chosen.why}")


def _get_a_good_one() -> None:
    """The distribution's packages first, since they are small; then a Piper voice."""
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.install.debian import can_install

    deadline = time.monotonic() + _BEST_TIMEOUT_S
    ways = ["flite"] if can_install() and sys.platform not in {"darwin", "win32"} else []
    ways += [RECOMMENDED] if piper_present() else []
    for way in ways:
        try:
            install_named(way, max(1.0, deadline - time.monotonic()))
        except QuietudeError as error:
            if isinstance(error, _StoppedError):
                raise
            typer.echo(f"{way} could not be fetched now: {error.message}", err=True)
        else:
            return


def _tell(folder: Path) -> None:
    """What is there now, and what it may be used for."""
    from quietude.speech.engines.piper import piper_present
    from quietude.speech.install.piper_voices import installed_voices
    from quietude.speech.licensing import licence_refusal

    voice = installed_voices()[folder.name].voice
    typer.echo(f"installed {voice.full_id} in {folder}")
    if reason := licence_refusal(voice):
        typer.echo(f"not for publishing: {reason}", err=True)
    if not piper_present():
        typer.echo("to speak with it: pip install 'quietude[natural]'", err=True)


def _say(text: str) -> None:
    typer.echo(text, err=True)
