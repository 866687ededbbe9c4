"""What is checked before and after every phrase, whichever engine speaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import Clip, read_clip
from quietude.errors import SoundError, SpeechError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.speech.engines.base import Phrase

_SHORTEST_S = 0.08
_AUDIBLE = 1e-3


def watchdog_s(text: str) -> float:
    """How long a phrase may take to speak before its worker is given up, in seconds."""
    return max(10.0, 0.5 * len(text.split()) + 0.02 * len(text))


def check_speakable(text: str) -> None:
    """Refuse a text without a letter or digit.

    Raises:
        SpeechError: if there is nothing in it that can be said.
    """
    if not any(map(str.isalnum, text)):
        message = "there is nothing to say in this phrase"
        raise SpeechError(message)


def checked_file(path: Path, phrase: Phrase) -> Clip:
    """The clip an engine wrote to a file, if it is one; see :func:`checked_clip`.

    Raises:
        SpeechError: if there is no sound, or too little.
    """
    try:
        clip = read_clip(path)
    except SoundError as error:
        message = f"the engine left no sound for this phrase ({error.message})"
        raise SpeechError(message) from error
    return checked_clip(clip, phrase)


def checked_clip(clip: Clip, phrase: Phrase) -> Clip:
    """The clip, if it is long enough for its words, and audible.

    Nobody says a word in less than a tenth of the time a fast reader takes; a shorter clip was
    cut off, and an empty one was never spoken.

    Raises:
        SpeechError: if there is no sound, or too little.
    """
    words = sum(any(map(str.isalnum, word)) for word in phrase.text.split())
    if clip.seconds < max(_SHORTEST_S, words * 0.06) or np.abs(clip.samples).max() < _AUDIBLE:
        message = "the engine left no sound for this phrase"
        raise SpeechError(message, hint="It may hold letters this voice does not know.")
    return clip
