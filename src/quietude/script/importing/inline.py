"""One line of a script → speech and directions in their order.

Round parentheses may hold a clause that is meant to be heard; they stay speech inside a line,
unless their words are a direction. What stands in square or curly brackets is never spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from quietude.durations import Span
from quietude.script.importing.directions import (
    BREATH,
    Direction,
    is_manner,
    is_stage_line,
    read_direction,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIRS = {"[": "]", "{": "}", "(": ")"}
_DOTS = re.compile(r"(?:\.\s?){2,}\.?|…(?:\s*…)*")
_BREAK_TAG = re.compile(
    r"<break\b[^<>]{0,120}?time\s*=\s*[\"']?([\d.]{1,8})\s*(ms|s)\b[^<>]{0,60}>", re.IGNORECASE
)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z!?][^<>]{0,300}>")
_TILDES = re.compile(r"(?<!\S)(~{1,3})(?!\S)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.{1,400}?)(?<=\S)\1(?!\w)")
_VERSE = re.compile(r"[1-3]?\s?[A-Z][a-z]+\.? \d{1,3}:\d{1,3}")
_SLASH = re.compile(r"(?<!\S)/(\d{1,3})s\b")
_SIGNED = re.compile(
    r"(?:^|(?<=[.!?…,;:]))\s*[*_~—–#@%|\\]{1,3}\s?"
    r"((?:(?:long|short|brief) )?pause\b(?:[ :=(]{1,3}\d{1,3} ?(?:s|sec|secs|seconds)?)?)"
    r"\)?\s?[*_~—–%|]{0,3}(?=\W|$|[A-Z])",
    re.IGNORECASE,
)
"""A pause between other signs than brackets, where a clause has ended: *pause*, #pause, %pause%."""

_STANDING = re.compile(
    r"(?:^|(?<=[.!?…]))\s*((?:(?:LONG|SHORT|BRIEF) )?PAUSE\b|"
    r"[Pp]ause (?:for )?(?:about )?\d{1,3}(?: ?(?:-|–|to) ?\d{1,3})? ?"
    r"(?:seconds?|secs?|s|minutes?))"
    r"[.…]*(?=\s|$)"
)
"""A pause that is a sentence of its own: in capitals, or with its length in figures."""

_LEFT_OVER = re.compile(r"[\[\]{}<>*_#|~^`\\=]+")
_FORGOTTEN = 60
"""The most characters of a direction that is not closed; a longer one is speech."""

MID_SENTENCE = Span(0.8, 1.0, 1.2)
BETWEEN = Span(2.0, 3.0, 4.0)
HALF_BREATH = Span(1.5, 2.5, 3.5)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: speech, a direction, or a bracket that no vocabulary has."""

    kind: Literal["speech", "direction", "unknown"]
    text: str
    direction: Direction | None = None


def pieces(line: str) -> Iterator[Piece]:
    """Yields the parts of a line, in order."""
    if is_stage_line(line) and (direction := read_direction(line)):
        yield Piece("direction", line.strip(), direction)
        return
    line = _BREAK_TAG.sub(r"[pause \1 \2]", line)
    line = _SLASH.sub(r"[pause \1 s]", line)
    line = _SIGNED.sub(_bracketed_pause, _TAG.sub(" ", line))
    line = _STANDING.sub(r" [\1] ", line)
    stripped = line.strip().strip("*_ ")
    alone = _whole_bracket(stripped)
    if alone is not None:
        yield _bracket(alone, stripped[0], alone=True) or Piece("speech", alone)
        return
    if _acted(line.strip()) and (direction := read_direction(stripped)):
        yield Piece("direction", stripped, direction)
        return
    yield from _split(line)


def _bracketed_pause(match: re.Match[str]) -> str:
    return f" [{match[1].replace('(', ' ')}] "


def _acted(text: str) -> bool:
    """Returns True if a line in asterisks is an action ("*soft music*"), not speech in italics.

    A full stop makes it speech ("*You are safe.*"), unless it only says how to speak.
    """
    wrapped = len(text) > 2 and text[0] == text[-1] and text[0] in "*_"  # noqa: PLR2004
    inside = text.strip("*_ ")
    action = len(inside.split()) <= 6 and inside[-1:].isalnum()  # noqa: PLR2004
    return wrapped and (action or is_manner(inside))


def _whole_bracket(text: str) -> str | None:
    """Returns the words of a line that is one bracket from end to end, or None."""
    text = text.rstrip(".…!,;: ")
    if len(text) < 2 or text[0] not in _PAIRS:  # noqa: PLR2004
        return None
    return text[1:-1] if _closings(text).get(0) == len(text) - 1 else None


def _split(line: str) -> Iterator[Piece]:
    ends = _closings(line)
    start = position = 0
    while position < len(line):
        character = line[position]
        if character not in _PAIRS:
            position += 1
            continue
        end = ends.get(position)
        if end is None:
            if character == "(" and not _left_open(line, position):
                position += 1
                continue
            end = len(line)  # never closed: the rest of the line may be a direction
        piece = _bracket(line[position + 1 : end], character, alone=False)
        if piece is not None:
            yield from _speech(line[start:position])
            yield piece
            start = end + 1
        position = end + 1
    yield from _speech(line[start:])


def _left_open(line: str, position: int) -> bool:
    """Returns True if a direction begins with this parenthesis and was never closed."""
    return len(line) - position <= _FORGOTTEN and read_direction(line[position + 1 :]) is not None


def _closings(text: str) -> dict[int, int]:
    """Returns the index of each bracket's end by its start; one pass, however they nest."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for index, character in enumerate(text):
        if character in _PAIRS:
            stack.append(index)
        elif stack and character == _PAIRS[text[stack[-1]]]:
            ends[stack.pop()] = index
    return ends


def _bracket(inside: str, opening: str, *, alone: bool) -> Piece | None:
    """Returns a bracket as a piece, or None for parentheses that are speech."""
    if opening == "(" and _VERSE.fullmatch(inside.strip()):
        return Piece("unknown", inside)
    if direction := read_direction(inside):
        clause = opening == "(" and not alone and len(inside.split()) > 8  # noqa: PLR2004
        if direction.kind == "bell" and opening == "(":
            direction = replace(direction, guessed=True)
        if not clause:
            return Piece("direction", inside, direction)
    if opening == "(" and not alone and not re.search(r"[\[\]{}]", inside):
        return None
    return Piece("unknown", inside)


def _speech(text: str) -> Iterator[Piece]:
    """Yields speech, and its tildes and dots as silences."""
    position = 0
    for match in _TILDES.finditer(text):
        yield from _dotted(text[position : match.start()])
        breath = {1: HALF_BREATH, 2: BREATH, 3: Span(6.0, 10.0, 14.0)}[len(match[1])]
        yield Piece("direction", match[1], Direction("pause", breath))
        position = match.end()
    yield from _dotted(text[position:])


def _dotted(text: str) -> Iterator[Piece]:
    position = 0
    for match in _DOTS.finditer(text):
        spoken = clean(text[position : match.start()])
        if spoken:
            yield Piece("speech", spoken)
        ended = not spoken or spoken[-1] in ".!?"
        silence = Direction("pause", BETWEEN if ended else MID_SENTENCE)
        yield Piece("direction", match.group().strip(), silence)
        position = match.end()
    if spoken := clean(text[position:]):
        yield Piece("speech", spoken)


def clean(text: str) -> str:
    """Returns speech without emphasis and without any sign that is not for the voice."""
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    text = " ".join(_LEFT_OVER.sub(" ", text).split())
    text = re.sub(r"\s+([,.;:!?…])", r"\1", text)
    text = text.lstrip(",.;:!?… ")
    return text if any(character.isalnum() for character in text) else ""
