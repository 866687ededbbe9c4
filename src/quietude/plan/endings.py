"""A session with other ends than its own, as publishers and sleepers have them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.plan.model import Pause
from quietude.script.model import BedChange, Bell, Say, WrittenPause
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from quietude.plan.model import PauseKind, Plan
    from quietude.script.model import Script, Section

HEAD_S, TAIL_S = (0.5, 0.75, 1.0), (1.0, 2.5, 5.0)
"""Shortest, usual and longest room tone at both ends, in seconds, as ACX asks.

A bell that closes a session rings before it, until it is lost in the room tone.
"""

SLEEP_TAIL_S = (60.0, 180.0, 1800.0)
"""The time the bed stays on for someone who falls asleep, and fades: shortest, usual and longest,
in seconds."""


def for_listing(script: Script, *, closing_bell: bool) -> Script:
    """The script with its content note spoken at the start, and a bell at its end.

    Args:
        script: The script.
        closing_bell: True for a bell after the last word, where it has none.
    """
    first, *others = script.sections
    if script.content_note:
        opening = 1 if isinstance(first.steps[0], Bell) else 0
        note = Say(" ".join(script.content_note.split()), first.steps[0].line)
        steps = (*first.steps[:opening], note, *first.steps[opening:])
        first = dataclasses.replace(first, steps=steps)
    sections = [first, *others]
    last = sections[-1]
    if closing_bell and not _ends_with_bell(last):
        bell = Bell("bell", 1, 0.0, last.steps[-1].line)
        sections[-1] = dataclasses.replace(last, steps=(*last.steps, bell))
    return dataclasses.replace(script, sections=tuple(sections))


def _ends_with_bell(section: Section) -> bool:
    """True if a bell follows the last words of a section."""
    heard = [step for step in section.steps if not isinstance(step, WrittenPause | BedChange)]
    return bool(heard) and isinstance(heard[-1], Bell)


def with_ends(plan: Plan, *, sleep: bool = False, room_tone: bool = False) -> Plan:
    """The plan with other silences at its ends.

    Args:
        plan: The plan.
        sleep: True for a bed that stays on for minutes after the last word.
        room_tone: True for ends as short as an audiobook has them.
    """
    gaps = plan.gaps
    if sleep:
        gaps = dataclasses.replace(gaps, tail=_pause(SLEEP_TAIL_S, "tail", plan))
    if room_tone:
        lead, tail = _pause(HEAD_S, "lead", plan), _pause(TAIL_S, "tail", plan)
        gaps = dataclasses.replace(gaps, lead=lead, tail=tail)
    return dataclasses.replace(plan, gaps=gaps)


def _pause(lengths_s: tuple[float, float, float], kind: PauseKind, plan: Plan) -> Pause:
    shortest, usual, longest = (
        seconds_to_frames(length_s, plan.sample_rate_hz) for length_s in lengths_s
    )
    return Pause(shortest, usual, longest, kind=kind)
