"""Kokoro's voices: the catalogue of its files, and those that are installed for this user.

What is installed is one folder: the model, a file of style vectors for each voice, and
``kokoro.json`` with the SHA-256 of each. It appears whole or not at all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from quietude._util.dirs import data_dir
from quietude._util.files import is_file
from quietude._util.strict_reading import SMALL_BYTES, read_json
from quietude.speech.engines.base import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "kokoro.json"
ORIGIN = "partly taught with other machines' voices"
_LANGUAGES = {"a": "en-US", "b": "en-GB"}
_GENDERS = {"f": "female", "m": "male"}
_SOFT = {"af_nicole"}


@dataclass(frozen=True, slots=True)
class KokoroVoice:
    """A voice of Kokoro; its name says language and gender, as ``bf_emma`` is British, female.

    Attributes:
        name: Its name.
    """

    name: str

    @property
    def british(self) -> bool:
        """True if it reads British phonemes."""
        return self.name.startswith("b")

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.bin"

    def voice(self, engine: str) -> Voice:
        """The voice as the engine lists it."""
        shown = self.name[3:].capitalize()
        return Voice(
            self.name,
            f"{shown}, whispered" if self.name in _SOFT else shown,
            _LANGUAGES.get(self.name[:1], "en"),
            _GENDERS.get(self.name[1:2], ""),
            engine,
            "natural",
            "Apache-2.0",
            24_000,
            "any",
            ORIGIN,
        )


@dataclass(frozen=True, slots=True)
class KokoroCatalogue:
    """The files that ``voices install kokoro`` fetches.

    Attributes:
        model_url: Address of the model.
        model_bytes: Its size.
        model_sha256: Its hash.
        voices_url: Address of the folder of the voices.
        voice_bytes: The size of a voice's file.
        voices: The hash of each voice's file, by its name.
    """

    model_url: str
    model_bytes: int
    model_sha256: str
    voices_url: str
    voice_bytes: int
    voices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InstalledKokoro:
    """Kokoro in the user's folder.

    Attributes:
        folder: Its folder.
        model: The model.
        sha256: The hash of the model when it was installed.
        voices: The hash of each voice's file when it was installed, by its name.
    """

    folder: Path
    model: Path
    sha256: str
    voices: Mapping[str, str]

    def known_voices(self) -> list[KokoroVoice]:
        """The voices whose files are here, sorted by name."""
        found = [KokoroVoice(name) for name in sorted(self.voices)]
        return [voice for voice in found if is_file(self.folder / voice.file)]


@cache
def kokoro_catalogue() -> KokoroCatalogue:
    """The catalogue that comes with Quietude."""
    text = (files("quietude.speech.install") / "kokoro.json").read_text(encoding="utf-8")
    return KokoroCatalogue(**json.loads(text))


def kokoro_folder() -> Path:
    """The folder of the model and its voices."""
    return data_dir() / "kokoro"


def installed_kokoro(folder: Path | None = None) -> InstalledKokoro | None:
    """Kokoro as it is installed, in a folder or in the user's own; None if it is not whole."""
    folder = folder or kokoro_folder()
    try:
        manifest = read_json(folder / MANIFEST, SMALL_BYTES)
        model = folder / str(manifest["model"]["file"])
        voices = {str(name): str(sha256) for name, sha256 in manifest["voices"].items()}
        installed = InstalledKokoro(folder, model, str(manifest["model"]["sha256"]), voices)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return installed if is_file(installed.model) else None
