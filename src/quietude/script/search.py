"""The exercises of the library as a list to choose from: by need, intensity, length and steps."""

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
    """What an exercise is to have; "" and None for anything.

    Raises:
        UsageError: for a need, an intensity or a kind of step there is not.
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
        for what, given, known in (
            ("intensity", self.intensity, INTENSITIES),
            ("kind of step", self.step, STEP_KINDS),
        ):
            if given and given not in known:
                message = f'there is no {what} "{given[:40]}"'
                raise UsageError(message, hint=f"Choose from: {', '.join(known)}.")


def find(wanted: ExerciseQuery) -> list[Script]:
    """The exercises of the library that have all that is wanted, the lightest first."""
    scripts = [read_script(it) for it in library.exercise_ids()]
    return sorted(
        (it for it in scripts if _fits(it, wanted)),
        key=lambda it: (INTENSITIES.index(it.intensity), it.id),
    )


def _fits(script: Script, wanted: ExerciseQuery) -> bool:
    return (
        (not wanted.need or wanted.need in script.for_when)
        and (not wanted.intensity or wanted.intensity == script.intensity)
        and (wanted.minutes in {None, *(script.lengths_min or [wanted.minutes])})
        and (not wanted.step or wanted.step in kinds_in(script.id))
    )


@cache
def kinds_in(exercise_id: str) -> frozenset[str]:
    """The kinds of step an exercise has, those of its fragments among them."""
    form = Definition.model_validate(parse_yaml(library.exercise_text(exercise_id)).data)
    return frozenset().union(*(kinds_of(section.steps) for section in form.sections))
