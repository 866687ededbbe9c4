"""What a check of a site found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        level: An error keeps a listener or a directory from something; a warning does not.
        where: A file of the site, and which part of it.
        message: What is wrong.
        hint: What to do.
    """

    level: Level
    where: str
    message: str
    hint: str


REBUILD = "Build the series again: quietude series build."


def error(where: str, message: str, hint: str = REBUILD) -> Finding:
    """A finding that fails the check."""
    return Finding("error", where, message, hint)


def warning(where: str, message: str, hint: str) -> Finding:
    """A finding that does not."""
    return Finding("warning", where, message, hint)
