"""Titles that nothing marks: a few words that stand alone among paragraphs of whole sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.directions import is_stage_line, read_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.layout import Line

_MOST_WORDS = 6
_SENTENCES = 0.6
"""Where fewer of the paragraphs than this are whole sentences, a script may be verse: short lines
without a full stop are its words."""


def with_titles(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines with such titles as headings, and the titles.

    Nothing is a title that is followed by another, or by nothing to say: better a title spoken
    than a phrase left out.
    """
    texts = [it for it in lines if it.kind == "text" and it.text and it.text[0] not in "([{*_"]
    alone = [at for at, it in enumerate(lines) if _may_be_title(it) and _stands_alone(lines, at)]
    sentences = sum(it.text.rstrip(_CLOSING)[-1:] in _ENDS for it in texts)
    if not alone or sentences < _SENTENCES * len(texts):
        return list(lines), []
    numbers = {lines[at].number for at in alone}
    titles = [lines[at] for at in alone if _next_text(lines, at).number not in {0, *numbers}]
    chosen = {it.number for it in titles}
    told = [replace(it, kind="heading") if it.number in chosen and it.text else it for it in lines]
    return told, titles


_CLOSING = "\"'”’)] "
_ENDS = (".", "!", "?", "…", ":")


def _may_be_title(line: Line) -> bool:
    text = line.text
    return (
        line.kind == "text"
        and text[:1].isupper()
        and text[-1:].isalnum()
        and len(text.split()) <= _MOST_WORDS
        and "," not in text
        and not is_stage_line(text)
        and not read_mark(text)
    )


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    before = lines[at - 1].kind if at else "blank"
    after = lines[at + 1].kind if at + 1 < len(lines) else "text"
    return before in {"blank", "heading", "meta"} and after == "blank"


def _next_text(lines: Sequence[Line], at: int) -> Line:
    """The next line that is not blank; the line itself, as number 0, where there is none."""
    following = (it for it in lines[at + 1 :] if it.kind != "blank")
    line = next(following, replace(lines[at], number=0))
    return line if line.kind == "text" else replace(line, number=0)
