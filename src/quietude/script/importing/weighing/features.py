"""All that is known of each unit: its looks, its place, what stands beside it, and pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.script.importing.weighing.looks import looks_of
from quietude.script.importing.weighing.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from quietude.script.importing.weighing.units import Unit

_ECHOED = (
    "has a key", "is an item", "is a label", "much paper", "has others", "ends openly",
    "speaks to nobody", "has signs", "title case", "has a year",
)  # fmt: skip
"""The features of furniture that say something about what stands beside it."""
_PLACES = (
    "after all silences", "before all silences", "between silences", "last block", "first block",
    "a script without silences", "unit 1", "unit -1", "bare among quoted", "alone in its block",
)  # fmt: skip
_LOOKS = (
    "has listener", "begins with an invitation", "ends as a sentence", "ends openly", "has others",
    "has felt", "speaks to nobody", "has a key", "several sentences", "title case", "much paper",
    "has a direction in it",
)  # fmt: skip
_OUTER = ("after all silences", "before all silences")
_UNPLAYED = ("its block has no silence", "its part has no silence")


def features_of(units: Sequence[Unit]) -> list[frozenset[str]]:
    """Returns the features of each unit; none for a mark that is no words."""
    looks = [looks_of(unit) if unit.kind == "words" else frozenset[str]() for unit in units]
    places = Places(units)
    found = [frozenset[str]()] * len(units)
    for place, at in enumerate(places.words):
        known = {*looks[at], *places.of(place), *_beside(units, looks, at)}
        found[at] = frozenset({*known, *_together(known)})
    return found


def _beside(units: Sequence[Unit], looks: Sequence[frozenset[str]], at: int) -> Iterator[str]:
    """Yields the features of what stands before and after a unit."""
    for side, other, below in (("before", at - 1, at), ("after", at + 1, at + 1)):
        if not 0 <= other < len(units):
            yield f"nothing {side}"
            continue
        far = "far " if units[below].gap else ""
        yield f"{far}{units[other].kind} {side}"
        if units[below].gap == "rule":
            yield f"a rule {side}"
        for name in _ECHOED:
            if name in looks[other]:
                yield f"{far}{side}: {name}"


def _together(known: AbstractSet[str]) -> Iterator[str]:
    """Yields pairs of features that say more together."""
    for place in known & set(_PLACES):
        for look in known & set(_LOOKS):
            yield f"{place} + {look}"
    for place in known & set(_OUTER):
        for quiet in known & set(_UNPLAYED):
            yield f"{place} + {quiet}"
    for concept in ("others", "paper"):
        if f"has {concept}" in known and "has listener" not in known:
            yield f"has {concept} + no listener"
    if "has writer" in known and not known & {"has felt", "begins with an invitation"}:
        yield "has writer + nothing felt"
    if known >= {"ends as a sentence", "has listener", "has felt"}:
        yield "a sentence to somebody about what is felt"
