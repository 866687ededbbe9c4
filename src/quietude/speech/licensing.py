"""Licences of voices: may a series for the public be spoken with one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quietude.speech.engines.base import Terms, Voice

_REASONS: dict[Terms, str] = {
    "non-commercial": "may not be used to earn money",
    "research": "was trained on recordings that were given for research alone",
    "unknown": "comes without a word about its permitted use",
}


def licence_refusal(voice: Voice) -> str | None:
    """The reason not to publish a series in a voice, a sentence without a final stop; else None.

    A session for oneself is never refused: this is for series, which are published. A program of
    the listener's own (``command:``) is theirs to judge.
    """
    if voice.terms not in _REASONS:
        return None
    licence = f" (licence: {voice.licence})" if voice.licence else ""
    return f"the voice {voice.full_id} {_REASONS[voice.terms]}{licence}"
