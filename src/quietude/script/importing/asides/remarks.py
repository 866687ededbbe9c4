"""Remarks to whoever reads or leads: in italics or bold type beside the lines, or after them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.doubts import is_italic
from quietude.script.importing.blocks.marking import left
from quietude.script.importing.blocks.stated_rules import rule_in
from quietude.script.importing.directions import read_direction
from quietude.script.importing.words.remarks import LEADS, LISTENER, is_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

WHY = "for whoever reads or leads"
_BOLD = re.compile(r"(\*\*|__)(?![*_ ])([^*_].{2,}?)(?<![*_ ])\1")
_GESTURE = re.compile(r"(?<=[.!?…,])\s+\(([A-ZÀ-Þ][^()]{2,120}[.!]?)\)\s*$")
_FEWEST, _SHARE = 3, 0.3
"""The fewest lines with an act in parentheses at their end, and their share, that make it a way."""
_MOST_APART = 0.67
"""The most lines in italics or bold type, of all, with which each of them still stands apart."""


def without_remarks(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with remarks left out, and acts at the end of lines in square brackets."""
    texts = [line for line in lines if line.kind == "text"]
    italic = sum(is_italic(line.raw.strip()) for line in texts)
    italics_apart = 0 < italic <= _MOST_APART * len(texts)
    bold = sum(bool(_BOLD.fullmatch(line.raw.strip())) for line in texts)
    bold_apart = 1 < bold <= _MOST_APART * len(texts)
    acted = sum(bool(_GESTURE.search(line.text)) for line in texts)
    gestures = acted >= _FEWEST and acted >= _SHARE * len(texts)
    changed: list[ScriptLine] = []
    for line in lines:
        if line.kind != "text":
            changed.append(line)
            continue
        raw = line.raw.strip()
        apart = (italics_apart and is_italic(raw)) or (bold_apart and bool(_BOLD.fullmatch(raw)))
        words = raw.strip("*_ ")
        if (apart and is_remark(words) and (rule_in(words) or not read_direction(words))) or _leads(
            line
        ):
            changed.append(left(line, WHY))
        elif apart and read_direction(words) and (bold_apart or is_remark(words)):
            changed.append(replace(line, text=f"[{words}]"))
        elif gestures and _GESTURE.search(line.text):
            changed.append(replace(line, text=_GESTURE.sub(r" [\1]", line.text)))
        else:
            changed.append(line)
    return changed


def _leads(line: ScriptLine) -> bool:
    """Returns True for "Let the children do this for a while.", which nobody says to them."""
    folded = line.text.lower()
    return bool(LEADS.match(folded)) and not LISTENER.search(folded) and '"' not in line.text
