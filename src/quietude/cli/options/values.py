"""Readers for the values of options: lengths, levels, pairs, kinds, bells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from quietude.script.bed import BellSound


def length_of(text: str | None) -> float | None:
    """Returns a length in seconds as an option has it; None if it is not given.

    Raises:
        UsageError: if it cannot be read.
    """
    from quietude.durations import parse_length

    try:
        return None if text is None else parse_length(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def checked_level(level_db: float, option: str) -> float:
    """Returns a level that makes sense.

    Raises:
        UsageError: if it is below -40 or above 12 dB.
    """
    if not -40.0 <= level_db <= 12.0:  # noqa: PLR2004
        message = f"{option} takes -40 to 12 dB, not {level_db:g}"
        raise UsageError(message)
    return level_db


def read_pairs(pairs: list[str], noun: str, example: str) -> dict[str, str]:
    """Returns ``NAME=VALUE`` pairs by name.

    Args:
        pairs: As they were typed.
        noun: Says in an error what such a pair is: "a tag".
        example: Shows in an error how to write one.

    Raises:
        UsageError: for a pair without a name.
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f'"{pair[:40]}" is not {noun}'
            raise UsageError(message, hint=f"Write it like {example}")
        values[name.strip()] = value
    return values


def read_kinds(text: str) -> tuple[str, ...]:
    """Returns the parts of a list like ``"vtt, srt"``, each once, in lower case."""
    parts = (part.strip().lower() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def bell_of(written: str | None) -> BellSound | None:
    """Returns the bell an option names, by its id or as a sound file from the current folder.

    Raises:
        SoundError: if it is neither.
    """
    from quietude.sound.assets import find_bell

    return find_bell(written, Path()) if written else None
