"""A chatbot's words around a script: "Sure! Here is …", and "Would you like me to …?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import marked, paragraphs, word_count
from quietude.script.importing.words.heads import CHAT_CLOSINGS, CHAT_OPENINGS, CHAT_TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_OPENING = re.compile(rf"\W*{CHAT_OPENINGS}(?![a-zà-ÿ])", re.IGNORECASE)
_TOPIC = re.compile(CHAT_TOPICS, re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:\w+[!,.]\s+)?{CHAT_CLOSINGS}", re.IGNORECASE)
_ABOUT_SCRIPT = re.compile(
    rf"{CHAT_TOPICS}|\b(?:adjust|customi[sz]e|tailor|goes|add|section|class|clients?|listeners|longer|shorter|tone|record|anpass|länger|kürzer|adapt\w*|versi\w+|"
    r"adaptar|ajustar|adattare|aanpassen|version|変更|調整|バージョン|版本|更长|更短|调整|修改|बदल|छोटा|लंबा)",
    re.IGNORECASE,
)
_LONGEST_WORDS = 70
_LAST_PARAGRAPHS = 3


def without_chat(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without what a chatbot says before and after the script."""
    found = paragraphs(lines)
    if len(found) < 2:  # noqa: PLR2004
        return list(lines)
    chosen: set[int] = set()
    for run in found[:2]:
        text = _text(lines, run)
        heads = any(line.kind == "heading" for line in lines[: run[0]])
        if _opens(text) and (not heads or run is found[0]):
            chosen |= set(run)
        else:
            break
    for run in reversed(found[-_LAST_PARAGRAPHS:]):
        # An offer may stand right below a line of the script's figures.
        closing = next((part for part in (run, run[-1:]) if _closes(_text(lines, part))), None)
        if closing is None:
            break
        chosen |= set(closing)
    return marked(lines, chosen, "words of a chat around the script")


def _closes(text: str) -> bool:
    return bool(_CLOSING.match(text) and _ABOUT_SCRIPT.search(text))


def _opens(text: str) -> bool:
    if word_count(text) > _LONGEST_WORDS or not _OPENING.match(text) or not _TOPIC.search(text):
        return False
    # "Okay. This meditation begins …" may be said to a listener; a script is announced.
    announced = re.search(
        r"(?:\bhere(?:'s|’s| is| are)|\bbelow\b|hier ist|voici|aquí|ecco|aqui está|:\s*$)",
        text,
        re.IGNORECASE,
    )
    return (
        bool(announced)
        or bool(
            re.search(
                r"以下|ご用意|作りました|下面[是为]|为[你您](?:准备|写)|यहाँ|यह रहा|这是", text
            )
        )
        or text.rstrip().endswith(("!", "："))
    )


def _text(lines: Sequence[ScriptLine], run: Sequence[int]) -> str:
    return " ".join(lines[at].raw.strip(" *_>#") for at in run)
