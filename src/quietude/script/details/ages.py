"""Ages as people write them: ``7``, ``seven``, ``five or six``, ``about seven years old``."""

from __future__ import annotations

import re

from quietude.errors import SlotError

_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = frozenset([*_SMALL, *_TENS, "hundred", "half", "a", "an"])
_BETWEEN = frozenset(["or", "and", "to"])
_OLDEST = 120
# The sentence around it says "about seven", or "you're seven".
_AROUND = re.compile(
    r"^(?:(?:about|around|roughly|maybe|perhaps|nearly|almost|i'?m|i am)\s+)+"
    r"|[\s-]+(?:years?|yrs?\.?|y)(?:[\s-]+old)?$|\s+y/?o$",
    re.IGNORECASE,
)


def age_in_words(name: str, text: str) -> str:
    """Returns an age as it fits into a sentence, without "about" and "years old".

    Args:
        name: The detail it is given for, for the message.
        text: The value, on one line.

    Raises:
        SlotError: if it is not an age.
    """
    bare = _AROUND.sub("", text.strip(" .,;:…")).strip()
    words = [word for word in re.split(r"[\s,-]+", bare.lower()) if word]
    if bare[:1].isalnum() and all(map(_fits, words)) and not _BETWEEN.issuperset(words):
        return bare
    message = f'"{name}" is an age, which the value given is not'
    raise SlotError(message, hint='Write it as you would say it: 7, seven, or "five or six".')


def _fits(word: str) -> bool:
    if word.isascii() and word.isdigit():
        return int(word) <= _OLDEST
    return word in _WORDS or word in _BETWEEN
