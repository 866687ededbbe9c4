"""A script with choices → scripts without, such that each wording stands in one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.model import Choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.model import Script, Step

Steps = tuple["Step", ...]


def variants(script: Script) -> Iterator[Script]:
    """As many scripts without a choice as it takes for every wording to stand in one of them.

    Each is a session a listener may hear, so times and order are right in it; not every
    combination is among them.
    """
    spread = [_spread(section.steps) for section in script.sections]
    for number in range(max(map(len, spread))):
        sections = tuple(
            replace(section, steps=ways[number % len(ways)])
            for section, ways in zip(script.sections, spread, strict=True)
        )
        yield replace(script, sections=sections)


def shortest(script: Script) -> Script:
    """A script without a choice, and with everything optional left out: its shortest session."""
    sections = tuple(
        replace(section, steps=tuple(step for step in section.steps if not step.optional))
        for section in script.sections
        if not section.optional
    )
    return replace(script, sections=tuple(section for section in sections if section.steps))


def _spread(steps: Sequence[Step]) -> list[Steps]:
    """The ways through some steps: one after another, each wording in at least one of them."""
    parts = [_ways(step) for step in steps]
    count = max(map(len, parts), default=1)
    return [
        tuple(step for ways in parts for step in ways[number % len(ways)])
        for number in range(count)
    ]


def _ways(step: Step) -> list[Steps]:
    if isinstance(step, Choose):
        return [way for option in step.options for way in _spread(option)]
    return [(step,)]
