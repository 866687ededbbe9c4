"""hibari: small neural voices that come from pip, one of them with the package.

The package is the work of one person. What we need of it is its weights, its front end and its
synthesis (:mod:`.front_end`, :mod:`.models`); docs/architecture.md says what to do without it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.speech.engines.base import Identity, Voice
from quietude.speech.engines.neural.voice_worker import MODULE
from quietude.speech.engines.registry import not_installed
from quietude.speech.engines.wav_engine import WavEngine
from quietude.speech.engines.worker import SpeechWorker
from quietude.speech.script_coverage import cannot_read, longest_words
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "hibari"
DEFAULT = "heart"
_DISTRIBUTION = "hibari-tts"
_SPEAKING = "1:whole units, ends unstretched, noise by phonemes"
"""Version and parameters of our own part in speaking; part of every cache key."""
_PACES = {"heart": Pace(0.0018, 0.2397)}
"""Measured with the sentences of :mod:`quietude.speech.speaking_rate`."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A voice that is here.

    Attributes:
        voice: Its name and what it is.
        model: Its file.
        sha256: The hash its makers published.
        british: True if it reads British phonemes.
    """

    voice: Voice
    model: Path
    sha256: str
    british: bool


def hibari_present() -> bool:
    """True if the package and its runtime are installed; neither is imported."""
    try:
        return bool(version(_DISTRIBUTION) and version("onnxruntime"))
    except PackageNotFoundError:
        return False


class HibariEngine(WavEngine):
    """Speaks through hibari.

    Raises:
        EngineError: if it is not installed.
    """

    def __init__(self) -> None:
        if not hibari_present():
            raise not_installed(NAME)
        super().__init__(NAME, _PACES, ascii_only=False, cuts=False)
        self._worker = SpeechWorker(MODULE)
        self._voices = voice_files()

    def identity(self, voice: str = "") -> Identity:
        """The versions of its packages; with a voice, the hash of its weights too."""
        settings = {"onnxruntime": version("onnxruntime"), "speaking": _SPEAKING}
        if voice in self._voices:
            settings["model"] = _sha256_of(self._voices[voice].model)
        return Identity(NAME, version(_DISTRIBUTION), settings)

    def default_voice(self, language: str) -> str:  # noqa: ARG002  (it speaks English alone)
        """The voice that comes with the package."""
        return DEFAULT

    def voices(self) -> Sequence[Voice]:
        """The voices whose files are here."""
        return [found.voice for found in self._voices.values()]

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Makes the worker write a phrase to a file; returns where its words start, in frames."""
        found = self._voices[voice]
        request = {
            "op": "speak",
            "model": str(found.model),
            "sha256": found.sha256,
            "british": found.british,
            "text": text,
            "stretch": stretch,
            "path": str(path),
        }
        return tuple(self._worker.ask(request, self.timeout_s(text))["marks"])

    def check_letters(self, text: str, voice: str) -> None:  # noqa: ARG002  (the same for all)
        """Refuses letters of any script but Latin."""
        if scripts := longest_words(text):
            raise cannot_read(scripts)

    def close(self) -> None:
        """Ends the worker and removes its folder."""
        self._worker.close()
        super().close()


def voice_files() -> Mapping[str, VoiceFile]:
    """The voices that are here, by name.

    Raises:
        EngineError: if the package is not as we know it.
    """
    assets = _assets()
    try:
        catalogue = json.loads((assets / "voices.json").read_bytes())
        found = {
            name: _voice_file(name, row, assets / row["file"])
            for name, row in sorted(catalogue.items())
            if (assets / row["file"]).is_file()
        }
    except (OSError, ValueError, KeyError) as error:
        message = f"the installed {_DISTRIBUTION} is not as Quietude knows it"
        hint = f"Get it with: {not_installed(NAME).hint}"
        raise EngineError(message, hint=hint) from error
    return found


def _voice_file(name: str, row: Mapping[str, str], model: Path) -> VoiceFile:
    voice = Voice(
        name,
        name.capitalize(),
        row["language"],
        row["gender"],
        NAME,
        tier="natural",
        licence="Apache-2.0",
        sample_rate_hz=24_000,
        terms="any",
    )
    return VoiceFile(voice, model, row["sha256"], bool(row["british"]))


def _assets() -> Path:
    """The folder of the package's data; the package is not imported."""
    spec = find_spec("hibari")
    if spec is None or not spec.submodule_search_locations:
        raise not_installed(NAME)
    return Path(next(iter(spec.submodule_search_locations))) / "assets"


@lru_cache(maxsize=8)
def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
