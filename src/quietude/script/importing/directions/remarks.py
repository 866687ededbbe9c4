"""Words to whoever reads: how to speak, and what to watch for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.directions.direction import MAX_CHARS
from quietude.script.importing.words.lengths import lengths_in
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.tokens import Token

_MANNER = {"manner", "speak", "fill", "whole", "article", "stop", "dash", "short", "long", "pauses",
           "time", "more", "breath", "moment", "few"}  # fmt: skip
_NAMES = {"name", "speak", "fill", "reader", "third"}


def is_manner(text: str) -> bool:
    """Returns True if the words say how to speak and nothing else: "Soft voice, slowly."."""
    tokens = tokens_of(" ".join(text.lower().split())[:MAX_CHARS])
    return says_manner([token for token in tokens if token.concept not in {"stop", "dash"}])


def speaks_of_third(text: str) -> bool:
    """Returns True if words speak of listeners to somebody else: "Invite the group to sit."."""
    tokens = tokens_of(" ".join(text.lower().split())[:MAX_CHARS])
    return any(token.concept in {"third", "reader"} for token in tokens)


def says_manner(words: Sequence[Token]) -> bool:
    """Returns True if tokens, without stops and dashes, say how to speak and nothing else."""
    concepts = [token.concept for token in words]
    if not concepts or not {"manner", "name"} & set(concepts):
        return False
    if set(concepts) <= {"name", "fill", "speak"} and "name" in concepts:
        return any(token.text == "name" for token in words)
    # "in the line": a word about lines is no manner by itself.
    manner = any(token.concept == "manner" and token.text not in _PLACES for token in words)
    spoken = concepts[0] in {"manner", "speak", "fill", "more", "article", "long", "short"}
    return manner and spoken and set(concepts) <= _MANNER


_PLACES = {"line", "lines", "word", "words", "sentence", "sentences", "phrase", "phrases",
           "between", "each", "much", "every", "low", "deep"}  # fmt: skip
_NOTE_TO = re.compile(
    r"\W*(?:notes?|nb|n\.b\.) (?:to|for)\b|\W*(?:todo|fixme|nota|note|hinweis)\s*:"
    r"|\W*(?:dauer|durée|duration|duración|duração|durata|duur|length)\s*[:：]\s*(?:\w+\.? )?"
    r"\d+(?:\s?[-–]\s?\d+)?\s*min"
    r"|\W*(?:the )?end of (?:the |this )?(?:script|session|meditation|recording|exercise|audio)\W*$"
)


def is_for_reader(folded: str, words: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Returns True for a note to whoever reads: "therapist: watch for tears", "read slowly"."""
    if _NOTE_TO.match(folded):
        return True
    if any(token.text == "name" for token in words) and all(
        token.concept in _NAMES for token in words
    ):
        return True
    concepts = [token.concept for token in words]
    labelled = len(tokens) > 1 and tokens[1].concept == "stop" and tokens[1].text == ":"
    if concepts[0] == "reader" and (labelled or len(words) > 2):  # noqa: PLR2004
        return "pause" not in concepts and not lengths_in(tokens)
    conditional = words[0].text in {"if", "wenn", "si", "se", "als"}
    if conditional and "reader" in concepts:
        return True
    to_read = concepts[0] == "speak" and words[0].text in {"read", "speak", "whisper", "lesen"}
    return to_read and "manner" in concepts and not lengths_in(tokens)
