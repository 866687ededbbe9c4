"""Sentences that several sessions of a programme say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.plan.compose import compose
from quietude.plan.model import Block
from quietude.plan.request import Request
from quietude.script.reader import read_script

if TYPE_CHECKING:
    from quietude.script.browse.programme import Programme, ProgrammeEntry


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
    """The sentences a session of a programme may say, in order, in the wording of its seed.

    Optional lines are among them, whether the length keeps them or not; the words that lead a
    guided breath are not.
    """
    plan = compose(read_script(entry.exercise), Request(seed=entry.seed))
    plan = replace(
        plan,
        steps=tuple(
            replace(step, items=tuple(item for item in step.items if not isinstance(item, Block)))
            for step in plan.steps
        ),
    )
    return [utterance.text for utterance in plan.utterances()]


def repeats(programme: Programme) -> list[Repeat]:
    """The sentences that more than one session says, the most frequent first."""
    said: dict[str, list[str]] = {}
    for entry in programme.entries:
        for text in dict.fromkeys(sentences(entry)):
            said.setdefault(text, []).append(entry.id)
    found = [Repeat(text, tuple(entries)) for text, entries in said.items() if len(entries) > 1]
    return sorted(found, key=lambda repeat: -len(repeat.entries))
