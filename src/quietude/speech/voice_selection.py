"""From what ``--voice`` says to an open engine and one of its voices, and why that one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from quietude._util.languages import primary_language
from quietude.errors import EngineError, SpeechError, UsageError
from quietude.speech.engines.base import TIERS, Engine, Voice
from quietude.speech.engines.registry import ENGINES, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTO = "auto"
_AUTO_ENGINES = ("piper", "flite", "festival", "pyttsx3")
"""Piper's voices are there only if somebody installed one. Voices made of recordings come before
eSpeak's, which are understood as well (docs/voices.md), and of those flite's, since fewer of its
words are misheard."""


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """An open engine and the voice it is to speak with. Use it as a context manager.

    Attributes:
        engine: The engine, open.
        voice: The voice's id within the engine.
        why: Why it was chosen, in a few words.
    """

    engine: Engine
    voice: str
    why: str

    @property
    def full_id(self) -> str:
        """The id with the engine before it."""
        return f"{self.engine.identity().engine}:{self.voice}"

    def another(self) -> Engine:
        """One more engine like it, open.

        Raises:
            EngineError: if it does not work any more.
        """
        return open_engine(self.engine.identity().engine, self.voice)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self.engine.close()


def split_id(voice: str) -> tuple[str, str]:
    """Engine and name of a voice id; the engine is "" where the id names none."""
    engine, colon, name = voice.partition(":")
    return (engine, name) if colon and engine in ENGINES else ("", voice)


def open_voice(wanted: str = AUTO, engine: str = AUTO, language: str = "en") -> ChosenVoice:
    """Find the voice asked for and open its engine.

    Args:
        wanted: ``engine:name``, a name alone, or ``auto`` (or "") for the best one present.
        engine: The only engine to look at, or ``auto``.
        language: What it is to speak, when it is chosen for the listener.

    Raises:
        UsageError: if there is no such engine, or id and engine contradict each other.
        EngineError: if there is no such voice here.
    """
    named, name = split_id(wanted)
    if engine not in {AUTO, named} and named:
        message = f'the voice "{wanted}" is not one of the {engine} engine'
        raise UsageError(message)
    named = named or ("" if engine == AUTO else engine)
    automatic = name in {"", AUTO}
    if named and automatic:
        return _default_of(named, language)
    if named:
        return ChosenVoice(_opened_with(named, name), name, "asked for")
    return _best(language) if automatic else _named_alone(name)


def present_voices() -> Iterator[Voice]:
    """Every voice that can be used here, engine by engine, the best engine first."""
    for name in _AUTO_ENGINES:
        try:
            with open_engine(name) as engine:
                yield from engine.voices()
        except SpeechError:
            continue


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
    for name in _AUTO_ENGINES:
        if best and best[0] <= TIERS.index("good"):
            break
        try:
            found = _ranked(name, language)
        except SpeechError:
            continue  # not here, or it does not work: the next one
        if found and (best is None or found[0] < best[0]):
            if best:
                best[1].engine.close()
            best = found
        elif found:
            found[1].engine.close()
    if best is None:
        # Ask the one that works everywhere again, for what it has to say about why it does not.
        return _default_of(ENGINES[0], language)
    return best[1]


def _ranked(name: str, language: str) -> tuple[int, ChosenVoice] | None:
    engine = open_engine(name)
    try:
        wanted = engine.default_voice(language)
        voice = next((it for it in engine.voices() if it.id == wanted), None)
        if voice is None or not _speaks(voice, language):
            engine.close()
            return None
    except BaseException:
        engine.close()
        raise
    rank = TIERS.index(voice.tier)
    return rank, ChosenVoice(engine, voice.id, f"the best voice here ({voice.tier})")


def _speaks(voice: Voice, language: str) -> bool:
    # eSpeak has a voice for nearly everything, and its own idea of which is nearest.
    same = primary_language(voice.language) == primary_language(language)
    return voice.engine == "pyttsx3" or same


def _named_alone(name: str) -> ChosenVoice:
    """The engine that has a voice of this name."""
    holders = [it.engine for it in present_voices() if it.id == name]
    if len(holders) > 1:
        ids = " or ".join(f"{it}:{name}" for it in holders)
        message = f'there are {len(holders)} voices called "{name}"'
        raise UsageError(message, hint=f"Say which: {ids}")
    if not holders:
        message = f'there is no voice "{name}"'
        raise EngineError(message, hint="See the voices with: quietude voices list")
    return ChosenVoice(_opened_with(holders[0], name), name, "asked for")


def _opened_with(engine: str, name: str) -> Engine:
    """The engine, if it has the voice."""
    opened = open_engine(engine, name)
    try:
        if name in {it.id for it in opened.voices()}:
            return opened
    except BaseException:
        opened.close()
        raise
    opened.close()
    message = f'there is no voice "{engine}:{name}"'
    raise EngineError(message, hint="See the voices with: quietude voices list")
