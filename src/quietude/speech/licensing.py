"""What a voice may be used for: whether a series for the public can be spoken with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quietude.speech.engines.base import Terms, Voice

_REASONS: dict[Terms, str] = {
    "non-commercial": "may not be used for what earns money",
    "research": "was trained on recordings that were given for research alone",
    "unknown": "comes without a word about what it may be used for",
}


def licence_refusal(voice: Voice) -> str | None:
    """Why a podcast series should not be spoken with a voice; None if nothing speaks against it.

    A session for oneself is never refused: this is for what is published. A program of the
    listener's own (``command:``) is theirs to judge.

    Returns:
        A sentence without a final stop, or None.
    """
    if voice.engine == "command" or voice.terms not in _REASONS:
        return None
    licence = f" (licence: {voice.licence})" if voice.licence else ""
    return f"the voice {voice.full_id} {_REASONS[voice.terms]}{licence}"
