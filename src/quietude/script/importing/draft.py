"""A definition in the making: the steps understood so far, and what was assumed for them.

:class:`Draft` collects sections and steps; :class:`Paragraph` joins the pieces of lines to whole
sentences before they are added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.durations import Span, clock_text
from quietude.script.export import span_text
from quietude.script.importing.pronunciation import said_in
from quietude.script.pacing import GAPS, LEAD
from quietude.script.sentences import is_question, split_sentences
from quietude.script.speaking_time import CALM_RATE_WPM, speaking_seconds, word_count

if TYPE_CHECKING:
    from quietude.script.importing.directions import Direction
    from quietude.script.importing.inline import Piece
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
    _block_start: int = 0
    _block_before: int = 0
    _pause: Span | None = None
    _steps: int = 0

    def assume(self, line: int, text: str) -> None:
        """Note a decision for the report."""
        self.assumptions.append(Assumption(line, text))

    def section(self, title: str, line: int) -> None:
        """Begin a section; an earlier one without sound was a title, and only its notes stay."""
        title = " ".join(title.split())[:200] or "Untitled"
        notes: list[Any] = []
        if self.sections and all(map(_is_note, self.sections[-1]["steps"])):
            heading = self.sections.pop()
            self.title = self.title or heading["title"]
            notes = heading["steps"]
        self.lines[("sections", len(self.sections))] = line
        self.sections.append({"title": title, "role": role_of(title), "steps": notes})
        self.block()

    def block(self) -> None:
        """Begin a paragraph: a repeat repeats the last one."""
        end = len(self.sections[-1]["steps"]) if self.sections else 0
        if self._block_start < end:
            self._block_before = self._block_start
        elif self._block_start > end:  # a new section
            self._block_before = end
        self._block_start = end

    def say(self, text: str, line: int, says: Says | None = None) -> None:
        """Add speech.

        Args:
            text: The words; without a letter or digit among them they are dropped.
            line: Their line in the script.
            says: Pronunciations of words; those that are not in the text are ignored.
        """
        text = " ".join(text.split())
        if not any(character.isalnum() for character in text):
            return
        self.words += round(word_count(text))
        self.elapsed_s += speaking_seconds(text, CALM_RATE_WPM)
        self.elapsed_s += GAPS["sentence"].ideal_s * (len(split_sentences(text)) - 1)
        if self._previous() is not None and not self._after_pause():
            self.elapsed_s += GAPS["line"].ideal_s
        own = said_in(text, says) if says else {}
        self._add({"say": text, "says": own} if own else text, line)

    def direct(self, direction: Direction, text: str, line: int) -> None:
        """Add a direction that was understood."""
        match direction.kind:
            case "pause":
                assert direction.span is not None
                self.pause(direction.span, line, text if direction.guessed else "")
            case "bell":
                if direction.guessed:
                    self.assume(line, f'"{_short(text)}" is taken as a bell')
                self._add({"bell": {"which": "bell", "count": direction.count}}
                          if direction.count > 1 else "bell", line)  # fmt: skip
            case "repeat":
                self._repeat(direction, text, line)
            case "clock":
                self.anchor(direction.at_s, line)
            case "note":
                self.unknown(text, line)

    def pause(self, span: Span, line: int, guessed_from: str = "") -> None:
        """Add a silence; neighbouring ones become one.

        Args:
            span: Its length.
            line: Its line in the script.
            guessed_from: The words of a direction that names no length, for the report.
        """
        if guessed_from:
            # An answer needs longer than a short pause.
            if span.ideal_s < QUESTION_S and self._after_question():
                span = Span.between(QUESTION_S, max(2 * QUESTION_S, span.max_s))
            self.assume(line, f'"{_short(guessed_from)}" is taken as {span_text(span)}')
        self.silence_s += span.ideal_s
        self.elapsed_s += span.ideal_s
        previous = self._previous()
        if isinstance(previous, dict) and "pause" in previous and self._pause:
            before = self._pause
            span = Span(
                min(before.min_s + span.min_s, MAX_PAUSE_S),
                min(before.ideal_s + span.ideal_s, MAX_PAUSE_S),
                min(before.max_s + span.max_s, MAX_PAUSE_S),
            )
            previous["pause"] = span_text(span)
        else:
            self._add({"pause": span_text(span)}, line)
        self._pause = span

    def note(self, text: str, line: int) -> None:
        """Add something for the reader, never spoken."""
        text = " ".join(text.split())[:2000]
        if text:
            self._add({"note": text}, line)

    def unknown(self, text: str, line: int) -> None:
        """Add a bracket that no vocabulary has: as a note, which is reported."""
        self.note(text, line)
        self.assume(line, f'"{_short(text)}" is kept as a note and not spoken')

    def anchor(self, at_s: float, line: int) -> None:
        """Add silence up to a clock time, by the estimated length of everything before it."""
        missing = at_s - self.elapsed_s
        if not self._steps or at_s == 0:
            return
        if missing < 0:
            self.assume(
                line, f"the text before {clock_text(at_s)} is {-missing:.0f} s longer than that"
            )
            return
        if missing >= 1:
            self.assume(line, f"{missing:.0f} s of silence lead up to {clock_text(at_s)}")
            self.pause(Span(0.0, round(missing, 1), round(min(2 * missing, MAX_PAUSE_S), 1)), line)

    def _repeat(self, direction: Direction, text: str, line: int) -> None:
        if not self.sections:
            self.unknown(text, line)
            return
        # The paragraph before the direction is repeated; if the direction stands alone, the one
        # before that; and if nothing is spoken there, everything back to the last speech.
        steps = self.sections[-1]["steps"]
        start = min(self._block_start, len(steps))
        if not any(map(_speech, steps[start:])):
            start = min(self._block_before, len(steps))
        while start and not any(map(_speech, steps[start:])):
            start -= 1
        again = list(steps[start:])
        times = direction.count if direction.more else direction.count - 1
        heard = any(isinstance(step, str) or _speech(step) for step in again)
        if not heard or self._steps >= MAX_STEPS:
            self.unknown(text, line)
            return
        self.assume(
            line, f'"{_short(text)}" repeats the {len(again)} steps before it {times} more times'
        )
        room = (MAX_STEPS - self._steps) // max(len(again), 1)
        for _ in range(min(times, room)):
            for step in again:
                if words := _speech(step):
                    self.say(words, line, None if isinstance(step, str) else step["says"])
                else:
                    self._pause = None
                    self._add(dict(step) if isinstance(step, dict) else step, line)

    def _add(self, step: Any, line: int) -> None:
        if not self.sections:
            self.section("Session", line)
        if self._steps >= MAX_STEPS:
            message = f"this script has more than {MAX_STEPS} steps"
            raise TooLongError(message)
        steps = self.sections[-1]["steps"]
        self.lines[("sections", len(self.sections) - 1, "steps", len(steps))] = line
        steps.append(step)
        self._steps += 1
        self._pause = None

    def _previous(self) -> Any:
        steps = self.sections[-1]["steps"] if self.sections else []
        played = [step for step in steps[-3:] if not _is_note(step)]
        return played[-1] if played else None

    def _after_pause(self) -> bool:
        previous = self._previous()
        return isinstance(previous, dict) and "pause" in previous

    def _after_question(self) -> bool:
        return is_question(_speech(self._previous()))


def spoken_words(draft: Draft) -> str:
    """Returns everything that is said, in order."""
    return " ".join(_speech(step) for section in draft.sections for step in section["steps"])


def _speech(step: Any) -> str:
    """Returns the words of a step that speaks; "" of any other."""
    if isinstance(step, dict):
        return str(step.get("say", ""))
    return step if isinstance(step, str) and step != "bell" else ""


def _is_note(step: Any) -> bool:
    return isinstance(step, dict) and "note" in step


def role_of(title: str) -> str:
    """Returns the role a section's title suggests."""
    folded = title.lower()
    return next((role for role, words in _ROLES if re.search(words, folded)), "practice")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004


_CLAUSE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "।")


class Paragraph:
    """The pieces of a paragraph, joined to whole lines of speech and added to a draft.

    A note in the middle of a sentence ("Rest your hand (slowly) on your heart.") does not cut the
    sentence in two: it is put after it.
    """

    def __init__(self, draft: Draft) -> None:
        self.says: Says = {}
        self._draft = draft
        self._speech = ""
        self._line = 0
        self._notes: list[tuple[Piece, int]] = []

    def take(self, piece: Piece, line: int) -> None:
        """Take the next piece; ``line`` is its line in the script."""
        silent = piece.kind == "unknown" or (
            piece.direction is not None and piece.direction.kind == "note"
        )
        if piece.kind == "speech":
            self._line = self._line or line
            self._speech = f"{self._speech} {piece.text}".strip()
        elif silent and self._speech and not self._speech.rstrip("\"'”’)» ").endswith(_CLAUSE_ENDS):
            self._notes.append((piece, line))
        else:
            self._add_speech()
            self._add_direction(piece, line)

    def end(self) -> None:
        """End the paragraph: add its last speech, and forget its pronunciations."""
        self._add_speech()
        self.says = {}

    def _add_speech(self) -> None:
        self._draft.say(self._speech, self._line, self.says)
        self._speech, self._line = "", 0
        notes, self._notes = self._notes, []
        for note, noted_line in notes:
            self._add_direction(note, noted_line)

    def _add_direction(self, piece: Piece, line: int) -> None:
        if piece.direction:
            self._draft.direct(piece.direction, piece.text, line)
        else:
            self._draft.unknown(piece.text, line)
