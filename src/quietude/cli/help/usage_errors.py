"""Mistakes in a command line, told as every other error is: what is wrong, and what to do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Typer has an exception of its own for each mistake, and exports one of them alone.
_Mistake: Any = typer.BadParameter.__mro__[1]


_EXTRA = re.compile(r"got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
_OF_PYDANTIC = re.compile(r"Input should be ([^,]*).*", re.DOTALL)


@contextmanager
def told_as_ours(ctx: Any) -> Iterator[None]:
    """Raises what Typer finds wrong as an error of ours.

    Args:
        ctx: Typer's context of the command.

    Raises:
        UsageError: for an unknown command or option, a missing or a wrong value.
    """
    try:
        yield
    except _Mistake as error:
        near = sorted(getattr(error, "possibilities", None) or [])
        likely = f"Did you mean {_either(near)}? " if near else ""
        hint = f"{likely}See {ctx.command_path} --help."
        raise UsageError(_message(error), hint=hint) from error


def _message(error: Any) -> str:
    if hasattr(error, "possibilities") and hasattr(error, "option_name"):
        return f"there is no option {error.option_name}"
    message = str(error.format_message()).rstrip(".")
    message = message[:1].lower() + message[1:]
    if extra := _EXTRA.fullmatch(message):
        return f"there is more than this command takes: {extra[1]}"
    return _OF_PYDANTIC.sub(r"it should be \1", message) if "Input" in message else message


def _either(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
