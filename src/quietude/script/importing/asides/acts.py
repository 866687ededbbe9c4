"""Labels of acts, sounds and speakers, as plays, lesson plans and studios write them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.directions import is_manner, read_direction
from quietude.script.importing.words.heads import SPEAKERS
from quietude.script.importing.words.remarks import ACTS, LISTENER, PART, SAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LABEL = re.compile(
    r"(?:\*\*|__)?([^\W\d_][\w .'/()-]{0,34}?)\s?(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s+(\S.*)"
)
_LABEL_ALONE = re.compile(
    r"(?:\*\*|__)?([A-ZÀ-Þ\u0400-\u042f][\w ’'-]{2,30})(?:\*\*|__)?\s*[:：](?:\*\*|__)?"
)
_CUE = re.compile(
    rf"(?:the )?(?:{SPEAKERS}|voice|narrator)(?: (?:one|two|three|\d|[a-c]))?\.?\s*(?:\([^()]{{1,60}}\)\.?|\.)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ .'-]{1,24})\.?\s*\(([^()]{1,60})\)\.?")
_TRANSITION = re.compile(
    r"\W*(?:fade (?:in|out|up|to black)|cut to\b.{0,30}|dissolve to\b.{0,30}|blackout|curtain|lights (?:up|down|fade)"
    r"|slide \d{1,3}\b.{0,60}|folie \d{1,3}\b.{0,60}|diapositi(?:ve|va) \d{1,3}\b.{0,60}|(?:int|ext)\.? .{2,60}"
    r"|scene \d{1,2}\b.{0,60}|cue \d{1,3}\b.{0,60})\W*",
    re.IGNORECASE,
)
_DEMONSTRATED = re.compile(r"^((?:[A-Z][\w ]{1,24}:\s*)?)\(([^()]{2,40})\)\s*(?=[\"“„«])")
_HELD = re.compile(
    r"(?:hold|relax|release|tense|squeeze|rest|wait|breathe|halten|tenir|mantener|soltar|relajar)\W+(?:for |about |~)?"
    r"(\d{1,3}(?:\s?[-–]\s?\d{1,3})?)\s?(s|sec|secs|sek|seg|min|mins)\b\.?",
    re.IGNORECASE,
)
_SPOKEN_LABELS = 2
_PLANNED = re.compile(
    r"learning .*|success criteria|differentiation|lernziele?|objecti\w+|resources"
)
"""Labels of a plan, whatever stands after them: "I can notice my breath"."""


def without_acts(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without what is done, sounded or shown beside them, and without their labels."""
    said = Counter(
        match[1].lower()
        for line in lines
        if line.kind == "text"
        and (match := _LABEL.fullmatch(line.raw.strip(" -*•")))
        and SAY.fullmatch(match[1].lower())
    )
    labelled = sum(said.values()) >= _SPOKEN_LABELS
    return [_judged(line, labelled=labelled) for line in lines]


def _judged(line: ScriptLine, *, labelled: bool) -> ScriptLine:
    raw = line.raw.strip()
    if line.kind in {"text", "heading"}:
        if _TRANSITION.fullmatch(raw.strip("*_# ")) and not _is_heard(raw):
            return left(line, "stage direction")
        if _is_cue(raw.strip("*_ ")):
            return left(line, "name of a speaker")
    if line.kind != "text" or raw[:1] in "[({":
        return line
    if match := _HELD.fullmatch(raw):
        return replace(line, text=f"[pause {match[1]} {match[2]}]")
    if (match := _LABEL_ALONE.fullmatch(raw)) and PART.fullmatch(match[1].lower()):
        return replace(line, kind="heading", text=match[1], level=7)
    if _DEMONSTRATED.match(line.text):
        return replace(line, text=_DEMONSTRATED.sub(r"\1", line.text).strip('"“”„«» '))
    match = _LABEL.fullmatch(raw.strip(" -*•") if raw[:1] in "-•" else raw)
    if match is None:
        return line
    label, value = match[1].strip("*_ "), match[2]
    folded = label.lower()
    capitals = label.isupper() and len(label) > 1
    planned = capitals or _PLANNED.fullmatch(folded) or not LISTENER.search(value.lower())
    if ACTS.fullmatch(folded) and planned:
        return left(line, "what is done or heard beside the words")
    if SAY.fullmatch(folded) and (labelled or capitals or folded.startswith(("say", "read"))):
        return replace(line, text=value.strip().strip('"“”„«»'))
    return line


def _is_heard(raw: str) -> bool:
    """Returns True for a silence or a bell, which "[Cue 3: bell]" is more than an act."""
    direction = read_direction(raw.strip("[]() "))
    return direction is not None and direction.kind in {"pause", "bell"}


def _is_cue(raw: str) -> bool:
    """Returns True for a speaker's name by itself: "VOICE ONE. (Slowly.)", "ANNA (softly)"."""
    if not raw or raw[-1:] in ":：?!" or len(raw) > 90:  # noqa: PLR2004
        return False
    letters = [letter for letter in raw.partition("(")[0] if letter.isalpha()]
    if not letters or not all(letter.isupper() for letter in letters):
        return False
    if _CUE.fullmatch(raw):
        return True
    match = _NAME.fullmatch(raw)
    return bool(match) and (
        is_manner(match[2]) or match[2].lower().strip(".") in {"v.o", "vo", "off", "o.s"}
    )
