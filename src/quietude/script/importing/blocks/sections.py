"""Parts of a document that are not the script, by their headings and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import label_of, left, word_count
from quietude.script.importing.words.heads import IS_SCRIPT_HEAD, SPEAKERS, reason_of_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LABEL_WORDS = 5
_SPEAKER = re.compile(SPEAKERS)
_ITEM = ("-", "*", "•", "+", "–", "‣", "·", "○", "●", "▪")


def without_sections(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with notes, contents, questions … left out, each with its reason."""
    return _after_script_head(_without_parts(lines))


def _without_parts(lines: Sequence[ScriptLine]) -> list[ScriptLine]:  # noqa: C901  (one pass)
    marked: list[ScriptLine] = []
    why, level, was_blank, begun = "", 0, False, False
    for at, line in enumerate(lines):
        if line.kind in {"blank", "rule"}:
            if line.kind == "rule" and level >= 7:  # noqa: PLR2004
                why = ""
            was_blank = was_blank or begun
            marked.append(line)
            continue
        if line.kind == "left":
            marked.append(line)
            continue
        label = label_of(line.text)
        reason = _head_reason(lines, at, label)
        if line.kind == "heading":
            if reason:
                why, level, begun = reason, line.level, True
                marked.append(left(line, why))
                continue
            if IS_SCRIPT_HEAD.fullmatch(label) or not why or line.level <= level:
                why = ""
        elif why and level == 8 and line.kind == "text" and _heads_script(line, label):  # noqa: PLR2004
            why = ""
        elif reason:
            why, level, begun, was_blank = reason, 8, False, False
            marked.append(left(line, why))
            begun = True
            continue
        elif why and level == 8 and was_blank and not _continues(lines, at):  # noqa: PLR2004
            why = ""
        if why:
            begun, was_blank = True, False
        marked.append(left(line, why) if why else line)
    return marked


def _heads_script(line: ScriptLine, label: str) -> bool:
    """Returns True for a label such as "What to say:" by itself."""
    return line.text.rstrip().endswith(":") and bool(IS_SCRIPT_HEAD.fullmatch(label))


def _head_reason(lines: Sequence[ScriptLine], at: int, label: str) -> str:
    """Returns why a line's part is left out, if the line is a heading or label of such a part."""
    line = lines[at]
    if line.kind == "heading":
        return reason_of_head(label)
    if line.kind != "text" or line.text[:1] in "[({":
        return ""
    raw = re.sub(r"^[^\w\"'“„«(\[]+", "", line.raw.strip(" *_>"))  # "⚠️ **Content note:** …"
    head, colon, _ = raw.partition(":")
    if colon and _SPEAKER.fullmatch(label_of(head)):
        return ""
    if colon and len(head.split()) <= _LABEL_WORDS + 1 and (why := reason_of_head(label_of(head))):
        return why
    alone = len(raw.split()) <= _LABEL_WORDS and raw[-1:].isalpha() and raw[:1].isupper()
    return reason_of_head(label) if alone and not raw.startswith(_ITEM) else ""


def _continues(lines: Sequence[ScriptLine], at: int) -> bool:
    """Returns True if a line after a blank one still belongs to a label: an item of its list."""
    raw = lines[at].raw.strip()
    return (
        raw.startswith(_ITEM)
        or raw[:1].isdigit()
        or (raw.endswith(":") and len(raw.split()) <= _LABEL_WORDS)
    )


def _after_script_head(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with what stands before the one heading "Script" left out."""
    heads = [
        at
        for at, line in enumerate(lines)
        if line.kind in {"heading", "text"}
        and len(line.text) < 60  # noqa: PLR2004
        and IS_SCRIPT_HEAD.fullmatch(label_of(line.text))
        and (line.kind == "heading" or line.text[-1:].isalpha() or line.text.endswith(":"))
    ]
    if not heads:
        return list(lines)
    chosen = set(heads)
    marked = [
        left(line, "the heading of the script") if at in chosen else line
        for at, line in enumerate(lines)
    ]
    head = heads[0]
    before = sum(word_count(line.text) for line in lines[:head] if line.kind == "text")
    after = sum(word_count(line.text) for line in lines[head:] if line.kind == "text")
    if len(heads) > 1 or before >= after or lines[head].kind == "text":
        return marked
    first = next((at for at, line in enumerate(lines) if line.kind not in {"blank", "rule"}), head)
    return [
        left(line, "stands before the script")
        if (at < head and line.kind in {"text", "clock"})
        or (first < at < head and line.kind == "heading")
        else line
        for at, line in enumerate(marked)
    ]
