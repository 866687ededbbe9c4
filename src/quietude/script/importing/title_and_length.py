"""A script's words about itself: its title, its length and its language, wherever they stand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.headings import length_of
from quietude.script.importing.blocks.marking import left
from quietude.script.importing.language import code_of
from quietude.script.importing.words.heads import LENGTH_KEYS, TITLE_KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.drafting.draft import Draft
    from quietude.script.importing.lines import ScriptLine

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_RULE = re.compile(r"\s*[-_=~*]{3,}\s*")
_MAIL = re.compile(
    r"\s*(?:(?:from|to|cc|bcc|subject|date|sent|reply-to):[^\n]*\n){2,}(?=\s*\n)", re.IGNORECASE
)
"""The head of a script that came by mail: two such lines at least, and an empty one."""
_TITLE_AND_PART = 2


def take_title_and_length(draft: Draft, text: str, lines: Sequence[ScriptLine]) -> None:
    """Keep the title of a script, and the length it says it has, wherever they stand."""
    draft.title = draft.title or _only_top_heading(text, lines)
    for line in lines:
        if line.kind == "meta" and line.key in LENGTH_KEYS:
            _declare(draft, line.text, line.number)
    heads = [line for line in lines if line.kind == "heading" or line.key == "title"]
    subtitles = [line.length_s for line in lines if line.kind == "left" and line.length_s]
    if draft.declared_s is None and not heads and subtitles:
        draft.declared_s = subtitles[0]
    if draft.declared_s is not None or not heads:
        return
    lengths = [line.length_s for line in heads]
    if lengths[0] and (len(heads) == 1 or not all(lengths)):
        draft.declared_s = lengths[0]
    elif len(heads) > _TITLE_AND_PART and all(lengths[1:]):  # the first is the title
        draft.declared_s = sum(length for length in lengths if length)
    elif subtitles:
        draft.declared_s = subtitles[0]
    elif len(heads) > 1 and all(lengths):
        draft.declared_s = sum(length for length in lengths if length)
    ends = [line.end_s for line in heads if line.end_s is not None]
    times = [line.clock_s for line in lines if line.clock_s is not None]
    increasing = all(one < two for one, two in pairwise(ends))
    if draft.declared_s is None and ends and increasing and ends[-1] >= max(times):
        draft.declared_s = ends[-1]


def without_front_matter(text: str, draft: Draft) -> str:
    """Returns text without its front matter, whose title, length and language are kept."""
    match = _FRONT.match(text)
    if not match:
        return text
    for line in match[1].splitlines():
        key, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if colon and key.strip().lower() == "title" and value:
            draft.title = value[:200]
        elif colon and key.strip().lower() in {"duration", "length"}:
            _declare(draft, value, 1)
        elif colon and key.strip().lower() in {"language", "lang"}:
            draft.language = code_of(value)
    for number, line in enumerate(match[1].splitlines(), 2):
        draft.leave_out(number, line, "front matter")
    draft.assume(1, "the front matter is not spoken")
    return "\n" * match.group().count("\n") + text[match.end() :]


def without_mail_head(text: str, draft: Draft) -> str:
    """Returns text without the head of a mail, whose subject is the title."""
    match = _MAIL.match(text)
    if not match:
        return text
    if subject := re.search(r"^subject:(.*)", match.group(), re.IGNORECASE | re.MULTILINE):
        draft.title = subject[1].strip()[:200]
    for number, line in enumerate(match.group().splitlines(), 1):
        if line.strip():
            draft.leave_out(number, line, "head of a mail")
    draft.assume(1, "the head of a mail is not spoken")
    above = match.group().count("\n")
    return "\n" * above + _between_rules(text[match.end() :], above, draft)


def _between_rules(text: str, above: int, draft: Draft) -> str:
    """Returns a mail without the words around a script that stands between two rules."""
    lines = text.split("\n")
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]
    if len(rules) != 2:  # noqa: PLR2004
        return text
    for at, line in enumerate(lines):
        if not rules[0] < at < rules[1]:
            if line.strip() and at not in rules:
                draft.leave_out(above + at + 1, line, "words of a mail")
            lines[at] = ""
    return "\n".join(lines)


def with_title(draft: Draft, lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines whose only heading, "# Title" above all speech, is the title and no part."""
    found = list(lines)
    at = next((at for at, line in enumerate(found) if line.kind in {"heading", "text"}), None)
    if at is None or found[at].kind != "heading":
        return found
    raw = found[at].raw.strip("*_ ")
    if not raw.startswith("# ") and not found[at].length_s and not raw.isupper():
        return found
    alone = sum(line.kind == "heading" for line in found) == 1 and found[at].clock_s is None
    if not alone or draft.title:
        return found
    draft.title = found[at].text[:200]
    draft.declared_s = draft.declared_s or found[at].length_s
    found[at] = left(found[at], "title")
    return found


def _only_top_heading(text: str, lines: Sequence[ScriptLine]) -> str:
    """Returns the title of a Markdown script: its only "#" above "##"; "" if it has none."""
    tops = {number for number, raw in enumerate(text.splitlines(), 1) if raw.startswith("# ")}
    if len(tops) != 1 or not re.search(r"^##+ ", text, re.MULTILINE):
        return ""
    headings = (line for line in lines if line.kind == "heading" and line.number in tops)
    return next((line.text for line in headings), "")


def take_information(draft: Draft, line: ScriptLine) -> None:
    """Report a line such as "Author: …", which is not spoken; a title may be in it."""
    if line.key in TITLE_KEYS and not draft.title:
        draft.title = line.text[:200]
    draft.leave_out(
        line.number, line.raw or line.text, "title" if line.key in TITLE_KEYS else "information"
    )
    draft.assume(line.number, f'"{line.key}" is taken as information and not spoken')


def _declare(draft: Draft, text: str, line: int) -> None:
    """Keep the length that a script says it has; a bare number is minutes."""
    if draft.declared_s is not None or not any(map(str.isdigit, text)):
        return
    declared = length_of(text)
    if declared is None:
        draft.assume(line, f'the length "{text[:40]}" is not understood')
    draft.declared_s = declared
