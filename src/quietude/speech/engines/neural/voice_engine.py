"""Base of the engines whose voices speak in :mod:`.voice_worker`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.plan.model import OWN_TUNE
from quietude.speech.engines.advice import not_installed
from quietude.speech.engines.base import Identity, Phrase, Voice
from quietude.speech.engines.phrase_checks import speaking_timeout_s
from quietude.speech.engines.wav_engine import WavEngine
from quietude.speech.engines.worker import SpeechWorker
from quietude.speech.script_coverage import cannot_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quietude.audio.clip import Clip
    from quietude.speech.speaking_rate import Pace

WORKER_MODULE = "quietude.speech.engines.neural.voice_worker"

FRONT_END = "hibari-tts"
"""The package whose reading of English all these voices share."""

_SPEAKING = "2:whole units, ends unstretched, noise by phonemes, short phrases carried"
"""Version and parameters of our own part in speaking; part of every cache key."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A voice that is here.

    Attributes:
        voice: Its name and what it is.
        model: Its file.
        sha256: The hash that file must have.
        british: True if it reads British phonemes.
        style: The file of its style vectors, for a model that speaks with many voices.
        style_sha256: The hash that file must have.
    """

    voice: Voice
    model: Path
    sha256: str
    british: bool
    style: Path | None = None
    style_sha256: str = ""


def front_end_present() -> bool:
    """True if the front end and the runtime are installed; neither is imported."""
    return find_spec("hibari") is not None and find_spec("onnxruntime") is not None


class NeuralEngine(WavEngine):
    """Speaks with voices of one kind.

    Args:
        name: The engine's name.
        kind: The kind of model, as the worker knows it.
        voices: The voices that are here, by name, sorted.
        paces: Their paces, where they were measured.
        slowness: Time a phrase may take, as a multiple of what eSpeak may take.

    Raises:
        EngineError: if front end or runtime are missing.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        voices: Mapping[str, VoiceFile],
        paces: Mapping[str, Pace],
        slowness: float = 1.0,
    ) -> None:
        if not front_end_present():
            raise not_installed(name)
        super().__init__(name, paces, ascii_only=False, cuts=False)
        self._kind = kind
        self._voices = voices
        self._slowness = slowness
        self._worker = SpeechWorker(WORKER_MODULE)
        self._tune = OWN_TUNE

    def identity(self, voice: str = "") -> Identity:
        """The versions of its packages; with a voice, the hashes of its weights too."""
        # Imported late: it brings email, zipfile and csv, which no list of voices needs.
        from importlib.metadata import version

        settings = {"onnxruntime": version("onnxruntime"), "speaking": _SPEAKING}
        if voice in self._voices:
            # The worker refuses files that have other hashes.
            settings["model"] = self._voices[voice].sha256
            settings["style"] = self._voices[voice].style_sha256
        return Identity(self.name, version(FRONT_END), settings)

    def voices(self) -> Sequence[Voice]:
        """The voices whose files are here."""
        return [found.voice for found in self._voices.values()]

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as the voice says it, in the tune that is asked for."""
        self._tune = phrase.tune
        return super().speak(phrase)

    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Makes the worker write a phrase to a file; returns where its words start, in frames."""
        tune = dataclasses.asdict(self._tune)
        request = {**self._opening(voice), **tune, "text": text, "stretch": stretch}
        request["path"] = str(path)
        return tuple(self._worker.ask(request, self.timeout_s(text))["marks"])

    def load(self, voice: str) -> None:
        """Loads a voice, to see if it can be loaded.

        Raises:
            EngineError: if it cannot.
        """
        self._worker.ask(self._opening(voice), 60.0 * self._slowness)

    def check_letters(self, text: str, voice: str) -> None:  # noqa: ARG002  (the same for all)
        """Refuses letters of any script but Latin."""
        if scripts := longest_words(text):
            raise cannot_read(scripts)

    def timeout_s(self, text: str) -> float:
        """Longest time a phrase may take to speak, in seconds."""
        return self._slowness * speaking_timeout_s(text)

    def close(self) -> None:
        """Ends the worker and removes its folder."""
        self._worker.close()
        super().close()

    def _opening(self, voice: str) -> dict[str, object]:
        found = self._voices[voice]
        return {
            "kind": self._kind,
            "model": str(found.model),
            "sha256": found.sha256,
            "style": str(found.style or ""),
            "style_sha256": found.style_sha256,
            "british": found.british,
        }
