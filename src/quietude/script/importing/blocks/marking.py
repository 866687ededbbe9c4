"""Shared by the passes: marking lines as left out, and the words of a line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from quietude.script.importing.lines import ScriptLine

_MARKS = re.compile(r"[*_#`>|\[\]{}]|^\W*\d{1,2}[.)]\s+")


def left(line: ScriptLine, why: str) -> ScriptLine:
    """Returns a line as one that is not spoken; a blank one stays."""
    if line.kind in {"blank", "rule", "left"}:
        return line
    return replace(line, kind="left", text=line.text or line.raw.strip(), why=why)


def marked(lines: Sequence[ScriptLine], chosen: Container[int], why: str) -> list[ScriptLine]:
    """Returns lines with those at some indices left out."""
    return [left(line, why) if at in chosen else line for at, line in enumerate(lines)]


def label_of(text: str) -> str:
    """Returns a heading or label in lower case, without number, marks and colon."""
    text = re.sub(
        r"^\W*(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s+",
        "",
        _MARKS.sub("", text).strip(),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\s*\([^()]{0,40}\)\s*$", "", text)
    return " ".join(text.lower().strip(" :：–—-.").split())


def word_count(text: str) -> int:
    """Returns the number of words; two characters of Chinese or Japanese count as one."""
    east = sum("\u3040" <= character <= "\u9fff" for character in text)
    return len(text.split()) + east // 2


def paragraphs(lines: Sequence[ScriptLine]) -> list[list[int]]:
    """Returns the indices of each run of lines without a blank one, a rule or a heading."""
    runs: list[list[int]] = [[]]
    for at, line in enumerate(lines):
        if line.kind in {"blank", "rule", "heading"}:
            runs.append([])
        elif line.kind != "left":
            runs[-1].append(at)
    return [run for run in runs if run]
