"""The rules about how the listener is spoken to: commands, names, and what is never said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.care.structure import Hit
from quietude.script.template import slots_used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.care.structure import Case

_NAMES = frozenset({"name", "nickname"})


def commands(case: Case) -> Iterator[Hit]:
    """T09: more is offered than ordered."""
    limits = case.rules.thresholds
    bare = instructions = row = longest = row_line = first_line = 0
    for it in case.moments:
        for sentence in it.sentences:
            inviting = case.has("invitation", sentence)
            ordering = case.has("imperative", sentence.lower().lstrip("\"'“‘("))
            instructions += inviting or ordering
            if ordering and not inviting:
                bare, row = bare + 1, row + 1
                first_line = first_line or it.line
                if row > longest:
                    longest, row_line = row, it.line
            elif inviting:
                row = 0
    if longest >= limits.bare_imperatives_in_a_row:
        yield Hit(row_line, words=f"{longest} commands stand in a row with no invitation")
    elif instructions >= limits.fewest_instructions:
        share = bare / instructions
        if share > limits.bare_imperative_share:
            yield Hit(first_line, words=f"{share:.0%} of the instructions are bare commands")


def empty_slots(case: Case) -> Iterator[Hit]:
    """T23: a line reads well when a personal detail is missing."""
    empty = {it.name for it in case.script.slots.values() if not it.default}
    for it in case.moments:
        text = getattr(it.step, "text", "")
        for name in sorted(slots_used(text) & empty) if text else ():
            if re.search(rf"\{{\{{\s*{name}\s*(\|\s*\w+\s*)?\}}\}}", text) and "{%" not in text:
                yield Hit(it.line, words=name)


def names(case: Case) -> Iterator[Hit]:
    """T24: a name is spoken rarely."""
    uses = [
        it.line for it in case.moments
        if (text := getattr(it.step, "text", "")) and slots_used(text) & _NAMES
    ]  # fmt: skip
    limit = round(case.rules.thresholds.name_per_5_min * max(1.0, case.total_s / 300.0))
    if len(uses) > limit:
        yield Hit(uses[limit], count=len(uses), limit=limit)


def stopping(case: Case) -> Iterator[Hit]:
    """T26: it is said that one may stop."""
    if case.moments and not any(case.has("stop", it.text) for it in case.moments):
        yield Hit(case.moments[0].line)


VOICE: dict[str, Callable[[Case], Iterator[Hit]]] = {
    "T09": commands, "T23": empty_slots, "T24": names, "T26": stopping,
}  # fmt: skip
