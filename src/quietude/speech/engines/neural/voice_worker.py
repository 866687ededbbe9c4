"""The process in which the neural voices speak; see :mod:`..worker` for the requests.

Run as ``python -m quietude.speech.engines.neural.voice_worker``. It is a process of its own so that
a crash of the runtime takes no render with it. It keeps the last voice in memory.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from quietude.errors import SpeechError
from quietude.plan.model import Tune
from quietude.speech.engines.neural.front_end import UNKNOWN, FrontEnd
from quietude.speech.engines.neural.models import (
    SAMPLE_RATE_HZ,
    HibariModel,
    KokoroModel,
    PhonemeModel,
    Said,
)
from quietude.speech.engines.worker import serve

if TYPE_CHECKING:
    from quietude.speech.engines.neural.front_end import Sentence

MODULE = "quietude.speech.engines.neural.voice_worker"
_SILENCE = 0
_ENDINGS = frozenset(".!?…")


class _LoadedVoice:
    """A voice and its front end, loaded."""

    def __init__(self, request: dict[str, Any]) -> None:
        from hibari.tts import ASSETS

        self._front_end = FrontEnd(british=request["british"])
        self._model = _model(request)
        vocabulary = json.loads((Path(ASSETS) / "vocab.json").read_text("utf-8"))
        self._vocabulary: dict[str, int] = vocabulary

    def speak(self, text: str, stretch: float, tune: Tune, path: Path) -> list[int]:
        """Writes a phrase to a file; returns the frame at which each word starts."""
        parts: list[Any] = []
        marks: list[int] = []
        frames = 0
        for sentence in self._front_end.sentences(text):
            said, places = self._say(sentence, stretch, tune)
            marks += [
                UNKNOWN if start == UNKNOWN else frames + said.starts[places[start]]
                for start in sentence.word_starts
            ]
            parts.append(said.samples)
            frames += len(said.samples)
        if not parts:
            message = "the engine left no sound for this phrase"
            raise SpeechError(message, hint="It may hold letters this voice does not know.")
        soundfile.write(path, np.concatenate(parts), SAMPLE_RATE_HZ, "FLOAT", format="WAV")
        return marks

    def _say(self, sentence: Sentence, stretch: float, tune: Tune) -> tuple[Said, list[int]]:
        """The sound of a sentence, and for each of its characters the number of its phoneme."""
        known = [char in self._vocabulary for char in sentence.phonemes]
        places = list(itertools.accumulate(known, initial=1))
        ids = [self._vocabulary[char] for char in sentence.phonemes if char in self._vocabulary]
        # Stretched silence turns into a murmur before the first word: only words are stretched.
        stretches = np.full(len(ids) + 2, stretch)
        stretches[0] = stretches[-1] = 1.0
        if sentence.phonemes[-1:] in _ENDINGS:
            stretches[-2] = 1.0
        return self._model.say([_SILENCE, *ids, _SILENCE], stretches, tune), places


def _model(request: dict[str, Any]) -> PhonemeModel:
    path, sha256 = Path(request["model"]), request["sha256"]
    if request["kind"] == "kokoro":
        return KokoroModel(path, sha256, Path(request["style"]), request["style_sha256"])
    return HibariModel(path, sha256)


def main() -> None:
    """Serves requests until the input ends."""
    loaded: tuple[tuple[str, str], _LoadedVoice] | None = None

    def handle(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal loaded
        key = (request["model"], request["style"])
        if loaded is None or loaded[0] != key:
            loaded = None  # free the old one before the new one is read
            loaded = (key, _LoadedVoice(request))
        if "text" not in request:
            return {}
        tune = Tune(request["pitch_semitones"], request["range_factor"])
        path = Path(request["path"])
        return {"marks": loaded[1].speak(request["text"], request["stretch"], tune, path)}

    serve(handle)


if __name__ == "__main__":
    main()
