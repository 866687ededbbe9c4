"""Paragraphs, headings, lists and tables of a document → the lines of a script, with numbers.

Readers of documents say what they find, in order; :class:`BlockWriter` counts the paragraphs and
writes each in the marks that the importer knows from Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from quietude.script.documents.base import SourceText, UnreadableError
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_PARAGRAPHS = 20_000

Kind = Literal["text", "heading", "item", "row", "rule"]

_SPACED = 0.15
"""The share of empty paragraphs from which a document parts its paragraphs by them."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look."""

    text: str
    italic: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _MarkedBlock:
    number: int
    kind: Kind
    text: str
    level: int = 0


@dataclass(slots=True)
class BlockWriter:
    """Takes the paragraphs of a document in order, and gives the lines of a script.

    Attributes:
        count: The number of paragraphs so far.
        aside: Comments, notes and the like, with the number of their paragraph.
    """

    count: int = 0
    aside: list[ViewRow] = field(default_factory=list)
    _blocks: list[_MarkedBlock] = field(default_factory=list)

    def paragraph(self, runs: Sequence[Run], kind: Kind = "text", level: int = 0) -> None:
        """Add a paragraph, which may be empty.

        Args:
            runs: Its characters; a line feed breaks the line.
            kind: Its kind.
            level: For a heading: 1 … 6.
        """
        self._counted()
        heading = kind == "heading"
        text = "".join(run.text for run in runs) if heading else marked_runs(runs)
        lines = [" ".join(line.split()) for line in text.split("\n")]
        text = (" " if heading else "\n").join(lines).strip()
        if text or kind == "text":
            self._blocks.append(_MarkedBlock(self.count, kind if text else "text", text, level))

    def row(self, cells: Sequence[str]) -> None:
        """Add a row of a table."""
        self._counted()
        words = (" ".join(cell.replace("|", "/").split()) for cell in cells)
        self._blocks.append(_MarkedBlock(self.count, "row", f"| {' | '.join(words)} |"))

    def rule(self) -> None:
        """Add a line between two parts; it is no paragraph."""
        self._blocks.append(_MarkedBlock(max(self.count, 1), "rule", "---"))

    def leave_out(self, text: str, why: str, number: int = 0) -> None:
        """Note what is not part of the script.

        Args:
            text: Its words.
            why: The reason.
            number: The paragraph it belongs to; 0 for the last one.
        """
        text = " ".join(text.split())[:200]
        if text:
            self.aside.append(ViewRow(number or max(self.count, 1), "left out", text, why))

    def source(self, *, title: str = "", language: str = "") -> SourceText:
        """Returns all that was added."""
        texts = [block for block in self._blocks if block.kind == "text"]
        empty = sum(not block.text for block in texts)
        spaced = empty > _SPACED * len(texts)
        lines: list[str] = []
        numbers: list[int] = []
        before: _MarkedBlock | None = None
        for block in self._blocks:
            together = before is not None and before.kind == block.kind and block.kind != "heading"
            if before is not None and not (together and (spaced or block.kind in {"item", "row"})):
                lines.append("")
                numbers.append(block.number)
            for line in _lines_of(block):
                lines.append(line)
                numbers.append(block.number)
            before = block
        return SourceText(
            "\n".join(lines) + "\n", tuple(numbers), "paragraph", aside=tuple(self.aside),
            title=title, language=language,
        )  # fmt: skip

    def _counted(self) -> None:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            message = f"this document has more than {MAX_PARAGRAPHS:,} paragraphs"
            raise UnreadableError(message, "Save the part that is one session by itself.")


def _lines_of(block: _MarkedBlock) -> list[str]:
    if block.kind == "heading":
        return [f"{'#' * min(max(block.level, 1), 6)} {block.text}"]
    if block.kind == "item":
        return [f"- {line}" if not number else line
                for number, line in enumerate(block.text.split("\n"))]  # fmt: skip
    return block.text.split("\n")


def marked_runs(runs: Iterable[Run]) -> str:
    """Returns characters with italics in single asterisks and bold type in double ones."""
    text = ""
    for (italic, bold), group in groupby(_whole(runs), lambda run: (run.italic, run.bold)):
        said = "".join(run.text for run in group)
        sign = "*" * (italic + 2 * bold)
        text += "\n".join(_wrapped(line, sign) for line in said.split("\n"))
    return text


def _whole(runs: Iterable[Run]) -> list[Run]:
    """Returns runs in which spaces and signs look as what stands before them."""
    whole: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if whole and not any(map(str.isalnum, run.text)):
            run = Run(run.text, whole[-1].italic, whole[-1].bold)  # noqa: PLW2901
        whole.append(run)
    return whole


def _wrapped(line: str, sign: str) -> str:
    words = line.strip()
    if not sign or not any(map(str.isalnum, words)):
        return line
    start = line.index(words)
    # Asterisks of the writer's own would end the marks.
    words = re.sub(r"^\*+|\*+$", "", words)
    return f"{line[:start]}{sign}{words}{sign}{line[start + len(line.strip()) :]}"
