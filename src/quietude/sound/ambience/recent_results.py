"""The last few results of a computation, kept: for stretches of time that are read piece by piece.

``functools.lru_cache`` around a method would tie an object to itself, so that its sound stayed in
memory until the garbage collector came by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


class RecentResults(Generic[Key, Value]):
    """Results by what they were computed from.

    Args:
        most: The number kept; the oldest goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Key, Value] = {}

    def get(self, key: Key, compute: Callable[[Key], Value]) -> Value:
        """Returns a result, computed if it is not kept."""
        if key not in self._found:
            found = compute(key)
            # A reader in another thread finds this one or the other, and both are right.
            while len(self._found) >= self._most:
                self._found.pop(next(iter(self._found)), None)
            self._found[key] = found
            return found
        return self._found[key]
