"""Personal details: from options, from a profile, or asked for at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from quietude.errors import SlotError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.model import Script, Slot


def personal_details(
    script: Script, pairs: list[str], profile: Path | None, *, ask: bool
) -> dict[str, str]:
    """Returns one listener's details: the profile's, then the options', then typed answers.

    Later ones replace earlier ones. A profile serves many scripts, so its details that this script
    has no slot for are ignored.

    Raises:
        UsageError: for an option that is not NAME=VALUE, or questions without a terminal.
        ScriptError: for a profile that cannot be read.
    """
    values: dict[str, str] = {}
    if profile:
        from quietude.script.reader import read_profile

        details = read_profile(profile)
        values = {name: value for name, value in details.items() if name in script.slots}
    values |= _from_options(pairs)
    if ask:
        if not sys.stdin.isatty():
            message = "--ask needs a terminal to ask its questions"
            raise UsageError(message, hint="Give the details with --set or --for.")
        for slot in script.slots.values():
            if slot.name not in values:
                values[slot.name] = _ask(slot)
    return values


def _from_options(pairs: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, pair in enumerate(pairs, start=1):
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            # Not quoted: somebody who left out the slot's name has typed something personal.
            message = f"--set number {number} does not name its slot"
            raise UsageError(message, hint='Write it like --set name=Ada or --set "place=a garden"')
        values[name.strip()] = value
    return values


def _ask(slot: Slot) -> str:
    """Returns a valid answer; asks again after an invalid one."""
    from quietude.script.details.slots import clean_value

    choices = f" ({', '.join(slot.choices)})" if slot.choices else ""
    choices = " (yes/no)" if slot.type == "yes-no" else choices
    while True:
        answer = str(typer.prompt(f"{slot.ask}{choices}", default=slot.default, err=True))
        try:
            clean_value(slot, answer)
        except SlotError as error:
            typer.echo(error.message, err=True)
        else:
            return answer
