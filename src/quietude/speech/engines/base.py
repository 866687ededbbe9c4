"""The contract of a speech engine: text in, a mono clip out, and never a guess in between.

To add an engine:

1. Write a class with the methods of :class:`Engine` in a file of its own beside this one. An
   engine that writes a WAV file derives from :class:`~.wav_engine.WavEngine` and adds
   ``identity``, ``default_voice``, ``voices``, ``write`` and ``close``, and ``check_letters``
   where it reads more than ASCII but not every script. One that may crash, hang or
   take much memory runs in a process of its own: a second file, whose ``main`` calls
   :func:`~.worker.serve`, is run by a :class:`~.worker.SpeechWorker`. Import its package within the
   function that needs it.
2. Add its row to :mod:`.registry`, where ``auto`` would prefer it.
3. Run ``pytest tests/contract/test_engines.py``: an engine joins it by being in the registry, and
   is skipped where it cannot be opened. If it needs a voice to speak with, let its case in
   ``_prepare`` there install one.
4. Give it a row in docs/voices.md, and its package an extra in pyproject.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, Self

from quietude.plan.model import OWN_TUNE, Tune

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.audio.clip import Clip


TIERS = ("natural", "good", "system", "fair", "robotic", "unknown", "tones")
"""Words for the sound of voices, the best first. ``natural`` is a neural voice, which somebody
installed on purpose; ``good`` is better than ``fair`` by measure
(:mod:`quietude.speech.voices.measured`), ``robotic`` is computed without recordings; ``system`` is
what macOS or Windows brought; ``unknown`` is a program of the listener's own; ``tones`` is no voice
at all."""

Terms = Literal["any", "attribution", "non-commercial", "research", "own", "unknown"]
"""Permitted use of a voice: any; any that names its makers; any that earns nothing; research
alone; the listener's own, who has to know; or nobody has said."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine can speak with.

    Attributes:
        id: Its name within the engine.
        name: Its name for people.
        language: A BCP 47 code such as ``en-US``, or "" if the engine does not say.
        gender: ``female``, ``male`` or "" if the engine does not say.
        engine: The engine that speaks it.
        tier: Its sound, in a word of :data:`TIERS`.
        licence: The licence it is offered under, or "" if nobody said.
        sample_rate_hz: The rate of its clips, or 0 if the engine does not say.
        terms: The use its licence permits.
        origin: Its origin in plain words, where publishers should know it; else "".
    """

    id: str
    name: str
    language: str
    gender: str
    engine: str
    tier: str = "unknown"
    licence: str = ""
    sample_rate_hz: int = 0
    terms: Terms = "unknown"
    origin: str = ""

    @property
    def full_id(self) -> str:
        """Its id with the engine before it, as people write it: ``flite:rms``."""
        return f"{self.engine}:{self.id}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text for an engine to say.

    Attributes:
        text: Plain text on one line, with something in it that can be spoken.
        voice: A voice id of that engine.
        rate_wpm: Articulation in words a minute.
        tune: Change of its melody; an engine that cannot make one refuses it.
    """

    text: str
    voice: str
    rate_wpm: int
    tune: Tune = OWN_TUNE


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything about an engine that shapes the samples of a phrase, for the cache key.

    Attributes:
        engine: The engine's name.
        version: Its package's version.
        settings: Library versions and fixed parameters, as text.
    """

    engine: str
    version: str
    settings: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """Speaks phrases. Use it as a context manager; it may hold a process.

    One thread at a time asks it to speak; any thread may close it.
    """

    def identity(self, voice: str = "") -> Identity:
        """Everything besides the phrase that shapes its samples; with a voice, its files too.

        The engine it names is the engine's row in the registry.
        """

    def default_voice(self, language: str) -> str:
        """The id of the voice it would choose for a language.

        Raises:
            EngineError: if it cannot be asked.
        """

    def voices(self) -> Sequence[Voice]:
        """The voices it has, sorted by id.

        Raises:
            EngineError: if it cannot be asked.
        """

    def check_letters(self, text: str, voice: str) -> None:
        """Refuses a text with letters that a voice cannot read, without speaking.

        It is asked about texts with other letters than Latin ones.

        Raises:
            EngineError: if it cannot be asked.
            SpeechError: if there are such letters.
        """

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as a mono clip at the engine's own rate, edges untrimmed.

        The same phrase gives the same samples, whatever was spoken before it, in whatever order.

        Raises:
            EngineError: if there is no such voice, or the engine cannot work here.
            SpeechError: if this phrase cannot be spoken.
        """

    def close(self) -> None:
        """Ends its process and wakes the thread that waits for it; it cannot speak afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_exception: object) -> None: ...
