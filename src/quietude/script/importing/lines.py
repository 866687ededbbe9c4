"""The lines of a text or Markdown script, told apart: headings, information, speech.

Titles that nothing marks are found too: a few words that stand alone among paragraphs of whole
sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import mean
from typing import TYPE_CHECKING, Literal

from quietude.script.importing.directions import is_stage_line, read_direction

if TYPE_CHECKING:
    from collections.abc import Sequence

LinePolicy = Literal["phrases", "wrapped", "transcript"]

_BOLD = re.compile(r"(?:\*\*|__)\s*(.+?)\s*:?\s*(?:\*\*|__):?")
_TIMED = re.compile(
    r"([^.!?]{2,60}?)\s*[(\[]\s*[^()\[\]]{0,20}\d[^()\[\]]{0,12}\b(?:min|minutes?|m|sec|seconds?)\.?\s*[)\]]\s*:?"
)
_CLOCKED = re.compile(
    r"([^.!?]{2,60}?)\s*[(\[]?\s*(\d{1,3}):([0-5]\d)\s*[-–—]\s*\d{1,3}:[0-5]\d\s*[)\]]?\s*:?"
)
_META = re.compile(
    r"(?:\*\*|__)?(duration|length|time|title|author|by|level|music|tone|style|theme|voice|pace|"
    r"audience|purpose|setting|source|note|notes|word count|category|tags?|date|"
    r"sfx|fx|sound effects?)"
    r"(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.+)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?:\*\*|__)?(?:instructor|narrator|guide|teacher|therapist|facilitator|leader|speaker|voice|"
    r"host|script)(?:\s*\d)?(?:\s*\([^()]{1,40}\))?\s*:\s*(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*•+–—‣◦▪●○☐·]|\d{1,2}[.)])\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_CUE_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)+:\s+")
_BRACKET_LINES = 20
"""The most lines that one direction may be broken into."""

_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_NOISE = re.compile(r"\W*(transcript|summary|script|guided meditation script)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A line and its kind.

    Attributes:
        kind: Its kind; ``meta`` is information about the script, like "Author: …".
        text: The line without its marks.
        number: Its number in the script, counted from 1.
        clock_s: For a heading: the time of the session it names, in seconds, or None.
        key: For information: its word before the colon, in lower case.
    """

    kind: Literal["blank", "heading", "meta", "text"]
    text: str
    number: int
    clock_s: float | None = None
    key: str = ""


def read_lines(text: str) -> list[ScriptLine]:
    """Returns every line of a script; a bracket that spans several becomes one."""
    lines: list[ScriptLine] = []
    for number, line in _joined_brackets(text):
        raw = line.strip()
        if _BULLET.match(raw) or _SPEAKER.match(raw):
            lines.append(ScriptLine("blank", "", number))  # an item of a list stands by itself
        lines.append(_line(raw, number))
    return lines


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
    pairs = [("[", "]"), ("{", "}")]
    if raw.lstrip()[:1] == "(":
        pairs.append(("(", ")"))
    return any(raw.count(opening) > raw.count(closing) for opening, closing in pairs)


def _line(raw: str, number: int) -> ScriptLine:
    if not raw or _RULE.fullmatch(raw) or _NOISE.fullmatch(raw):
        return ScriptLine("blank", "", number)
    raw = _QUOTE.sub("", raw, count=1) if raw.startswith(">") else raw
    if raw.startswith("#") and (title := raw.strip("# \t")):
        return _heading(title[:300], number)
    if len(raw) < 120 and (match := _META.fullmatch(raw)):  # noqa: PLR2004
        return ScriptLine("meta", match[2].strip(" *_"), number, key=match[1].lower())
    if len(raw) <= 160 and _is_title(raw):  # noqa: PLR2004
        return _heading(raw, number)
    raw = _BULLET.sub("", raw, count=1) if _BULLET.match(raw) else raw
    raw = _SPEAKER.sub("", raw, count=1) if _SPEAKER.match(raw) else raw
    raw = _CUE_ID.sub("", raw, count=1) if _CUE_ID.match(raw) else raw
    return ScriptLine("text", _unquoted(raw.strip()), number)


def _unquoted(text: str) -> str:
    """Returns text without quotes around it; those of “Hi,” she said, stay."""
    bare = text.strip('"“”«»').strip()
    return text if any(mark in bare for mark in '"“”«»') else bare


def _is_title(raw: str) -> bool:
    bold = _BOLD.fullmatch(raw)
    plain = (bold[1] if bold else raw).strip(" *_[]")
    if is_stage_line(plain) or (read_direction(plain) and (raw[0] in "[({*_" or bold)):
        return False
    if bold and "**" not in bold[1] and len(plain.split()) <= 10 and plain[-1:] not in ".!?…,":  # noqa: PLR2004
        return True
    if _CLOCKED.fullmatch(plain) or (_TIMED.fullmatch(plain) and raw[0] not in "[("):
        return plain.split()[0].lower() not in {"pause", "silence", "wait", "rest"}
    letters = [character for character in plain if character.isalpha()]
    return (
        len(letters) > 3  # noqa: PLR2004
        and all(letter.isupper() for letter in letters)
        and len(plain.split()) <= 8  # noqa: PLR2004
        and plain[-1] not in ".!?…,"
        and raw[0] not in "[({"
    )


def _heading(text: str, number: int) -> ScriptLine:
    bold = _BOLD.fullmatch(text)
    text = (bold[1] if bold else text).strip(" *_[]")
    clock_s = None
    if match := _CLOCKED.fullmatch(text):
        text, clock_s = match[1], int(match[2]) * 60.0 + int(match[3])
    elif match := _TIMED.fullmatch(text):
        text = match[1]
    text = re.sub(r"\s*[–—-]\s*\d+(\s*[–—-]\s*\d+)?\s*(min|minutes?|sec|seconds?)\b.*$", "", text)
    title = " ".join(re.sub(r"[\[\]{}<>*_#|`]", " ", text).split()).strip(" :–—-")
    return ScriptLine("heading", title or "Untitled", number, clock_s)


def guess_policy(lines: Sequence[ScriptLine]) -> tuple[LinePolicy, str]:
    """Returns the likely meaning of the line breaks, and the reason, for the report."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.kind == "text" and line.text and line.text[0] not in "[({*_":
            blocks[-1].append(line.text)
        elif line.kind != "text":
            blocks.append([])
    several = [block for block in blocks if len(block) > 1]
    if not several:
        return "phrases", "every paragraph is one line"
    inner = [text for block in several for text in block[:-1]]
    ended = sum(text[-1] in '.!?…"”,' or text.endswith("...") for text in inner) / len(inner)
    if ended >= 0.5:  # noqa: PLR2004
        return "phrases", "most lines end where a sentence or clause does"
    length = mean(len(text) for text in inner)
    if length >= 50:  # noqa: PLR2004
        return "wrapped", "lines are long and break off in the middle of sentences"
    lower = sum(text[:1].islower() for block in several for text in block[1:])
    if lower / len(inner) < 0.5:  # noqa: PLR2004
        return "phrases", "lines are short and begin with a capital"
    return "transcript", "lines are short and break off in the middle of sentences"


_MOST_TITLE_WORDS = 6
_SENTENCES_IN_PROSE = 0.6
"""The least share of paragraphs that are whole sentences. With fewer a script may be verse, and
short lines without a full stop are its words."""


def with_titles(lines: Sequence[ScriptLine]) -> tuple[list[ScriptLine], list[ScriptLine]]:
    """Returns the lines with unmarked titles as headings, and those titles.

    A line followed by another candidate, or by nothing to say, is not taken as a title: a title
    that is spoken does less harm than a phrase that is left out.
    """
    texts = [
        line.text
        for line in lines
        if line.kind == "text" and line.text and line.text[0] not in "([{*_"
    ]
    alone = [
        at for at, line in enumerate(lines) if _may_be_title(line) and _stands_alone(lines, at)
    ]
    sentences = sum(text.rstrip(_CLOSING_MARKS)[-1:] in _SENTENCE_ENDS for text in texts)
    if not alone or sentences < _SENTENCES_IN_PROSE * len(texts):
        return list(lines), []
    numbers = {lines[at].number for at in alone}
    titles = [lines[at] for at in alone if _next_text(lines, at).number not in {0, *numbers}]
    chosen = {title.number for title in titles}
    marked = [
        replace(line, kind="heading") if line.number in chosen and line.text else line
        for line in lines
    ]
    return marked, titles


_CLOSING_MARKS = "\"'”’)] "
_SENTENCE_ENDS = (".", "!", "?", "…", ":")


def _may_be_title(line: ScriptLine) -> bool:
    text = line.text
    return (
        line.kind == "text"
        and text[:1].isupper()
        and text[-1:].isalnum()
        and len(text.split()) <= _MOST_TITLE_WORDS
        and "," not in text
        and not is_stage_line(text)
        and not read_direction(text)
    )


def _stands_alone(lines: Sequence[ScriptLine], at: int) -> bool:
    before = lines[at - 1].kind if at else "blank"
    after = lines[at + 1].kind if at + 1 < len(lines) else "text"
    return before in {"blank", "heading", "meta"} and after == "blank"


def _next_text(lines: Sequence[ScriptLine], at: int) -> ScriptLine:
    """Returns the next line that is not blank, with number 0 if it is not speech or missing."""
    following = (line for line in lines[at + 1 :] if line.kind != "blank")
    line = next(following, replace(lines[at], number=0))
    return line if line.kind == "text" else replace(line, number=0)
