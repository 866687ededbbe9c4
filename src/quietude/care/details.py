"""Checks of personal details: asked for and said, and read well whatever a listener writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.care.case import Case, Hit, care_check
from quietude.script.details.trials import faults
from quietude.script.model import Echo
from quietude.script.templates.template import slots_used

if TYPE_CHECKING:
    from collections.abc import Iterator


@care_check
def unused_details(case: Case) -> Iterator[Hit]:
    """Every detail that is asked for is in one line at least, in one wording of a choice."""
    texts = [getattr(step, "text", "") for step in case.whole.steps()]
    used = set[str]().union(*map(slots_used, texts))
    for slot in case.script.slots.values():
        if slot.name not in used:
            yield Hit(slot.line, words=slot.name)


@care_check
def awkward_details(case: Case) -> Iterator[Hit]:
    """A line reads well with the details that people write, and without them."""
    for moment in case.moments:
        text = getattr(moment.step, "text", "")
        own_words = isinstance(moment.step, Echo)
        for fault in faults(text, case.script.slots, own_words=own_words):
            yield Hit(moment.line, words=fault)
