"""The contract of an engine: text in, a mono clip out, and never a guess in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.audio.clip import Clip


TIERS = ("natural", "good", "system", "fair", "robotic", "unknown", "tones")
"""How voices sound, in plain words, the best first. ``natural`` is a neural voice, which somebody
installed on purpose; ``good`` to ``robotic`` follow the word error rate of a recogniser
(docs/voices.md); ``system`` is what macOS or Windows brought; ``unknown`` is a program of the
listener's own; ``tones`` is no voice at all."""

Terms = Literal["any", "attribution", "non-commercial", "research", "unknown"]
"""What a voice may be used for: anything; anything that names its makers; nothing that earns;
research alone; or nobody has said."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine can speak with.

    Attributes:
        id: Its name within the engine.
        name: What people call it.
        language: A BCP 47 code such as ``en-US``, or "" if the engine does not say.
        gender: ``female``, ``male`` or "" if the engine does not say.
        engine: The engine that speaks it.
        tier: How it sounds, in a word of :data:`TIERS`.
        licence: Under which terms it may be used, or "" if nobody said.
        sample_rate_hz: The rate of its clips, or 0 if the engine does not say.
        terms: What its licence comes to.
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

    @property
    def full_id(self) -> str:
        """Its id with the engine before it, as people write it: ``flite:rms``."""
        return f"{self.engine}:{self.id}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What an engine is asked to say.

    Attributes:
        text: Plain text on one line, with something in it that can be spoken.
        voice: A voice id of that engine; "" for its own choice.
        rate_wpm: Articulation in words a minute.
    """

    text: str
    voice: str
    rate_wpm: int


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
    """Speaks phrases. Use it as a context manager; it may hold a process."""

    def identity(self, voice: str = "") -> Identity:
        """What shapes its samples besides the phrase; with a voice, that voice's files too."""

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

    def speak(self, phrase: Phrase) -> Clip:
        """The phrase as a mono clip at the engine's own rate, edges untrimmed.

        Raises:
            EngineError: if there is no such voice, or the engine cannot work here.
            SpeechError: if this phrase cannot be spoken.
        """

    def close(self) -> None:
        """Let go of what it holds; speaking again is not possible afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_what: object) -> None: ...
