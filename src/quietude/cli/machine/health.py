"""Checks of this machine: each says if a thing works, and the command that helps if it does not."""

from __future__ import annotations

import os
import platform
import sys
import webbrowser
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quietude._util.programs import find_program
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MANAGERS = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "apk": "sudo apk add",
    "brew": "brew install",
    "winget": "winget install",
    "choco": "choco install",
}
"""Package managers, each with the words to install something."""

_WINGET = {"ffmpeg": "Gyan.FFmpeg", "mpv": "mpv.net"}
_SPEECH_PACKAGES = ("espeakng-loader", "pyttsx3")


@dataclass(frozen=True, slots=True)
class Check:
    """One row of a report.

    Attributes:
        name: A word for it.
        state: ``ok``, ``missing`` (something cannot be done) or ``broken`` (nothing can be).
        text: The state in words.
        advice: The next steps, a line each.
        pip: Packages that pip can bring.
    """

    name: str
    state: str
    text: str
    advice: tuple[str, ...] = field(default=())
    pip: tuple[str, ...] = field(default=())


def health() -> Iterator[Check]:
    """Yields every check; the slow ones are made when they are asked for."""
    for check in _CHECKS:
        yield check()


def install_command(package: str) -> str:
    """Returns the command that installs a program on this system, as far as it is known."""
    for manager, words in _MANAGERS.items():
        if find_program(manager):
            name = _WINGET.get(package, package) if manager == "winget" else package
            return f"{words} {name}"
    return f"Install {package} with your system's packages."


def pip_command(packages: tuple[str, ...]) -> list[str]:
    """Returns the command that brings packages into this Python; empty where pip is not there."""
    if find_spec("pip"):
        return [sys.executable, "-P", "-m", "pip", "install", *packages]
    if uv := find_program("uv"):
        return [uv, "pip", "install", "--python", sys.executable, *packages]
    return []


def _python() -> Check:
    return Check("python", "ok", f"{platform.python_version()} on {platform.platform()}")


def _speech() -> Check:
    from quietude.speech.engines.base import Phrase
    from quietude.speech.voice_selection import open_voice, present_voices
    from quietude.speech.voices.better_voices import better_voices

    try:
        with open_voice() as chosen:
            clip = chosen.engine.speak(Phrase("Hello.", chosen.voice, chosen.calm_wpm))
            identity, voice = chosen.engine.identity(), chosen.full_id
    except QuietudeError as error:
        advice = ("Reinstall the bundled voice: quietude doctor --fix",)
        text = f"does not work: {error.message}"
        return Check("speech", "broken", text, advice, _SPEECH_PACKAGES)
    text = (
        f"works: {identity.engine} {identity.version}, voice {voice}: {chosen.why} "
        f"({clip.seconds:.1f} s of sound)"
    )
    return Check("speech", "ok", text, tuple(better_voices(present_voices())))


def _voices() -> Check:
    from quietude.speech.voices.better_voices import natural_voices

    return Check("natural", "ok", "voices, by engine:", tuple(natural_voices()))


def _aligner() -> Check:
    from quietude.speech.alignment import open_aligner

    aligner = open_aligner("en")
    if aligner:
        name = aligner.identity.rpartition(" ")[0]
        return Check("align", "ok", f"{name} finds the words in English speech")
    text = "not installed; word times come from the voice, or are estimated from letters"
    advice = ("For captions that follow each word: quietude doctor --fix",)
    return Check("align", "missing", text, advice, ("pocketsphinx",))


def _sounds() -> Check:
    from quietude.sound.assets import beds, bells

    try:
        return Check("sounds", "ok", f"{len(beds())} beds, {len(bells())} bells")
    except QuietudeError as error:
        return Check("sounds", "broken", error.message, (error.hint or "",))


def _formats() -> Check:
    from quietude.deliver.formats.registry import FORMATS

    here, missing = [], []
    for name, known in FORMATS.items():
        try:
            known.check_installed()
        except QuietudeError:
            missing.append(name)
        else:
            here.append(name)
    if not missing:
        return Check("formats", "ok", f"can write {', '.join(here)}")
    text = f"can write {', '.join(here)}; not {' and '.join(missing)}, which ffmpeg makes"
    return Check("formats", "missing", text, (install_command("ffmpeg"),))


def _tracks() -> Check:
    own = "tracks of your own as WAV, FLAC, OGG and MP3"
    if find_program("ffmpeg") or find_program("avconv"):
        return Check("tracks", "ok", f"can read {own}, and through ffmpeg M4A, AAC, WMA and others")
    text = f"can read {own}; M4A, AAC and WMA need ffmpeg"
    return Check("tracks", "missing", text, (install_command("ffmpeg"),))


def _player() -> Check:
    from quietude.audio.player import can_play

    player = can_play()
    if player == "miniaudio":
        return Check("player", "ok", "the sound device of this machine")
    if player:
        text = f"{player}, if it finds a sound device; none was found without it"
        return Check("player", "ok", text)
    text = "nothing here plays sound: there is no sound device, or no way to it"
    if find_spec("miniaudio"):
        advice = "Sessions are written all the same; open them where there is a device."
        return Check("player", "missing", text, (advice,))
    advice = "If this machine has a device: quietude doctor --fix"
    return Check("player", "missing", text, (advice,), ("miniaudio",))


def _browser() -> Check:
    try:
        webbrowser.get()
    except webbrowser.Error:
        text = "none found; open the address that the studio prints in one of yours"
        return Check("browser", "missing", text, ("quietude studio --no-browser",))
    return Check("browser", "ok", "found, for the studio")


def _cache() -> Check:
    from quietude.speech.cache import user_cache

    info = user_cache().info()
    text = f"{info.folder}: {info.phrases} phrases, {info.size_bytes / 1e6:.1f} MB"
    levels = (info.folder, *info.folder.parents)
    nearest = next(folder for folder in levels if folder.exists())
    if os.access(nearest, os.W_OK):
        return Check("cache", "ok", text)
    advice = "It cannot be written to. Name another folder in QUIETUDE_CACHE_DIR."
    return Check("cache", "broken", text, (advice,))


_CHECKS: tuple[Callable[[], Check], ...] = (
    *(_python, _speech, _voices, _aligner, _sounds),
    *(_formats, _tracks, _player, _browser, _cache),
)
