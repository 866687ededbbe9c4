"""Lengths that stand by themselves under a title or a heading: they are no silences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.headings import length_of
from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.heads import LENGTH_KEYS
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_AROUND = " \t*_()[]{}⏱⏲⏳⌛🕐🕒🕔🕙\ufe0f~≈-–—."
_KEYED = re.compile(
    r"(?:(?:approx\w*|estimated|total|session|about|full)\.?\s+)?"
    rf"(?:{'|'.join(sorted(map(re.escape, LENGTH_KEYS), key=len, reverse=True))})"
    r"\s*[:：=]\s*(\S.{0,40})",
    re.IGNORECASE,
)
_LONGEST = 60
_LEAST_S, _UNDER_LINE_S = 60.0, 180.0
"""The shortest length, in seconds, that is one of a script: under a heading, and under a line."""
_FEWEST_PARTS = 2


def without_lengths(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with the length of the script, or of its parts, as what it is.

    Under the title that is "(about 9 minutes)" or "*Length: 15 min*"; under the headings of parts
    "(2 minutes)", if two of them have it and words follow.
    """
    changed = list(lines)
    parts: list[tuple[int, int, float]] = []
    heading: int | None = None
    first, titles = True, 0
    for at, line in enumerate(lines):
        if line.kind == "heading":
            first, heading = heading is None and first, at
        elif line.kind == "clock":
            first, heading = False, None
        elif line.kind == "text":
            length_s = _length_alone(line.raw)
            under = heading is not None
            if length_s and first and length_s >= (_LEAST_S if under else _UNDER_LINE_S):
                changed[at] = replace(left(line, "length of the script"), length_s=length_s)
                continue
            if length_s and heading is not None and line.raw.strip(" *_")[:1] != "[":
                parts.append((heading, at, length_s))
            titles += 1
            first = first and titles == 1 and not under and line.text[-1:] not in ".!?…。！？।,"
            heading = None
    parts = [part for part in parts if _is_of_part(lines, *part)]
    for heading_at, at, length_s in parts if len(parts) >= _FEWEST_PARTS else ():
        changed[at] = left(lines[at], "length of the part")
        changed[heading_at] = replace(lines[heading_at], length_s=length_s)
    return changed


def _length_alone(raw: str) -> float | None:
    """Returns the length that a line names if it names nothing else, in seconds."""
    bare = " ".join(raw.strip(_AROUND).lower().split())
    if not bare or len(bare) > _LONGEST or not any(map(str.isdigit, bare)):
        return None
    if match := _KEYED.fullmatch(bare):
        return length_of(match[1])
    concepts = {token.concept for token in tokens_of(bare)} - {"stop", "dash"}
    measured = {"minute", "hour"} & concepts
    return (
        length_of(bare) if measured and concepts <= {"number", "minute", "hour", "fill"} else None
    )


def _is_of_part(lines: Sequence[ScriptLine], heading: int, at: int, length_s: float) -> bool:
    """Returns True if a part says more than its length, and is no silence itself."""
    direction = read_direction(lines[heading].text)
    silent = direction is not None and direction.kind == "pause"
    following = next((line for line in lines[at + 1 :] if line.kind in {"text", "heading"}), None)
    spoken = following is not None and following.kind == "text"
    return not silent and spoken and length_s >= _LEAST_S and lines[heading].length_s is None
