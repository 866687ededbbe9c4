"""Tables in Markdown or with tabs: left out, but for a column that holds the words to say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_ROW = re.compile(r"\s*\|.*\|\s*")
_RULED = re.compile(r"[\s|:+-]+")
_SPOKEN = re.compile(
    r"(?:script|text|narration|spoken|words|voice|voice-?over|say|texte|texto|testo|tekst|skript|guion|guión|"
    r"roteiro|セリフ|本文|台詞|文稿|旁白|台词|पाठ|आलेख)\b.*",
    re.IGNORECASE,
)
_LEAST_WORDS = 5


def without_tables(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with tables left out; a column under "Script" or "Text" stays."""
    rest = [line for line in lines if line.kind == "text" and not _ROW.fullmatch(line.raw)]
    elsewhere = sum(word_count(line.text) for line in rest)
    changed: list[ScriptLine] = []
    table: list[ScriptLine] = []
    for line in [*lines, None]:
        if line is not None and line.kind in {"text", "meta"} and _ROW.fullmatch(line.raw):
            table.append(line)
            continue
        if len(table) > 1:
            changed += _table(table, elsewhere)
        else:
            changed += table
        table = []
        if line is not None:
            changed.append(line)
    return changed


def _table(table: Sequence[ScriptLine], elsewhere: int) -> list[ScriptLine]:
    rows = [[cell.strip() for cell in line.raw.strip().strip("|").split("|")] for line in table]
    column = next(
        (at for at, cell in enumerate(rows[0]) if _SPOKEN.fullmatch(cell.strip("*_ "))), None
    )
    size = {len(row) for row in rows}
    if column is None and not elsewhere and len(size) == 1:
        words = [sum(word_count(row[at]) for row in rows[1:]) for at in range(size.pop())]
        column = words.index(max(words)) if max(words) >= _LEAST_WORDS * len(rows) else None
    # A studio's table may stand beside the same script, written out: the latter is spoken.
    if (
        column is not None
        and sum(word_count(row[column]) for row in rows if column < len(row)) < elsewhere / 2
    ):
        column = None
    kept: list[ScriptLine] = []
    for number, (line, cells) in enumerate(zip(table, rows, strict=True)):
        said = cells[column] if column is not None and column < len(cells) else ""
        if number == 0 or not said or _RULED.fullmatch(line.raw):
            kept.append(left(line, "table"))
        else:
            kept += [
                replace(line, kind="blank", text=""),
                replace(line, kind="text", text=said, raw=said),
            ]
    return kept
