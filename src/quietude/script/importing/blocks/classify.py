"""Every block that is not spoken is found and marked, each kind by its own pass over the lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.asides.acts import without_acts
from quietude.script.importing.asides.capitals import without_capitals
from quietude.script.importing.asides.lengths import without_lengths
from quietude.script.importing.asides.pastes import without_pastes
from quietude.script.importing.asides.remarks import without_head_remarks, without_remarks
from quietude.script.importing.blocks.chat import without_chat
from quietude.script.importing.blocks.copies import without_second_copy
from quietude.script.importing.blocks.front import without_front
from quietude.script.importing.blocks.furniture import without_furniture
from quietude.script.importing.blocks.outside import without_outside
from quietude.script.importing.blocks.quotes import without_directions_between
from quietude.script.importing.blocks.sections import without_sections
from quietude.script.importing.blocks.single_lines import without_single_lines
from quietude.script.importing.blocks.tables import without_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.script.importing.lines import ScriptLine

_ENDS = re.compile(r"[.!?…。！？।](?=\W|$)")

PASSES: tuple[Callable[[Sequence[ScriptLine]], list[ScriptLine]], ...] = (
    without_outside,
    without_pastes,
    without_lengths,
    without_furniture,
    without_chat,
    without_tables,
    without_sections,
    without_acts,
    without_capitals,
    without_head_remarks,
    without_front,
    without_single_lines,
    without_second_copy,
    without_directions_between,
    without_remarks,
)
"""In this order: what one pass has left out, the next does not read."""


def classified(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns the lines of a script, with those that are not spoken marked as left out."""
    marked = list(lines)
    for left_out in PASSES:
        changed = left_out(marked)
        # A pass that takes every sentence for a note is not followed: a script keeps its words.
        if all(found(changed) or not found(marked) for found in (_says_words, _says_sentences)):
            marked = changed
    return marked


def _says_words(lines: Sequence[ScriptLine]) -> bool:
    return any(line.kind == "text" for line in lines)


def _says_sentences(lines: Sequence[ScriptLine]) -> bool:
    return any(line.kind == "text" and _ENDS.search(line.text) for line in lines)
