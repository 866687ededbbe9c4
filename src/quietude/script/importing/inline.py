"""One line of a script → speech and directions in their order.

Round parentheses may hold a clause that is meant to be heard; they stay speech inside a line,
unless their words are a direction. What stands in square or curly brackets is never spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from quietude.durations import Span
from quietude.script.importing.directions.direction import BREATH, Direction, about
from quietude.script.importing.directions.reading import read_direction, read_directions
from quietude.script.importing.directions.remarks import is_manner
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.marks import PLAIN, ScriptNotation, bracketed
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIRS = {"[": "]", "{": "}", "(": ")"}
_DOTS = re.compile(r"(?:\.\s?){2,}\.?|…(?:\s*…)*")
_TILDES = re.compile(r"(?<!\S)(~{1,3})(?!\S)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.{1,400}?)(?<=\S)\1(?!\w)")
_VERSE = re.compile(r"[1-3]?\s?[A-Z][a-z]+\.? \d{1,3}:\d{1,3}")
_ASIDE = re.compile(r"\([^()]{1,400}\)")
_SHORT = re.compile(
    r"\(\s*(?:\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*(?:s|sek|secs?|seconds?|segundos?|″)|[123]\s*min\w*)\.?\s*\)",
    re.IGNORECASE,
)
"""A length of a silence: one at the end of a sentence, "Rest here (1 min).", or two in it, "In
(4 sec) and out (6 sec)", are no part of what is said."""
_FIGURES = re.compile(r"\(\s*\d{1,2}\s*\)")
_EMPTY = re.compile(r"\(\s*\)")
_LEFT_OVER = re.compile(r"[\[\]{}<>*_#|~^`\\=]+")
_NEAR = 200
"""The characters beside a bracket that tell if a sentence goes on around it."""
_FORGOTTEN = 60
"""The most characters of a direction that is not closed; a longer one is speech."""
_SENTENCE_WORDS = 4
"""The fewest words of a sentence in parentheses that is said, and no direction."""
_TO_LISTENER = re.compile(
    r"\b(?:you|your|you['’]re|du|dich|dir|dein\w*|vous|votre|vos|tu|ton|tes|tú|tus|usted|você|seus?|sua|tuo|tua|je|jouw?)\b"
)
_SENTENCE_END = '.!?…:。！？।"”»'

MID_SENTENCE = Span(0.8, 1.0, 1.6)
BETWEEN = about(3.0)
HALF_BREATH = Span(1.5, 2.5, 4.0)
COUNTED = Span.fixed(0.6)
"""The silence between counted numbers; with the word itself, about a second."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: speech, a direction, or a bracket that no vocabulary has.

    ``asides`` are the parts of speech that may not be meant to be heard: in parentheses, or in
    italics beside other words.
    """

    kind: Literal["speech", "direction", "unknown"]
    text: str
    direction: Direction | None = None
    asides: tuple[str, ...] = field(default=(), compare=False)


def pieces(line: str, notation: ScriptNotation = PLAIN) -> Iterator[Piece]:
    """Yields the parts of a line, in order."""
    if is_stage_line(line) and read_direction(line):
        yield from _directions(line.strip())
        return
    line = bracketed(line, notation)
    stripped = line.strip().strip("*_ ")
    alone = _whole_bracket(stripped)
    if alone is not None and stripped[0] == "(" and _is_said(alone):
        said = clean(alone)
        yield Piece("speech", said, asides=(said,))
        return
    if alone is not None:
        found = _bracket(alone, stripped[0], alone=True, cut=False, notation=notation)
        yield from found or [Piece("speech", alone)]
        return
    if _acted(line.strip()) and read_direction(stripped):
        yield from _directions(stripped)
        return
    yield from _split(line, notation)


def _is_said(inside: str) -> bool:
    """Returns True for a whole sentence in parentheses that speaks to a listener, or asks."""
    words = inside.split()
    if len(words) < _SENTENCE_WORDS or inside.rstrip('"”’»')[-1:] not in ".?!？":
        return False
    concepts = {token.concept for token in tokens_of(inside.lower())}
    if concepts & {"second", "minute", "third", "reader"} or is_manner(inside):
        return False
    return inside.rstrip('"”’»')[-1] in "?？" or bool(_TO_LISTENER.search(inside.lower()))


def _directions(text: str) -> Iterator[Piece]:
    for direction in read_directions(text):
        yield Piece("direction", text, direction)


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


def _split(line: str, notation: ScriptNotation) -> Iterator[Piece]:
    ends = _closings(line)
    several = len(_SHORT.findall(line)) + len(_FIGURES.findall(line)) > 1
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
        cut = not several and _cuts_sentence(line, position, end)
        found = _bracket(
            line[position + 1 : end], character, alone=False, cut=cut, notation=notation
        )
        if found is not None:
            yield from _speech(line[start:position])
            yield from found
            start = end + 1
        position = end + 1
    yield from _speech(line[start:])


def _cuts_sentence(line: str, start: int, end: int) -> bool:
    """Returns True if a sentence has a bracket for a part: "This rest (15 min) is for you."."""
    before = line[max(0, start - _NEAR) : start].rstrip(" *_")
    after = line[end + 1 : end + _NEAR].lstrip(" *_")
    ended = not before or before[-1] in _SENTENCE_END or before[-1] in ",;–—-"
    goes_on = after[:1].islower() or after.startswith((",", ";"))
    last = after in {"", ".", "!", "?"} and not _SHORT.fullmatch(line[start : end + 1])
    return not ended and (goes_on or last)


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


def _bracket(
    inside: str, opening: str, *, alone: bool, cut: bool, notation: ScriptNotation
) -> list[Piece] | None:
    """Returns a bracket as pieces, or None for parentheses that are speech."""
    if opening == "(" and _VERSE.fullmatch(inside.strip()):
        return [Piece("unknown", inside)]
    if direction := notation.signs.get(inside.strip().lower()):
        return [Piece("direction", inside, direction)]
    found = read_directions(inside)
    if found:
        clause = opening == "(" and not alone and len(inside.split()) > 8  # noqa: PLR2004
        if found[0].kind == "note" and not is_manner(inside) and len(inside.split()) <= 20:  # noqa: PLR2004
            clause = False
        if opening == "(" and found[0].kind == "bell":
            found = (replace(found[0], guessed=True), *found[1:])
        bare = cut and opening == "(" and found[0].bare
        if not clause and not bare:
            if found[0].bare and notation.numbers_are_seconds:
                found = (replace(found[0], guessed=False), *found[1:])
            return [Piece("direction", inside, direction) for direction in found]
    if opening == "(" and not alone and not re.search(r"[\[\]{}]", inside):
        return None
    return [Piece("unknown", inside)]


def _speech(text: str) -> Iterator[Piece]:
    """Yields speech, and its tildes and dots as silences."""
    position = 0
    for match in _TILDES.finditer(text):
        yield from _dotted(text[position : match.start()])
        breath = {1: HALF_BREATH, 2: BREATH, 3: Span(6.0, 10.0, 16.0)}[len(match[1])]
        yield Piece("direction", match[1], Direction("pause", breath))
        position = match.end()
    yield from _dotted(text[position:])


def _dotted(text: str) -> Iterator[Piece]:
    parts: list[tuple[Piece | None, str]] = []
    position = 0
    closings = [(start, end) for start, end in _closings(text).items() if text[start] == "("]
    for match in _DOTS.finditer(text):
        if any(start < match.start() < end for start, end in closings):
            continue  # a sentence in parentheses is one, and a direction is never cut in two
        # ". ......." is the end of a sentence, and dots.
        ends = re.match(r"\.\s(?=\.\.|…)", match.group())
        said = text[position : match.start()] + ("." if ends else "")
        parts.append((_spoken(said), match.group().strip()))
        position = match.end()
    parts.append((_spoken(text[position:]), ""))
    for number, (spoken, dots) in enumerate(parts):
        if spoken:
            yield spoken
        if not dots:
            continue
        following = parts[number + 1][0]
        if _is_count(following) or (_is_count(spoken) and following is None):
            yield Piece("direction", dots, Direction("pause", COUNTED, soft=True))
            continue
        ended = not spoken or spoken.text[-1] in ".!?"
        span = BETWEEN if ended else MID_SENTENCE
        yield Piece("direction", dots, Direction("pause", span, soft=True))


def _is_count(piece: Piece | None) -> bool:
    """Returns True for one counted number by itself: "two", "3"."""
    words = piece.text.strip(" .,!").split() if piece else []
    return (
        len(words) == 1
        and tokens_of(words[0].lower())[:1] != ()
        and (tokens_of(words[0].lower())[0].concept == "number")
    )


def _spoken(text: str) -> Piece | None:
    spoken = clean(text)
    if not spoken:
        return None
    asides = [match.group() for match in _ASIDE.finditer(spoken)]
    bare = text.strip()
    asides += [
        match[2]
        for match in _EMPHASIS.finditer(text)
        if match.group() != bare and (len(match[2].split()) > 3 or _is_apart(text, match))  # noqa: PLR2004
    ]
    return Piece("speech", spoken, asides=tuple(asides))


def _is_apart(text: str, match: re.Match[str]) -> bool:
    """Returns True for small words in italics between sentences: "Rest now. *smiles*"."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    small = match[2][:1].islower() and match[2][-1:].isalnum()
    begins = not before or before[-1] in _SENTENCE_END
    return small and begins and (not after or after[:1].isupper())


def clean(text: str) -> str:
    """Returns speech without emphasis and without any sign that is not for the voice."""
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    text = " ".join(_LEFT_OVER.sub(" ", _EMPTY.sub(" ", text)).split())
    text = re.sub(r"\s+([,.;:!?…])", r"\1", text)
    text = text.lstrip(",.;:!?… ")
    return text if any(character.isalnum() for character in text) else ""
