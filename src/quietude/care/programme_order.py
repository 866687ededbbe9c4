"""A programme → what in the order of its sessions may be hard on a listener."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from quietude.care.rules import shipped_rules
from quietude.script.reader import read_script
from quietude.script.schema.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import CareRules
    from quietude.script.model import Script
    from quietude.script.programme import Programme


@dataclass(frozen=True, slots=True)
class OrderFinding:
    """Something in the order of a programme: the entry, and what to do about it."""

    entry: str
    message: str
    rule: str = "T30"
    severity: str = "warn"


class InOrder(Protocol):
    """Something that has a place in an order: an entry of a programme, an episode of a series."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def day(self) -> int | None:
        """The day it is for, from 1, or None."""


Session = tuple[InOrder, "Script"]


def order_findings(programme: Programme, rules: CareRules | None = None) -> list[OrderFinding]:
    """T30 of a programme; pinned sessions have no place in the order."""
    sessions = [(it, read_script(it.exercise)) for it in programme.entries if not it.pinned]
    return findings_in_order(sessions, rules)


def findings_in_order(
    sessions: Sequence[Session], rules: CareRules | None = None
) -> list[OrderFinding]:
    """T30: where sessions that are heard in an order ask too much too soon.

    An intense session comes after something steady has been learnt, never beside another one,
    not in the first two weeks, and a light one follows it.
    """
    rules = rules or shipped_rules()
    found = [
        *_neighbours(sessions),
        *_steady_first(sessions),
        *_days(sessions, rules.thresholds.high_from_day),
    ]
    severity = rules.rules["T30"].severity_for("high")
    return [replace(it, severity=severity) for it in found]


def _is_high(session: Session) -> bool:
    return session[1].intensity == "high"


def _neighbours(sessions: Sequence[Session]) -> Iterator[OrderFinding]:
    for before, after in pairwise(sessions):
        if _is_high(before) and _is_high(after):
            yield OrderFinding(
                after[0].id, "an intense session follows another; put a rest between"
            )
        elif _is_high(before) and after[1].intensity != "light":
            yield OrderFinding(after[0].id, "a light session is what follows an intense one")
    if sessions and _is_high(sessions[-1]):
        message = "the programme ends on an intense session; let a light one follow"
        yield OrderFinding(sessions[-1][0].id, message)


def _steady_first(sessions: Sequence[Session]) -> Iterator[OrderFinding]:
    steady = set(catalogue().steady_rows)
    for entry, script in sessions:
        if script.intensity == "high":
            message = "nothing steady (a place, hands, the room) comes before this"
            yield OrderFinding(entry.id, message)
            return
        if steady & set(script.covers):
            return


def _days(sessions: Sequence[Session], first_high_day: int) -> Iterator[OrderFinding]:
    dated = [(it, it[0].day) for it in sessions if it[0].day is not None]
    for (_, day), (after, next_day) in pairwise(dated):
        if next_day < day:
            yield OrderFinding(after[0].id, "its day is earlier than that of the one before")
    for session, day in dated:
        if _is_high(session) and day < first_high_day:
            message = (
                f"an intense session comes on day {day}; let the first be on day {first_high_day} "
                "or later"
            )
            yield OrderFinding(session[0].id, message)
