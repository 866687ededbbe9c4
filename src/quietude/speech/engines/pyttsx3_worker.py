"""The process in which pyttsx3 speaks; see :mod:`.worker` for the requests.

Run as ``python -m quietude.speech.engines.pyttsx3_worker``. It is a process of its own because
pyttsx3 cannot be used from threads or after a fork, prints to stdout, and can hang; see
``docs/architecture.md`` for each fault and how it is avoided.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude._util.languages import primary_language
from quietude.speech.engines.espeak_voices import default_voice
from quietude.speech.engines.worker import serve
from quietude.speech.script_coverage import check_letters
from quietude.speech.word_times import UNKNOWN, spoken_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PITCH, _RANGE, _WORD_GAP = 3, 4, 7  # espeak_PARAMETER in speak_lib.h
_UTF8 = 1  # espeakCHARS_UTF8
_ESPEAK_PITCH, _ESPEAK_RANGE, _ESPEAK_WORD_GAP = 42, 40, 5
# At one rate, longer gaps and quicker words are far better understood than drawn-out words: see
# docs/voices.md. A gap of 5 is about a tenth of a second here.
# Articulation measured over trimmed phrases with that word gap: words a minute that come out, for
# each rate that is set. eSpeak NG 1.52, gmw/en-us, over speaking_rate.SENTENCES.
_ESPEAK_RATES: tuple[tuple[int, float], ...] = (
    (80, 80.9), (90, 86.5), (100, 96.9), (110, 107.8), (120, 118.5), (130, 130.1), (150, 152.0),
    (170, 175.8), (200, 212.0),
)  # fmt: skip


_NO_COMMANDS = str.maketrans("<>[]", "    ")


def espeak_rate(wpm: float) -> int:
    """The rate to set for an articulation in words a minute, by interpolation in the table."""
    if wpm <= _ESPEAK_RATES[0][1]:
        return _ESPEAK_RATES[0][0]
    low, high = next(
        (pair for pair in pairwise(_ESPEAK_RATES) if wpm <= pair[1][1]), _ESPEAK_RATES[-2:]
    )
    slope = (high[0] - low[0]) / (high[1] - low[1])
    return round(low[0] + (wpm - low[1]) * slope)


class _EspeakDriver:
    """pyttsx3 over eSpeak NG, with a barrier around everything that is asynchronous."""

    name = "espeak"

    def __init__(self) -> None:
        self._library = _load_bundled_espeak()
        import pyttsx3  # after the library it is to find
        from pyttsx3.drivers import _espeak

        self._espeak: Any = _espeak
        self._words: list[tuple[int, int]] = []
        self._listen_for_words()
        self._engine: Any = pyttsx3.init("espeak")
        # The first run returns before it has done anything; let it be an empty one.
        self._engine.runAndWait()
        self._barrier()
        for parameter, value in (
            (_PITCH, _ESPEAK_PITCH), (_RANGE, _ESPEAK_RANGE), (_WORD_GAP, _ESPEAK_WORD_GAP),
        ):  # fmt: skip
            self._espeak.SetParameter(parameter, value, 0)
            self._barrier()

    def _barrier(self) -> None:
        self._espeak.Synchronize()

    def _listen_for_words(self) -> None:
        """Notes the time at which eSpeak starts each word; pyttsx3 passes words on without it."""
        from pyttsx3.drivers import espeak

        original = espeak.EspeakDriver._onSynth  # noqa: SLF001  (there is no other way in)

        def listening(driver: Any, wav: Any, length: int, events: Any) -> Any:
            for event in _each(events, self._espeak.EVENT_LIST_TERMINATED):
                if event.type == self._espeak.EVENT_WORD:
                    self._words.append((event.text_position - 1, event.audio_position))
            return original(driver, wav, length, events)

        espeak.EspeakDriver._onSynth = listening  # noqa: SLF001

    def settings(self) -> dict[str, str]:
        return {
            "driver": "espeak",
            "library": f"espeak-ng {self._library.espeak_Info(None).decode()}",
            "pitch": str(_ESPEAK_PITCH),
            "range": str(_ESPEAK_RANGE),
            "word_gap": str(_ESPEAK_WORD_GAP),
            "rates": json.dumps(_ESPEAK_RATES),
        }

    def default_voice(self, language: str) -> str:
        return default_voice(self.voices(), language)

    def voices(self) -> list[dict[str, str]]:
        return [_voice_row(voice) for voice in self._engine.getProperty("voices")]

    def check(self, text: str, voice: str) -> None:
        """Refuses letters that it would name and not read."""
        self._set("voice", voice, voice.lower())
        check_letters(text, self._phonemes)

    def _phonemes(self, word: str) -> str:
        rest = ctypes.c_char_p(word.encode())
        said = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, 0)
        return str((said or b"").decode())

    def speak(self, text: str, voice: str, rate_wpm: int, path: Path) -> list[int]:
        self._set("voice", voice, voice.lower())
        rate = espeak_rate(rate_wpm)
        self._set("rate", rate, rate)
        self._words.clear()
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        self._barrier()
        return word_starts_ms(text, self._words)

    def _set(self, name: str, value: object, expected: object) -> None:
        self._barrier()
        self._engine.setProperty(name, value)
        self._barrier()
        if self._engine.getProperty(name) != expected:
            message = f'there is no {name} "{value}"'
            raise LookupError(message)


class _SystemDriver:
    """pyttsx3 over the system's own speech: NSSpeechSynthesizer on macOS, SAPI5 on Windows."""

    def __init__(self, name: str) -> None:
        import pyttsx3

        self.name = name
        self._engine: Any = pyttsx3.init(name)

    def settings(self) -> dict[str, str]:
        if not self.voices():  # also fails where the voices cannot be read
            message = "the system has no voices"
            raise RuntimeError(message)
        return {"driver": self.name, "system": sys.platform}

    def default_voice(self, language: str) -> str:
        current = str(self._engine.getProperty("voice") or "")
        wanted = primary_language(language)
        near = [
            voice["id"] for voice in self.voices() if primary_language(voice["language"]) == wanted
        ]
        return current if current in near or not near else near[0]

    def voices(self) -> list[dict[str, str]]:
        return [_voice_row(voice) for voice in self._engine.getProperty("voices")]

    def check(self, text: str, voice: str) -> None:
        """Does nothing: the systems do not tell which letters their voices cannot read."""

    def speak(self, text: str, voice: str, rate_wpm: int, path: Path) -> list[int]:
        if voice not in {known["id"] for known in self.voices()}:
            message = f'there is no voice "{voice}"'
            raise LookupError(message)
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate_wpm)
        # Both systems read commands within a text; here it is all plain words.
        self._engine.save_to_file(text.translate(_NO_COMMANDS), str(path))
        self._engine.runAndWait()
        return []


def _each(events: Any, end: int) -> Iterator[Any]:
    """The events of one call, up to the one that ends them."""
    for number in count():
        if events[number].type == end:
            return
        yield events[number]


def word_starts_ms(text: str, events: Sequence[tuple[int, int]]) -> list[int]:
    """Start of each word of a text in milliseconds, by eSpeak's events; −1 without an event.

    Args:
        text: The text that was spoken.
        events: Positions in the text and times in milliseconds, in the order they came.

    Returns:
        A time for each word; empty if the times do not rise.
    """
    starts: list[int] = []
    for first, end in spoken_words(text):
        times = [ms for position, ms in events if first <= position < end]
        starts.append(min(times, default=UNKNOWN))
    known = [start for start in starts if start != UNKNOWN]
    return starts if known and known == sorted(set(known)) else []


def _load_bundled_espeak() -> ctypes.CDLL:
    """Makes pyttsx3 use the eSpeak NG that pip brought; returns the library.

    pyttsx3 looks for libraries in a few fixed places. While it does, it is given the one that is
    loaded here, so the same library speaks on every machine. A missing data folder would make the
    C library end the process, so it is checked first.
    """
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    if not (data / "phontab").is_file():
        message = f"eSpeak NG's data is missing from {data}"
        raise RuntimeError(message)
    os.environ["ESPEAK_DATA_PATH"] = str(data)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    original = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda _name: library  # type: ignore[method-assign,assignment]
    try:
        import pyttsx3.drivers._espeak  # noqa: F401  (it loads its library now)
    finally:
        ctypes.cdll.LoadLibrary = original  # type: ignore[method-assign]
    library.espeak_Info.restype = library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library


def _voice_row(voice: Any) -> dict[str, str]:
    languages = voice.languages or [""]
    first = languages[0] or ""
    language = first.decode(errors="replace") if isinstance(first, bytes) else str(first)
    gender = str(voice.gender or "").lower()
    return {
        "id": str(voice.id),
        "name": str(voice.name),
        "language": language.strip("\x05\x02\x00").replace("_", "-"),
        "gender": "female" if "female" in gender else "male" if "male" in gender else "",
    }


def _driver(name: str) -> _EspeakDriver | _SystemDriver:
    return _EspeakDriver() if name == "espeak" else _SystemDriver(name)


def _handle(driver: _EspeakDriver | _SystemDriver, request: dict[str, Any]) -> dict[str, Any]:
    match request["op"]:
        case "hello":
            return {"settings": driver.settings()}
        case "voices":
            return {"voices": driver.voices()}
        case "default_voice":
            return {"voice": driver.default_voice(request["language"])}
        case "check":
            driver.check(request["text"], request["voice"])
            return {}
        case _:
            path = Path(request["path"])
            starts = driver.speak(request["text"], request["voice"], request["rate_wpm"], path)
            return {"word_starts_ms": starts}


def main() -> None:
    """Serves requests until the input ends."""
    driver: _EspeakDriver | _SystemDriver | None = None

    def handle(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal driver
        driver = driver or _driver(request["driver"])
        return _handle(driver, request)

    serve(handle)


if __name__ == "__main__":
    main()
