"""Page heads and feet: page numbers, and the lines that return beside them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions.reading import read_direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_PAGE = r"(?:page|seite|página|pagina|page n°|pag\.?|p\.|s\.|blz\.?|पृष्ठ|第)"
_OF = r"(?:of|von|de|sur|di|van|/|／|में से)"
_NUMBER_LINE = re.compile(
    rf"\W*(?:{_PAGE}\s*\d{{1,3}}(?:\s*{_OF}\s*\d{{1,3}})?|\d{{1,3}}\s*{_OF}\s*\d{{1,3}}|[-–—|]\s*\d{{1,3}}\s*[-–—|]"
    rf"|第\s*\d{{1,3}}\s*[页頁ページ]+.{{0,8}}|\d{{1,3}}\s*(?:ページ|页|頁))\W*",
    re.IGNORECASE,
)
_ENDS_IN_PAGE = re.compile(
    rf".{{0,80}}?\b{_PAGE}\s*\d{{1,3}}(?:\s*{_OF}\s*\d{{1,3}})?\W*", re.IGNORECASE
)
_REACH = 4
"""The lines before and after a page number that may be a head or a foot."""
_LONGEST = 90
_PAGE_CHARS = 150
"""The fewest characters of a page, between two numbers by themselves."""


def without_furniture(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with page numbers left out, and the heads and feet that return beside them."""
    written = [at for at, line in enumerate(lines) if line.kind not in {"blank", "left"}]
    numbers = {at for at in written if _is_number(lines[at])} | _bare_numbers(lines, written)
    if not numbers:
        return list(lines)
    written = [at for at in written if at in numbers or not _is_direction(lines[at])]
    counts = Counter(_folded(lines[at]) for at in written)
    near: Counter[str] = Counter()
    beside: set[int] = set()
    for place, at in enumerate(written):
        around = written[max(0, place - _REACH) : place + _REACH + 1]
        if at not in numbers and (place < _REACH or any(other in numbers for other in around)):
            near[_folded(lines[at])] += 1
            beside.add(at)
    chosen: dict[int, str] = dict.fromkeys(numbers, "page number")
    first: set[str] = set()
    for at in sorted(beside):
        folded = _folded(lines[at])
        returns = counts[folded] > 1 and near[folded] == counts[folded]
        if returns and len(lines[at].raw) <= _LONGEST and lines[at].text[-1:] not in ".!?":
            if at < written[0] + _REACH and folded not in first and not _foot(lines, at, numbers):
                first.add(
                    folded
                )  # the title of the first page; the front of a script is read later
                continue
            chosen[at] = "page head or foot"
    return _without(lines, chosen)


def _foot(lines: Sequence[ScriptLine], at: int, numbers: set[int]) -> bool:
    return any(line in numbers for line in (at + 1, at + 2)) or lines[at].kind == "meta"


def _without(lines: Sequence[ScriptLine], chosen: dict[int, str]) -> list[ScriptLine]:
    """Returns lines without furniture; a sentence that it cuts in two is one paragraph."""
    marked: list[ScriptLine] = []
    at = 0
    while at < len(lines):
        if at not in chosen:
            marked.append(lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and (end in chosen or lines[end].kind == "blank"):
            end += 1
        before = next((line for line in reversed(marked) if line.kind != "blank"), None)
        goes_on = (
            before is not None
            and before.kind == "text"
            and before.text[-1:] not in '.!?…:"”。！？।'
            and end < len(lines)
            and lines[end].kind == "text"
            and not lines[end].text[:1].isupper()
        )
        while goes_on and marked and marked[-1].kind == "blank":
            marked.pop()
        for index in range(at, end):
            if index in chosen:
                marked.append(left(lines[index], chosen[index]))
            elif not goes_on:
                marked.append(lines[index])
        at = end
    return marked


def _bare_numbers(lines: Sequence[ScriptLine], written: Sequence[int]) -> set[int]:
    """Returns the lines that are numbers, one more each time, with much text between: pages.

    One by itself between paragraphs is a page too, unless it is announced: "Count with me:".
    """
    found = [at for at in written if lines[at].raw.strip().isdecimal() and len(lines[at].raw) < 6]  # noqa: PLR2004
    values = [int(lines[at].raw) for at in found]
    if len(found) == 1:
        before = written[: written.index(found[0])]
        much = sum(len(lines[at].raw) for at in before) > _PAGE_CHARS
        announced = bool(before) and lines[before[-1]].raw.rstrip()[-1] in ":,…"
        return set(found) if much and not announced else set()
    if len(found) < 2 or any(two != one + 1 for one, two in pairwise(values)):  # noqa: PLR2004
        return set()
    between = [sum(len(lines[at].raw) for at in range(one, two)) for one, two in pairwise(found)]
    return set(found) if max(between) > _PAGE_CHARS else set()


def _is_direction(line: ScriptLine) -> bool:
    """Returns True for a silence or a bell in brackets, which may return as often as it likes."""
    raw = line.raw.strip(" *_")
    return raw[:1] in "[({<" and read_direction(raw.strip("[](){}<>. ")) is not None


def _is_number(line: ScriptLine) -> bool:
    raw = line.raw.strip(" *_#|")
    if _NUMBER_LINE.fullmatch(raw):
        return True
    return bool(_ENDS_IN_PAGE.fullmatch(raw)) and len(raw) <= _LONGEST


def _folded(line: ScriptLine) -> str:
    return re.sub(r"\d+", "0", " ".join(line.raw.lower().strip(" *_#|>").split()))
