"""The words of a line by concept, in its language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.script.importing.words.telling import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

CONCEPTS = tuple(WORDS["en"])

_UNSPACED = frozenset({"ja", "zh"})
_TOKEN = re.compile(r"[^\s.,;:!?…。、！？；：।\"“”„«»()\[\]{}*_|/#·•&+=]+")


def tokens(text: str) -> list[str]:
    """Returns the words of a text, in lower case."""
    return [token.strip("-–—'’") for token in _TOKEN.findall(text.lower())]


@lru_cache(maxsize=64)
def _tables(language: str) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Returns the concepts of each whole word, and of each beginning of one."""
    rows = [WORDS["en"]] if language == "en" else [WORDS["en"], WORDS[language]]
    if language != "en":  # English words head pages in any language; its small ones do not
        rows[0] = {key: WORDS["en"][key] for key in ("paper", "studio", "web", "place", "kin")}
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for row in rows:
        for concept, words in row.items():
            for word in words.split():
                table = begun if word.endswith("*") else whole
                table.setdefault(word.rstrip("*"), set()).add(concept)
    frozen = {word: frozenset(found) for word, found in whole.items()}
    return frozen, {word: frozenset(found) for word, found in begun.items()}


@lru_cache(maxsize=16384)
def concepts_of(word: str, language: str) -> frozenset[str]:
    """Returns the concepts of a word in lower case."""
    whole, begun = _tables(language)
    found = set(whole.get(word, ()))
    for end in range(1, min(len(word), 16) + 1):
        found |= begun.get(word[:end], frozenset())
    return frozenset(found)


def counts_of(text: str, words: Sequence[str], language: str) -> dict[str, int]:
    """Returns how many words of a text belong to each concept.

    Args:
        text: The text.
        words: Its words, as :func:`tokens` finds them.
        language: The code of its language, one of ``WORDS``.
    """
    counts = dict.fromkeys(CONCEPTS, 0)
    for word in words:
        for concept in concepts_of(word, "en" if language in _UNSPACED else language):
            counts[concept] += 1
    if language in _UNSPACED:
        for concept, signs in WORDS[language].items():
            counts[concept] += sum(sign in text for sign in signs.split())
    return counts
