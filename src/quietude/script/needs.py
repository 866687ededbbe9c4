"""Steps that belong together: the heart of an exercise, and steps that need others.

``heart: true`` marks the act an exercise is named for: it may not be optional. ``id`` names a
step, and ``needs`` names steps without which a line would point at nothing. Both are settled here,
when a definition is read: a step takes the rank of what it needs, if that is dropped sooner, and
steps of one name have one rank. The plan then sees to it within a rank
(:mod:`quietude.plan.optional_steps`), and for choices and empty details
(:mod:`quietude.plan.compose`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quietude._util.suggest import did_you_mean
from quietude.errors import ScriptError
from quietude.script.model import Choose, every_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from quietude.script.model import Section, Step

_ALWAYS = 0
"""The rank of a step that always stays."""


def marked(
    steps: Sequence[Step], *, heart: bool, name: str, needs: tuple[str, ...]
) -> Iterator[Step]:
    """Yields the steps of one written step with its marks.

    All of them need what it needs. Where it is made of steps with ranks of their own (an
    ``include``, a ``repeat``), its heart and its name are the steps that are kept longest.
    """
    core = min((each.optional or _ALWAYS for each in every_step(steps)), default=_ALWAYS)

    def mark(step: Step) -> Step:
        is_core = (step.optional or _ALWAYS) == core
        return replace(
            step,
            heart=step.heart or (heart and is_core),
            ids=(*step.ids, name) if name and is_core else step.ids,
            needs=(*step.needs, *needs),
        )

    return (_everywhere(step, mark) for step in steps)


def from_fragment(step: Step, fragment: str, scope: str) -> Step:
    """Returns a step of a fragment as it stands in a definition.

    Args:
        step: The step, with its names as the fragment writes them.
        fragment: The name of the fragment.
        scope: Goes before these names, so that they are of this place alone.
    """

    def place(step: Step) -> Step:
        return replace(
            step,
            fragment=step.fragment or fragment,
            ids=tuple(scope + name for name in step.ids),
            needs=tuple(scope + name for name in step.needs),
        )

    return _everywhere(step, place)


def resolved(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Returns the sections with the ranks that follow from what their steps need.

    Raises:
        ScriptError: for a name no step has, steps that need each other in a ring, and a heart
            that may be left out; with the line.
    """
    placed = [(section, step) for section in sections for step in every_step(section.steps)]
    if not any(step.ids or step.needs or step.heart for _, step in placed):
        return sections
    steps = [step for _, step in placed]
    _check_names(steps)
    ranks = _ranks_by_name(placed)

    def settle(step: Step) -> Step:
        rank = max(step.optional or _ALWAYS, *(ranks[name] for name in (*step.ids, *step.needs)), 0)
        return replace(step, optional=rank or None)

    settled = tuple(
        replace(section, steps=tuple(_everywhere(step, settle) for step in section.steps))
        for section in sections
    )
    _check_hearts(settled)
    return settled


def _everywhere(step: Step, change: Callable[[Step], Step]) -> Step:
    """Returns a step changed; of a choice, every step of its options."""
    if not isinstance(step, Choose):
        return change(step)
    options = tuple(tuple(_everywhere(each, change) for each in option) for option in step.options)
    return replace(step, options=options)


def _check_names(steps: Sequence[Step]) -> None:
    known = {name for step in steps for name in step.ids}
    needs: dict[str, set[str]] = {name: set() for name in known}
    line_of: dict[str, int] = {}
    for step in steps:
        for name in step.needs:
            if name not in known:
                wanted = _written(name)
                message = f'no step has the id "{wanted}", which this one needs'
                names = sorted({_written(each) for each in known})
                hint = did_you_mean(wanted, names, f"Give that step a name: id: {wanted}")
                raise ScriptError(message, line=step.line, hint=hint)
        for own in step.ids:
            needs[own] |= set(step.needs)
            if step.needs:
                line_of.setdefault(own, step.line)
    for name in sorted(known):
        if ring := _ring(name, needs, ()):
            path = " → ".join(f'"{_written(each)}"' for each in ring)
            message = f"these steps need each other in a circle: {path}"
            hint = "Steps that go together share one id, and need nothing from each other."
            raise ScriptError(message, line=line_of[ring[0]], hint=hint)


def _ring(name: str, needs: Mapping[str, set[str]], path: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the names from one to itself; () if no way leads back."""
    if name in path:
        return (*path[path.index(name) :], name)
    for needed in sorted(needs[name]):
        if ring := _ring(needed, needs, (*path, name)):
            return ring
    return ()


def _ranks_by_name(placed: Sequence[tuple[Section, Step]]) -> dict[str, int]:
    """Returns the rank that the steps of each name have together."""
    ranks: dict[str, int] = {}
    before: dict[str, int] | None = None
    while ranks != before:
        before = dict(ranks)
        for section, step in placed:
            own = max(step.optional or _ALWAYS, section.optional or _ALWAYS)
            rank = max(own, *(ranks.get(name, _ALWAYS) for name in step.needs), _ALWAYS)
            for name in step.ids:
                ranks[name] = max(ranks.get(name, _ALWAYS), rank)
    return ranks


def _check_hearts(sections: Sequence[Section]) -> None:
    for section in sections:
        for step in every_step(section.steps):
            rank = max(step.optional or _ALWAYS, section.optional or _ALWAYS)
            if step.heart and rank:
                message = "the heart of an exercise is always kept, and this step may be left out"
                hint = f"It has rank {rank}, of its own or of what it stands in or needs."
                raise ScriptError(message, line=step.line, hint=hint)


def _written(name: str) -> str:
    """Returns a name as it stands in the definition or the fragment."""
    return name.rpartition("/")[2]
