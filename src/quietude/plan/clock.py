"""Clock times of a plan: "at 3:00" becomes the silence that lasts until then.

A clock begins with the session, and anew at every 0:00. At the session's own length each time is
kept to the frame, unless what stands before it takes longer. Where another length is asked for,
times are kept as written as long as the rest of the session can make up for it; if that cannot be,
the clock runs slower or faster, in proportion.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quietude.plan.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Pause

STRETCH = 4
"""The silence before a clock time may become so many times its length, if more is asked for."""


def with_clock_times(events: Sequence[Event], line: Pause) -> list[Event]:
    """The events, with each clock time as the silence that leads up to it at ideal lengths.

    Args:
        events: The events of a session, in order.
        line: The gap between two lines: such a silence may become as short, and at least as long.
    """
    timed: list[Event] = []
    now = began = 0
    for event in events:
        pause = event.pause
        if pause is not None and pause.at_frames is not None:
            if pause.at_frames == 0:
                began = now
            else:
                missing = max(0, began + pause.at_frames - now)
                longest = max(missing * STRETCH, line.max_frames)
                pause = replace(
                    pause,
                    min_frames=min(missing, line.min_frames),
                    ideal_frames=missing,
                    max_frames=longest,
                )
                event = replace(event, item=pause)  # noqa: PLW2901
        timed.append(event)
        now += event.bounds[1]
    return timed


def has_clock_times(events: Sequence[Event]) -> bool:
    """True if something stands at a clock time."""
    return any(event.pause and event.pause.at_frames for event in events)


@dataclass(slots=True)
class _ClockSegment:
    """The events up to a clock time, or up to the beginning of a clock or the end.

    ``length`` is the time from the one clock time to the other, None where it is free.
    """

    length: int | None = None
    fixed: int = 0
    pauses: list[tuple[int, Pause]] = field(default_factory=list)


def solve_clocked(events: Sequence[Event], asked: int) -> list[int] | None:
    """The length of every pause of a session of ``asked`` frames whose clock times are kept.

    Returns:
        The lengths in order, or None if the times cannot be kept in any proportion.
    """
    ideal = sum(event.bounds[1] for event in events)
    segments = _segments(events)
    shortest, own, longest = _free_bounds(segments)
    # A stretch that no clock time bounds takes its part of the change, as far as its silences can.
    # Times are rounded down to the frame, so a frame for each is kept in hand.
    free = max(min(own * asked // max(ideal, 1), longest - len(segments)), shortest)
    for part, whole in ((1, 1), (asked - free, ideal - own)):
        lengths = _solved(segments, asked, part, max(whole, 1)) if part > 0 else None
        if lengths is not None:
            return [lengths[number] for number in sorted(lengths)]
    return None


def _segments(events: Sequence[Event]) -> list[_ClockSegment]:
    segments = [_ClockSegment()]
    last_at = number = 0
    for event in events:
        pause = event.pause
        if pause is None:
            segments[-1].fixed += event.frames
            continue
        segments[-1].pauses.append((number, pause))
        number += 1
        if pause.at_frames is None:
            continue
        if pause.at_frames:
            segments[-1].length = pause.at_frames - last_at
        last_at = pause.at_frames
        segments.append(_ClockSegment())
    return segments


def _free_bounds(segments: Sequence[_ClockSegment]) -> tuple[int, int, int]:
    """The shortest, ideal and longest length of all segments that no clock time bounds."""
    free = [segment for segment in segments if segment.length is None]
    fixed = sum(segment.fixed for segment in free)
    pauses = [pause for segment in free for _, pause in segment.pauses]
    return (
        fixed + sum(pause.min_frames for pause in pauses),
        fixed + sum(pause.ideal_frames for pause in pauses),
        fixed + sum(pause.max_frames for pause in pauses),
    )


def _solved(
    segments: Sequence[_ClockSegment], asked: int, part: int, whole: int
) -> dict[int, int] | None:
    """The length of each pause by its number, with clock times × part / whole; None if too long."""
    lengths: dict[int, int] = {}
    late = used = 0
    for segment in segments:
        if segment.length is None:
            late = 0
            used += segment.fixed
            continue
        wanted = max(0, segment.length * part // whole - late)
        last, leading = segment.pauses[-1], segment.pauses[:-1]
        own = [pause for _, pause in leading]
        room = wanted - segment.fixed
        shortest = sum(pause.min_frames for pause in own)
        total = min(sum(pause.ideal_frames for pause in own), max(shortest, room))
        solved = solve(own, total)
        rest = max(0, room - total)
        lengths |= {number: frames for (number, _), frames in zip(leading, solved, strict=True)}
        lengths[last[0]] = rest
        late = max(0, total - room)
        used += segment.fixed + total + rest
    free = [(number, pause) for segment in segments if segment.length is None
            for number, pause in segment.pauses]  # fmt: skip
    left = asked - used
    pauses = [pause for _, pause in free]
    if not sum(p.min_frames for p in pauses) <= left <= sum(p.max_frames for p in pauses):
        return None
    solved = solve(pauses, left)
    return lengths | {number: frames for (number, _), frames in zip(free, solved, strict=True)}
