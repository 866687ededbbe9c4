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
from quietude.speech.engines.neural.front_end import UNKNOWN, FrontEnd, Sentence
from quietude.speech.engines.neural.models import (
    SAMPLE_RATE_HZ,
    HibariModel,
    KokoroModel,
    PhonemeModel,
    Said,
)
from quietude.speech.engines.worker import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SILENCE = 0
_ENDINGS = frozenset(".!?…")
_CARRIER = "Take your time."
"""Said before a phrase of one or two words, and cut off: alone such phrases are worse."""
_CARRIED_WORDS = 2
_LEAD = SAMPLE_RATE_HZ // 4
_WINDOW = SAMPLE_RATE_HZ // 100
_AUDIBLE = 10 ** (-40 / 20)


class _LoadedVoice:
    """A voice and its front end, loaded."""

    def __init__(self, request: dict[str, Any]) -> None:
        from hibari.tts import ASSETS

        self._front_end = FrontEnd(british=request["british"])
        self._model = _model(request)
        vocabulary = json.loads((Path(ASSETS) / "vocab.json").read_text("utf-8"))
        self._vocabulary: dict[str, int] = vocabulary
        (self._carrier,) = self._front_end.sentences(_CARRIER)

    def speak(self, text: str, stretch: float, tune: Tune, path: Path) -> list[int]:
        """Writes a phrase to a file; returns the frame at which each word starts."""
        sentences = self._front_end.sentences(text)
        short = len(sentences) == 1 and len(sentences[0].word_starts) <= _CARRIED_WORDS
        say = self._say_carried if short else self._say
        parts: list[NDArray[np.float32]] = []
        marks: list[int] = []
        frames = 0
        for sentence in sentences:
            samples, starts = say(sentence, stretch, tune)
            marks += [UNKNOWN if start == UNKNOWN else frames + start for start in starts]
            parts.append(samples)
            frames += len(samples)
        if not parts:
            message = "the engine left no sound for this phrase"
            raise SpeechError(message, hint="It may hold letters this voice does not know.")
        soundfile.write(path, np.concatenate(parts), SAMPLE_RATE_HZ, "FLOAT", format="WAV")
        return marks

    def _say(
        self, sentence: Sentence, stretch: float, tune: Tune
    ) -> tuple[NDArray[np.float32], list[int]]:
        """The sound of a sentence, and the frame at which each of its words starts."""
        said, places = self._sound(sentence.phonemes, stretch, tune)
        starts = _heard_starts(sentence, said, places)
        if starts and starts[0] != UNKNOWN:
            starts[0] = _onset(said.samples, starts[0])
        return said.samples, starts

    def _say_carried(
        self, sentence: Sentence, stretch: float, tune: Tune
    ) -> tuple[NDArray[np.float32], list[int]]:
        """The same for a short sentence, said after another one and cut out behind its pause."""
        before = len(self._carrier.phonemes)
        carried = Sentence(
            f"{self._carrier.phonemes} {sentence.phonemes}",
            tuple(
                UNKNOWN if start == UNKNOWN else before + 1 + start
                for start in sentence.word_starts
            ),
        )
        said, places = self._sound(carried.phonemes, stretch, tune)
        begins = said.starts[places[before + 1]]
        cut = _quietest(said.samples, said.starts[places[before - 1]], begins)
        # The silence before the first word has one length, whatever the pause was.
        lead = said.samples[max(cut, begins - _LEAD) : begins]
        silence = np.zeros(_LEAD - len(lead), np.float32)
        samples = np.concatenate([silence, lead, said.samples[begins:]])
        starts = [
            UNKNOWN if start == UNKNOWN else start - begins + _LEAD
            for start in _heard_starts(carried, said, places)
        ]
        if starts and starts[0] != UNKNOWN:
            starts[0] = _onset(samples, _LEAD)
        return samples, starts

    def _sound(self, phonemes: str, stretch: float, tune: Tune) -> tuple[Said, list[int]]:
        """The sound of phonemes, and for each of their characters the number of its phoneme."""
        known = [char in self._vocabulary for char in phonemes]
        places = list(itertools.accumulate(known, initial=1))
        ids = [self._vocabulary[char] for char in phonemes if char in self._vocabulary]
        # Stretched silence turns into a murmur before the first word: only words are stretched.
        stretches = np.full(len(ids) + 2, stretch)
        stretches[0] = stretches[-1] = 1.0
        if phonemes[-1:] in _ENDINGS:
            stretches[-2] = 1.0
        return self._model.say([_SILENCE, *ids, _SILENCE], stretches, tune), places


def _heard_starts(sentence: Sentence, said: Said, places: Sequence[int]) -> list[int]:
    """The frame at which each word is heard to start, which is in the space before it."""
    starts = []
    for start in sentence.word_starts:
        spaced = start > 0 and sentence.phonemes[start - 1] == " "
        starts.append(UNKNOWN if start == UNKNOWN else said.starts[places[start - spaced]])
    return starts


def _onset(samples: NDArray[np.float32], start: int) -> int:
    """The frame at which the first word is heard, which is a little before its first phoneme."""
    earliest = max(0, start - _LEAD)
    loud = np.abs(samples[earliest:start]) > _AUDIBLE * np.abs(samples).max(initial=0.0)
    return earliest + int(loud.argmax()) if loud.any() else start


def _quietest(samples: NDArray[np.float32], first: int, last: int) -> int:
    """The middle of the quietest 10 ms between two frames."""
    starts = range(first, max(first + 1, last - _WINDOW), _WINDOW // 2)
    peaks = [np.abs(samples[start : start + _WINDOW]).max(initial=0.0) for start in starts]
    return starts[int(np.argmin(peaks))] + _WINDOW // 2


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
