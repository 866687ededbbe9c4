"""A definition in the making: the steps understood so far, and what was assumed for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.durations import Span, clock_text
from quietude.script.export import span_text
from quietude.script.importing.asides.blanks import Blanks
from quietude.script.importing.pronunciation import said_in
from quietude.script.importing.repeats import repeated
from quietude.script.importing.view import ViewRow
from quietude.script.pacing import GAPS, LEAD, TAIL
from quietude.script.sentences import is_question, split_sentences
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.script.importing.directions.direction import Direction
    from quietude.script.importing.pronunciation import Says

QUESTION_S = 8.0
MAX_STEPS = 1_900
MAX_PAUSE_S = 3600.0

_ROLES = (
    ("return", r"clos|return|coming back|come back|outro|conclu|ending|\bend\b|re-?orient|wake"),
    ("integrate", r"integrat|gather|reflect|transition|taking .* with"),
    ("arrive", r"intro|open|arriv|welcom|begin|prepar|start"),
    ("settle", r"settl|relax|ground|breath|induction|body scan|deepen"),
    ("resource", r"safe place|resource|anchor|peaceful place|happy place"),
)


class TooLongError(ValueError):
    """A script with more steps than a session can have."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A decision the importer took without being told."""

    line: int
    text: str


@dataclass(slots=True)
class Draft:
    """Sections and steps as they are found; steps have the written form of a definition.

    Attributes:
        sections: The sections so far, as a definition has them.
        lines: The line of the script that each part of the definition came from.
        assumptions: The decisions to report.
        words: The number of words that are spoken.
        silence_s: The silence that is marked, in seconds.
        elapsed_s: The time of the session so far, in seconds, for the clock times in a script.
        declared_s: The length the script says it has, in seconds; None if it says none.
        title: The title of the script; empty if it has none.
        language: The code of its language; empty if it names none.
        rows: The fate of every line, for the view.
        slots: The questions of personal details that somebody named, by their slot.
        blanks: The places that the script leaves open for such details.
        ranks: The rank of every line that is marked as optional.
        data: The whole definition, where the script had one in it; else None.
    """

    sections: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict)
    assumptions: list[Assumption] = field(default_factory=list)
    words: int = 0
    silence_s: float = 0.0
    elapsed_s: float = LEAD.ideal_s
    declared_s: float | None = None
    title: str = ""
    language: str = ""
    rows: list[ViewRow] = field(default_factory=list)
    slots: dict[str, str] = field(default_factory=dict)
    blanks: Blanks = field(default_factory=Blanks)
    ranks: dict[int, int] = field(default_factory=dict)
    data: dict[str, Any] | None = None
    _rank: int | None = None
    _numbered: dict[int, tuple[int, int]] = field(default_factory=dict)
    _blocks: list[int] = field(default_factory=lambda: [0])
    _pause: Span | None = None
    _pause_soft: bool = False
    _pause_guessed: bool = False
    _clock_s: float = 0.0
    _clock_began_s: float = 0.0
    _steps: int = 0

    def assume(self, line: int, text: str) -> None:
        """Note a decision for the report."""
        self.assumptions.append(Assumption(line, text))

    def leave_out(self, line: int, text: str, why: str) -> None:
        """Note what is not spoken, and why."""
        self.rows.append(ViewRow(line, "left out", " ".join(text.split())[:200], why))

    def section(self, title: str, line: int) -> None:
        """Begin a section; an earlier one without sound was a title, and only its notes stay."""
        title = " ".join(title.split())[:200] or "Untitled"
        notes: list[Any] = []
        if self.sections and all(map(_is_note, self.sections[-1]["steps"])):
            heading = self.sections.pop()
            self._retitle(heading["title"])
            self.title = self.title or heading["title"]
            notes = heading["steps"]
        self.lines[("sections", len(self.sections))] = line
        rank = self.ranks.get(line)
        optional = {"optional": rank} if rank else {}
        self.sections.append({"title": title, "role": role_of(title), **optional, "steps": notes})
        self.rows.append(ViewRow(line, "chapter", title, "optional" if rank else ""))
        self._blocks = [len(notes)]

    def _retitle(self, title: str) -> None:
        """Show a heading without sound as the title it was."""
        for at in range(len(self.rows) - 1, -1, -1):
            row = self.rows[at]
            if row.what == "chapter" and row.text == title:
                self.rows[at] = ViewRow(row.line, "left out", title, "title")
                return

    def begin_paragraph(self, lines: Iterable[int]) -> None:
        """Begin a paragraph; it is optional if one of its lines is marked as such."""
        self._rank = next((self.ranks[line] for line in lines if line in self.ranks), None)

    def end_paragraph(self) -> None:
        """End a paragraph: what follows is not optional with it."""
        self._rank = None

    def block(self) -> None:
        """Begin a paragraph: a repeat repeats the last one, or several."""
        end = len(self.sections[-1]["steps"]) if self.sections else 0
        if self._blocks[-1] < end:
            self._blocks.append(end)

    def number(self, number: int) -> None:
        """Begin the step of a numbered list; a list that begins with 1 is another one."""
        if number == 1:
            self._numbered.clear()
        self._numbered[number] = self._end()

    def numbered_steps(self, first: int, last: int) -> list[Any]:
        """Returns what stands under some numbers of the list, or [] if there are none.

        Args:
            first: The first number.
            last: The last one; 0 for all up to here.
        """
        begin = self._numbered.get(first)
        after = [number for number in self._numbered if last and number > last]
        end = self._numbered[min(after)] if after else self._end()
        if begin is None or (last and last not in self._numbered):
            return []
        return [
            step
            for at, section in enumerate(self.sections)
            for index, step in enumerate(section["steps"])
            if begin <= (at, index) < end
        ]

    def _end(self) -> tuple[int, int]:
        """The place of the next step: the index of its section, and its own."""
        if not self.sections:
            return 0, 0
        return len(self.sections) - 1, len(self.sections[-1]["steps"])

    def say(self, text: str, line: int, says: Says | None = None, unsure: str = "") -> None:
        """Add speech.

        Args:
            text: The words; without a letter or digit among them they are dropped.
            line: Their line in the script.
            says: Pronunciations of words; those that are not in the text are ignored.
            unsure: The reason why some of it may not be meant to be heard.
        """
        text = " ".join(self.blanks.filled(text).split())
        if not any(character.isalnum() for character in text):
            return
        self.words += round(word_count(text))
        self.elapsed_s += speaking_seconds(text, CALM_RATE_WPM)
        self.elapsed_s += GAPS["sentence"].ideal_s * (len(split_sentences(text)) - 1)
        if self._previous() is not None and not self._after_pause():
            self.elapsed_s += GAPS["line"].ideal_s
        own = said_in(text, says) if says else {}
        self._add({"say": text, "says": own} if own or text == "bell" else text, line)
        why = unsure or ("optional" if self._rank else "")
        self.rows.append(ViewRow(line, "unsure" if unsure else "spoken", text, why))

    def direct(self, direction: Direction, text: str, line: int) -> None:
        """Add a direction that was understood."""
        match direction.kind:
            case "pause":
                assert direction.span is not None
                guessed_from = text if direction.guessed and not direction.soft else ""
                self.pause(direction.span, line, guessed_from, soft=direction.soft, words=text)
            case "bell":
                if direction.guessed:
                    self.assume(line, f'"{short(text)}" is taken as a bell')
                self._add({"bell": {"which": "bell", "count": direction.count}}
                          if direction.count > 1 else "bell", line)  # fmt: skip
                times = f"{direction.count} times" if direction.count > 1 else ""
                self.rows.append(ViewRow(line, "sound", f"bell {times}".strip(), short(text)))
            case "music":
                assert direction.span is not None
                self._add({"music": span_text(direction.span)}, line)
                self.elapsed_s += direction.span.ideal_s
                self.rows.append(
                    ViewRow(line, "sound", "the bed alone", short(text), direction.span.ideal_s)
                )
            case "taps":
                self._add({"tap": {"sets": direction.count}}, line)
                self.rows.append(
                    ViewRow(line, "sound", f"{direction.count} sets of taps", short(text))
                )
            case "repeat":
                repeated(self, direction, text, line)
            case "clock":
                self.anchor(direction.at_s, line)
            case "note":
                self.unknown(text, line)

    def pause(
        self, span: Span, line: int, guessed_from: str = "", *, soft: bool = False, words: str = ""
    ) -> None:
        """Add a silence; neighbouring ones become one.

        Args:
            span: Its length.
            line: Its line in the script.
            guessed_from: The words of a direction that names no length, for the report.
            soft: True for dots: a written pause beside them is all that is meant.
            words: The words of the direction, for the view.
        """
        if guessed_from:
            # An answer needs longer than a short pause.
            if span.ideal_s < QUESTION_S and self._after_question():
                span = Span.between(QUESTION_S, max(2 * QUESTION_S, span.max_s))
            self.assume(line, f'"{short(guessed_from)}" is taken as {span_text(span)}')
        previous = self._last()
        if isinstance(previous, dict) and "pause" in previous and self._pause:
            if soft:
                return
            before = self._pause
            if self._pause_soft:
                self.silence_s -= before.ideal_s
                self.elapsed_s -= before.ideal_s
                before = Span.fixed(0.0)
                if self.rows and self.rows[-1].what == "silence":
                    self.rows.pop()
            merged = Span(
                min(before.min_s + span.min_s, MAX_PAUSE_S),
                min(before.ideal_s + span.ideal_s, MAX_PAUSE_S),
                min(before.max_s + span.max_s, MAX_PAUSE_S),
            )
            previous["pause"] = span_text(merged)
        else:
            merged = span
            rank = self._rank or _rank_of(self._previous())  # a silence goes with its line
            optional = {"optional": rank} if rank else {}
            self._add({"pause": span_text(span), **optional}, line)
        self.silence_s += span.ideal_s
        self.elapsed_s += span.ideal_s
        self._pause, self._pause_soft = merged, soft
        self._pause_guessed = soft or bool(guessed_from)
        why = f'"{short(words)}"' if words else ""
        self.rows.append(ViewRow(line, "silence", "", why, span.ideal_s))

    def note(self, text: str, line: int) -> None:
        """Add something for the reader, never spoken."""
        text = " ".join(text.split())[:2000]
        if text:
            self._add({"note": text}, line)

    def unknown(self, text: str, line: int) -> None:
        """Add a bracket that no vocabulary has: as a note, which is reported."""
        self.note(text, line)
        self.leave_out(line, text, "note")
        self.assume(line, f'"{short(text)}" is kept as a note and not spoken')

    def anchor(self, at_s: float, line: int) -> None:
        """Add a clock time: what follows is heard then; a time before the last begins anew."""
        if not any(map(_is_heard, self.all_steps())):
            self._clock_s = at_s  # whatever a script's first time is, it begins there
            return
        if at_s == 0 or at_s <= self._clock_s:
            if at_s == self._clock_s and at_s:
                return
            self._add({"at": "0:00"}, line)
            self._clock_began_s, self._clock_s = self.elapsed_s, 0.0
            self.rows.append(ViewRow(line, "silence", "", "the clock begins anew at 0:00", 0.0))
            if at_s == 0:
                return
        now = self.elapsed_s - self._clock_began_s
        missing = at_s - now
        if missing < 0:
            self.assume(
                line,
                f"the text before {clock_text(at_s)} is about {-missing:.0f} s longer than that",
            )
        previous = self._last()
        if isinstance(previous, dict) and "pause" in previous and self._pause_guessed:
            # Nobody measured it: it lasts until then.
            steps = self.sections[-1]["steps"]
            del self.lines[("sections", len(self.sections) - 1, "steps", len(steps) - 1)]
            steps.pop()
            self._steps -= 1
            if self._pause:
                missing += self._pause.ideal_s
                self.silence_s -= self._pause.ideal_s
                self.elapsed_s -= self._pause.ideal_s
            while self.rows and self.rows[-1].what == "silence":
                self.rows.pop()
        self._add({"at": clock_text(at_s)}, line)
        self.silence_s += max(missing, 0.0)
        self.elapsed_s += max(missing, 0.0)
        self._clock_s = at_s
        why = f"until {clock_text(at_s)} on the clock"
        self.rows.append(ViewRow(line, "silence", "", why, round(max(missing, 0.0), 1)))

    def end_at(self, at_s: float, line: int) -> None:
        """Add silence, so that the session ends at a clock time; none if it is longer than that."""
        last_s = at_s - TAIL.ideal_s
        if last_s > max(self.elapsed_s - self._clock_began_s, self._clock_s):
            self.anchor(last_s, line)

    def all_steps(self) -> list[Any]:
        """Returns the steps of the sections that something may have been said in."""
        return [step for section in self.sections for step in section["steps"]]

    @property
    def step_count(self) -> int:
        """The number of steps so far."""
        return self._steps

    @property
    def block_starts(self) -> list[int]:
        """The index of the first step of each paragraph of this section."""
        return self._blocks

    def add(self, step: Any, line: int) -> None:
        """Add a step that is no speech, as it is."""
        self._add(step, line)

    def _add(self, step: Any, line: int) -> None:
        if not self.sections:
            self.section(self.title or "Session", line)
        if self._steps >= MAX_STEPS:
            message = f"this script has more than {MAX_STEPS} steps"
            raise TooLongError(message)
        steps = self.sections[-1]["steps"]
        self.lines[("sections", len(self.sections) - 1, "steps", len(steps))] = line
        steps.append(_ranked(step, self._rank))
        self._steps += 1
        self._pause = None

    def _previous(self) -> Any:
        steps = self.sections[-1]["steps"] if self.sections else []
        played = [step for step in steps[-3:] if not _is_note(step)]
        return played[-1] if played else None

    def _last(self) -> Any:
        steps = self.sections[-1]["steps"] if self.sections else []
        return steps[-1] if steps else None

    def _after_pause(self) -> bool:
        previous = self._previous()
        return isinstance(previous, dict) and ("pause" in previous or "at" in previous)

    def _after_question(self) -> bool:
        return is_question(speech_of(self._previous()))


def spoken_words(draft: Draft) -> str:
    """Returns everything that is said, in order."""
    return " ".join(speech_of(step) for section in draft.sections for step in section["steps"])


def speech_of(step: Any) -> str:
    """Returns the words of a step that speaks; "" of any other."""
    if isinstance(step, dict):
        return str(step.get("say", ""))
    return step if isinstance(step, str) and step != "bell" else ""


def _ranked(step: Any, rank: int | None) -> Any:
    """Returns a step as an optional one."""
    if rank is None or _is_note(step) or (isinstance(step, dict) and "at" in step):
        return step
    if isinstance(step, str):
        step = {"bell": "bell"} if step == "bell" else {"say": step}
    return {**step, "optional": rank}


def _rank_of(step: Any) -> int | None:
    """Returns the rank of a line that is optional, for the silence after it."""
    return step.get("optional") if isinstance(step, dict) and "say" in step else None


def _is_heard(step: Any) -> bool:
    return not _is_note(step)


def _is_note(step: Any) -> bool:
    return isinstance(step, dict) and "note" in step


def role_of(title: str) -> str:
    """Returns the role a section's title suggests."""
    folded = title.lower()
    return next((role for role, words in _ROLES if re.search(words, folded)), "practice")


def short(text: str) -> str:
    """Returns a text, cut to sixty characters."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004
