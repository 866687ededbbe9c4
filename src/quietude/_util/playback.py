"""Playing a sound file through a program of the system."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from quietude._util.programs import find_program
from quietude.errors import SoundError

if TYPE_CHECKING:
    from pathlib import Path

PLAYERS: tuple[tuple[str, tuple[str, ...], frozenset[str]], ...] = (
    ("ffplay", ("-nodisp", "-autoexit", "-loglevel", "error"), frozenset()),
    ("mpv", ("--no-video", "--really-quiet"), frozenset()),
    ("afplay", (), frozenset({".wav", ".mp3", ".m4a", ".m4b", ".flac"})),
    ("gst-play-1.0", ("--quiet",), frozenset()),
    ("pw-play", (), frozenset({".wav", ".flac", ".ogg"})),
    ("paplay", (), frozenset({".wav", ".flac", ".ogg"})),
    ("aplay", ("-q",), frozenset({".wav"})),
)
"""Programs that play a file, their options, and the endings they can read; none for any."""

_WINDOWS_PLAYER = "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"


def play(path: Path) -> None:
    """Plays a sound file to its end; Ctrl-C stops it.

    Raises:
        SoundError: if no program here plays it, or there is no sound device.
    """
    commands = list(_commands(path))
    if not commands:
        message = "there is no program here that plays this file"
        hint = f"Install ffmpeg or mpv, or open {path.name} in a player of yours."
        raise SoundError(message, path=path, hint=hint)
    for command in commands:
        done = subprocess.run(  # noqa: S603  (found by us, never by a shell)
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        # ffplay ends with 0 even when it could open no device, but says so.
        if done.returncode == 0 and not done.stderr.strip():
            return
    message = "this file could not be played: there seems to be no sound device"
    raise SoundError(message, path=path, hint=f"Open {path.name} where there is one.")


def _commands(path: Path) -> list[list[str]]:
    """The commands that may play a file, the best first."""
    found = [
        [program, *options, str(path.resolve())]
        for name, options, endings in PLAYERS
        if (program := find_program(name)) and (not endings or path.suffix.lower() in endings)
    ]
    if sys.platform == "win32" and path.suffix.lower() == ".wav":
        found.append([sys.executable, "-P", "-c", _WINDOWS_PLAYER, str(path.resolve())])
    return found
