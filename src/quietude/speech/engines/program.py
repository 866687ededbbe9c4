"""What the engines have in common that write a file and are slowed by a factor.

Each phrase is one bounded run of a program, or one request to a worker process.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from quietude.audio.clip import Clip
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.ascii_text import ascii_text
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.chunking import cut_long
from quietude.speech.engines.clip_checks import check_speakable, checked_file, watchdog_s
from quietude.speech.engines.rate_cache import recall_pace, remember_pace
from quietude.speech.engines.scratch import Scratch
from quietude.speech.engines.speaking_rate import Pace, measure_pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quietude.speech.engines.base import Identity, Voice


class ProgramEngine(ABC):
    """Speaks through something that writes a WAV file.

    Args:
        name: The engine's name.
        paces: The paces of the voices that were measured beforehand.
        ascii_only: Whether the program can read nothing but ASCII.
        cuts: Whether a long text has to be cut for it.
    """

    def __init__(
        self, name: str, paces: Mapping[str, Pace], *, ascii_only: bool, cuts: bool = True
    ) -> None:
        self.name = name
        self._paces = dict(paces)
        self._ascii_only = ascii_only
        self._cuts = cuts
        self._scratch = Scratch()
        self._closed = False

    @abstractmethod
    def identity(self, voice: str = "") -> Identity:
        """What shapes its samples besides the phrase; with a voice, that voice's files too."""

    @abstractmethod
    def default_voice(self, language: str) -> str:
        """The id of the voice it would choose for a language."""

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """The voices it has, sorted by id."""

    @abstractmethod
    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Make the program write a phrase to a file.

        Args:
            text: What it can read, on one line.
            voice: One of its voices.
            stretch: How much longer than by itself.
            path: The file, not there yet.

        Returns:
            The frame at which each word starts, or nothing if that is not known.

        Raises:
            SpeechError: if it failed every time.
        """

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as the program says it; see :class:`~quietude.speech.engines.base.Engine`."""
        if self._closed:
            message = f"the {self.name} engine is closed"
            raise EngineError(message)
        check_speakable(phrase.text)
        voice = phrase.voice or self.default_voice("en")
        if voice not in {it.id for it in self.voices()}:
            message = f'{self.name} has no voice "{voice}"'
            raise EngineError(message, hint="See the voices with: quietude voices list")
        return self._say(phrase.text, voice, self._pace(voice).stretch(phrase.rate_wpm))

    def close(self) -> None:
        """Remove its folder."""
        self._closed = True
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self.close()

    def scratch(self, name: str) -> Path:
        """A file in the engine's own folder, which only its owner can read."""
        return self._scratch.path / name

    def timeout_s(self, text: str) -> float:
        """How long the program may take for a text, in seconds."""
        return watchdog_s(text)

    def _say(self, text: str, voice: str, stretch: float) -> Clip:
        readable = ascii_text(text) if self._ascii_only else " ".join(text.split())
        check_speakable(readable)
        clips = [
            self._say_piece(it, voice, stretch)
            for it in (cut_long(readable) if self._cuts else [readable])
            if any(map(str.isalnum, it))
        ]
        # Only an engine that cuts for itself tells where words are.
        marks = clips[0].marks if len(clips) == 1 else ()
        return Clip(np.concatenate([it.samples for it in clips]), clips[0].sample_rate_hz, marks)

    def _say_piece(self, text: str, voice: str, stretch: float) -> Clip:
        path = self.scratch("phrase.wav")
        path.unlink(missing_ok=True)
        marks = self.write(text, voice, stretch, path)
        if not path.is_file():
            message = f"{self.name} wrote no file"
            raise SpeechError(message, hint="See what works here with: quietude doctor")
        return replace(checked_file(path, Phrase(text, voice, 0)), marks=marks)

    def _pace(self, voice: str) -> Pace:
        if voice not in self._paces:
            identity = self.identity(voice)
            pace = recall_pace(identity, voice)
            if pace is None:
                pace = measure_pace(lambda text, stretch: self._say(text, voice, stretch))
                remember_pace(identity, voice, pace)
            self._paces[voice] = pace
        return self._paces[voice]
