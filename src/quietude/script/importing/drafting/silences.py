"""The silences of a draft: pauses that become one, and clock times that say how long one lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.durations import Span, clock_text
from quietude.script.export import span_text
from quietude.script.importing.drafting.steps import is_note, rank_of, short, speech_of
from quietude.script.importing.view import ViewRow
from quietude.script.pacing import TAIL
from quietude.script.sentences import is_question

if TYPE_CHECKING:
    from quietude.script.importing.drafting.draft import Draft

QUESTION_S = 8.0
MAX_PAUSE_S = 3600.0


@dataclass(slots=True)
class LastSilence:
    """The silence that a draft ends with, and the clock of its script.

    Attributes:
        span: The length of the silence; None after anything else.
        soft: True for dots: a written pause beside them is all that is meant.
        guessed: True if no length is written.
        clock_s: The last clock time of the script, in seconds.
        began_s: The time of the session at which its clock began, in seconds.
    """

    span: Span | None = None
    soft: bool = False
    guessed: bool = False
    clock_s: float = 0.0
    began_s: float = 0.0


def add_pause(  # noqa: PLR0913
    draft: Draft,
    span: Span,
    line: int,
    guessed_from: str = "",
    *,
    soft: bool = False,
    words: str = "",
) -> None:
    """Add a silence; neighbouring ones become one.

    Args:
        draft: The draft that it is added to.
        span: Its length.
        line: Its line in the script.
        guessed_from: The words of a direction that names no length, for the report.
        soft: True for dots: a written pause beside them is all that is meant.
        words: The words of the direction, for the view.
    """
    silent = draft.silent
    if guessed_from:
        # An answer needs longer than a short pause.
        if span.ideal_s < QUESTION_S and is_question(speech_of(draft.previous())):
            span = Span.between(QUESTION_S, max(2 * QUESTION_S, span.max_s))
        draft.assume(line, f'"{short(guessed_from)}" is taken as {span_text(span)}')
    previous = draft.last()
    if isinstance(previous, dict) and "pause" in previous and silent.span:
        if soft:
            return
        before = silent.span
        if silent.soft:
            draft.silence_s -= before.ideal_s
            draft.elapsed_s -= before.ideal_s
            before = Span.fixed(0.0)
            if draft.rows and draft.rows[-1].what == "silence":
                draft.rows.pop()
        merged = Span(
            min(before.min_s + span.min_s, MAX_PAUSE_S),
            min(before.ideal_s + span.ideal_s, MAX_PAUSE_S),
            min(before.max_s + span.max_s, MAX_PAUSE_S),
        )
        previous["pause"] = span_text(merged)
    else:
        merged = span
        rank = draft.rank or rank_of(draft.previous())  # a silence goes with its line
        optional = {"optional": rank} if rank else {}
        draft.add({"pause": span_text(span), **optional}, line)
    draft.silence_s += span.ideal_s
    draft.elapsed_s += span.ideal_s
    silent.span, silent.soft = merged, soft
    silent.guessed = soft or bool(guessed_from)
    why = f'"{short(words)}"' if words else ""
    draft.rows.append(ViewRow(line, "silence", "", why, span.ideal_s))


def anchor(draft: Draft, at_s: float, line: int) -> None:
    """Add a clock time: what follows is heard then; a time before the last begins anew."""
    silent = draft.silent
    if all(map(is_note, draft.all_steps())):
        silent.clock_s = at_s  # whatever a script's first time is, it begins there
        return
    if at_s == 0 or at_s <= silent.clock_s:
        if at_s == silent.clock_s and at_s:
            return
        draft.add({"at": "0:00"}, line)
        silent.began_s, silent.clock_s = draft.elapsed_s, 0.0
        draft.rows.append(ViewRow(line, "silence", "", "the clock begins anew at 0:00", 0.0))
        if at_s == 0:
            return
    now = draft.elapsed_s - silent.began_s
    missing = at_s - now
    if missing < 0:
        draft.assume(
            line,
            f"the text before {clock_text(at_s)} is about {-missing:.0f} s longer than that",
        )
    previous = draft.last()
    if isinstance(previous, dict) and "pause" in previous and silent.guessed:
        draft.take_back()  # nobody measured it: it lasts until then
        if silent.span:
            missing += silent.span.ideal_s
            draft.silence_s -= silent.span.ideal_s
            draft.elapsed_s -= silent.span.ideal_s
        while draft.rows and draft.rows[-1].what == "silence":
            draft.rows.pop()
    draft.add({"at": clock_text(at_s)}, line)
    draft.silence_s += max(missing, 0.0)
    draft.elapsed_s += max(missing, 0.0)
    silent.clock_s = at_s
    why = f"until {clock_text(at_s)} on the clock"
    draft.rows.append(ViewRow(line, "silence", "", why, round(max(missing, 0.0), 1)))


def end_at(draft: Draft, at_s: float, line: int) -> None:
    """Add silence, so that the session ends at a clock time; none if it is longer than that."""
    last_s = at_s - TAIL.ideal_s
    if last_s > max(draft.elapsed_s - draft.silent.began_s, draft.silent.clock_s):
        anchor(draft, last_s, line)
