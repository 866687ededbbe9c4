"""ToneEngine: a deterministic stand-in for a voice, for tests, plans and documentation.

Every word becomes a short soft tone whose pitch depends on the word, so that clips differ where
texts differ, have the loudness and rhythm of speech, and are the same on every machine.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Self

import numpy as np

from quietude.audio.clip import Clip, Samples
from quietude.errors import EngineError
from quietude.script.speaking_time import speaking_seconds
from quietude.speech.engines.base import Identity, Phrase, Voice
from quietude.speech.engines.phrase_checks import check_has_words, has_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_RATE_HZ = 22_050
_VOICE = "tone"
_PEAK = 0.25


class ToneEngine:
    """Speaks in tones: no voice, no process, no variation."""

    def identity(self, voice: str = "") -> Identity:  # noqa: ARG002  (the same for all)
        """Its name and the version of its formula."""
        return Identity("tone", "3")

    def default_voice(self, language: str) -> str:  # noqa: ARG002  (one voice for all)
        """The one voice it has."""
        return _VOICE

    def voices(self) -> Sequence[Voice]:
        """The one voice it has."""
        return [
            Voice(
                _VOICE,
                "Tones in the rhythm of speech",
                language="",
                gender="",
                engine="tone",
                tier="tones",
                licence="none",
                sample_rate_hz=_RATE_HZ,
                terms="any",
            )
        ]

    def check_letters(self, text: str, voice: str) -> None:
        """Does nothing: tones stand for any letters."""

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as tones, :func:`~quietude.script.speaking_time.speaking_seconds` long.

        Raises:
            EngineError: for any voice but its own.
            SpeechError: if there is nothing to say.
        """
        if phrase.voice != _VOICE:
            message = f'the tone engine has no voice "{phrase.voice}"'
            raise EngineError(message)
        check_has_words(phrase.text)
        words = [word for word in phrase.text.split() if has_words(word)]
        frames = round(speaking_seconds(phrase.text, phrase.rate_wpm) * _RATE_HZ)
        edges = np.linspace(0, frames, len(words) + 1).round().astype(int)
        parts = [
            _word_tone(word, int(end - start))
            for word, start, end in zip(words, edges, edges[1:], strict=False)
        ]
        return Clip(np.concatenate(parts), _RATE_HZ, tuple(map(int, edges[:-1])))

    def close(self) -> None:
        """Does nothing: there is no process to end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _word_tone(word: str, frames: int) -> Samples:
    """One word: a tone of 110-220 Hz with two overtones under a raised-cosine envelope."""
    pitch_hz = 110.0 * 2.0 ** ((zlib.crc32(word.lower().encode()) % 1200) / 1200.0)
    time_s = np.arange(frames) / _RATE_HZ
    tone = sum(np.sin(2 * np.pi * pitch_hz * k * time_s) / k for k in (1, 2, 5))
    envelope = np.sin(np.pi * np.arange(frames) / max(frames, 1)) ** 0.5
    return np.asarray(_PEAK * envelope * tone, dtype=np.float32)
