"""Tables in Markdown or with tabs: left out, but for a column that holds the words to say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.asides.columns import columns_of
from quietude.script.importing.blocks.marking import left, word_count
from quietude.script.importing.weighing.vocabulary import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.importing.asides.columns import Columns
    from quietude.script.importing.lines import ScriptLine

_ROW = re.compile(r"\s*\|.*\|\s*")
_RULED = re.compile(r"[\s|:+-]+")
_SMALL_WORD, _MOSTLY = 3, 0.6
_LEAST_WORDS = 3
"""The fewest words of a row, on average, of a column that is taken for the words to say."""


def without_tables(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with tables left out; a column under "Script" or "Text" stays.

    So do a column of silences, and one of times, beside it.
    """
    rest = " ".join(
        line.text for line in lines if line.kind == "text" and not _ROW.fullmatch(line.raw)
    )
    changed: list[ScriptLine] = []
    table: list[ScriptLine] = []
    for line in [*lines, None]:
        if line is not None and line.kind in {"text", "meta"} and _ROW.fullmatch(line.raw):
            table.append(line)
            continue
        if len(table) > 1:
            changed += _table(table, rest)
        else:
            changed += table
        table = []
        if line is not None:
            changed.append(line)
    return changed


def _table(table: Sequence[ScriptLine], rest: str) -> list[ScriptLine]:
    rows = [[cell.strip() for cell in line.raw.strip().strip("|").split("|")] for line in table]
    columns = columns_of(rows[0])
    column = columns.said
    body = [row for row, line in zip(rows[1:], table[1:], strict=True)
            if not _RULED.fullmatch(line.raw)]  # fmt: skip
    size = {len(row) for row in rows}
    whole = not word_count(rest) or columns.pause is not None  # a table with silences is a script
    if column is None and whole and len(size) == 1 and body:
        words = [sum(word_count(row[at]) for row in body) for at in range(size.pop())]
        column = words.index(max(words)) if max(words) >= _LEAST_WORDS * len(body) else None
        columns = replace(columns, said=column)
    # A studio's table may stand beside the same script, written out: the latter is spoken.
    said = [row[column] for row in body if column is not None and column < len(row)]
    if _is_copy(" ".join(said), rest):
        column = None
    kept: list[ScriptLine] = []
    for number, (line, cells) in enumerate(zip(table, rows, strict=True)):
        told = column is not None and number > 0 and not _RULED.fullmatch(line.raw)
        row = list(_row(line, cells, columns)) if told else []
        kept += row or [left(line, "table")]
    return kept


def _is_copy(said: str, rest: str) -> bool:
    """Returns True if most of the words of a table stand outside of it, too."""
    words = {word for word in tokens(said) if len(word) > _SMALL_WORD}
    return len(words & set(tokens(rest))) > _MOSTLY * len(words)


def _row(line: ScriptLine, cells: Sequence[str], columns: Columns) -> Iterator[ScriptLine]:
    """Yields the time, the words and the silence of a row as lines of their own."""
    said, silence = columns.words_in(cells), columns.silence_in(cells)
    at_s = columns.clock_in(cells)
    if (said or silence) and at_s is not None:
        yield replace(line, kind="clock", text="", clock_s=at_s)
    for text in filter(None, (said, silence)):
        yield replace(line, kind="blank", text="")
        yield replace(line, kind="text", text=text, raw=text)
