"""A finding of a check of a site, with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """A fault of a site.

    Attributes:
        level: ``error`` if it keeps a listener or a directory from something, ``warning`` if
            it may; ``note`` for something to know.
        where: The file of the site, and the part of it.
        message: The fault.
        hint: The next step.
    """

    level: Level
    where: str
    message: str
    hint: str


REBUILD = "Build the series again: quietude series build."


def error(where: str, message: str, hint: str = REBUILD) -> SiteFinding:
    """Returns a finding that fails the check."""
    return SiteFinding("error", where, message, hint)


def warning(where: str, message: str, hint: str) -> SiteFinding:
    """Returns a finding that does not fail the check."""
    return SiteFinding("warning", where, message, hint)


def note(where: str, message: str, hint: str) -> SiteFinding:
    """Returns a finding that is no fault."""
    return SiteFinding("note", where, message, hint)
