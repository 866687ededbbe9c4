"""Piper: neural voices that run on any computer (the extra ``quietude[natural]``)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.errors import EngineError
from quietude.speech.engines.advice import not_installed
from quietude.speech.engines.base import Identity
from quietude.speech.engines.phrase_checks import speaking_timeout_s
from quietude.speech.engines.wav_engine import WavEngine
from quietude.speech.engines.worker import SpeechWorker
from quietude.speech.install.piper_voices import best_installed, installed_voices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.speech.engines.base import Voice

NAME = "piper"
WORKER_MODULE = "quietude.speech.engines.neural.piper_worker"
_SPEAKING = "1:gap400ms,cut300"
"""Version and parameters of our own part in speaking; part of every cache key."""
_MODULES = ("piper", "onnxruntime", "onnx")
_SLOWEST = 4.0
"""A large model on a slow machine takes so many times as long as eSpeak."""


def piper_present() -> bool:
    """True if the packages of the extra are installed; none of them is imported."""
    return all(find_spec(module) for module in _MODULES)


class PiperEngine(WavEngine):
    """Speaks through Piper.

    Raises:
        EngineError: if it is not installed.
    """

    def __init__(self) -> None:
        if not piper_present():
            raise not_installed(NAME)
        super().__init__(NAME, {}, ascii_only=False, cuts=False)
        self._worker = SpeechWorker(WORKER_MODULE)
        self._installed = installed_voices()

    def identity(self, voice: str = "") -> Identity:
        """The versions of its packages; with a voice, its model's hash too."""
        # Imported late: it brings email, zipfile and csv, which no list of voices needs.
        from importlib.metadata import version

        settings = {package: version(package) for package in ("onnxruntime", "onnx")}
        settings["speaking"] = _SPEAKING
        if voice in self._installed:
            settings["model"] = self._installed[voice].sha256
        return Identity(NAME, version("piper-tts"), settings)

    def default_voice(self, language: str) -> str:
        """The best installed one for a language, else any."""
        if not self._installed:
            message = "Piper has no voice here yet"
            hint = "Get one with: quietude voices install en_US-ljspeech-medium"
            raise EngineError(message, hint=hint)
        return best_installed(language) or next(iter(self._installed))

    def voices(self) -> Sequence[Voice]:
        """The voices that are installed."""
        return [installed.voice for installed in self._installed.values()]

    def load(self, model: Path, sha256: str = "") -> None:
        """Loads a model, to see if it can be loaded.

        Raises:
            EngineError: if it cannot.
        """
        self._worker.ask({"op": "load", "model": str(model), "sha256": sha256}, 60.0)

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Makes the worker write a phrase to a file; returns where its words start, in frames."""
        installed = self._installed[voice]
        request = {
            "op": "speak",
            "model": str(installed.model),
            "sha256": installed.sha256,
            "text": text,
            "stretch": stretch,
            "path": str(path),
        }
        return tuple(self._worker.ask(request, self.timeout_s(text))["marks"])

    def check_letters(self, text: str, voice: str) -> None:
        """Refuses letters that the voice would name, or for which it has no sound."""
        installed = self._installed.get(voice)
        if installed is None or not longest_words(text):
            return
        request = {"op": "check", "model": str(installed.model), "sha256": installed.sha256}
        self._worker.ask({**request, "text": text}, self.timeout_s(text))

    def timeout_s(self, text: str) -> float:
        """Longest time a phrase may take to speak, in seconds."""
        return _SLOWEST * speaking_timeout_s(text)

    def close(self) -> None:
        """Ends the worker and removes its folder."""
        self._worker.close()
        super().close()
