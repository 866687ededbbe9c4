"""Natural voices of this machine, engine by engine, and the next step to a better voice."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from quietude.errors import SpeechError
from quietude.speech.engines.registry import ENGINES, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.speech.engines.base import Voice

RECOMMENDED = "en_US-ljspeech-medium"
"""The voice of Piper that ``voices install best`` downloads."""

_MORE = {
    "hibari": "quietude voices install hibari:emma",
    "kokoro": "quietude voices install kokoro",
    "piper": f"quietude voices install {RECOMMENDED}",
}
"""The command that brings a voice, or one more, by the engine with natural voices."""

_SHOWN = 4


def natural_voices() -> list[str]:
    """A line for each engine with natural voices: the voices that are here, or how to get them."""
    return [f"{name:<9} {_state(name)}" for name in _MORE]


def better_voices(present: Iterable[Voice]) -> list[str]:
    """Lines of advice for a better English voice here; none if there is a natural one.

    Args:
        present: The voices of this machine.
    """
    english = [voice for voice in present if voice.language.lower().startswith("en")]
    tiers = {voice.tier for voice in english}
    if "natural" in tiers:
        return []
    advice = [f"For a natural voice: {_way_to_a_natural_voice()}"]
    if "good" in tiers:
        return advice
    if sys.platform == "darwin":
        path = "System Settings, Accessibility, Spoken Content, System Voice, Manage Voices"
        better = f"For a better voice: {path}; take an English one marked Enhanced or Premium."
        return [better, *advice]
    if sys.platform == "win32":
        path = "Settings, Time & language, Speech, Manage voices, Add voices"
        return [f"For a better voice: {path}.", *advice]
    return [f"For a better voice: {ENGINES['flite'].install}", *advice]


def _state(name: str) -> str:
    try:
        with open_engine(name) as engine:
            version = engine.identity().version
            voices = [voice.id for voice in engine.voices()]
    except SpeechError as error:
        return f"{error.message.removeprefix(f'{name} is ')}. {error.hint or ''}".strip()
    if not voices:
        return f"no voice yet; get one with: {_MORE[name]}"
    more = f" and {len(voices) - _SHOWN} more" if len(voices) > _SHOWN else ""
    return f"{version}: {', '.join(voices[:_SHOWN])}{more}"


def _way_to_a_natural_voice() -> str:
    """One step where Piper is, else the package that brings a voice, or Piper and a voice."""
    try:
        open_engine("piper").close()
    except SpeechError:
        return f"{ENGINES['hibari'].install}; or {ENGINES['piper'].install}, then {_MORE['piper']}"
    return _MORE["piper"]
