"""What a programme says more than once: sentences, and the sessions they are said in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.plan.compose import compose
from quietude.plan.model import Block
from quietude.plan.request import Request
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from quietude.script.programme import Programme, ProgrammeEntry


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sentence that several sessions of a programme say.

    Attributes:
        text: The sentence.
        entries: The ids of the sessions, in order.
    """

    text: str
    entries: tuple[str, ...]


def sentences(entry: ProgrammeEntry) -> list[str]:
    """What a session of a programme may say, in order, as its seed has it.

    Optional lines are among it, whatever the length leaves of them; the words that lead a guided
    breath are not.
    """
    plan = compose(read_script(entry.exercise), Request(seed=entry.seed))
    plan = replace(
        plan,
        steps=tuple(
            replace(step, items=tuple(it for it in step.items if not isinstance(it, Block)))
            for step in plan.steps
        ),
    )
    return [it.text for it in plan.utterances()]


def repeats(programme: Programme) -> list[Repeat]:
    """The sentences that more than one session says, the most frequent first."""
    said: dict[str, list[str]] = {}
    for entry in programme.entries:
        for text in dict.fromkeys(sentences(entry)):
            said.setdefault(text, []).append(entry.id)
    found = [Repeat(text, tuple(entries)) for text, entries in said.items() if len(entries) > 1]
    return sorted(found, key=lambda it: -len(it.entries))
