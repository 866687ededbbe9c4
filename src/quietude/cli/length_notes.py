"""Remarks on a session, the same from ``plan`` and ``render``: its length, and what gave way."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from quietude._util.text import counted
from quietude.durations import clock_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.request import Request
    from quietude.plan.timeline import LeftOutWords, Timeline

_SHOWN = 12
"""Lines left out that are told one by one."""
_WIDTH = 88
_LONG_S = 90.0
"""A silence that grew beyond this, in seconds, is told."""
_USUAL_GROWTH = 4.1
"""The factor that a range or a plain script allows."""


def fit_notes(timeline: Timeline, request: Request, voice: str, rate_wpm: int | None) -> list[str]:
    """Returns what was done to reach a length, a line each: another length, haste, words left out.

    Args:
        timeline: The session.
        request: As it was asked for.
        voice: The voice of this session, with its engine before it; "" for none.
        rate_wpm: Its rate in this session.
    """
    from quietude.speech.engines.registry import engine_row

    notes: list[str] = []
    asked = request.duration_s
    if asked is not None and abs(timeline.seconds - asked) > 0.01:  # noqa: PLR2004
        most = "longest" if timeline.seconds < asked else "shortest"
        notes.append(
            f"{clock_text(asked)} was asked for; {clock_text(timeline.seconds)} is the {most} this "
            "script can be"
        )
    calm_wpm = engine_row(voice.partition(":")[0]).calm_rate(voice) if voice else None
    if calm_wpm and rate_wpm and request.rate_wpm is None and rate_wpm > calm_wpm:
        faster = rate_wpm / calm_wpm - 1
        notes.append(f"the voice speaks {faster:.0%} faster than it would, to fit the length")
    if (grown := _grown(timeline)) > _USUAL_GROWTH:
        notes.append(f"silences are up to {grown:.0f} times as long as usual, to fit the length")
        notes += _long_silences(timeline)
    if timeline.left_out:
        lines = counted(len(timeline.left_out), "line")
        notes.append(f"{lines} left out to fit the length:")
        notes += [_told(left, request) for left in timeline.left_out[:_SHOWN]]
        if len(timeline.left_out) > _SHOWN:
            notes.append(f"  and {len(timeline.left_out) - _SHOWN} more; all of them: plan --json")
    elif timeline.dropped_lines:
        lines = ", ".join(map(str, timeline.dropped_lines))
        notes.append(f"left out to fit the length, without words: lines {lines}")
    return notes


def _grown(timeline: Timeline) -> float:
    """Returns the factor by which the silence that grew most is longer than its ideal."""
    written = (silence for silence in timeline.silences if silence.kind in {"pause", "reflect"})
    return max(
        (silence.length_frames / max(silence.ideal_frames, 1) for silence in written), default=1
    )


def _long_silences(timeline: Timeline) -> list[str]:
    """Returns a line on the silences that have become so long that a listener may feel left."""
    long = [
        silence
        for silence in timeline.silences
        if silence.kind in {"pause", "reflect"}
        and silence.length_frames > _LONG_S * timeline.sample_rate_hz
        and silence.length_frames > 2 * silence.ideal_frames
    ]
    if not long:
        return []
    long.sort(key=lambda silence: -silence.length_frames)
    rate_hz = timeline.sample_rate_hz
    told = ", ".join(
        f"line {silence.line_no} {clock_text(silence.length_frames / rate_hz)} instead of "
        f"{clock_text(silence.ideal_frames / rate_hz)}"
        for silence in long[:3]
    )
    more = f", and {len(long) - 3} more" if long[3:] else ""
    return [f"that leaves long silences: {told}{more}"]


def fallback_notes(unreadable_slots: Sequence[str]) -> list[str]:
    """Returns a line that names the details a voice cannot read; empty if there are none.

    Args:
        unreadable_slots: The slots whose value gave way.
    """
    if not unreadable_slots:
        return []
    names = ", ".join(unreadable_slots)
    return [f"this voice cannot read the letters given for {names}: the fallback is spoken instead"]


def _told(left: LeftOutWords, request: Request) -> str:
    text = left.text
    for name, value in request.slot_values.items():
        text = text.replace(value, f"‹{name}›") if value.strip() else text
    return "  " + textwrap.shorten(f"line {left.line_no}: {text}", _WIDTH, placeholder=" …")
