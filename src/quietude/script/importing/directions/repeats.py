"""Repeats in words: "three more times", "steps 2-4 again", "the last two lines"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.script.importing.directions.direction import MAX_CHARS, MAX_REPEATS, Direction
from quietude.script.importing.words.repeats import LINES_BACK, NUMBERED
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.tokens import Token

_REPEAT_ONCE = re.compile(r"^\W*repeat( (this|that|the above|again|once( more)?|twice))?\W*$")
_MOST_REPEAT_WORDS = 14


@lru_cache(maxsize=1024)
def repeat_of_steps(text: str) -> Direction | None:
    """Returns the repeat of numbered steps that words ask for: "Repeat steps 2-5 twice more".

    Args:
        text: In any case; of one sentence.
    """
    folded = " ".join(text[:MAX_CHARS].lower().split())
    if (
        len(text) >= MAX_CHARS
        or len(folded.split()) > _MOST_REPEAT_WORDS
        or not any(map(str.isdigit, folded))
    ):
        return None
    match = next((found for form in NUMBERED if (found := form.fullmatch(folded))), None)
    if match is None:
        return None
    rest = tokens_of(match["rest"].strip(" ,;:.!()[]"))
    numbers = [token for token in rest if token.concept == "number"]
    times = any(token.concept == "times" or times_in_word(token) for token in rest)
    named, back = bool(match["step"]), bool(match["back"])
    if not named and (not match["last"] or not match["again"] or (times and not numbers)):
        return None  # "repeat 2-3 times" names no steps
    once = not numbers or numbers[0].value == 1
    more = once or any(token.concept == "more" for token in rest)
    count = max(1, min(int(numbers[0].value), MAX_REPEATS)) if numbers else 1
    first = int(match["first"])
    last = int(match["last"] or (0 if back else first))
    if not 1 <= first <= (last or first):
        return None
    return Direction("repeat", count=count, more=more, first=first, last=last)


def repeat_in(folded: str, tokens: Sequence[Token]) -> Direction | None:
    """Returns the repeat of what stands before it: "repeat twice more", "the last two lines again".

    Args:
        folded: The words, in lower case.
        tokens: Their tokens.
    """
    concepts = [token.concept for token in tokens]
    led = bool({"third", "reader"} & set(concepts))
    through = "through" in concepts and led and "times" in concepts
    if "repeat" not in concepts and not through:
        return None
    if _REPEAT_ONCE.fullmatch(folded):
        return Direction("repeat", count=1, more=True)
    if match := LINES_BACK.search(folded):
        rest = folded[: match.start()] + folded[match.end() :]
        found = repeat_in(rest, tokens_of(rest)) or Direction("repeat", count=1, more=True)
        number = tokens_of(match["after"] or match["before"])[0].value
        return replace(found, first=-max(1, min(int(number), MAX_REPEATS)))
    start = concepts.index("repeat") if "repeat" in concepts else concepts.index("through")
    for index in range(len(tokens)):
        if tokens[index].concept != "number":
            continue
        near = concepts[index + 1 : index + 6]
        before = concepts[index - 1] if index else ""
        counted = "times" in near or before == "times" or tokens[index].text in {"once", "twice"}
        if not counted and index != start + 1 and not times_in_word(tokens[index]):
            continue
        if index + 1 < len(tokens) and concepts[index + 1] in {"second", "minute"}:
            continue
        count = max(1, min(int(tokens[index].value), MAX_REPEATS))
        return Direction("repeat", count=count, more="more" in concepts)
    return None


def times_in_word(token: Token) -> bool:
    """Returns True for a number that says "times" itself: "dreimal"."""
    return token.text.endswith("mal")
