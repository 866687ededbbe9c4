"""Remarks to whoever reads or leads: in italics or bold type beside the lines, or after them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.doubts import is_italic
from quietude.script.importing.blocks.marking import left, paragraphs
from quietude.script.importing.blocks.stated_rules import rule_in
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.remarks import LEADS, LISTENER, is_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

WHY = "for whoever reads or leads"
_BOLD = re.compile(r"(\*\*|__)(?![*_ ])([^*_].{2,}?)(?<![*_ ])\1")
_GESTURE = re.compile(r"(?<=[.!?…,])\s+\(([A-ZÀ-Þ][^()]{2,120}[.!]?)\)\s*$")
_OF_SOMEBODY = re.compile(
    r"\W*(?:if|when|once|until) (?:the |a )?(?:child|someone|anyone|everyone)"
)
_TO_DO = re.compile(
    r"\b(?:pause|stop|skip|wait|slow|offer|repeat|continue|go on|give|help|use|remind|end|shorten|"
    r"move on|allow|let them|ring|read|begin|start|ask|check|make sure|praise|say)\b"
)
"""Acts that a leader is told to do then."""
_FEWEST, _SHARE = 3, 0.3
"""The fewest lines with an act in parentheses at their end, and their share, that make it a way."""
_MOST_APART = 0.67
"""The most lines in italics or bold type, of all, with which each of them still stands apart."""


def without_head_remarks(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those under the title left out that tell how to read the script."""
    chosen = _head_block(lines)
    return [left(line, WHY) if at in chosen else line for at, line in enumerate(lines)]


def without_remarks(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with remarks left out, and acts at the end of lines in square brackets."""
    texts = [
        line
        for line in lines
        if line.kind == "text" and (line.text[:1] not in "[({" or is_italic(line.raw.strip()))
    ]
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
        words = raw.strip("*_ …").strip(". ") if apart else raw
        if (apart and is_remark(words) and (rule_in(words) or not read_direction(words))) or _leads(
            line
        ):
            changed.append(left(line, WHY))
        elif apart and _is_act(raw) and read_direction(words) is None:
            changed.append(left(line, "what is done or heard beside the words"))
        elif apart and _played(words) and (bold_apart or is_remark(words) or _is_act(raw)):
            changed.append(replace(line, text=f"[{words}]"))
        elif gestures and _GESTURE.search(line.text):
            changed.append(replace(line, text=_GESTURE.sub(r" [\1]", line.text)))
        else:
            changed.append(line)
    return changed


def _is_act(raw: str) -> bool:
    """Returns True for "*tapping on glass*": a few small words without a full stop."""
    words = raw.strip("*_ …").strip(". ")
    small = words[:1].islower() or words[:1].isdigit()
    return small and len(words.split()) <= 7 and raw.strip("*_ ")[-1:] not in {"!", "?", ","}  # noqa: PLR2004


def _played(words: str) -> bool:
    """Returns True for a direction that is heard: a silence, a bell, a repeat."""
    direction = read_direction(words)
    return direction is not None and direction.kind != "note"


def _head_block(lines: Sequence[ScriptLine]) -> set[int]:
    """Returns the lines under a title that tell how to read the script."""
    runs = paragraphs(lines)
    if len(runs) < 2:  # noqa: PLR2004
        return set()
    first = runs[0][0]
    words = lines[first].text
    if len(runs[0]) == 1 and first and lines[first - 1].kind in {"heading", "meta"}:
        bare = lines[first].kind == "text" and words[-1:].isalnum() and not words[:1].isupper()
        return {first} if bare and is_remark(words) else set()
    if len(runs[0]) < 2:  # noqa: PLR2004
        return set()
    under = [at for at in runs[0][1:] if lines[at].kind == "text"]
    title = lines[runs[0][0]].text.rstrip()
    if title[-1:] in ".!?…,;" or len(title.split()) > 12:  # noqa: PLR2004
        return set()
    if under and lines[under[0]].text[:1].islower() and re.search(r"[.!?…]\s", title):
        return set()  # a sentence goes on
    told = all(is_remark(lines[at].text.strip("()[] ")) for at in under)
    return set(under) if told else set()


def _leads(line: ScriptLine) -> bool:
    """Returns True for "Let the children do this for a while.", which nobody says to them."""
    folded = line.text.lower()
    if not LEADS.match(folded) or LISTENER.search(folded) or '"' in line.text:
        return False
    # "If the child would like to stay, she can." may be said of somebody who is imagined.
    return not _OF_SOMEBODY.match(folded) or bool(_TO_DO.search(folded))
