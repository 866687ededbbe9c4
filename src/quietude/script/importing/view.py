"""The view of an import: every line of a script as it will be heard, or why it will not be."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

What = Literal["spoken", "unsure", "silence", "sound", "chapter", "left out"]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A part of a line of the script.

    Attributes:
        line: Its line, counted from 1.
        what: Its fate; ``unsure`` is spoken, though it may not be meant to be.
        text: The words: as spoken, or as written.
        why: The reason, for all that is not plainly spoken; may be empty.
        seconds: The length of a silence where its ideal is known, or None.
    """

    line: int
    what: What
    text: str
    why: str = ""
    seconds: float | None = None

    def to_data(self) -> dict[str, Any]:
        """Returns the row as plain data."""
        data: dict[str, Any] = {"line": self.line, "what": self.what, "text": self.text}
        if self.why:
            data["why"] = self.why
        if self.seconds is not None:
            data["seconds"] = round(self.seconds, 1)
        return data


@dataclass(frozen=True, slots=True)
class ImportView:
    """Every part of a script, in the order of its lines.

    Attributes:
        rows: The parts.
        unit: The parts of the file that are counted: "line" or "paragraph".
        pages: The number of the first line of each page, for a file that has pages.
    """

    rows: tuple[ViewRow, ...] = ()
    unit: str = "line"
    pages: tuple[int, ...] = ()

    @property
    def unsure(self) -> tuple[ViewRow, ...]:
        """The rows that are spoken, though it may not be meant to be."""
        return tuple(row for row in self.rows if row.what == "unsure")

    @property
    def left_out(self) -> tuple[ViewRow, ...]:
        """The rows that are not spoken, with the reasons."""
        return tuple(row for row in self.rows if row.what == "left out")

    def to_data(self) -> list[dict[str, Any]]:
        """Returns the rows as plain data."""
        return [row.to_data() for row in self.rows]

    def lines(self) -> list[str]:
        """Returns the view as lines of text: the number, what becomes of it, the words, why."""
        width = len(str(max((row.line for row in self.rows), default=1)))
        told = [f"(the numbers are those of {self.unit}s)"] if self.unit != "line" else []
        page = 0
        for row in self.rows:
            if page != (page := bisect_right(self.pages, row.line)):
                told.append(f"page {page}")
            told.append(f"{row.line:>{width}}  {row.what:<8}  {_told(row)}")
        return told

    def summary(self) -> str:
        """Returns one sentence on what is left out and what is unsure, with lines; "" for none."""
        parts = []
        if self.left_out:
            left = {row.line for row in self.left_out}
            parts.append(f"{self._lines(left)} left out")
        if self.unsure:
            unsure = sorted({row.line for row in self.unsure})
            first = ", ".join(map(str, unsure[:_MOST_LINES]))
            more = f" and {len(unsure) - _MOST_LINES} more" if len(unsure) > _MOST_LINES else ""
            told = f"{self._lines(unsure)} spoken that may not be meant to be ({first}{more})"
            parts.append(told)
        return ", ".join(parts)

    def _lines(self, numbers: Sequence[int] | set[int]) -> str:
        return f"1 {self.unit}" if len(numbers) == 1 else f"{len(numbers)} {self.unit}s"


_MOST_LINES = 8


def _told(row: ViewRow) -> str:
    length = "" if row.seconds is None else f"{row.seconds:g} s"
    parts = [part for part in (length, row.text) if part]
    return "  ".join(parts) + (f"  ({row.why})" if row.why else "")
