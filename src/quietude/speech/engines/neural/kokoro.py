"""Kokoro: one larger model with a family of voices, American and British, female and male."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import EngineError
from quietude.speech.engines.advice import not_installed
from quietude.speech.engines.neural.kokoro_paces import WORD_S
from quietude.speech.engines.neural.voice_engine import NeuralEngine, VoiceFile, front_end_present
from quietude.speech.install.kokoro_voices import installed_kokoro, kokoro_catalogue
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


NAME = "kokoro"
_SLOWNESS = 6.0
"""A phrase takes about as long to say as it lasts."""

_PREFERRED = {"en-gb": ("bf_emma", "bm_george"), "en": ("af_heart", "am_fenrir")}
_PACES = {name: Pace(0.0, seconds) for name, seconds in WORD_S.items()}


class KokoroEngine(NeuralEngine):
    """Speaks through Kokoro.

    Args:
        folder: The folder of its files; None for the one it is installed in.

    Raises:
        EngineError: if the front end is not installed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if not front_end_present():
            raise not_installed(NAME)
        files = _voice_files(folder)
        measured = {file.sha256 for file in files.values()} <= {kokoro_catalogue().model_sha256}
        super().__init__(NAME, NAME, files, _PACES if measured else {}, _SLOWNESS)

    def default_voice(self, language: str) -> str:
        """The voice that sounds best for a language, else any.

        Raises:
            EngineError: if no voice is installed.
        """
        present = [voice.id for voice in self.voices()]
        if not present:
            message = "Kokoro has no voice here yet"
            raise EngineError(message, hint="Get its voices with: quietude voices install kokoro")
        wanted = _PREFERRED.get(language.lower().replace("_", "-"), ()) + _PREFERRED["en"]
        return next((name for name in wanted if name in present), present[0])


def _voice_files(folder: Path | None) -> Mapping[str, VoiceFile]:
    installed = installed_kokoro(folder)
    if installed is None:
        return {}
    return {
        known.name: VoiceFile(
            known.voice(NAME),
            installed.model,
            installed.sha256,
            known.british,
            installed.folder / known.file,
            installed.voices[known.name],
        )
        for known in installed.known_voices()
    }
