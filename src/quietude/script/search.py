"""Search in the exercises of the library: by need, intensity, length and kind of step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from quietude import library
from quietude.errors import UsageError
from quietude.script.model import Intensity
from quietude.script.reader import read_script
from quietude.script.schema.catalogue import known_need
from quietude.script.schema.definition import Definition
from quietude.script.schema.steps import STEP_KINDS, kinds_of
from quietude.script.schema.yaml_source import parse_yaml

if TYPE_CHECKING:
    from quietude.script.model import Script

INTENSITIES: tuple[Intensity, ...] = get_args(Intensity)
"""The lightest first."""


@dataclass(frozen=True, slots=True)
class ExerciseQuery:
    """Properties an exercise must have; "" and None match anything.

    Attributes:
        need: A word of the library's list of needs.
        intensity: Its intensity.
        minutes: A length it is offered at, in minutes.
        step: A kind of step it has.

    Raises:
        UsageError: for a need, an intensity or a kind of step that does not exist.
    """

    need: str = ""
    intensity: str = ""
    minutes: int | None = None
    step: str = ""

    def __post_init__(self) -> None:
        if self.need:
            try:
                known_need(self.need)
            except ValueError as error:
                raise UsageError(str(error)) from error
        for noun, given, known in (
            ("intensity", self.intensity, INTENSITIES),
            ("kind of step", self.step, STEP_KINDS),
        ):
            if given and given not in known:
                message = f'there is no {noun} "{given[:40]}"'
                raise UsageError(message, hint=f"Choose from: {', '.join(known)}.")


def find(query: ExerciseQuery) -> list[Script]:
    """Returns the exercises of the library that match, the lightest first."""
    scripts = [read_script(exercise_id) for exercise_id in library.exercise_ids()]
    return sorted(
        (script for script in scripts if _matches(script, query)),
        key=lambda script: (INTENSITIES.index(script.intensity), script.id),
    )


def _matches(script: Script, query: ExerciseQuery) -> bool:
    return (
        (not query.need or query.need in script.for_when)
        and (not query.intensity or query.intensity == script.intensity)
        and (query.minutes in {None, *(script.lengths_min or [query.minutes])})
        and (not query.step or query.step in kinds_in(script.id))
    )


@cache
def kinds_in(exercise_id: str) -> frozenset[str]:
    """Returns the kinds of step an exercise has, those of its fragments among them."""
    form = Definition.model_validate(parse_yaml(library.exercise_text(exercise_id)).data)
    return frozenset().union(*(kinds_of(section.steps) for section in form.sections))
