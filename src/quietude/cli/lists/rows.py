"""Rows of a list: an id, and a line about what it is, cut to the width of the terminal."""

from __future__ import annotations

import shutil
import sys
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WIDEST = 120


def page_width() -> int:
    """Returns the columns that prose is wrapped to: those of the terminal, 92 at most."""
    return min(shutil.get_terminal_size((80, 24)).columns, 92)


def rows(table: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yields the rows of a table as lines, the last cell cut where a terminal ends.

    Output that goes to a file or a program is not cut.
    """
    cells = [tuple(row) for row in table]
    if not cells:
        return
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)][:-1]
    columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    left = columns - sum(widths) - 2 * len(widths)
    for *first, last in cells:
        head = "  ".join(f"{cell:<{width}}" for cell, width in zip(first, widths, strict=True))
        text = shorten(last, max(left, 20), placeholder="…") if sys.stdout.isatty() else last
        yield f"{head}  {text}".rstrip()


def paragraph(text: str, indent: str = "") -> str:
    """Returns a text wrapped to the page."""
    lines = wrap(" ".join(text.split()), page_width() - len(indent), break_on_hyphens=False)
    return "\n".join(f"{indent}{line}" for line in lines)
