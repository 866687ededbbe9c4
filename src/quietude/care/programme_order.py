"""A programme → findings on the order of its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from quietude.care.rules import shipped_rules
from quietude.script.reader import read_script
from quietude.script.schema.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import CareRules, Severity
    from quietude.script.browse.programme import Programme
    from quietude.script.model import Script


@dataclass(frozen=True, slots=True)
class OrderFinding:
    """Something in the order of a programme that may be hard on a listener.

    Attributes:
        entry: The id of the session it is about.
        message: The problem, or what to change.
        rule: The id of the rule.
        severity: ``error``, ``warn`` or ``info``.
    """

    entry: str
    message: str
    rule: str
    severity: Severity


_Problem = tuple[str, str]
"""The id of a session, and the message."""


class InOrder(Protocol):
    """Something that has a place in an order: an entry of a programme, an episode of a series."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def day(self) -> int | None:
        """The day it is for, from 1, or None."""


SessionInOrder = tuple[InOrder, "Script"]


def order_findings(programme: Programme, rules: CareRules | None = None) -> list[OrderFinding]:
    """The findings on the order of a programme; pinned sessions have no place in it."""
    sessions = [
        (entry, read_script(entry.exercise)) for entry in programme.entries if not entry.pinned
    ]
    return findings_in_order(sessions, rules)


def findings_in_order(
    sessions: Sequence[SessionInOrder], rules: CareRules | None = None
) -> list[OrderFinding]:
    """The findings on sessions heard in an order: those that ask too much too soon.

    An intense session comes after something steady has been learnt, never beside another one,
    not in the first two weeks, and a light one follows it.
    """
    rules = rules or shipped_rules()
    problems = [
        *_neighbours(sessions),
        *_steady_first(sessions),
        *_days(sessions, rules.thresholds.high_from_day),
    ]
    rule_id, rule = rules.rule_of("order")
    severity = rule.severity_for("high")
    return [OrderFinding(entry, message, rule_id, severity) for entry, message in problems]


def _is_high(session: SessionInOrder) -> bool:
    return session[1].intensity == "high"


def _neighbours(sessions: Sequence[SessionInOrder]) -> Iterator[_Problem]:
    for before, after in pairwise(sessions):
        if _is_high(before) and _is_high(after):
            yield after[0].id, "an intense session follows another; put a rest between"
        elif _is_high(before) and after[1].intensity != "light":
            yield after[0].id, "a light session is what follows an intense one"
    if sessions and _is_high(sessions[-1]):
        message = "the programme ends on an intense session; let a light one follow"
        yield sessions[-1][0].id, message


def _steady_first(sessions: Sequence[SessionInOrder]) -> Iterator[_Problem]:
    steady = set(catalogue().steady_rows)
    for entry, script in sessions:
        if script.intensity == "high":
            message = "nothing steady (a place, hands, the room) comes before this"
            yield entry.id, message
            return
        if steady & set(script.covers):
            return


def _days(sessions: Sequence[SessionInOrder], first_high_day: int) -> Iterator[_Problem]:
    dated = [(session, session[0].day) for session in sessions if session[0].day is not None]
    for (_, day), (after, next_day) in pairwise(dated):
        if next_day < day:
            yield after[0].id, "its day is earlier than that of the one before"
    for session, day in dated:
        if _is_high(session) and day < first_high_day:
            message = (
                f"an intense session comes on day {day}; let the first be on day {first_high_day} "
                "or later"
            )
            yield session[0].id, message
