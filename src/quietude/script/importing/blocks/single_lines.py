"""Single lines that are not the script: copyright, addresses, blanks of a form, asides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left
from quietude.script.importing.blocks.stated_rules import rule_in
from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.heads import ABOUT_LINES, BY_LINES, LEGAL_LINES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_RULE = re.compile(
    r"\W*(?:pause|wait|leave|allow|give|hold|warte|lass|laisse|attend|espera|deja|aguarde|aspetta|wacht)\w*\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(rf"\W*{LEGAL_LINES}|.{{0,60}}\ball rights reserved\b|©.*", re.IGNORECASE)
_ADDRESS = re.compile(r"\W*(?:(?:visit|more (?:at|scripts|worksheets)|find more|see|web|website|mehr|plus|más)\b.{0,60})?"  # noqa: E501
                      r"(?:https?://|www\.)\S+\W*|\S+@\S+\.\w{2,6}|.{0,60}\b[\w-]+\.(?:com|org|net|de|fr|es|it|nl)\W*",
                      re.IGNORECASE)  # fmt: skip
_TODO = re.compile(r"\W*(?:TODO|FIXME|XXX|TBD)\b.*")
_BLANK_FORM = re.compile(
    r"(?:[^_.!?]{0,40}:\s*(?:_{3,}|\.{6,}|…{3,})[\s.,;|]*)+|"
    r"(?:[^\s_]{1,20}\s?){0,3}_{3,}[\s.,;|]*|(?:[A-Z][\w /']{1,30}:\s*){2,}"
)
_BLANK_AT_END = re.compile(r"[^_]{8,}?(?:_{8,}|\.{12,}|…{5,})[\s.,;:!?]*")
_LABEL = re.compile(r"[A-Z][\w '/-]{1,30}:")
_SAYS = re.compile(r"[^:\"“„«]{2,30}:\s*(?:\*\*|__)?\s*[\"“„«]")
"""A label before quoted speech: "Read aloud: “Welcome.”"."""
_IN_CORNERS = re.compile(r"[【\[]([\u3040-\u9fff]{1,12})[】\]][^。！？!?]+")
"""A key and its value as Chinese and Japanese pages have them: "【時間】約5分"."""
_ANNOUNCES = re.compile(
    r"(?:this|today's|today’s) (?:guided )?"
    r"(?:meditation|exercise|practice|visuali[sz]ation|session) is about\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(ABOUT_LINES, re.IGNORECASE)
_BY = re.compile(BY_LINES)
_LONGEST_BLANK = 300
_BLANKS = re.compile(r"_{3}|\.{6}|…{3}")
_COUNTS = re.compile(
    r"\W*\d[\d.,k]* (?:views?|votes?|likes?|comments?|ratings?|downloads?|pages?|shares?)\b.*",
    re.IGNORECASE,
)
_NEAR = 14
"""The lines from either end within which sentences about the script stand."""


def without_single_lines(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with those left out that are not the script, whatever stands around them."""
    marked: list[ScriptLine] = []
    texts = [at for at, line in enumerate(lines) if line.kind == "text"]
    near = {*texts[:_NEAR], *texts[-_NEAR:]}
    after_legal = False
    for at, line in enumerate(lines):
        if line.kind != "text":
            after_legal = after_legal and line.kind != "blank"
            marked.append(line)
            continue
        why = _reason(lines, at, near=at in near)
        if not why and after_legal and line.text[:1].islower():
            why = "copyright or disclaimer"
        after_legal = why == "copyright or disclaimer"
        marked.append(left(line, why) if why else line)
    return marked


def _reason(lines: Sequence[ScriptLine], at: int, *, near: bool) -> str:
    raw = lines[at].raw.strip(" *_>|")
    if _LEGAL.match(raw):
        return "copyright or disclaimer"
    if _RULE.match(raw) and rule_in(raw):
        return "a rule for its silences"
    if _ADDRESS.fullmatch(raw) and raw[-1:] not in "!?" and len(raw.split()) <= 12:  # noqa: PLR2004
        return "address"
    if _TODO.fullmatch(raw):
        return "note to self"
    if _is_blank(lines, at):
        return "blank of a form"
    if _LABEL.fullmatch(raw) and len(raw.split()) <= 3 and _nothing_follows(lines, at):  # noqa: PLR2004
        return "blank of a form"
    keyed = _IN_CORNERS.fullmatch(raw)
    if _COUNTS.fullmatch(raw) or (keyed and not read_direction(keyed[1])):
        return "information"
    about = near and _ABOUT.match(raw.strip("([{*_ ")) and not _SAYS.match(raw)
    if about and not _is_announced(lines, at):
        return "about the script, for whoever reads it"
    if near and _BY.fullmatch(raw) and not raw.endswith((".", "!", "?")):
        return "author or subtitle"
    return ""


def _is_blank(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True for "Name: ____", and for one of several lines that end in a long blank."""
    raw = lines[at].raw.strip(" *>|")
    if len(raw) > _LONGEST_BLANK:
        return False
    if _BLANKS.search(raw) and _BLANK_FORM.fullmatch(raw):
        return True
    beside = (lines[near].raw.strip(" *>|") for near in (at - 1, at + 1) if 0 <= near < len(lines))
    open_ended = any(
        len(other) <= _LONGEST_BLANK and _BLANK_AT_END.fullmatch(other) for other in beside
    )
    return open_ended and bool(_BLANK_AT_END.fullmatch(raw))


def _is_announced(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True for "This session is about a promise." after a first spoken sentence."""
    words = lines[at].text.strip("*_ ")
    if not _ANNOUNCES.match(words) or any(map(str.isdigit, words)):
        return False
    before = [line.text.strip('*_"”’» ') for line in lines[:at] if line.kind == "text"]
    return any(said[-1:] in ".!?…" and said[:1].isalpha() for said in before if said)


def _nothing_follows(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True if nothing stands under a label but the next one, or the end."""
    following = next((line for line in lines[at + 1 :] if line.kind != "blank"), None)
    if following is None or following.kind in {"left", "heading", "meta", "rule"}:
        return True
    return bool(_LABEL.fullmatch(following.raw.strip(" *_"))) or "___" in following.raw
