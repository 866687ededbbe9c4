"""Which engines there are, and opening one by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.speech.engine import Engine

ENGINES = ("pyttsx3", "tone")
"""Engine names; the first is the default."""


def open_engine(name: str = ENGINES[0]) -> Engine:
    """A fresh engine, to be used as a context manager.

    Raises:
        UsageError: if there is no such engine.
    """
    if name == "pyttsx3":
        from quietude.speech.pyttsx3_engine import Pyttsx3Engine

        return Pyttsx3Engine()
    if name == "tone":
        from quietude.speech.tone import ToneEngine

        return ToneEngine()
    message = f'there is no speech engine "{name}"'
    raise UsageError(message, hint=f"Choose one of: {', '.join(ENGINES)}.")
