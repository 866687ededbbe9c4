"""Rows of a list: an id, and a line about what it is, cut to the width of the terminal."""

from __future__ import annotations

import shutil
import sys
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WIDEST = 120
_LEAST = 26
"""Columns for the last cell of a row; where there are fewer, it gets a line of its own."""


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
        if not sys.stdout.isatty():
            yield f"{head}  {last}".rstrip()
        elif left >= _LEAST:
            yield f"{head}  {shorten(last, left, placeholder='…')}".rstrip()
        else:
            yield head.rstrip()
            yield f"    {shorten(last, max(columns - 4, _LEAST), placeholder='…')}".rstrip()


def wrapped(line: str, indent: int) -> str:
    """Returns a line wrapped between words where a terminal ends, the rest of it indented.

    Output that goes to a file or a program stays one line.
    """
    columns = shutil.get_terminal_size((80, 24)).columns
    if not sys.stdout.isatty() or len(line) <= columns:
        return line
    rest = " " * min(indent, columns // 2)
    # A terminal that is as wide as a line begins another one by itself: one column stays free.
    return "\n".join(
        wrap(
            line,
            columns - 1,
            subsequent_indent=rest,
            break_on_hyphens=False,
            drop_whitespace=True,
            replace_whitespace=False,
        )
    )


def paragraph(text: str, indent: str = "") -> str:
    """Returns a text wrapped to the page."""
    lines = wrap(" ".join(text.split()), page_width() - len(indent), break_on_hyphens=False)
    return "\n".join(f"{indent}{line}" for line in lines)
