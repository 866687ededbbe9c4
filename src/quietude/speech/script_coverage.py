"""Script coverage: finds letters that a voice cannot read, or would name one by one.

eSpeak NG says "Chinese letter" or "Thai letter e two one", without a warning, for every script that
neither its voice nor another of its languages reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude._util.writing_systems import longest_words
from quietude.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TWO_OF_A_KIND = {"CJK": "人水", "HIRAGANA": "あい", "KATAKANA": "アイ", "HANGUL": "가나"}
"""Two letters of each script whose letters are syllables or words. A voice that reads the script
says them differently; one that only names it says the same for both."""
_ENGLISH = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}
_FEWEST_PARTS = 3
_REMARK = re.compile(r"\([a-z-]+\)")
_PARTING = re.compile(r"[\s_]+")
_SOUND = re.compile(r"[^\W\d_]|@")
_HINT = (
    "Choose another with --voice (see: quietude voices list), or write it in letters it can read."
)


def check_letters(text: str, sound_of: Callable[[str], str]) -> None:
    """Refuses a text with letters that would be named and not read.

    Args:
        text: The text to be spoken.
        sound_of: Returns the phonemes of a word as eSpeak NG writes them, in the voice that is to
            speak.

    Raises:
        SpeechError: if there are such letters.
    """
    if text.isascii():
        return
    named = [
        script for script, word in longest_words(text).items() if _is_named(script, word, sound_of)
    ]
    if named:
        raise cannot_read(named)


def cannot_read(scripts: Iterable[str]) -> SpeechError:
    """The error for letters that would be lost or named.

    Args:
        scripts: Their names in Unicode. The letters themselves may be somebody's name, and do not
            belong in a message.
    """
    names = sorted({_ENGLISH.get(script, script.capitalize()) for script in scripts})
    message = f"this voice cannot read {' and '.join(names[:3])} letters"
    return SpeechError(message, hint=_HINT)


def _is_named(script: str, word: str, sound_of: Callable[[str], str]) -> bool:
    """True if a voice would say the names of letters for a word, or nothing at all."""
    if script in _TWO_OF_A_KIND:
        one, other = map(sound_of, _TWO_OF_A_KIND[script])
        return one == other
    # A word is said in one go, the names of its letters with breaks between them. A few scripts
    # are skipped without a sound.
    parts = _PARTING.split(_REMARK.sub(" ", sound_of(word)))
    said = sum(bool(_SOUND.search(part)) for part in parts)
    return not said or said >= max(_FEWEST_PARTS, sum(map(str.isalpha, word)) / 2)
