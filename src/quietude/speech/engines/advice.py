"""Advice on getting an engine that is not here: for its own error, and for the registry."""

from __future__ import annotations

from quietude.errors import EngineError

INSTALL = {
    "hibari": "pip install hibari-tts, where onnxruntime has a wheel for your system",
    "kokoro": "pip install hibari-tts, for its reading of English",
    "piper": "pip install 'quietude[natural]'",
    "flite": "apt install flite, or your system's own package",
    "festival": "apt install festival festvox-us-slt-hts, or your system's own packages",
}
"""Advice by the name of the engine, to stand after "Get it with:"."""


def not_installed(name: str) -> EngineError:
    """The error of an engine that is not here, with how to get it."""
    message = f"{name} is not installed"
    return EngineError(message, hint=f"Get it with: {INSTALL[name]}")
