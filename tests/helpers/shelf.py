"""The library, with every exercise read once: scripts are frozen, and there are many tests."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from quietude.script import reader

if TYPE_CHECKING:
    from quietude.script.model import Script


@cache
def read_script(exercise: str) -> Script:
    """Returns an exercise of the library."""
    return reader.read_script(exercise)
