"""The look of a PDF's pages → paragraphs, headings, italics, and the heads and feet of pages."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.documents.base import SourceText
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARAGRAPH = 1.45
"""The distance of two lines, in usual distances, from which they are two paragraphs."""
_APART = 2.2
"""The same in heights of their letters, for a page of which every line is a paragraph."""
_LARGE = 1.18
"""The size of a heading's letters, in sizes of those of the text."""
_HEADING_WORDS = 14
_EDGE_LINES = 2
"""The lines at the top and the bottom of a page that may be its head and foot."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|p\.)\s*)?\d{1,4}(?:\s*(?:of|/|von|de|sur|di|van|-)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"(?:https?|file)://\S+|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}.*")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its words, height on the page and size in points, and its look."""

    text: str
    y: float
    size: float
    italic: bool
    bold: bool


def source_of(pages: Sequence[Sequence[PageLine]]) -> SourceText:
    """Returns the text of pages, a line for each of theirs, with empty ones between paragraphs."""
    usual = _usual_step(pages)
    body = _body_size(pages)
    sizes = sorted({round(line.size, 1) for page in pages for line in page
                    if body and line.size > _LARGE * body}, reverse=True)  # fmt: skip
    edges = _edges(pages)
    lines: list[str] = []
    numbers: list[int] = []
    starts: list[int] = []
    aside: list[ViewRow] = []
    number = 0
    for page_number, page in enumerate(pages):
        starts.append(number + 1)
        before: PageLine | None = None
        for at, line in enumerate(page):
            number += 1
            if (page_number, at) in edges:
                aside.append(ViewRow(number, "left out", line.text, "head or foot of a page"))
                continue
            heading = bool(sizes) and round(line.size, 1) in sizes and _may_head(line)
            if before is not None and (heading or _parted(before, line, usual)):
                lines.append("")
                numbers.append(number)
            level = sizes.index(round(line.size, 1)) + 1 if heading else 0
            lines.append(_written(line, level))
            numbers.append(number)
            before = line
        if before is not None and page_number + 1 < len(pages):
            lines.append("")
            numbers.append(number)
    return SourceText("\n".join(lines) + "\n", tuple(numbers), pages=tuple(starts),
                      aside=tuple(aside))  # fmt: skip


def _written(line: PageLine, level: int) -> str:
    if level:
        return f"{'#' * min(level, 6)} {line.text}"
    sign = "*" * (line.italic + 2 * line.bold)
    return f"{sign}{line.text}{sign}" if any(map(str.isalnum, line.text)) else line.text


def _may_head(line: PageLine) -> bool:
    return len(line.text.split()) <= _HEADING_WORDS and line.text[-1] not in ".,;"


def _parted(before: PageLine, line: PageLine, usual: float) -> bool:
    """Returns True if two lines are those of two paragraphs."""
    step = abs(before.y - line.y)
    wide = (usual and step > _PARAGRAPH * usual) or (line.size and step > _APART * line.size)
    return bool(wide) or before.italic != line.italic


def _usual_step(pages: Sequence[Sequence[PageLine]]) -> float:
    """Returns the distance of most lines of one paragraph, in points; 0 if it cannot be told."""
    steps = [abs(one.y - two.y) for page in pages for one, two in itertools.pairwise(page)]
    steps = [step for step in steps if step > 1]
    return statistics.quantiles(steps, n=4)[0] if len(steps) > 1 else 0.0


def _body_size(pages: Sequence[Sequence[PageLine]]) -> float:
    """Returns the size of most letters, in points."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _edges(pages: Sequence[Sequence[PageLine]]) -> set[tuple[int, int]]:
    """Returns page and line of every head and foot: a number, an address, or on several pages."""
    seen: Counter[tuple[str, int]] = Counter()
    near: list[tuple[int, int, str, int]] = []
    for number, page in enumerate(pages):
        by_height = sorted(range(len(page)), key=lambda at: -page[at].y)
        for at in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
            folded = re.sub(r"\d+", "0", page[at].text.lower())
            key = (folded, round(page[at].y / 4))
            near.append((number, at, folded, key[1]))
        seen.update({(folded, y) for page_at, _, folded, y in near if page_at == number})
    return {
        (number, at)
        for number, at, folded, y in near
        if (seen[folded, y] > 1 and len(folded) < 120)  # noqa: PLR2004
        or _PAGE_NUMBER.fullmatch(pages[number][at].text)
        or _PRINTED.fullmatch(pages[number][at].text)
    }
