"""Bells and taps in words: if there are any, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.importing.directions.direction import MAX_STRIKES
from quietude.script.importing.directions.repeats import times_in_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.tokens import Token


def has_bell(concepts: Sequence[str]) -> bool:
    """Returns True if words ring a bell; "sound" alone does where nothing else is said."""
    if "bell" in concepts:
        return True
    only = {"maybe bell", "strike", "fill", "number", "times", "article"}
    return "maybe bell" in concepts and set(concepts) <= only


def strokes(tokens: Sequence[Token]) -> int:
    """Returns the strokes of a bell, 1 where none are counted: "bell x 3", "ding, ding"."""
    dings = sum(token.text in {"ding", "dings"} for token in tokens)
    for index, token in enumerate(tokens):
        if token.concept != "number" or token.value < 1:
            continue
        following = tokens[index + 1].concept if index + 1 < len(tokens) else ""
        before = tokens[index - 1].concept if index else ""
        counted = "times" in {following, before} or times_in_word(token)
        struck = following in {"bell", "strike"} or token.text in {"twice", "once"}
        only = before == "bell" and not following
        if counted or struck or only:
            return min(int(token.value), MAX_STRIKES)
    return min(max(dings, 1), MAX_STRIKES)


def sets_of_taps(tokens: Sequence[Token]) -> int:
    """Returns the sets of "slow taps, 6 sets" or "bilateral stimulation, 6-8 sets"; or 0."""
    concepts = [token.concept for token in tokens]
    if "taps" not in concepts or "sets" not in concepts:
        return 0
    before = tokens[: concepts.index("sets")]
    numbers = [int(token.value) for token in before if token.concept == "number"]
    return max(1, min(numbers[-1], MAX_STRIKES)) if numbers else 0
