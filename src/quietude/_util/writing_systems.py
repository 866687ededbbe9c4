"""Writing systems: the one a letter belongs to, and the words of a text that are not in Latin."""

from __future__ import annotations

import unicodedata


def script_of(letter: str) -> str:
    """The script of a letter: the first word of its name in Unicode, like ``CYRILLIC``."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def longest_words(text: str) -> dict[str, str]:
    """The longest word of each script but Latin, in small letters, with its accents and signs.

    Returns:
        Words by the name of their script in Unicode.
    """
    longest: dict[str, str] = {}
    script = word = ""
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char.isalpha():
            script, word = script_of(char), word + char if script_of(char) == script else char
        elif word and unicodedata.category(char)[0] == "M":
            word += char
        else:
            script = word = ""
        if len(word) > len(longest.get(script, "")):
            longest[script] = word
    longest.pop("LATIN", None)
    return longest
