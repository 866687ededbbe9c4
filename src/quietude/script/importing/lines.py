"""The lines of a text or Markdown script, told apart: headings, information, times, speech."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quietude.script.importing.blocks.headings import (
    heading_of,
    is_title,
    length_of,
    seconds_of_clock,
)
from quietude.script.importing.marks import is_legend
from quietude.script.importing.words.heads import KEYS, SPEAKERS
from quietude.script.importing.words.repeats import STEP_ALONE
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LinePolicy = Literal["phrases", "wrapped", "transcript"]
LineKind = Literal["blank", "rule", "heading", "meta", "clock", "text", "left"]

_META = re.compile(
    rf"(?:\*\*|__)?({KEYS})\s?(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(.+)", re.IGNORECASE
)
_LENGTH_NOTE = re.compile(
    r"[*_]{0,3}[(\[]\s*(?:total |estimated )?(?:duration|length|running time|dauer|durée|duración|duração|durata|duur)"  # noqa: E501
    r"\s*[:：=–-]?\s*([^()\[\]]{1,60})[)\]][*_]{0,3}",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    rf"(?:\*\*|__)?(?:the )?(?:{SPEAKERS})(?:\s*\d)?(?:\s*\([^()]{{1,40}}\))?"
    r"(?:\s+(?:says|reads|speaks))?\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\*\*|__)?([A-Z][\w.’' -]{0,30}?)(?:\s*[(\[]((?:\d{1,2}:)?\d{1,3}:[0-5]\d)[)\]])?(?:\*\*|__)?\s*:"  # noqa: E501
    r"(?:\*\*|__)?(?=\s|$)\s*"
)
_BULLET = re.compile(
    r"(?:[-*•+–—‣◦▪●○☐·→↓➤►▶➜⟶]|\d{1,2}[.)]|[a-z][.)])\s+(?=\S)|\d{1,2}\.\d{1,2}\s+(?=[A-ZÀ-Þ\"“])|[①-⑳❶-❿]\s*(?=\S)|"
    r"[一二三四五六七八九十]{1,3}[、．](?=[^\s、，])(?![一二三四五六七八九十]{1,2}[、，])|[（(][一二三四五六七八九十]{1,3}[)）]\s?(?=\S)"
)
_NUMERAL = re.compile(r"(?:>\s?)*(\d{1,2})[.)]\s")
_QUOTE = re.compile(r"(?:>\s?)+")
_SPEAKER_AT = re.compile(
    rf"(?:\*\*|__)?(?:{SPEAKERS})(?:\s*\d)?\s*[(\[]?((?:\d{{1,2}}:)?\d{{1,3}}:[0-5]\d)[)\]]?(?:\*\*|__)?",
    re.IGNORECASE,
)
_CUE_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)+:\s+")
_TIME = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d"
_TIME_FIRST = re.compile(
    rf"(?:[\[(]({_TIME})(?:\s*[-–—]\s*{_TIME})?[\])]|({_TIME})(?:\s*[-–—]\s*{_TIME})?)"
    r"(?:\s*[-–—:|]\s*|\s+|$)(.*)"
)
_TIME_RANGE = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}")
_TIMED_LABEL = re.compile(
    r"(?:\*\*|__)?([^*_.!?()]{2,60}?)\s*\(([^()]{1,24})\)\s*:?\s*(?:\*\*|__)?\s*:?(?:\*\*|__)?\s+(.{3,})"
)
_HTML_BLOCK = re.compile(
    r"<(?:(h[1-6])|/?(?:p|div|br|li|ul|ol|section|article|h[1-6]|hr|tr|blockquote|body|html))\b[^<>]*>",
    re.IGNORECASE,
)
_DIRECTION_AT_END = re.compile(r"(?:\s*[\[(][^\[\]()]{0,80}[\])])+$")
_BRACKET_LINES = 20
"""The most lines that one direction may be broken into."""

_LEGEND_LINES = 40
"""The lines at the top among which a script explains its own signs."""

_RULE = re.compile(r"\s*(?:[-*_=—–~]\s*){3,}")
_LONGEST_META = 400
_SPEECH_WORDS = 8


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A line and its kind.

    Attributes:
        kind: Its kind; ``meta`` is information about the script, like "Author: …"; ``clock`` a
            time of the session; ``left`` is not spoken.
        text: The line without its marks.
        number: Its number in the script, counted from 1.
        clock_s: For a heading or a clock: the time of the session, in seconds, or None.
        key: For information: its word before the colon, in lower case.
        why: For a line that is left out: the reason.
        raw: The line as it is written.
        level: For a heading: 1 … 6 by its mark, 7 without one.
        end_s: For a heading: the time its part ends at, in seconds, or None.
        length_s: The length of a heading's part, or of the instruction on a line, or None.
        doubt: For text: the reason why it may not be meant to be heard, or "".
        step: The number of the step that a line begins, or is; 0 for none.
    """

    kind: LineKind
    text: str
    number: int
    clock_s: float | None = None
    key: str = ""
    why: str = ""
    raw: str = ""
    level: int = 0
    end_s: float | None = None
    length_s: float | None = None
    doubt: str = ""
    step: int = 0


def read_lines(text: str, numbers: Sequence[int] = ()) -> list[ScriptLine]:
    """Returns every line of a script; a bracket that spans several becomes one.

    Args:
        text: The whole script.
        numbers: The number of each line in the file it came from; empty if they are the same.
    """
    source = _joined_brackets(text)
    names = _speakers(raw for _, raw in source)
    steps = [raw.strip() for _, raw in source if STEP_ALONE.fullmatch(raw.strip())]
    lines: list[ScriptLine] = []
    for number, line in source:
        place = numbers[number - 1] if number <= len(numbers) else number
        for raw in map(str.strip, _parts(line)):
            if number <= _LEGEND_LINES and is_legend(raw):
                lines.append(_legend(raw, place))
            elif len(steps) > 1 and (alone := STEP_ALONE.fullmatch(raw)):
                step = int(alone[1] or alone[2])
                why = "number of a step"
                lines.append(ScriptLine("left", raw, place, why=why, raw=raw, step=step))
            else:
                lines += _lines(raw, place, names)
    return lines


def _speakers(raws: Iterator[str]) -> frozenset[str]:
    """Returns names that stand before a colon again and again: "ANNA:"."""
    heard = Counter(
        match[1] for raw in raws if (match := _NAMED.match(raw.strip())) and match[1].isupper()
    )
    return frozenset(
        name
        for name, count in heard.items()
        if count > 1
        and tokens_of(name.lower())[:1]
        and tokens_of(name.lower())[0].concept == "word"
    )


def _parts(raw: str) -> list[str]:
    """Returns the lines that HTML tags make of one."""
    if "<" not in raw or not _HTML_BLOCK.search(raw):
        return [raw]
    heads = _HTML_BLOCK.sub(
        lambda match: f"\n{'#' * int(match[1][1])} " if match[1] else
        ("\n- " if match.group().lower().startswith("<li") else "\n"), raw,
    )  # fmt: skip
    return [part for part in heads.split("\n") if part.strip(" -") or not part] or [""]


def _joined_brackets(text: str) -> list[tuple[int, str]]:
    lines = text.splitlines()
    joined: list[tuple[int, str]] = []
    index = 0
    while index < len(lines):
        raw, number = lines[index], index + 1
        while _open_brackets(raw) and index + 1 < min(len(lines), number + _BRACKET_LINES):
            if not lines[index + 1].strip():
                break
            index += 1
            raw = f"{raw} {lines[index].strip()}"
        if _open_brackets(raw):  # closed nowhere near: the lines after it are not all a direction
            index, raw = number - 1, lines[number - 1]
        joined.append((number, raw))
        index += 1
    return joined


def _open_brackets(raw: str) -> bool:
    if not ("[" in raw or "{" in raw or "(" in raw):
        return False
    pairs = [("[", "]"), ("{", "}")]
    if raw.lstrip()[:1] == "(":
        pairs.append(("(", ")"))
    return any(raw.count(opening) > raw.count(closing) for opening, closing in pairs)


def _lines(raw: str, number: int, names: frozenset[str]) -> list[ScriptLine]:
    if not raw:
        return [ScriptLine("blank", "", number)]
    if _RULE.fullmatch(raw):
        return [ScriptLine("rule", "", number, raw=raw)]
    written = raw
    raw = _QUOTE.sub("", raw, count=1) if raw.startswith(">") else raw
    if raw.startswith("#") and (title := raw.strip("# \t")):
        return [_heading(title, number, min(len(raw) - len(raw.lstrip("#")), 6), written)]
    bare = _BULLET.sub("", raw, count=1) if _BULLET.match(raw) else raw
    told = _META.fullmatch(bare) if len(raw) < _LONGEST_META else None
    if (match := told) and match[1] not in names and not _speaks(match):
        value = match[2].strip(" *_")
        return [ScriptLine("meta", value, number, key=match[1].lower(), raw=written)]
    if (match := _LENGTH_NOTE.fullmatch(raw)) and length_of(match[1]):
        return [ScriptLine("meta", match[1], number, key="duration", raw=written)]
    if match := _TIME_FIRST.fullmatch(bare):
        at_s = seconds_of_clock(match[1] or match[2])
        rest = match[3].strip(" *_")
        named = match[1] or _TIME_RANGE.match(bare)
        if not (named and rest and is_title(bare) and rest[-1:] not in ".!?…"):
            clock = ScriptLine("clock", "", number, clock_s=at_s, raw=written)
            return [clock, *_lines(match[3].strip(), number, names)] if rest else [clock]
    if match := _SPEAKER_AT.fullmatch(raw):
        return [
            _item(number),
            ScriptLine("clock", "", number, clock_s=seconds_of_clock(match[1]), raw=raw),
        ]
    if is_title(raw) and not _SPEAKER.fullmatch(raw):
        return [_heading(raw, number, 7, written)]
    return _spoken(raw, number, names, written)


def _speaks(match: re.Match[str]) -> bool:
    """Returns True for "NARRATOR: Come in from the rain.", which is no information."""
    speaker = _SPEAKER.match(f"{match[1]}:")
    value = _DIRECTION_AT_END.sub("", match[2].strip(" *_")).strip(" *_")
    return bool(speaker) and (value[-1:] in '.!?…"”' or len(value.split()) > _SPEECH_WORDS)


def _spoken(raw: str, number: int, names: frozenset[str], written: str) -> list[ScriptLine]:
    before: list[ScriptLine] = []
    if _BULLET.match(raw) or _SPEAKER.match(raw):
        before.append(_item(number))  # an item of a list stands by itself
    raw = _BULLET.sub("", raw, count=1) if _BULLET.match(raw) else raw
    named = _NAMED.match(raw)
    if not (named and named[2]) and _SPEAKER.match(raw):
        raw = _SPEAKER.sub("", raw, count=1)
        named = None
    if named and (named[2] or named[1] in names):
        before.append(_item(number))
        if named[2]:
            before.append(
                ScriptLine("clock", "", number, clock_s=seconds_of_clock(named[2]), raw=written)
            )
        raw = raw[named.end() :]
    raw = _CUE_ID.sub("", raw, count=1) if _CUE_ID.match(raw) else raw
    if not raw:
        return [*before, _item(number)]
    length_s = None
    if (match := _TIMED_LABEL.fullmatch(raw)) and _labels(raw, match):
        length_s = length_of(match[2]) if any(map(str.isdigit, match[2])) else None
        if length_s:
            label = match[1].strip(" *_")
            before.append(ScriptLine("left", label, number, why="label", raw=label))
            raw = match[3]
    text = _unquoted(raw.strip())
    if not text:
        return [*before, _item(number)]
    step = int(numeral[1]) if (numeral := _NUMERAL.match(written)) else 0
    return [*before, ScriptLine("text", text, number, raw=written, length_s=length_s, step=step)]


def _legend(raw: str, number: int) -> ScriptLine:
    return ScriptLine("left", raw.strip(" *_>"), number, why="what its signs mean", raw=raw)


def _item(number: int) -> ScriptLine:
    """Returns an empty line that no sentence goes on over."""
    return ScriptLine("blank", "", number, why="item")


def _labels(raw: str, match: re.Match[str]) -> bool:
    """Returns True for "**Find Your Seat (10 seconds):** Let …", not "A walk (10 min) helps."."""
    between = raw[match.end(2) : match.start(3)]
    return ":" in between and len(match[1].split()) <= 8  # noqa: PLR2004


def _unquoted(text: str) -> str:
    """Returns text without quotes around it; those of “Hi,” she said, stay."""
    bare = text.strip('"“”«»„「」『』').strip()
    return text if any(mark in bare for mark in '"“”«»„「」『』') else bare


def _heading(text: str, number: int, level: int, raw: str) -> ScriptLine:
    found = heading_of(text)
    return ScriptLine(
        "heading", found.title, number, found.clock_s, raw=raw, level=level, end_s=found.end_s,
        length_s=found.length_s,
    )  # fmt: skip
