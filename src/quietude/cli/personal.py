"""Personal details: from options, from a profile, or asked for at a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from quietude._util.strict_reading import SMALL_BYTES, read_bounded
from quietude.errors import SlotError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.model import Script, Slot

_STDIN = "-"


def personal_details(
    script: Script,
    pairs: list[str],
    profile: Path | None,
    *,
    ask: bool,
    files: Sequence[str] = (),
) -> dict[str, str]:
    """Returns one listener's details: the profile's, the options', the files', typed answers.

    Later ones replace earlier ones. A profile serves many scripts, so its details that this script
    has no slot for are ignored.

    Raises:
        UsageError: for an option that is not NAME=VALUE, a file that cannot be read, or questions
            without a terminal.
        ScriptError: for a profile that cannot be read.
    """
    values: dict[str, str] = {}
    if profile:
        from quietude.script.details.profile import read_profile

        details = read_profile(profile, script.slots)
        values = {name: value for name, value in details.items() if name in script.slots}
    values |= _from_options(pairs)
    values |= _from_files(files)
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


def _from_files(pairs: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, pair in enumerate(pairs, start=1):
        name, equals, file = pair.partition("=")
        if not equals or not name.strip() or not file:
            message = f"--set-file number {number} does not name its slot and its file"
            raise UsageError(message, hint="Write it like --set-file name=my-name.txt, or name=-")
        try:
            if file == _STDIN:
                data = sys.stdin.buffer.read(SMALL_BYTES)
            else:
                data = read_bounded(Path(file), SMALL_BYTES)
            values[name.strip()] = data.decode("utf-8-sig").strip("\r\n")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            message = f'the detail for "{name.strip()[:40]}" cannot be read ({reason})'
            hint = "A text file in UTF-8, with the detail and nothing else."
            raise UsageError(message, path=file, hint=hint) from error
    return values


def _ask(slot: Slot) -> str:
    """Returns a valid answer; asks again after an invalid one."""
    from quietude.script.details.slots import clean_value

    choices = f" ({', '.join(slot.choices)})" if slot.choices else ""
    choices = " (yes/no)" if slot.type == "yes-no" else choices
    choices += "" if slot.default else " (Enter to leave it out)"
    while True:
        answer = str(
            typer.prompt(
                f"{slot.ask}{choices}",
                default=slot.default,
                show_default=bool(slot.default),
                err=True,
            )
        )
        try:
            clean_value(slot, answer)
        except SlotError as error:
            typer.echo(error.message, err=True)
        else:
            return answer
