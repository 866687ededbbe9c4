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
    """The details of one listener: the profile's, over them the options', then the answers.

    A profile serves many scripts: what this one has no slot for is passed over.

    Raises:
        UsageError: for an option that is no detail, or questions where nobody can answer.
        ScriptError: for a profile that cannot be read.
    """
    values: dict[str, str] = {}
    if profile:
        from quietude.script.reader import read_profile

        values = {name: it for name, it in read_profile(profile).items() if name in script.slots}
    values |= _given(pairs)
    if ask:
        if not sys.stdin.isatty():
            message = "--ask needs a terminal to ask at"
            raise UsageError(message, hint="Give the details with --set or --for.")
        for slot in script.slots.values():
            if slot.name not in values:
                values[slot.name] = _asked(slot)
    return values


def _given(pairs: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, pair in enumerate(pairs, start=1):
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            # Not quoted: whoever forgot the slot's name has written something personal.
            message = f"--set number {number} is not a personal detail"
            raise UsageError(message, hint='Write it like --set name=Ada or --set "place=a garden"')
        values[name.strip()] = value
    return values


def _asked(slot: Slot) -> str:
    """An answer that the slot takes; asked again until it is one."""
    from quietude.script.slots import clean_value

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
