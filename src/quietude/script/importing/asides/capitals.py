"""Directions in capitals among lines that are not: "STAY SILENT FOR 60 SECONDS."."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.remarks import speaks_of_third
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.words.remarks import LEADS, LISTENER, is_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_FEWEST, _MOST = 2, 0.5
"""The fewest sentences in capitals, and their greatest share, that may be directions."""
_FEWEST_WORDS = 3


def without_capitals(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with sentences in capitals as directions, where one of them surely is one.

    A sentence in capitals that speaks to a listener ("YOU ARE SAFE.") is speech, and so are all of
    them where nothing tells a direction.
    """
    texts = [at for at, line in enumerate(lines) if line.kind == "text"]
    found = [at for at in texts if _in_capitals(lines[at])]
    if not _FEWEST <= len(found) <= _MOST * len(texts):
        return list(lines)
    if not any(_directs(lines[at].text.lower()) for at in found):
        return list(lines)
    changed = list(lines)
    for at in found:
        words = lines[at].text.lower()
        if is_stage_line(words) and read_direction(words):
            changed[at] = replace(lines[at], text=f"[{words}]")
        else:
            changed[at] = left(lines[at], "direction in capitals")
    return changed


def _in_capitals(line: ScriptLine) -> bool:
    text = line.text
    few = len(text.split()) < _FEWEST_WORDS or text[:1] in "[({"
    return text.isupper() and not few and not LISTENER.search(text.lower())


def _directs(words: str) -> bool:
    return bool(is_stage_line(words) or LEADS.match(words)) or (
        is_remark(words) and speaks_of_third(words)
    )
