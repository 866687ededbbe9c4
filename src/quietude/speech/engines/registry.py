"""Which engines there are, and opening one by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.speech.engines.base import Engine

ENGINES = ("pyttsx3", "piper", "flite", "festival", "command", "tone")
"""Engine names; the first works everywhere."""


def open_engine(name: str = ENGINES[0], voice: str = "") -> Engine:
    """A fresh engine, to be used as a context manager.

    Args:
        name: One of :data:`ENGINES`.
        voice: What the command engine runs; the others take any of their voices with every
            phrase.

    Raises:
        UsageError: if there is no such engine.
        EngineError: if it is not installed here.
    """
    if name == "pyttsx3":
        from quietude.speech.engines.pyttsx3 import Pyttsx3Engine

        return Pyttsx3Engine()
    if name == "piper":
        from quietude.speech.engines.piper import PiperEngine

        return PiperEngine()
    if name == "festival":
        from quietude.speech.engines.festival import FestivalEngine

        return FestivalEngine()
    if name == "flite":
        from quietude.speech.engines.flite import FliteEngine

        return FliteEngine()
    if name == "command":
        from quietude.speech.engines.command import CommandEngine

        return CommandEngine(voice)
    if name == "tone":
        from quietude.speech.engines.tone import ToneEngine

        return ToneEngine()
    message = f'there is no speech engine "{name}"'
    raise UsageError(message, hint=f"Choose one of: {', '.join(ENGINES)}.")
