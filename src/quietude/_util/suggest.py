"""Suggestions for a misspelt name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(written: str, known: Iterable[str]) -> str | None:
    """Returns the known name most like the one written, or None if none is like it."""
    return next(iter(get_close_matches(written, list(known), n=1)), None)


def did_you_mean(written: str, known: Iterable[str], otherwise: str) -> str:
    """Returns a hint that suggests the closest known name.

    Args:
        written: The name that was not found.
        known: The names there are.
        otherwise: The hint if none of them is close.
    """
    close = closest(written, known)
    return f'Did you mean "{close}"?' if close else otherwise
