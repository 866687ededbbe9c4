"""Parts of a script that may be left out for the length, as people mark them: "(optional)".

A heading marks its whole section, "[optional]" at either end of a line marks its paragraph and the
silence after it, and alone on a line it marks the next one. A number is the rank: 1 is kept first,
9 is left out first.
"""

from __future__ import annotations

import re

USUAL_RANK = 5
"""The rank of a mark without a number."""

_WORD = (
    r"(?:optional|opcional|facultatif|optionnel|facultativ[ao]|facoltativ[ao]|opzionale|optioneel)"
)
_RANK = r"(?:[ ,:]*(?:rank )?([1-9]))?"
_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*|__)")
_LEAD = r"(\s*(?:#{1,6}\s+|[-*•+]\s+|\d{1,2}[.)]\s+|\*\*|__)*)"
_FIRST = re.compile(
    rf"{_LEAD}(?:[(\[]\s*{_WORD}{_RANK}\s*[)\]]\s*[:：–—-]?|{_WORD}{_RANK}\s*[:：])\s*(.*)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*#{{1,6}}\s+{_WORD}{_RANK}\s*:?\s*", re.IGNORECASE)
_LAST = re.compile(rf"(.*?)\s*([(\[])\s*{_WORD}{_RANK}\s*[)\]](\W*)", re.IGNORECASE)
_AMONG = re.compile(
    rf"(.*[(\[])(?:([^()\[\]]+?)\s*[,;]\s*{_WORD}{_RANK}|{_WORD}{_RANK}\s*[,;]\s*([^()\[\]]+?))([)\]].*)",
    re.IGNORECASE,
)
_MOST_TITLE_WORDS = 6
_ENDED = re.compile(r"[.!?…:\"”'’)\]*_。！？]$")


def take_optional_marks(text: str) -> tuple[str, dict[int, int]]:
    """Returns a script without these marks, and the rank of each line that has one.

    Args:
        text: The whole script; it keeps the number of its lines.
    """
    if not re.search(_WORD, text, re.IGNORECASE):
        return text, {}
    ranks: dict[int, int] = {}
    lines = text.splitlines()
    waiting = 0
    for at, raw in enumerate(lines):
        if not raw.strip():
            continue
        if match := _ALONE.fullmatch(raw):
            ranks[at + 1], waiting = int(match[1] or USUAL_RANK), 0
            continue
        around = lines[max(0, at - 1) : at] + lines[at + 1 : at + 2]
        rest, rank = _without_mark(raw, alone=not any(map(str.strip, around)))
        if rank and not rest.strip(" #*_-:"):
            lines[at], waiting = "", rank
            continue
        if rank:
            lines[at] = rest
        if rank or waiting:
            ranks[at + 1] = rank or waiting
        waiting = 0
    return "\n".join(lines) + ("\n" if text.endswith("\n") else ""), ranks


def _without_mark(raw: str, *, alone: bool) -> tuple[str, int]:
    """Returns a line without its mark, and its rank; 0 if it has none.

    ``alone`` is True for one between empty lines, which may be a heading.
    """
    if match := _FIRST.fullmatch(raw):
        return f"{match[1]}{match[4]}", int(match[2] or match[3] or USUAL_RANK)
    titled = alone and raw[:1].isupper() and len(raw.split()) <= _MOST_TITLE_WORDS
    heading = bool(_HEADING.match(raw)) or raw.isupper() or titled
    if match := _LAST.fullmatch(raw):
        before = match[1]
        if heading or match[2] == "[" or not before or _ENDED.search(before):
            return f"{before}{match[4]}", int(match[3] or USUAL_RANK)
    if heading and (match := _AMONG.fullmatch(raw)):
        rest = f"{match[1]}{match[2] or match[5]}{match[6]}"
        return rest, int(match[3] or match[4] or USUAL_RANK)
    return raw, 0
