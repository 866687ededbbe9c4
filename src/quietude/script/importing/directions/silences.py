"""Silences in words: of a stated length, counted in breaths, or of none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.durations import Span
from quietude.script.importing.directions.direction import (
    BREATH,
    LONG,
    MAX_PAUSE_S,
    MINUTES,
    MOMENTS,
    PAUSE,
    SHORT,
    Direction,
    about,
)
from quietude.script.importing.words.lengths import UNITS_S, lengths_in
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.lengths import Length
    from quietude.script.importing.words.tokens import Token

_SILENT_P = re.compile(r"\W*(?:(?i:(long|lange|short|kurze) ))?P\W*")
_NOTE_AFTER = re.compile(r"(?: [–—-]|;) (?=[^\W\d])")
_UNNAMED = re.compile(r"\W*(?:x+|n|_+|\?+|…)? ?(?:sec|secs|seconds|s|sek)\W*")
_COUNT_IN_WORDS = {"hold", "count", "fill", "number", "manner", "dash", "stop", "pause", "wait"}
_LONGEST_COUNT = 12.0
"""The highest number that a part of a breath is counted to, a second each."""
_STILL = {"pause", "pauses", "wait", "breath", "breathe"}
_ONE_MINUTE = {"minute", "minuto", "minuta", "minutę", "минута", "минуту", "minut", "dakika",
               "minuutti", "perc", "хвилина"}  # fmt: skip
"""Words for one minute where no number stands: "минута тишины", "minute of silence"."""
_PLAIN = {"fill", "whole", "article", "dash", "stop", "short", "long", "moment", "few", "time",
          "hold", "give", "manner", "breath", *UNITS_S, "number", "third", "more",
          "clock"}  # fmt: skip


def silence_by_form(written: str) -> Direction | None:
    """Returns "P", and a length before a dash and a note: "5 minutes - don't rush them"."""
    if match := _SILENT_P.fullmatch(written):
        size = (match[1] or "").lower()
        span = LONG if size in {"long", "lange"} else SHORT if size else PAUSE
        return Direction("pause", span, guessed=True)
    before, *after = _NOTE_AFTER.split(written.lower(), maxsplit=1)
    tokens = tokens_of(before) if after else ()
    lengths = [length for length in lengths_in(tokens) if not length.vague]
    if len(lengths) != 1 or lengths[0].start or lengths[0].end != len(tokens):
        return None
    measured = lengths[0].concept in {"second", "minute"}
    return Direction("pause", limited(lengths[0].span)) if measured else None


def counted_breath(words: Sequence[Token]) -> Direction | None:
    """Returns the silence of one counted part of a breath: "breathe in… 4", "hold for 4"."""
    concepts = [word.concept for word in words if word.concept != "fill"]
    if len(concepts) != 2 or concepts[0] not in {"breathe", "hold"} or concepts[1] != "number":  # noqa: PLR2004
        return None
    seconds = words[-1].value
    if not 1.0 <= seconds <= _LONGEST_COUNT:
        return None
    return Direction("pause", Span.fixed(seconds), guessed=True)


_LONGEST_SOUND_S = 120.0


def _is_of_sound(tokens: Sequence[Token], exact: Sequence[Length]) -> bool:
    """Returns True for "15 seconds of rain": a time for something else than words."""
    if not exact or exact[0].start or exact[0].span.max_s > _LONGEST_SOUND_S:
        return False
    after = tokens[exact[0].end :]
    return len(after) in range(2, 5) and after[0].text in _OF


_OF = {"of", "de", "di", "von", "van"}


def silence_in(folded: str, tokens: Sequence[Token], words: Sequence[Token]) -> Direction | None:
    """Returns the silence that words ask for, measured or not, or None.

    Args:
        folded: The words, in lower case.
        tokens: Their tokens.
        words: The same without stops and dashes.
    """
    concepts = [token.concept for token in words]
    if _UNNAMED.fullmatch(folded):
        return Direction("pause", PAUSE, guessed=True)
    lengths = lengths_in(tokens)
    named = bool({"pause", "pauses", "wait"} & set(concepts)) or concepts[0] in _STILL
    plain = set(concepts) <= _PLAIN | {"pause", "pauses", "wait", "breathe", "count", "bell",
                                       "strike", "times"}  # fmt: skip
    measured = [length for length in lengths if not length.vague]
    exact = [length for length in measured if length.concept != "breath"]
    if exact and (
        named or plain or {"hold", "give"} & set(concepts) or _is_of_sound(tokens, exact)
    ):
        bare = not ({"pause", "pauses", "wait", "hold", "give", "breathe"} & set(concepts))
        return Direction("pause", limited(exact[0].span), bare=bare)
    if not exact and (counted := _counted(words)):
        return Direction("pause", limited(about(counted)), guessed=True)
    if number := bare_number(words):
        bare = set(concepts) <= {"number", "fill"}
        return Direction("pause", limited(Span.fixed(number)), bare=bare, guessed=bare)
    if (clocked := _clocked_length(tokens)) and (named or plain):
        return Direction("pause", limited(Span.fixed(clocked)))
    breaths = [length for length in lengths if length.concept == "breath"]
    if breaths and (named or plain):
        number = breaths[0].span.ideal_s / UNITS_S["breath"] if not breaths[0].vague else 3.0
        bare = not ({"pause", "pauses", "wait", "hold", "give", "breathe"} & set(concepts))
        return Direction("pause", limited(_times(BREATH, number)), guessed=True, bare=bare)
    if not _is_unmeasured(words, concepts):
        return None
    return Direction("pause", _unmeasured(words, lengths), guessed=True)


def _is_unmeasured(words: Sequence[Token], concepts: Sequence[str]) -> bool:
    """Returns True if words ask for a silence of no stated length."""
    if "pause" in concepts:
        return True
    if "give" in concepts and "time" in concepts and concepts.index("give") <= 2:  # noqa: PLR2004
        return True
    lead = [
        concept
        for concept in concepts
        if concept not in {"fill", "article", "short", "long", "manner"}
    ]
    if not lead:
        return False
    if lead[0] in {"wait", "pauses"}:
        return concepts[0] in {"wait", "pauses", "short", "long", "article", "manner"} or (
            words[0].text in {"very", "be"}
        )
    if lead[0] in {"breath", "breathe"} and len(lead) == 1 and len(words) <= 3:  # noqa: PLR2004
        return words[-1].text != "breathing" or len(words) == 1
    if "moment" in lead and "give" in lead and set(lead) <= {"moment", "give", "number"}:
        return True  # "einen Moment wirken lassen"
    return lead == ["moment"] or (lead[0] == "few" and set(lead) <= {"few", "moment", "second"})


def bare_number(words: Sequence[Token]) -> float:
    """Returns the seconds of a number without a unit: "pause 3", "wait 20", "5"; or 0."""
    numbers = [token for token in words if token.concept == "number"]
    if len(numbers) == 2 and [token.concept for token in words] == ["number", "number"]:  # noqa: PLR2004
        return sum(token.value for token in numbers) / 2
    if len(numbers) != 1 or not numbers[0].text[:1].isdigit() or not 1 <= numbers[0].value <= 600:  # noqa: PLR2004
        return 0.0
    rest = {token.concept for token in words if token.concept != "number"}
    if rest <= {"pause", "wait", "hold", "fill", "short", "long", "give"} and (
        words[-1].concept == "number" or words[0].concept == "number"
    ):
        return numbers[0].value if words[-1] is numbers[0] or len(words) == 1 else 0.0
    return 0.0


def _counted(words: Sequence[Token]) -> float:
    """Returns the seconds of a count: "count to ten", "pause -- count 10 slowly"; or 0."""
    concepts = [token.concept for token in words]
    if "count" not in concepts or not set(concepts) <= _COUNT_IN_WORDS:
        return 0.0
    following = words[concepts.index("count") :]
    return next((token.value for token in following if token.concept == "number"), 0.0)


def _clocked_length(tokens: Sequence[Token]) -> float:
    clocks = [token for token in tokens if token.concept == "clock"]
    return clocks[0].value if len(clocks) == 1 and len(tokens) > 1 else 0.0


def _unmeasured(words: Sequence[Token], lengths: Sequence[Length]) -> Span:
    """Returns the length that the words suggest where none is written."""
    concepts = [token.concept for token in words]
    if any(length.vague and length.concept == "minute" for length in lengths):
        return MINUTES
    if "minute" in concepts and "number" not in concepts:
        one = any(token.text in _ONE_MINUTE for token in words)
        return about(UNITS_S["minute"]) if one else MINUTES
    if any(length.vague for length in lengths) or "few" in concepts:
        return MOMENTS
    if any(token.text in {"moments", "beats"} for token in words):
        return MOMENTS
    if "long" in concepts:
        return LONG
    if "short" in concepts:
        return SHORT
    if "pause" not in concepts and set(concepts) & {"breath", "breathe"}:
        return BREATH
    return PAUSE


def _times(span: Span, number: float) -> Span:
    return Span(span.min_s * number, span.ideal_s * number, span.max_s * number)


def limited(span: Span) -> Span:
    """Returns a length of an hour at most."""
    return Span(
        min(span.min_s, MAX_PAUSE_S), min(span.ideal_s, MAX_PAUSE_S), min(span.max_s, MAX_PAUSE_S)
    )
