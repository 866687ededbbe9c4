"""Bases of the engines that write a WAV file and are slowed down by a stretch factor.

Each phrase is one bounded run of a program, or one request to a worker process.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from quietude._util.work_folder import temporary_work_folder
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.advice import not_installed
from quietude.speech.engines.base import Identity
from quietude.speech.engines.phrase_checks import (
    SCRATCH,
    ascii_text,
    check_has_words,
    check_room,
    checked_file,
    cut_long,
    has_words,
    joined,
    speaking_timeout_s,
)
from quietude.speech.engines.programs import find_program
from quietude.speech.speaking_rate import Pace, measure_pace, recall_pace, remember_pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Phrase, Voice


class WavEngine(ABC):
    """Speaks through something that writes a WAV file.

    Args:
        name: The engine's name.
        paces: Paces of the voices that were measured beforehand.
        ascii_only: The program can read nothing but ASCII.
        cuts: A long text has to be cut for it.
    """

    def __init__(
        self, name: str, paces: Mapping[str, Pace], *, ascii_only: bool, cuts: bool = True
    ) -> None:
        self.name = name
        self._paces = dict(paces)
        self._ascii_only = ascii_only
        self._cuts = cuts
        self._scratch = temporary_work_folder(SCRATCH)
        self._closed = False

    @abstractmethod
    def identity(self, voice: str = "") -> Identity:
        """Everything besides the phrase that shapes its samples; with a voice, its files too."""

    @abstractmethod
    def default_voice(self, language: str) -> str:
        """The id of the voice it would choose for a language."""

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """The voices it has, sorted by id."""

    @abstractmethod
    def write(self, text: str, voice: str, stretch: float, path: Path) -> tuple[int, ...]:
        """Makes the program write a phrase to a file.

        Args:
            text: Text it can read, on one line.
            voice: One of its voices.
            stretch: Length as a multiple of the voice's own.
            path: The file, which does not exist yet.

        Returns:
            The frame at which each word starts; empty if that is not known.

        Raises:
            SpeechError: if it failed every time.
        """

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as the program says it; see :class:`~quietude.speech.engines.base.Engine`."""
        if self._closed:
            message = f"the {self.name} engine is closed"
            raise EngineError(message)
        check_has_words(phrase.text)
        if phrase.voice not in {voice.id for voice in self.voices()}:
            message = f'{self.name} has no voice "{phrase.voice}"'
            raise EngineError(message, hint="See the voices with: quietude voices list")
        stretch = self._pace_of(phrase.voice).stretch(phrase.rate_wpm)
        return self._say(phrase.text, phrase.voice, stretch)

    def check_letters(self, text: str, voice: str) -> None:  # noqa: ARG002  (the same for all)
        """Refuses letters without a likeness in ASCII, for a program that reads nothing else."""
        if self._ascii_only:
            ascii_text(text)

    def close(self) -> None:
        """Removes its folder. Engines that hold a process end it first."""
        self._closed = True
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def scratch(self, name: str) -> Path:
        """Path of a file in the engine's own folder, which only its owner can read."""
        return self._scratch.path / name

    def timeout_s(self, text: str) -> float:
        """Longest time the program may take for a text, in seconds."""
        return speaking_timeout_s(text)

    def _say(self, text: str, voice: str, stretch: float) -> Clip:
        readable = ascii_text(text) if self._ascii_only else " ".join(text.split())
        check_has_words(readable)
        clips = [
            self._say_piece(piece, voice, stretch)
            for piece in (cut_long(readable) if self._cuts else [readable])
            if has_words(piece)
        ]
        # Only an engine that cuts for itself tells where words are.
        return clips[0] if len(clips) == 1 else joined(clips)

    def _say_piece(self, text: str, voice: str, stretch: float) -> Clip:
        path = self.scratch("phrase.wav")
        path.unlink(missing_ok=True)
        check_room(path.parent)
        marks = self.write(text, voice, stretch, path)
        if not path.is_file():
            message = f"{self.name} wrote no file"
            raise SpeechError(message, hint="See what works here with: quietude doctor")
        return replace(checked_file(path, text), marks=marks)

    def _pace_of(self, voice: str) -> Pace:
        if voice not in self._paces:
            identity = self.identity(voice)
            pace = recall_pace(identity, voice)
            if pace is None:
                pace = measure_pace(lambda text, stretch: self._say(text, voice, stretch))
                remember_pace(identity, voice, pace)
            self._paces[voice] = pace
        return self._paces[voice]


class ProgramEngine(WavEngine):
    """Speaks through a program of this machine, which reads nothing but ASCII.

    Args:
        name: The name of the engine, and of the program.
        paces: Paces of the voices that were measured beforehand.

    Raises:
        EngineError: if the program is not here.
    """

    def __init__(self, name: str, paces: Mapping[str, Pace]) -> None:
        program = find_program(name)
        if program is None:
            raise not_installed(name)
        super().__init__(name, paces, ascii_only=True)
        self._program = program
        self._settings = {"paces": str(sorted(paces.items()))}
        self._identity: Identity | None = None

    @abstractmethod
    def _version(self) -> str:
        """The program's version, as it tells it."""

    def identity(self, voice: str = "") -> Identity:  # noqa: ARG002  (the same for all)
        """The program's version and the paces of its voices."""
        if self._identity is None:
            self._identity = Identity(self.name, self._version(), self._settings)
        return self._identity

    def close(self) -> None:
        """Ends the program and removes its folder."""
        self._program.close()
        super().close()
