"""Line breaks and unmarked titles: the meaning of a paragraph's lines, paragraph by paragraph.

A line that breaks off in the middle of a sentence, and goes on in small letters, is one line with
the next, whatever the others do. A paragraph most of whose lines do so is wrapped prose. Titles
that nothing marks are a few words that stand alone among paragraphs of whole sentences.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING

from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.words.roles import role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import LinePolicy, ScriptLine

_WRAPPED_AT = 50
"""The mean length from which lines are those of a page, in characters."""
_CLOSING_MARKS = "\"'”’)]» *_"
_SENTENCE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "।", "；", ";")
_HYPHENATED = re.compile(r"[^\W\d_]{2,}[-‐]$")
_WHOLE_PREFIXES = frozenset(
    {"self", "well", "non", "half", "ex", "mid", "co", "all", "ever", "long", "short", "deep"}
)
_FEWEST_BREAKS, _MOST_FULL = 4, 0.9
"""The fewest breaks within sentences, and the least share of full lines among them, of a column."""
_MOST_TITLE_WORDS = 6
_NAMED_PARTS = 2
_SENTENCES_IN_PROSE = 0.6
"""The least share of paragraphs that are whole sentences. With fewer a script may be verse, and
short lines without a full stop are its words."""


def guess_policy(lines: Sequence[ScriptLine]) -> tuple[LinePolicy, str]:
    """Returns the likely meaning of most line breaks, and the reason, for the report."""
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
    ended = sum(text[-1] in '.!?…"”,。！？।、' or text.endswith("...") for text in inner) / len(
        inner
    )
    if ended >= 0.5:  # noqa: PLR2004
        return "phrases", "most lines end where a sentence or clause does"
    length = mean(len(text) for text in inner)
    if length >= _WRAPPED_AT:
        return "wrapped", "lines are long and break off in the middle of sentences"
    lower = sum(text[:1].islower() for block in several for text in block[1:])
    if lower / len(inner) < 0.5:  # noqa: PLR2004
        return "phrases", "lines are short and begin with a capital"
    return "transcript", "lines are short and break off in the middle of sentences"


def column_of(lines: Sequence[ScriptLine]) -> int:
    """Returns the column at which the lines of a script are broken as an editor breaks them, or 0.

    There a line is broken before the word that would not fit any more, whatever the sentence.
    """
    pairs = [
        (one.text, two.text)
        for one, two in pairwise(lines)
        if one.kind == two.kind == "text" and _goes_on(one.text, two.text, _WRAPPED_AT)
    ]
    column = max((len(one) for one, _ in pairs), default=0)
    full = sum(_is_full(one, two, column) for one, two in pairs)
    wrapped = len(pairs) >= _FEWEST_BREAKS and column >= _WRAPPED_AT
    return column if wrapped and full >= _MOST_FULL * len(pairs) else 0


def _is_full(line: str, following: str, column: int) -> bool:
    """Returns True if the first word of the next line would not have fitted on a line."""
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    return len(line) + 1 + len(first) > column


def joined(
    paragraph: Sequence[ScriptLine], policy: LinePolicy | None, column: int = 0
) -> list[list[ScriptLine]]:
    """Returns the lines of a paragraph in groups: those of one group are spoken as one.

    Args:
        paragraph: Lines of text.
        policy: The meaning of line breaks if somebody has said it; None to judge by the lines.
        column: The column at which all lines are broken, or 0; see :func:`column_of`.
    """
    if policy in {"wrapped", "transcript"}:
        return [list(paragraph)] if paragraph else []
    if policy == "phrases":
        return [[line] for line in paragraph]
    texts = [line.text for line in paragraph]
    longest = max((len(text) for text in texts), default=0)
    goes_on = [_goes_on(one, two, longest) for one, two in pairwise(texts)]
    if column and all(_is_full(one, two, column) for one, two in pairwise(texts)):
        # Where a sentence ends at the end of a full line, the next one begins the next line.
        goes_on = [on or _is_prose(one, two) for on, (one, two)
                   in zip(goes_on, pairwise(texts), strict=True)]  # fmt: skip
    # Most breaks within sentences: the lines are those of a page, and all one paragraph.
    if goes_on and 2 * sum(goes_on) >= len(goes_on) and (longest >= _WRAPPED_AT or all(goes_on)):
        return [list(paragraph)]
    groups: list[list[ScriptLine]] = []
    for line, on in zip(paragraph, [False, *goes_on], strict=False):
        if on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_prose(line: str, following: str) -> bool:
    return not (line[:1] in "[({*_" or following[:1] in "[({*_" or is_stage_line(following))


def _goes_on(line: str, following: str, longest: int) -> bool:
    """Returns True if a sentence goes on from one line to the next."""
    end = line.rstrip(_CLOSING_MARKS)
    if not end or not following or (line[0] in "[({" and line[-1] in "])}"):
        return False
    if following[0] in "[({*_" or is_stage_line(line) or is_stage_line(following):
        return (
            following[:1] == "("
            and line[-1].isalnum()
            and not read_direction(following.strip("()"))
        )
    if end[-1] in _SENTENCE_ENDS or line.endswith(("...", "…")):
        return False
    first = following.lstrip(_CLOSING_MARKS + "“‘«„")[:1]
    if first.islower():
        return True
    cased = first.isupper()
    # A capital may be a name or a noun: then only the length of the line tells.
    full = len(line) >= max(_WRAPPED_AT, 0.75 * longest)
    east = "\u3040" <= end[-1] <= "\u9fff"
    return full if cased or not east else len(line) >= 0.75 * longest and len(line) > 15  # noqa: PLR2004


def unfinished(text: str) -> bool:
    """Returns True if text ends within a sentence: with a letter, a comma or a hyphen."""
    return bool(text) and (text[-1].isalnum() or text[-1] in ",-‐")


def without_hyphens(group: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with words that a line's end has divided as one: "to-" and "night"."""
    lines = list(group)
    for number in range(len(lines) - 1):
        text, following = lines[number].text, lines[number + 1].text
        if not _HYPHENATED.search(text) or not following[:1].islower():
            continue
        head, _, rest = following.partition(" ")
        word = re.split(r"\W+", text[:-1])[-1].lower()
        kept = text if word in _WHOLE_PREFIXES else text[:-1]
        lines[number] = replace(lines[number], text=kept + head)
        lines[number + 1] = replace(lines[number + 1], text=rest)
    return [line for line in lines if line.text]


def with_titles(lines: Sequence[ScriptLine]) -> tuple[list[ScriptLine], list[ScriptLine]]:
    """Returns the lines with unmarked titles as headings, and those titles.

    A line followed by another candidate, or by nothing to say, is not taken as a title: a title
    that is spoken does less harm than a phrase that is left out.
    """
    texts = [
        line.text
        for line in lines
        if line.kind == "text" and line.text and line.text[0] not in "[({*_"
    ]
    following = _next_texts(lines)
    alone = [
        at for at, line in enumerate(lines) if _may_be_title(line) and _stands_alone(lines, at)
    ]
    sentences = sum(text.rstrip(_CLOSING_MARKS)[-1:] in _SENTENCE_ENDS for text in texts)
    others = len(texts)
    if sum(role_of(lines[at].text) != "practice" for at in alone) >= _NAMED_PARTS:
        others -= len(alone)  # "Arriving" … "Coming back": short parts have few sentences each
    if not alone or sentences < _SENTENCES_IN_PROSE * others:
        return list(lines), []
    numbers = {lines[at].number for at in alone}
    titles = [lines[at] for at in alone if following[at] not in {0, *numbers}]
    chosen = {title.number for title in titles}
    marked = [
        replace(line, kind="heading", level=7)
        if line.number in chosen and line.kind == "text"
        else line
        for line in lines
    ]
    return marked, titles


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
    return before in {"blank", "heading", "meta", "left", "rule"} and after in {
        "blank",
        "left",
        "rule",
    }


def _next_texts(lines: Sequence[ScriptLine]) -> list[int]:
    """Returns, for each line, the number of the next one if that is speech; else 0."""
    numbers = [0] * len(lines)
    following = 0
    for at in range(len(lines) - 1, -1, -1):
        numbers[at] = following
        line = lines[at]
        if line.kind == "text":
            following = line.number
        elif line.kind not in {"blank", "left"}:
            following = 0
    return numbers
