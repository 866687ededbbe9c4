"""hibari: small neural voices that come from pip, one of them with the package.

The package is the work of one person. What we need of it is its weights, its front end and its
synthesis (:mod:`.front_end`, :mod:`.models`); docs/architecture.md says what to do without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.speech.engines.advice import not_installed
from quietude.speech.engines.neural.voice_engine import NeuralEngine, VoiceFile, front_end_present
from quietude.speech.install.hibari_voices import PACKAGED, available_files
from quietude.speech.speaking_rate import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "hibari"
_PACES = {PACKAGED: Pace(0.0018, 0.2397)}
"""Measured with the sentences of :mod:`quietude.speech.speaking_rate`."""


def hibari_present() -> bool:
    """True if the package and its runtime are installed; neither is imported."""
    return front_end_present()


class HibariEngine(NeuralEngine):
    """Speaks through hibari.

    Raises:
        EngineError: if it is not installed.
    """

    def __init__(self) -> None:
        if not hibari_present():
            raise not_installed(NAME)
        super().__init__(NAME, NAME, _voice_files(), _PACES)

    def default_voice(self, language: str) -> str:  # noqa: ARG002  (it speaks English alone)
        """The voice that comes with the package."""
        return PACKAGED


def _voice_files() -> Mapping[str, VoiceFile]:
    return {
        known.name: VoiceFile(known.voice(NAME), path, known.sha256, known.british)
        for known, path in available_files()
    }
