"""Scripts whose spoken lines stand in quotation marks: all between them is for the reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import marked, word_count
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.directions.remarks import speaks_of_third
from quietude.script.importing.directions.stage_lines import is_stage_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.script.importing.lines import ScriptLine

_OPEN = re.compile(r"[\s*_>-]*(?:\d{1,2}[.)]\s*)?[\"“„«「]")
_CLOSED = re.compile(r"[\"”“»」][\s*_.]*$")
LISTENER = re.compile(
    r"\b(?:you|your|yours|yourself|dein\w*|dir|dich|du|votre|vos|vous|tu|tus|sua|seu|tuo|tua|je|jouw)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\[\]]{0,300}\]|\([^()]{0,300}\)")
_GOES_ON = re.compile(r"\w[,.!?…]?[\"”“»」]\s*[^\W\d_]{2,}|[」』]と")
_TOLD = re.compile(r"た[。！？]?$")
"""The end of a Japanese sentence that tells what happened; a direction says what to do."""
_MOSTLY = 0.5
_MOST_OUTSIDE = 0.34
"""The most quoted lines that go on after the quotation, of all, in a script that is no story."""
_LEAST_SHARE = 0.35
_MOST_ADDRESSED = 0.34


def without_directions_between(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those between quoted speech left out, where all speech is quoted."""
    quoted, other = _quoted(lines)
    if len(quoted) < 2 or not other:  # noqa: PLR2004
        return list(lines)
    spoken = sum(word_count(lines[at].raw) for at in quoted)
    rest = sum(word_count(lines[at].raw) for at in other)
    # "Say to yourself:" and three quoted lines is a script, too: who speaks to a listener in the
    # other lines means them to be heard.
    addressed = sum(bool(LISTENER.search(lines[at].raw)) for at in other) / len(other)
    third = any(speaks_of_third(_BRACKETS.sub(" ", lines[at].text)) for at in other)
    if (
        _tells(lines, quoted)
        or is_told(lines[at].raw for at in other)
        or spoken / (spoken + rest) < _LEAST_SHARE
        or (addressed > _MOST_ADDRESSED and not third)
    ):
        return list(lines)
    if addressed > _MOST_ADDRESSED:
        other = [at for at in other if speaks_of_third(_BRACKETS.sub(" ", lines[at].text))]
    return marked(lines, set(other), "direction between quoted speech")


def _tells(lines: Sequence[ScriptLine], quoted: Sequence[int]) -> bool:
    """Returns True for a story: its quotations are what somebody in it says, and go on outside."""
    outside = sum(bool(_GOES_ON.search(_without_label(lines[at].raw))) for at in quoted)
    return outside > _MOST_OUTSIDE * len(quoted)


def is_told(others: Iterable[str]) -> bool:
    """Returns True if most of the lines that are no speech of somebody tell a Japanese story."""
    told = [bool(_TOLD.search(raw.strip())) for raw in others]
    return sum(told) > max(1, _MOSTLY * len(told))


def _quoted(lines: Sequence[ScriptLine]) -> tuple[list[int], list[int]]:
    """Returns the indices of quoted lines, and of all other text but directions."""
    quoted: list[int] = []
    other: list[int] = []
    inside = False
    for at, line in enumerate(lines):
        if line.kind == "heading":
            inside = False
        if line.kind != "text":
            continue
        raw = _without_label(line.raw)
        if _OPEN.match(raw) or inside:
            quoted.append(at)
            inside = not _CLOSED.search(raw) and (inside or bool(_OPEN.match(raw)))
            inside = inside and raw.count("“") > raw.count("”")
        elif not (raw[:1] in "[({" or is_stage_line(line.text) or _is_direction(line.text)):
            other.append(at)
    return quoted, other


def _is_direction(text: str) -> bool:
    direction = read_direction(text) if len(text.split()) <= 6 else None  # noqa: PLR2004
    return direction is not None and direction.kind != "note"


def _without_label(raw: str) -> str:
    return re.sub(
        r"^(?:\*\*|__)?[A-Z][\w ]{0,24}(?:\*\*|__)?\s*(?:says|reads)?\s*:\s*(?:\*\*|__)?\s*(?=[\"“„«])",  # noqa: E501
        "",
        raw,
    )
