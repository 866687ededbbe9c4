"""A definition in the making: the steps understood so far, and what was assumed for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.script.importing.asides.blanks import Blanks
from quietude.script.importing.drafting.silences import LastSilence
from quietude.script.importing.drafting.steps import MAX_STEPS, is_note, ranked, short, speech_of
from quietude.script.importing.pronunciation import said_in
from quietude.script.importing.view import ViewRow
from quietude.script.importing.words.roles import role_of
from quietude.script.pacing import GAPS, LEAD
from quietude.script.sentences import split_sentences
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.script.importing.pronunciation import Says


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
        rank: The rank of the paragraph that is read; None if it is not optional.
        silent: The silence it ends with, and the clock of the script.
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
    rank: int | None = None
    silent: LastSilence = field(default_factory=LastSilence)
    _numbered: dict[int, tuple[int, int]] = field(default_factory=dict)
    _blocks: list[int] = field(default_factory=lambda: [0])
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
        if self.sections and all(map(is_note, self.sections[-1]["steps"])):
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
        self.rank = next((self.ranks[line] for line in lines if line in self.ranks), None)

    def end_paragraph(self) -> None:
        """End a paragraph: what follows is not optional with it."""
        self.rank = None

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
        if self.previous() is not None and not self._after_pause():
            self.elapsed_s += GAPS["line"].ideal_s
        own = said_in(text, says) if says else {}
        self.add({"say": text, "says": own} if own or text == "bell" else text, line)
        why = unsure or ("optional" if self.rank else "")
        self.rows.append(ViewRow(line, "unsure" if unsure else "spoken", text, why))

    def note(self, text: str, line: int) -> None:
        """Add something for the reader, never spoken."""
        text = " ".join(text.split())[:2000]
        if text:
            self.add({"note": text}, line)

    def unknown(self, text: str, line: int) -> None:
        """Add a bracket that no vocabulary has: as a note, which is reported."""
        self.note(text, line)
        self.leave_out(line, text, "note")
        self.assume(line, f'"{short(text)}" is kept as a note and not spoken')

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
        """Add a step.

        Raises:
            TooLongError: If a session cannot have so many.
        """
        if not self.sections:
            self.section(self.title or "Session", line)
        if self._steps >= MAX_STEPS:
            message = f"this script has more than {MAX_STEPS} steps"
            raise TooLongError(message)
        steps = self.sections[-1]["steps"]
        self.lines[("sections", len(self.sections) - 1, "steps", len(steps))] = line
        steps.append(ranked(step, self.rank))
        self._steps += 1
        self.silent.span = None

    def take_back(self) -> None:
        """Take the last step back."""
        steps = self.sections[-1]["steps"]
        del self.lines[("sections", len(self.sections) - 1, "steps", len(steps) - 1)]
        steps.pop()
        self._steps -= 1

    def previous(self) -> Any:
        """Returns the last step that is no note; None if there is none near."""
        steps = self.sections[-1]["steps"] if self.sections else []
        played = [step for step in steps[-3:] if not is_note(step)]
        return played[-1] if played else None

    def last(self) -> Any:
        """Returns the last step; None if this section has none."""
        steps = self.sections[-1]["steps"] if self.sections else []
        return steps[-1] if steps else None

    def _after_pause(self) -> bool:
        previous = self.previous()
        return isinstance(previous, dict) and ("pause" in previous or "at" in previous)


def spoken_words(draft: Draft) -> str:
    """Returns everything that is said, in order."""
    return " ".join(speech_of(step) for section in draft.sections for step in section["steps"])
