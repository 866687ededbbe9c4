"""Text → sentences, the unit the voice speaks in one breath."""

from __future__ import annotations

import re

_END = re.compile(
    r"""(?<=[.!?…؟।])["'”’)»]*\s+(?=["'“‘(«„¿¡]*[^\W\d_a-z]|["'“‘(«„¿¡]*\d)|(?<=[。！？])[」』）]*"""
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|St|Prof|Sr|Jr|vs|etc|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$"
)
_QUESTION = re.compile(r"""[?？؟]["'”’)»」』）]*$""")
_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"\s+([,.;:!?…])")
_STOP_TWICE = re.compile(r"(?<![.…])([.!?…])\.(?![.\w])")


def tidy(text: str) -> str:
    """Returns speech on one line, without the loose ends that slots leave behind.

    An empty slot leaves space before a comma; a value that ends in a full stop leaves two of them.
    """
    joined = _SPACE.sub(" ", text).strip()
    return _STOP_TWICE.sub(r"\1", _LOOSE.sub(r"\1", joined))


def split_sentences(text: str) -> list[str]:
    """Returns the sentences of a tidy text, in order; only the space between them is lost.

    A full stop after a title or an initial ("Dr. Lee", "J. Smith") does not end a sentence.
    """
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()] + match.group().rstrip()
        if _ABBREVIATION.search(piece):
            continue
        parts.append(piece.strip())
        start = match.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def is_question(text: str) -> bool:
    """Returns True if a text ends in a question mark of any script."""
    return bool(_QUESTION.search(text.rstrip()))
