"""A script to fall asleep by: the one there is, without anything that wakes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.errors import PlanError
from quietude.script.model import Bell, Breathe, Choose

if TYPE_CHECKING:
    from quietude.script.model import Script, Section, Step

_RETURN = "return"


def for_sleep(script: Script) -> Script:
    """The script without anything that wakes: the way back, later bells, spoken counts.

    Raises:
        PlanError: if nothing is left.
    """
    kept = [section for section in script.sections if section.role != _RETURN]
    sections: list[Section] = []
    spoken = False
    for section in kept:
        steps: list[Step] = []
        for step in section.steps:
            silent = isinstance(step, Bell)
            if silent and spoken:
                continue
            spoken = spoken or not silent
            step = _uncounted(step)  # noqa: PLW2901
            steps.append(_without_bells(step) if isinstance(step, Choose) else step)
        sections.append(dataclasses.replace(section, steps=tuple(steps)))
    sections = [section for section in sections if section.steps]
    if not sections:
        message = "this script only leads back: there is nothing to fall asleep by"
        raise PlanError(message, path=script.source, hint="Leave --ending sleep out.")
    return dataclasses.replace(script, sections=tuple(sections))


def _uncounted(step: Step) -> Step:
    """A breath that was counted is led by the tone: a voice every second keeps people awake."""
    if isinstance(step, Breathe) and step.guide == "count":
        return dataclasses.replace(step, guide="tone")
    if isinstance(step, Choose):
        options = tuple(tuple(map(_uncounted, option)) for option in step.options)
        return dataclasses.replace(step, options=options)
    return step


def _without_bells(choice: Choose) -> Choose:
    options = tuple(
        tuple(
            _without_bells(step) if isinstance(step, Choose) else step
            for step in option
            if not isinstance(step, Bell)
        )
        for option in choice.options
    )
    return dataclasses.replace(choice, options=options)
