"""Text → sentences, the unit the voice speaks in one breath."""

from __future__ import annotations

import re
from functools import lru_cache

from quietude._util.abbreviations import continues
from quietude._util.text import plain_letters

_END = re.compile(
    r"""(?<=[.!?…؟।])["'”’)»]*\s+(?=["'“‘(«„¿¡]*[^\W\d_a-z]|["'“‘(«„¿¡]*\d)|(?<=[。！？])[」』）]*"""
)
_QUESTION = re.compile(r"""[?？؟]["'”’)»」』）]*$""")
_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"\s+([,.;:!?…])")
_MARK_BEFORE_COMMA = re.compile(r"[!?](?=[,;:])")
_LOWER_AFTER_STOP = re.compile(r"(?<=[.!?])\s+[\"'“‘]?[^\W\d_]")
_STOP_TWICE = re.compile(r"(?<![.…])([.!?…])\.(?![.\w])")


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Returns speech on one line, without the loose ends that slots leave behind.

    An empty slot leaves space before a comma; a value that ends in a full stop leaves two of them,
    and one that ends in a question mark has it before a comma. Ligatures become letters, so that
    search and captions find the word.
    """
    joined = _LOOSE.sub(r"\1", _SPACE.sub(" ", plain_letters(text)).strip())
    return _STOP_TWICE.sub(r"\1", _MARK_BEFORE_COMMA.sub("", joined))


def sentence_case(text: str, *, begins: bool, language: str = "en") -> str:
    """Returns a text whose sentences begin with a capital letter, as after details are filled in.

    Args:
        text: The text.
        begins: True if its first letter begins a sentence too.
        language: BCP 47 code of the text, which decides about abbreviations.
    """

    def capital(match: re.Match[str]) -> str:
        if continues(text[: match.start()], match.group()[-1], language):
            return match.group()
        return match.group()[:-1] + match.group()[-1].title()

    cased = _LOWER_AFTER_STOP.sub(capital, text)
    if not begins:
        return cased
    start = len(cased) - len(cased.lstrip(" \n\"'“‘"))
    return cased[:start] + cased[start : start + 1].title() + cased[start + 1 :]


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Returns the sentences of a tidy text, in order; only the space between them is lost.

    A full stop after a title, an initial or another abbreviation ("Dr. Lee", "J. Smith", "No. 5")
    does not end a sentence.

    Args:
        text: A text on one line.
        language: BCP 47 code of the text, which decides about abbreviations.
    """
    return list(_sentences(text, language))


# The lines of a script are split at every length, and once more for its voice.
@lru_cache(maxsize=4096)
def _sentences(text: str, language: str) -> tuple[str, ...]:
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()] + match.group().rstrip()
        if continues(piece, text[match.end() :], language):
            continue
        parts.append(piece.strip())
        start = match.end()
    parts.append(text[start:].strip())
    return tuple(part for part in parts if part)


def is_abbreviation(text: str) -> bool:
    """Returns True if the full stop at the end of a text is of a title or an initial."""
    return continues(text, "X") or continues(text, "1")


def is_question(text: str) -> bool:
    """Returns True if a text ends in a question mark of any script."""
    return bool(_QUESTION.search(text.rstrip()))
