"""Subtitles → a draft in which every phrase is said again at the time it was said at."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.script.importing.corrections import Corrections, corrected
from quietude.script.importing.drafting.directed import direct
from quietude.script.importing.drafting.draft import Draft
from quietude.script.importing.inline import clean, pieces
from quietude.script.importing.lines import ScriptLine
from quietude.script.importing.view import ViewRow
from quietude.script.pacing import LEAD
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TIMED = re.compile(r"\[(\d{1,6}\.\d{3})\] (.*)")
_LEAST_SILENCE_S = 1.0
"""The shortest silence before a phrase that the view shows."""
_RATES_WPM = range(115, 186, 5)
_FEW = 0.05
"""The share of phrases that may come late at the rate that is suggested."""


def read_timed(
    text: str, numbers: Sequence[int] = (), corrections: Corrections | None = None
) -> Draft:
    """Returns the draft of subtitles, which a reader of documents has written a line each.

    Args:
        text: Lines of a time in seconds and words: "[83.250] Rest now."
        numbers: The number of each line in the file; empty if they are the same.
        corrections: Words of a person about its lines.
    """
    draft = Draft()
    lines, slots = corrected(list(_lines(text, numbers)), corrections or Corrections())
    draft.slots = slots
    for line in lines:
        match line.kind:
            case "left":
                draft.leave_out(line.number, line.text, line.why)
            case "heading":
                draft.section(line.text, line.number)
            case _:
                _say(draft, line)
    _report(draft, [line for line in lines if line.kind == "text"])
    return draft


def _lines(text: str, numbers: Sequence[int]) -> Iterator[ScriptLine]:
    for at, raw in enumerate(text.splitlines()):
        if match := _TIMED.fullmatch(raw):
            number = numbers[at] if at < len(numbers) else at + 1
            yield ScriptLine("text", match[2], number, clock_s=float(match[1]), raw=match[2])


def _say(draft: Draft, line: ScriptLine) -> None:
    at_s = line.clock_s or 0.0
    silence_s = max(0.0, at_s - draft.elapsed_s)
    if at_s:
        draft.add({"at": f"{at_s:.3f}".rstrip("0").rstrip(".") + "s"}, line.number)
        draft.elapsed_s += silence_s
        draft.silence_s += silence_s
    if silence_s >= _LEAST_SILENCE_S:
        draft.rows.append(
            ViewRow(line.number, "silence", "", f"until {_clock(at_s)}", round(silence_s, 1))
        )
    if line.why == "speak" or not line.text.startswith("["):
        draft.say(clean(line.text), line.number)
        return
    for piece in pieces(line.text):  # a correction: a bell, or a pause
        if piece.direction:
            direct(draft, piece.direction, piece.text, line.number)


def _report(draft: Draft, lines: Sequence[ScriptLine]) -> None:
    """Note the phrases that a calm voice says too slowly for their times, and the rate for them."""
    times = [line.clock_s or 0.0 for line in lines]
    if times and times[0] < LEAD.ideal_s:
        draft.assume(
            lines[0].number,
            f"the first line is at {_clock(times[0])}; a session begins with {LEAD.ideal_s:g} s "
            "without words, so lines before that come later",
        )
    rooms = [
        (line.text, two - one)
        for line, (one, two) in zip(lines, pairwise(times), strict=False)
        if two > one
    ]
    late = _late(rooms, CALM_RATE_WPM)
    if late <= _FEW * len(rooms):
        return
    rate = next((rate for rate in _RATES_WPM if _late(rooms, rate) <= _FEW * len(rooms)), 0)
    advice = f"; with --rate {rate} they fit" if rate else ""
    draft.assume(
        lines[0].number,
        f"{late} of {len(lines)} lines are said in less time than a calm voice takes, and may end "
        f"after the next should begin{advice}",
    )


def _late(rooms: Sequence[tuple[str, float]], rate_wpm: float) -> int:
    return sum(speaking_seconds(text, rate_wpm) > room_s for text, room_s in rooms)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}:{rest:04.1f}"
