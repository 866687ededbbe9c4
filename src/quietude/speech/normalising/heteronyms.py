"""Heteronyms: words whose sound depends on their part of speech, told by the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quietude.speech.normalising.heteronym_rules import CLASSES, HETERONYMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.speech.normalising.heteronym_rules import Sense

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[\U000f0000-\U000ffffd]|[^\w\s'’\"-]")
HELD = 0xF0000
"""First of the private characters that stand for words whose sound is settled already."""

_EDGE = ""
"""Stands for a mark of punctuation, or the end of the phrase."""
_GAP = "…"
_LONGEST_GAP = 3


def with_heteronyms(text: str, say: Callable[[str, str, str], str]) -> str:
    """Returns English text with its heteronyms as an engine is to say them.

    Args:
        text: A phrase.
        say: Returns a word in the notation of the engine, given its respelling ("" for the word
            itself) and its IPA.
    """
    if not any(word in text.lower() for word in HETERONYMS):
        return text
    found = list(_TOKEN.finditer(text))
    words = [_plain(match[0]) for match in found]
    pieces, position = list[str](), 0
    for index, match in enumerate(found):
        sense = sense_of(words, index)
        if sense is None:
            continue
        written = match[0]
        respelt = sense.respelt.capitalize() if written[0].isupper() else sense.respelt
        pieces += [text[position : match.start()], say(written, respelt, sense.ipa)]
        position = match.end()
    return "".join([*pieces, text[position:]])


def sense_of(words: Sequence[str], index: int) -> Sense | None:
    """The sense of a word among its neighbours; None if it has one sense, or none can be told.

    Args:
        words: The words of a phrase in small letters, with "" for each mark of punctuation.
        index: The place of the word.
    """
    for sense in HETERONYMS.get(words[index], ()):
        for context in sense.contexts:
            before, after = _compiled(context)
            if _fits(before, words[:index][::-1]) and _fits(after, words[index + 1 :]):
                return sense
    return None


def _fits(pattern: Sequence[frozenset[str] | None], words: Sequence[str]) -> bool:
    """True if words, read away from the heteronym, fit a pattern; None in it is a gap."""
    if not pattern:
        return True
    first, rest = pattern[0], pattern[1:]
    if first is None:
        reach = 0
        while reach <= min(_LONGEST_GAP, len(words)):
            if _fits(rest, words[reach:]):
                return True
            if reach < len(words) and words[reach] == _EDGE:
                return False
            reach += 1
        return False
    word = words[0] if words else _EDGE
    return word in first and _fits(rest, words[1:])


@cache
def _compiled(
    context: str,
) -> tuple[tuple[frozenset[str] | None, ...], tuple[frozenset[str] | None, ...]]:
    before, _, after = context.partition("_")
    return tuple(map(_choices, reversed(before.split()))), tuple(map(_choices, after.split()))


def _choices(written: str) -> frozenset[str] | None:
    if written == _GAP:
        return None
    words: set[str] = set()
    for choice in written.split("|"):
        words |= set(CLASSES[choice].split("|")) if choice in CLASSES else {choice}
    edges = {"^", "$"} & words
    return frozenset(words - edges | ({_EDGE} if edges else set()))


def _plain(token: str) -> str:
    is_word = token[0].isalnum() or ord(token[0]) >= HELD
    return token.lower().replace("’", "'") if is_word else _EDGE
