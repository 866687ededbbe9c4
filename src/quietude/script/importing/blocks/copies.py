"""A second copy of the same script, such as a studio's "clean" one: left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LEAST_SENTENCES = 6
_LEAST_WORDS = 40
_MOST_HEADS = 30
_SAME = 0.85
"""The share of each copy's sentences that the other must have."""
_WORDS = re.compile(r"[^\W\d_]+")


def without_second_copy(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with the second of two copies left out.

    A refrain is no copy: nearly all of what was said before must return, in a part of its own.
    """
    sentences = [
        (at, " ".join(_WORDS.findall(sentence.lower())))
        for at, line in enumerate(lines)
        if line.kind == "text"
        for sentence in re.split(
            r"(?<=[.!?。！？।])\s*", re.sub(r"\[[^\[\]]{0,300}\]|\([^()]{0,300}\)", " ", line.text)
        )
    ]
    sentences = [(at, text) for at, text in sentences if len(text) > 8]  # noqa: PLR2004
    if len(sentences) < 2 * _LEAST_SENTENCES:
        return list(lines)
    third = len(sentences) // 3
    first, last = sentences[third][0], sentences[-third][0]
    heads = [at for at in range(first, last + 1) if lines[at].kind in {"heading", "rule"}]
    for head in heads[:_MOST_HEADS]:
        before = {text for at, text in sentences if at < head}
        after = [text for at, text in sentences if at >= head]
        if len(after) < _LEAST_SENTENCES or len(before) < _LEAST_SENTENCES:
            continue
        again = sum(text in before for text in after) / len(after)
        covered = len(before & set(after)) / len(before)
        words = sum(len(text.split()) for text in after)
        if again >= _SAME and covered >= _SAME and words >= _LEAST_WORDS:
            end = set(range(head, len(lines)))
            return marked(lines, end, "second copy of the script")
    return list(lines)
