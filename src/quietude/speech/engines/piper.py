"""Piper: neural voices that run on any computer (the extra ``quietude[natural]``)."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from quietude.errors import EngineError
from quietude.speech.engines.base import Identity
from quietude.speech.engines.clip_checks import watchdog_s
from quietude.speech.engines.program import ProgramEngine
from quietude.speech.engines.worker import Worker
from quietude.speech.engines.worker_loop import checked
from quietude.speech.install.piper_voices import best_installed, installed_voices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.speech.engines.base import Voice

WORKER_MODULE = "quietude.speech.engines.piper_worker"
_SPEAKING = "1:gap400ms,cut300"
"""How a text becomes sound besides what the packages do; part of every cache key."""
_PACKAGES = ("piper-tts", "onnxruntime", "onnx")
_SLOWEST = 4.0
"""How many times slower than eSpeak a watchdog must allow for."""


def piper_present() -> bool:
    """Whether the packages of the extra are installed; none of them is imported."""
    try:
        return all(map(version, _PACKAGES))
    except PackageNotFoundError:
        return False


class PiperEngine(ProgramEngine):
    """Speaks through Piper.

    Raises:
        EngineError: if it is not installed.
    """

    def __init__(self) -> None:
        if not piper_present():
            message = "Piper is not installed"
            raise EngineError(message, hint="Get it with: pip install 'quietude[natural]'")
        super().__init__("piper", {}, ascii_only=False, cuts=False)
        self._worker = Worker(WORKER_MODULE)
        self._installed = installed_voices()

    @property
    def worker_pid(self) -> int | None:
        """The process id of the worker that is running now."""
        return self._worker.pid

    def identity(self, voice: str = "") -> Identity:
        """The versions of its packages; with a voice, the hash of its model."""
        settings = {it: version(it) for it in _PACKAGES[1:]} | {"speaking": _SPEAKING}
        if voice in self._installed:
            settings["model"] = self._installed[voice].sha256
        return Identity("piper", version("piper-tts"), settings)

    def default_voice(self, language: str) -> str:
        """The best that is installed for a language, else any."""
        if not self._installed:
            message = "Piper has no voice here yet"
            hint = "Get one with: quietude voices install en_US-ljspeech-medium"
            raise EngineError(message, hint=hint)
        return best_installed(language) or next(iter(self._installed))

    def voices(self) -> Sequence[Voice]:
        """The voices that are installed."""
        return [it.voice for it in self._installed.values()]

    def load(self, model: Path, sha256: str = "") -> None:
        """Load a model, to see whether it can be.

        Raises:
            EngineError: if it cannot.
        """
        self._ask({"op": "load", "model": str(model), "sha256": sha256}, 60.0)

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Make the worker write a phrase to a file; answers where its words start."""
        installed = self._installed[voice]
        request = {
            "op": "speak",
            "model": str(installed.model),
            "sha256": installed.sha256,
            "text": text,
            "stretch": stretch,
            "path": str(path),
        }
        return tuple(self._ask(request, self.timeout_s(text))["marks"])

    def timeout_s(self, text: str) -> float:
        """How long a phrase may take; a large model on a slow machine takes its time."""
        return _SLOWEST * watchdog_s(text)

    def close(self) -> None:
        """End the worker and remove its folder."""
        self._worker.close()
        super().close()

    def _ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        return checked(self._worker.ask(request, timeout_s))
