"""The meaning of a bracket or a stage line: a silence, a bell, a repeat, a clock time, or a note.

Notations differ from author to author ("[PAUSE: 8s]", "(Pause for a few breaths)", "10 seconds of
silence"), so a direction is found by the concepts of its words and not by its shape.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.script.importing.directions.cues import has_bell, sets_of_taps, strokes
from quietude.script.importing.directions.direction import MAX_CHARS, Direction
from quietude.script.importing.directions.remarks import is_for_reader, says_manner
from quietude.script.importing.directions.repeats import repeat_in, repeat_of_steps
from quietude.script.importing.directions.silences import (
    counted_breath,
    limited,
    silence_by_form,
    silence_in,
)
from quietude.script.importing.words.lengths import lengths_in
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.tokens import Token


_POSSESSIVE = re.compile(r"\b(seconds?|minutes?)['’](?:s\b)?", re.IGNORECASE)
"""A possessive of a unit: "20 seconds' silence", "a minute's quiet"."""


def read_direction(text: str) -> Direction | None:
    """Returns the first meaning of a direction's words, or None if no vocabulary has them."""
    found = read_directions(text)
    return found[0] if found else None


@lru_cache(maxsize=8192)
def read_directions(text: str) -> tuple[Direction, ...]:
    """Returns the meanings of a direction's words, in order; none if no vocabulary has them.

    Args:
        text: The words between the brackets, or on the line.
    """
    written = " ".join(text.split())[:MAX_CHARS].strip(" *_~=-–—|:%#")
    written = _POSSESSIVE.sub(r"\1", written)
    parts = [_meanings(part) for part in written.split(" / ")]
    silences = [part for part in parts if [one.kind for one in part] == ["pause"]]
    if len(silences) == len(parts):  # "Hold 5 / Rest 10"
        return tuple(one for part in silences for one in part)
    return _meanings(written)


def _meanings(written: str) -> tuple[Direction, ...]:
    """Returns the meanings of words that are one direction."""
    folded = written.lower()
    tokens = tokens_of(folded)
    if all(token.concept in {"stop", "dash"} for token in tokens):
        return ()
    if clock := _clock(tokens):
        return (clock,)
    if repeat := repeat_of_steps(folded) or repeat_in(folded, tokens):
        return (repeat,)
    if silence := silence_by_form(written):
        return (silence,)
    words = [token for token in tokens if token.concept not in {"stop", "dash"}]
    concepts = [token.concept for token in words]
    if says_manner(words) or is_for_reader(folded, words, tokens):
        return (Direction("note"),)
    sets = sets_of_taps(tokens)
    if counted := Direction("taps", count=sets) if sets else counted_breath(words):
        return (counted,)
    if has_bell(concepts):
        bell = Direction("bell", count=strokes(tokens))
        after = silence_in(folded, tokens, words)
        measured = after is not None and ("pause" in concepts or bool(lengths_in(tokens)))
        return (bell, after) if after and measured else (bell,)
    pause = silence_in(folded, tokens, words)
    if "music" in concepts and not (pause and "pause" in concepts):
        lengths = [length for length in lengths_in(tokens) if not length.vague]
        if lengths and concepts[0] == "music":
            return (Direction("music", limited(lengths[-1].span)),)
        return (Direction("note"),)
    return (pause,) if pause else ()


def _clock(tokens: Sequence[Token]) -> Direction | None:
    if tokens[0].concept != "clock":
        return None
    rest = [token.concept for token in tokens[1:]]
    to = len(tokens) == 3 and rest[-1] == "clock"  # noqa: PLR2004
    if not rest or (to and (rest[0] == "dash" or tokens[1].text == "to")):
        return Direction("clock", at_s=tokens[0].value)
    return None
