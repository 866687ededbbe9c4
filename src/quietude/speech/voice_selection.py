"""Voice selection: from ``--voice`` to an open engine and one of its voices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from quietude._util.languages import primary_language
from quietude.errors import EngineError, SpeechError, UsageError
from quietude.plan.model import OWN_TUNE
from quietude.plan.request import AUTO
from quietude.speech.engines.base import TIERS
from quietude.speech.engines.registry import ENGINES, FLOOR, engine_row, open_engine
from quietude.speech.voice_traits import voices_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.plan.model import Tune
    from quietude.speech.engines.base import Engine, Voice
    from quietude.speech.engines.registry import EngineRow


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """An open engine and the voice it is to speak with. Use it as a context manager.

    Attributes:
        engine: The engine, open.
        voice: The voice's id within the engine.
        why: The reason it was chosen, in a few words.
    """

    engine: Engine
    voice: str
    why: str

    @property
    def full_id(self) -> str:
        """The id with the engine before it."""
        return f"{self.engine.identity().engine}:{self.voice}"

    @property
    def calm_wpm(self) -> int:
        """The rate it speaks at unless another is asked for, in words a minute."""
        return engine_row(self.engine.identity().engine).calm_rate(self.voice)

    def check_tune(self, tune: Tune) -> None:
        """Refuses a change of melody that its engine cannot make.

        Raises:
            UsageError: if it is one.
        """
        check_tune(tune, self.engine.identity().engine)

    def another(self) -> Engine:
        """One more engine like it, open.

        Raises:
            EngineError: if it does not work any more.
        """
        return open_engine(self.engine.identity().engine, self.voice)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.engine.close()


@lru_cache(maxsize=64)
def speaking_row(voice: str, engine: str, language: str) -> EngineRow | None:
    """The row of the engine that would speak; None if none would.

    Args:
        voice: As for :func:`open_voice`.
        engine: As for :func:`open_voice`.
        language: As for :func:`open_voice`.
    """
    try:
        with open_voice(voice, engine, language) as chosen:
            return engine_row(chosen.engine.identity().engine)
    except SpeechError:
        return None


def check_engine(engine: str) -> None:
    """Refuses an engine that does not exist.

    Args:
        engine: An engine's name, or :data:`AUTO`.

    Raises:
        UsageError: if there is no such engine.
    """
    if engine != AUTO:
        engine_row(engine)


def check_tune(tune: Tune, engine: str) -> None:
    """Refuses a change of melody that an engine cannot make.

    Raises:
        UsageError: if it is one.
    """
    if tune != OWN_TUNE and not engine_row(engine).tunes:
        message = f"{engine} cannot change the pitch or range of its voices"
        able = " or ".join(row.name for row in ENGINES.values() if row.tunes)
        raise UsageError(message, hint=f"Leave pitch and range as they are, or speak with {able}.")


def split_voice(voice: str, engine: str = AUTO) -> tuple[str, str]:
    """Engine and name of a voice as people write it.

    Args:
        voice: ``engine:name``, a name alone, or :data:`AUTO`.
        engine: The only engine it may be of, or :data:`AUTO`.

    Returns:
        The engine, or :data:`AUTO` where none is named, and the name, or :data:`AUTO`.

    Raises:
        UsageError: if the voice names another engine.
    """
    before, colon, name = voice.partition(":")
    if not colon or before not in ENGINES:
        return engine, voice
    if engine not in {AUTO, before}:
        message = f'the voice "{voice[:60]}" is not one of the {engine} engine'
        raise UsageError(message)
    return before, name


def open_voice(voice: str = AUTO, engine: str = AUTO, language: str = "en") -> ChosenVoice:
    """Finds a voice and opens its engine.

    Args:
        voice: ``engine:name``, a name alone, traits in words (``female``, ``british male``), or
            :data:`AUTO` for the best one here.
        engine: The only engine to look at, or :data:`AUTO`.
        language: Language to speak, where the voice is chosen for the listener.

    Raises:
        UsageError: if there is no such engine, or voice and engine contradict each other.
        EngineError: if there is no such voice here.
    """
    check_engine(engine)
    engine, name = split_voice(voice, engine)
    if engine == AUTO:
        return _best(language) if name == AUTO else _named_alone(name, language)
    if name == AUTO:
        return _default_of(engine, language)
    return ChosenVoice(_opened_with(engine, name), name, "asked for")


def present_voices() -> Iterator[Voice]:
    """Every voice that can be used here, engine by engine, the best engine first."""
    for row in _automatic():
        try:
            with open_engine(row.name) as engine:
                yield from engine.voices()
        except SpeechError:
            continue


def voices_and_choice(language: str = "en") -> tuple[list[Voice], str]:
    """Every voice that can be used here, and the one that :data:`AUTO` stands for.

    Each engine is opened once, since some start a process to list their voices.

    Args:
        language: Language to speak.

    Returns:
        The voices, engine by engine, the best engine first; and the full id of the choice, empty
        if no voice works here.
    """
    voices: list[Voice] = []
    best: tuple[int, str] | None = None
    for row in _automatic():
        try:
            with open_engine(row.name) as engine:
                voices += engine.voices()
                found = _own_choice(engine, row, language)
        except SpeechError:
            continue
        if found and (best is None or found[0] < best[0]):
            best = found[0], found[1].full_id
    return voices, best[1] if best else ""


def _automatic() -> Iterator[EngineRow]:
    return (row for row in ENGINES.values() if row.auto != "never")


def _default_of(engine: str, language: str) -> ChosenVoice:
    opened = open_engine(engine)
    try:
        return ChosenVoice(opened, opened.default_voice(language), f"the choice of {engine}")
    except BaseException:
        opened.close()
        raise


def _best(language: str) -> ChosenVoice:
    """The voice of the best tier among the choices of the engines that are here."""
    best: tuple[int, ChosenVoice] | None = None
    for row in _automatic():
        # Engines stand in order of preference: a later one is opened only where it may be better.
        if best and best[0] <= TIERS.index("good"):
            break
        try:
            found = _ranked(row, language)
        except SpeechError:
            continue  # not here, or it does not work: the next one
        if found and (best is None or found[0] < best[0]):
            if best:
                best[1].engine.close()
            best = found
        elif found:
            found[1].engine.close()
    if best is None:
        # Open the one that works everywhere once more, for its error.
        return _default_of(FLOOR, language)
    return best[1]


def _ranked(row: EngineRow, language: str) -> tuple[int, ChosenVoice] | None:
    """The engine's own choice with its place among the tiers; None if it lacks the language."""
    engine = open_engine(row.name)
    try:
        found = _own_choice(engine, row, language)
        if found is None:
            engine.close()
            return None
    except BaseException:
        engine.close()
        raise
    rank, voice = found
    return rank, ChosenVoice(engine, voice.id, f"the best voice here ({voice.tier})")


def _own_choice(engine: Engine, row: EngineRow, language: str) -> tuple[int, Voice] | None:
    """The voice an open engine would choose, with its place among the tiers."""
    default = engine.default_voice(language)
    voice = next((voice for voice in engine.voices() if voice.id == default), None)
    if voice is None:
        return None
    same = primary_language(voice.language) == primary_language(language)
    return (TIERS.index(voice.tier), voice) if same or row.auto == "any language" else None


def _named_alone(name: str, language: str) -> ChosenVoice:
    """The voice of this name, else the best one with these traits."""
    voices = list(present_voices())
    holders = [voice.engine for voice in voices if voice.id == name]
    if len(holders) > 1:
        ids = " or ".join(f"{engine}:{name}" for engine in holders)
        message = f'there are {len(holders)} voices called "{name}"'
        raise UsageError(message, hint=f"Say which: {ids}")
    if not holders:
        fitting = voices_with(name, voices, language)
        if not fitting:
            message = f'there is no voice "{name}" here'
            hint = "Say a name, or traits like female or british: quietude voices list"
            raise EngineError(message, hint=hint)
        best = fitting[0]
        return ChosenVoice(
            _opened_with(best.engine, best.id), best.id, f"the best {name} voice here"
        )
    return ChosenVoice(_opened_with(holders[0], name), name, "asked for")


def _opened_with(engine: str, name: str) -> Engine:
    """The engine, if it has the voice."""
    opened = open_engine(engine, name)
    try:
        if name in {voice.id for voice in opened.voices()}:
            return opened
    except BaseException:
        opened.close()
        raise
    opened.close()
    message = f'there is no voice "{engine}:{name}"'
    raise EngineError(message, hint="See the voices with: quietude voices list")
