"""Lines without brackets that are directions: "PAUSE…", "10 second pause", "wait: 20"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.script.importing.directions.direction import MAX_CHARS
from quietude.script.importing.directions.repeats import repeat_in
from quietude.script.importing.directions.silences import bare_number
from quietude.script.importing.words.lengths import lengths_in
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.lengths import Length
    from quietude.script.importing.words.tokens import Token

MAX_STAGE_LINE_WORDS = 8
"""The most words of a direction without brackets; a longer line is speech."""
_WORDS_AFTER = re.compile(r"[\])}]\s*[^\W\d]")
"""Words after a bracket: "[pause 5 s] Rest."."""


@lru_cache(maxsize=8192)
def is_stage_line(text: str) -> bool:  # noqa: C901  (one question after the other)
    """Returns True if a line without brackets is a direction: "PAUSE…", "10 second pause"."""
    folded = " ".join(text.strip(" *_\t").lower().split())
    if not folded or len(folded) > MAX_CHARS or _WORDS_AFTER.search(folded):
        return False
    tokens = tokens_of(folded)
    if _is_length_alone(folded):
        return True
    words = [token for token in tokens if token.concept not in {"stop", "dash"}]
    if not words or len(folded.split()) > MAX_STAGE_LINE_WORDS + 4:
        return False
    concepts = [token.concept for token in words]
    dashed = folded[0] in "-–—:" and folded[-1] in "-–—:0123456789s" and len(words) > 0
    if dashed and concepts[0] in {"pause", "short", "long"} and "pause" in concepts:
        return True
    if {"third", "reader"} & set(concepts) and "times" in concepts and "through" in concepts:
        return repeat_in(folded, tokens) is not None
    if len(folded.split()) > MAX_STAGE_LINE_WORDS:
        return False
    if all(concept in {"bell", "strike", "number", "times", "article"} for concept in concepts):
        return "bell" in concepts and (concepts[0] == "bell" or "strike" in concepts)
    if set(concepts) <= {"pause", "short", "long"} and "pause" in concepts:
        return tokens[-1].text != "?"
    bare = folded[0].isalnum()
    if bare and concepts[0] == "repeat" and set(concepts) <= {"repeat", "number", "times", "more"}:
        return repeat_in(folded, tokens) is not None
    # Speech may speak of pauses, too: a line is a direction if its first words are one, and it
    # says for how long.
    lengths = lengths_in(tokens)
    open_ended = text.strip(" *_\t")[-1:].isalpha()
    small = open_ended and text.strip(" *_\t")[:1].islower()
    if _is_measured_wait(tokens, lengths, loose=small, open_ended=open_ended):
        return True
    begins = concepts[0] == "pause" or (
        concepts[0] in {"short", "long"} and len(concepts) > 1 and concepts[1] == "pause"
    )
    if begins and (lengths or bare_number(words)):
        return True
    plain = {"fill", "pause", "article", "short", "long"}
    rest = [token.concept for token in tokens[lengths[0].end :]] if lengths else []
    first = bool(lengths) and lengths[0].start == 0 and "pause" in rest
    return first and {concept for concept in rest if concept != "stop"} <= plain


_WAITING = {"wait", "pauses", "pause", "fill", "stop", "give", "hold"}


def _is_measured_wait(
    tokens: Sequence[Token], lengths: Sequence[Length], *, loose: bool, open_ended: bool
) -> bool:
    """Returns True for "Wait 20 seconds." and "Stay silent for 60 seconds.", in figures.

    Args:
        tokens: The tokens of a line.
        lengths: The lengths among them.
        loose: True if the number may be a word: "wait ten seconds", which is no sentence.
        open_ended: True if no stop ends the line: "HOLD 5 SECONDS".
    """
    if (
        tokens[0].concept not in {"wait", "give"} | ({"hold"} if open_ended else set())
        or len(lengths) != 1
        or lengths[0].vague
        or lengths[0].concept not in {"second", "minute"}
    ):
        return False
    rest = [*tokens[: lengths[0].start], *tokens[lengths[0].end :]]
    figures = loose or tokens[lengths[0].start].text[:1].isdigit()
    rests = tokens[0].text in {"rest", "rests"}  # is said to a listener as well
    return figures and (open_ended or not rests) and {token.concept for token in rest} <= _WAITING


_AROUND = " .…–—―-~=|↓→⏳:"
"""Signs that stand around a length that has a line to itself: "... 10 secs ...", "――15秒――"."""


def _is_length_alone(folded: str) -> bool:
    """Returns True for a line that is a length in figures and no more: "10 s", "wait: 20"."""
    bare = folded.strip(_AROUND)
    if not any(map(str.isdigit, bare)) or len(bare) > _LONGEST_ALONE:
        return False
    if _SAID_BEFORE.search(bare):
        return False
    keyed = re.match(r"[^\W\d]+\s*[:=]", bare) is not None
    concepts = [token.concept for token in tokens_of(bare) if token.concept not in {"stop", "dash"}]
    if keyed and len(concepts) > 1 and concepts[0] in {"wait", "pause", "pauses"}:
        return set(concepts[1:]) <= {"number", "second", "minute"}
    measured = {"second", "minute"} & set(concepts)
    return bool(measured) and set(concepts) <= {
        "number", "second", "minute", "pause", "pauses", "fill", "short", "long",
    } and concepts[0] in {"number", "fill"} and folded[-1:] not in "!?"  # fmt: skip


_SAID_BEFORE = re.compile(
    r"(?<!\bca)(?<!\bapprox)(?<!\bcirca)(?<!\bmin)(?<!\bmax)(?<!\benv)(?<!\baprox)(?<!\bcca)(?<!\bung)"
    r"(?<=[^\W\d])[.!?]\s|\w\s*[\[({⏸⏱⏲⏳]"
)
"""Words that end before a length, or before a bracket: "Be here. ⏸ 10s"."""
_LONGEST_ALONE = 40
