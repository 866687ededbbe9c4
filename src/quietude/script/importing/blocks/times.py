"""Times before lines, as transcripts have them: kept where they part speech by a silence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.headings import seconds_of_clock
from quietude.script.importing.blocks.marking import left
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_LEAST_SILENCE_S = 4.0
_AT_END = re.compile(r"(\S.{0,80}?)\s*[-–—|@:]?\s+((?:\d{1,2}:)?\d{1,3}:[0-5]\d)")
_LATE_S, _FEWEST = 300.0, 2


def with_heading_times(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with times at the end of headings as clock times: "## Settle – 2:30".

    They are, if one is 0:00 and the others follow it; else they may be lengths, or verses.
    """
    found = {
        at: match
        for at, line in enumerate(lines)
        if line.kind == "heading" and line.clock_s is None
        and (match := _AT_END.fullmatch(line.text))
    }  # fmt: skip
    times = [seconds_of_clock(match[2]) for match in found.values()]
    if len(times) < _FEWEST or times[0] != 0 or times != sorted(set(times)):
        return list(lines)
    return [
        replace(line, text=found[at][1], clock_s=seconds_of_clock(found[at][2]))
        if at in found
        else line
        for at, line in enumerate(lines)
    ]


def counted_from_start(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with times of day ("12:30", "12:33") as times of the session.

    A clock that shows five minutes or more before anything is said counts from elsewhere; its
    figures are hours and minutes where as minutes and seconds they leave no time for the words.
    """
    clocks = [line for line in lines if line.clock_s is not None]
    first = next((line for line in lines if line.kind == "text" or line.clock_s is not None), None)
    if first is None or first.clock_s is None or first.clock_s < _LATE_S or len(clocks) < _FEWEST:
        return list(lines)
    times = [line.clock_s for line in clocks if line.clock_s is not None]
    if times != sorted(times):
        return list(lines)
    last = max(range(len(lines)), key=lambda at: (lines[at].clock_s is not None, at))
    said = " ".join(line.text for line in lines[:last] if line.kind == "text")
    by_hour = times[-1] - times[0] < speaking_seconds(said, CALM_RATE_WPM)
    factor = 60.0 if by_hour else 1.0

    def moved(seconds: float | None) -> float | None:
        return None if seconds is None else (seconds - times[0]) * factor

    return [
        replace(line, clock_s=moved(line.clock_s), end_s=moved(line.end_s))
        if line.clock_s is not None
        else line
        for line in lines
    ]


def without_dense_times(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines without the times that follow speech at once, as those of captions do."""
    changed: list[ScriptLine] = []
    before_s: float | None = None
    said: list[str] = []
    for line in lines:
        if line.kind == "text":
            said.append(line.text)
        if line.kind == "heading" and line.clock_s is not None:
            before_s, said = line.clock_s, []
        if line.kind != "clock" or line.clock_s is None:
            changed.append(line)
            continue
        spoken_s = speaking_seconds(" ".join(said), CALM_RATE_WPM) if said else 0.0
        at_once = (
            before_s is not None and 0 <= line.clock_s - before_s - spoken_s < _LEAST_SILENCE_S
        )
        before_s, said = line.clock_s, []
        if at_once and not line.raw.startswith(("[", "(")):
            changed.append(left(line, "time"))
        else:
            changed.append(line)
    return changed
