"""The engine that is always there: pyttsx3, in a worker process of its own.

On Linux it speaks with the eSpeak NG that pip brings; on macOS and Windows with the voices of
the system, and with eSpeak NG where those do not speak.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from quietude._util.text import LONE_SURROGATE
from quietude._util.work_folder import temporary_work_folder
from quietude._util.writing_systems import longest_words
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.base import Identity, Phrase, Voice
from quietude.speech.engines.espeak_voices import default_voice, keep_voices, kept_voices
from quietude.speech.engines.phrase_checks import (
    SCRATCH,
    check_has_words,
    check_room,
    checked_file,
    speaking_timeout_s,
)
from quietude.speech.engines.worker import SpeechWorker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.clip import Clip

WORKER_MODULE = "quietude.speech.engines.pyttsx3_worker"
_TRIES = 3
_SYSTEM_DRIVERS = {"darwin": "nsss", "win32": "sapi5"}


class Pyttsx3Engine:
    """Speaks through pyttsx3.

    Args:
        driver: A pyttsx3 driver (``espeak``, ``nsss``, ``sapi5``), or None for this system's.
    """

    def __init__(self, driver: str | None = None) -> None:
        self._driver = driver or _SYSTEM_DRIVERS.get(sys.platform, "espeak")
        self._fallback = driver is None and self._driver != "espeak"
        self._worker = SpeechWorker(WORKER_MODULE)
        self._scratch = temporary_work_folder(SCRATCH)
        self._settings: dict[str, str] | None = None
        self._identity: Identity | None = None
        self._default_voices: dict[str, str] = {}

    def identity(self, voice: str = "") -> Identity:  # noqa: ARG002  (the driver has them all)
        """pyttsx3's version, the driver, the library and the fixed parameters."""
        if self._identity is None:
            # Imported late: it brings email, zipfile and csv, which no list of voices needs.
            from importlib.metadata import version

            self._identity = Identity("pyttsx3", version("pyttsx3"), self._hello())
        return self._identity

    def default_voice(self, language: str) -> str:
        """The voice it would choose for a language; US English if it has none."""
        if language not in self._default_voices and self._driver == "espeak":
            self._default_voices[language] = default_voice(self._rows(), language)
        elif language not in self._default_voices:
            self._hello()
            reply = self._ask({"op": "default_voice", "language": language}, 30.0)
            self._default_voices[language] = str(reply["voice"])
        return self._default_voices[language]

    def voices(self) -> Sequence[Voice]:
        """The voices of its driver, sorted by id."""
        return sorted(map(self._voice, self._rows()), key=lambda voice: voice.id)

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as the driver says it; see :class:`~quietude.speech.engines.base.Engine`."""
        check_has_words(phrase.text)
        path = self._scratch.path / "phrase.wav"
        path.unlink(missing_ok=True)
        check_room(path.parent)
        # No driver can be given half a character; a blank keeps the places of the others.
        text = LONE_SURROGATE.sub(" ", phrase.text)
        self.check_letters(text, phrase.voice)
        request = {
            "op": "speak",
            "text": text,
            "voice": phrase.voice,
            "rate_wpm": phrase.rate_wpm,
            "path": str(path),
        }
        for _ in range(_TRIES - 1):
            try:
                return self._speak_once(request, phrase, path)
            except EngineError:
                raise
            except SpeechError:
                # Now and then a driver leaves an empty file; a fresh worker does not.
                self._worker.restart()
                path.unlink(missing_ok=True)
        return self._speak_once(request, phrase, path)

    def check_letters(self, text: str, voice: str) -> None:
        """Refuses letters that the driver would name and not read."""
        if longest_words(text):
            self._ask({"op": "check", "text": text, "voice": voice}, 30.0)

    def _speak_once(self, request: dict[str, Any], phrase: Phrase, path: Path) -> Clip:
        reply = self._ask(request, speaking_timeout_s(phrase.text))
        clip = checked_file(path, phrase.text)
        starts = reply["word_starts_ms"]
        marks = tuple(ms if ms < 0 else ms * clip.sample_rate_hz // 1000 for ms in starts)
        return replace(clip, marks=marks) if max(marks, default=0) < clip.frames else clip

    def close(self) -> None:
        """Ends the worker and removes its folder."""
        self._worker.close()
        self._scratch.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _rows(self) -> list[dict[str, str]]:
        """The voices of its driver as rows; see :data:`espeak_voices.FIELDS`."""
        kept = kept_voices() if self._driver == "espeak" else None
        if kept is not None:
            return kept
        self._hello()
        rows: list[dict[str, str]] = self._ask({"op": "voices"}, 30.0)["voices"]
        if self._driver == "espeak":
            keep_voices(rows)
        return rows

    def _voice(self, row: dict[str, str]) -> Voice:
        espeak = self._driver == "espeak"
        return Voice(
            row["id"],
            row["name"],
            row["language"],
            row["gender"],
            "pyttsx3",
            tier="robotic" if espeak else "system",
            licence="GPL-3.0-or-later (eSpeak NG)" if espeak else "as the system's",
            sample_rate_hz=22_050 if espeak else 0,
            terms="any" if espeak else "non-commercial" if self._driver == "nsss" else "unknown",
        )

    def _hello(self) -> dict[str, str]:
        """The settings of the driver that speaks here, which is settled by the first call."""
        if self._settings is None:
            self._settings = self._first_hello()
        return self._settings

    def _first_hello(self) -> dict[str, str]:
        try:
            return dict(self._ask({"op": "hello"}, 30.0)["settings"])
        except EngineError:
            if not self._fallback:
                raise
            # The system's own speech does not work: speak with the eSpeak NG that pip brought.
            self._driver, self._fallback = "espeak", False
            self._worker.restart()
            return dict(self._ask({"op": "hello"}, 30.0)["settings"])

    def _ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        return self._worker.ask({**request, "driver": self._driver}, timeout_s)
