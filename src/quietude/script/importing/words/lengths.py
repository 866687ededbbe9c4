"""The lengths of time among the tokens of a stage direction: "1 minute 30", "20-30 seconds"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.durations import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.words.tokens import Token

UNITS_S = {"ms": 0.001, "second": 1.0, "minute": 60.0, "hour": 3600.0, "breath": 5.0,
           "count": 1.0}  # fmt: skip
"""The units of length, in seconds; a calm breath takes about five, and who counts counts seconds."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time among tokens.

    Attributes:
        span: The length, in seconds.
        concept: Its unit.
        vague: True for "a few minutes" and "some breaths".
        start: The index of its first token.
        end: The index after its last.
    """

    span: Span
    concept: str
    vague: bool
    start: int
    end: int


def lengths_in(tokens: Sequence[Token]) -> list[Length]:
    """Returns every length of time in some tokens, in order."""
    found: list[Length] = []
    index = 0
    while index < len(tokens):
        length = _range_at(tokens, index) or _length_at(tokens, index)
        if length:
            if found and _continues(tokens, found[-1], length):
                found[-1] = _sum(found[-1], length)
            else:
                found.append(length)
            index = length.end
        else:
            index += 1
    return found


def _continues(tokens: Sequence[Token], before: Length, after: Length) -> bool:
    """Returns True for "1 minute 30 seconds" and "one minute and 30 seconds"."""
    between = tokens[before.end : after.start]
    smaller = UNITS_S.get(after.concept, 0) < UNITS_S.get(before.concept, 0)
    joined = not between or [token.text for token in between] in (["and"], ["und"], ["et"], ["y"])
    return smaller and after.concept != "breath" and joined


def _sum(one: Length, two: Length) -> Length:
    total = Span(
        one.span.min_s + two.span.min_s,
        one.span.ideal_s + two.span.ideal_s,
        one.span.max_s + two.span.max_s,
    )
    return Length(total, one.concept, one.vague or two.vague, one.start, two.end)


def _is(tokens: Sequence[Token], index: int, *concepts: str) -> bool:
    return 0 <= index < len(tokens) and tokens[index].concept in concepts


def _amount_at(tokens: Sequence[Token], index: int) -> tuple[float, int]:
    """Returns a number and the index after it: "ten", "1 1/2", "one and a half", "a"; or 0."""
    if _is(tokens, index, "article") and not _is(tokens, index + 1, "number"):
        return 1.0, index + 1
    if not _is(tokens, index, "number"):
        return 0.0, index
    value, index = tokens[index].value, index + 1
    for words in ("and a half", "and half", "einhalb", "et demi", "y medio", "e mezzo", "e meio"):
        parts = words.split()
        texts = " ".join(token.text for token in tokens[index : index + len(parts)])
        if texts == words or (words == "and a half" and _half_follows(tokens, index)):
            size = 2 if _half_follows(tokens, index) else len(parts)
            return value + 0.5, index + size
    return value, index


def _half_follows(tokens: Sequence[Token], index: int) -> bool:
    """Returns True for "and a half", where "a half" may be one token or two."""
    rest = [token.text for token in tokens[index : index + 2]]
    return rest in (["and", "a half"], ["et", "demie"], ["and", "half"], ["y", "media"])


def _length_at(tokens: Sequence[Token], index: int) -> Length | None:
    if _is(tokens, index, "few"):
        at = _past_fill(tokens, index + 1)
        if _is(tokens, at, *UNITS_S, "moment"):
            return Length(Span.fixed(0.0), tokens[at].concept, vague=True, start=index, end=at + 1)
        return None
    amount, at = _amount_at(tokens, index)
    if not amount:
        return None
    unit = _past_fill(tokens, at)
    hyphen = unit == at + 1 and _is(tokens, at, "dash")  # "10-second"
    filled = unit > at and not hyphen
    if not _is(tokens, unit, *UNITS_S):
        return None
    whole = all(token.concept == "whole" for token in tokens[at:unit])
    if filled and tokens[unit].concept != "breath" and not whole:
        return None
    if tokens[index].concept == "article" and tokens[unit].text in {"m", "s", "min", "sec"}:
        return None
    end = unit + 1
    if _is(tokens, end, "fill") and (_half_follows(tokens, end) or _a_half(tokens, end)):
        amount += 0.5
        end += 2 if _half_follows(tokens, end) else 3
    seconds = amount * UNITS_S[tokens[unit].concept]
    return Length(Span.fixed(seconds), tokens[unit].concept, vague=False, start=index, end=end)


def _a_half(tokens: Sequence[Token], index: int) -> bool:
    return [token.text for token in tokens[index : index + 3]] == ["and", "a", "half"]


def _past_fill(tokens: Sequence[Token], index: int) -> int:
    """Returns the index after a dash ("10-second") or a few words before breaths ("deep", "回")."""
    last = index + 3
    while index < min(last, len(tokens)) and _is(
        tokens, index, "dash", "fill", "manner", "short", "long", "times", "whole"
    ):
        if tokens[index].concept == "dash" and not _is(tokens, index + 1, *UNITS_S):
            break
        index += 1
    return index


def _range_at(tokens: Sequence[Token], index: int) -> Length | None:
    """Returns a range: "20-30 seconds", "30 seconds to 1 minute", "pause 20 seconds to 30"."""
    low, at = _amount_at(tokens, index)
    if not low:
        return None
    low_unit = tokens[at].concept if _is(tokens, at, *UNITS_S) else ""
    at += bool(low_unit)
    if not _is_to(tokens, at):
        return None
    if _is(tokens, at + 1, "clock"):  # "1-1:30 min"
        high, at = tokens[at + 1].value / 60, at + 2
    else:
        high, at = _amount_at(tokens, at + 1)
    if not high:
        return None
    at += _is(tokens, at, "dash") and _is(tokens, at + 1, *UNITS_S)
    high_unit = tokens[at].concept if _is(tokens, at, *UNITS_S) else ""
    if not low_unit and not high_unit:
        return None
    end = at + bool(high_unit)
    one = low * UNITS_S[low_unit or high_unit]
    two = high * UNITS_S[high_unit or low_unit]
    unit = high_unit or low_unit
    return Length(
        Span.between(min(one, two), max(one, two)), unit, vague=False, start=index, end=end
    )


def _is_to(tokens: Sequence[Token], index: int) -> bool:
    return _is(tokens, index, "dash") or (
        _is(tokens, index, "fill", "word", "article")
        and tokens[index].text in {"to", "à", "a", "bis", "tot", "or", "से"}
    )
