"""The speech engines there are: one row each. The steps to add one stand in :mod:`.base`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from quietude.errors import UsageError
from quietude.script.speaking_time import CALM_RATE_WPM, USUAL, Timing
from quietude.speech.engines.advice import INSTALL
from quietude.speech.engines.neural.kokoro_paces import CALM_WPM as KOKORO_CALM_WPM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quietude.speech.engines.base import Engine
    from quietude.speech.voice_chain import VoiceChain

AutoChoice = Literal["never", "its languages", "any language"]
"""``--voice auto`` takes an engine never, for the languages of its voices, or for any language,
since it knows best which of its voices is nearest."""


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One speech engine.

    Attributes:
        name: Its name, as before the colon of a voice id.
        open: Opens it, given the voice it is opened for ("" for none in particular).
        auto: Languages for which ``--voice auto`` may take it; among engines whose voices sound
            equally good, it takes the first row.
        obeys_rate: True if it speaks as many words a minute as it is asked to.
        tells_words: True if it tells at which frame each word starts, where it can.
        tunes: True if it can change pitch and range of its voices.
        chain: The voice chain that makes its voices easier to listen to; natural ones need none.
        calm_wpm: The rate at which its voices sound calm and whole, in words a minute.
        timing: The time it takes beside its rate, measured over sentences of the library.
        calm_by_voice: The same for voices that have a pace of their own, by their ids.
        ipa: Its notation for IPA within a text, with ``{ipa}`` in its place; "" if it reads letters
            alone, so that words are respelt for it.
        provenance: Its makers and its licence.
        install: Advice on getting it, as in :mod:`.advice`; "" if it is always there.
    """

    name: str
    open: Callable[[str], Engine]
    auto: AutoChoice = "never"
    obeys_rate: bool = True
    tells_words: bool = False
    tunes: bool = False
    chain: VoiceChain = "warm"
    calm_wpm: int = CALM_RATE_WPM
    timing: Timing = USUAL
    calm_by_voice: Mapping[str, int] = field(default_factory=dict)
    ipa: str = ""
    provenance: str = ""
    install: str = ""

    def calm_rate(self, voice: str) -> int:
        """The rate at which a voice sounds calm and whole, in words a minute.

        Args:
            voice: Its id, with or without the engine before it.
        """
        return self.calm_by_voice.get(voice.rpartition(":")[2], self.calm_wpm)

    def ipa_notation(self) -> Callable[[str], str] | None:
        """Writes IPA as the engine takes it; None if it reads letters alone."""
        return _written_as(self.ipa) if self.ipa else None


@cache
def _written_as(notation: str) -> Callable[[str], str]:
    """Returns the writer of a notation; one and the same, so that spoken forms are equal."""
    return lambda ipa: notation.replace("{ipa}", ipa)


# Each engine's package is imported when it is opened, and only then.


def _hibari(_voice: str) -> Engine:
    from quietude.speech.engines.neural.hibari import HibariEngine

    return HibariEngine()


def _kokoro(_voice: str) -> Engine:
    from quietude.speech.engines.neural.kokoro import KokoroEngine

    return KokoroEngine()


def _piper(_voice: str) -> Engine:
    from quietude.speech.engines.neural.piper import PiperEngine

    return PiperEngine()


def _flite(_voice: str) -> Engine:
    from quietude.speech.engines.flite import FliteEngine

    return FliteEngine()


def _festival(_voice: str) -> Engine:
    from quietude.speech.engines.festival import FestivalEngine

    return FestivalEngine()


def _pyttsx3(_voice: str) -> Engine:
    from quietude.speech.engines.pyttsx3 import Pyttsx3Engine

    return Pyttsx3Engine()


def _command(voice: str) -> Engine:
    from quietude.speech.engines.command import CommandEngine

    return CommandEngine(voice)


def _tone(_voice: str) -> Engine:
    from quietude.speech.engines.tone import ToneEngine

    return ToneEngine()


COMMAND = "command"
"""The engine that runs a program of the listener's own."""

_ROWS = (
    EngineRow(
        "hibari",
        _hibari,
        auto="its languages",
        tells_words=True,
        tunes=True,
        chain="none",
        calm_wpm=190,
        timing=Timing(phrase_s=0.36, words=1.04, comma_s=0.24, rate_wpm=190),
        ipa="[x](/{ipa}/)",
        provenance="hibari-tts (Apache-2.0)",
        install=INSTALL["hibari"],
    ),
    EngineRow(
        "kokoro",
        _kokoro,
        auto="its languages",
        tells_words=True,
        chain="none",
        calm_wpm=190,
        timing=Timing(rate_wpm=190),
        calm_by_voice=KOKORO_CALM_WPM,
        ipa="[x](/{ipa}/)",
        provenance="Kokoro-82M (Apache-2.0)",
        install=INSTALL["kokoro"],
    ),
    EngineRow(
        "piper",
        _piper,
        auto="its languages",
        tells_words=True,
        ipa="[[ {ipa} ]]",
        provenance="Piper (GPL-3.0-or-later), each voice under its own licence",
        install=INSTALL["piper"],
    ),
    # Voices made of recordings come before eSpeak's, which are understood as well
    # (docs/voices.md), and of those flite's, since fewer of its words are misheard.
    EngineRow(
        "flite",
        _flite,
        auto="its languages",
        chain="present",
        timing=Timing(phrase_s=0.7, words=0.88, comma_s=0.38),
        provenance="Carnegie Mellon University (BSD-like)",
        install=INSTALL["flite"],
    ),
    EngineRow(
        "festival",
        _festival,
        auto="its languages",
        provenance="University of Edinburgh and Carnegie Mellon University (BSD-like)",
        install=INSTALL["festival"],
    ),
    EngineRow(
        "pyttsx3",
        _pyttsx3,
        auto="any language",
        tells_words=True,
        timing=Timing(phrase_s=0.32, words=0.94, comma_s=0.46),
        provenance="pyttsx3 (MPL-2.0) with eSpeak NG (GPL-3.0-or-later) or the system's voices",
    ),
    EngineRow(COMMAND, _command, provenance="a program of the listener's own"),
    EngineRow("tone", _tone, tells_words=True, provenance="Quietude's own"),
)

ENGINES: Mapping[str, EngineRow] = {row.name: row for row in _ROWS}
"""The engines by name, in the order in which ``--voice auto`` prefers them."""

FLOOR = "pyttsx3"
"""The engine that works everywhere."""


def engine_row(name: str) -> EngineRow:
    """The row of an engine.

    Raises:
        UsageError: if there is no such engine.
    """
    if name not in ENGINES:
        message = f'there is no speech engine "{name[:40]}"'
        raise UsageError(message, hint=f"Choose one of: {', '.join(ENGINES)}.")
    return ENGINES[name]


def chain_of(engine: str) -> VoiceChain:
    """The voice chain of an engine's voices; warmth for any unknown one."""
    return ENGINES[engine].chain if engine in ENGINES else "warm"


def open_engine(name: str = FLOOR, voice: str = "") -> Engine:
    """A fresh engine, to be used as a context manager.

    Args:
        name: One of :data:`ENGINES`.
        voice: The command line of the command engine; the others take any of their voices with
            every phrase.

    Raises:
        UsageError: if there is no such engine.
        EngineError: if it is not installed here.
    """
    return engine_row(name).open(voice)
