"""A definition in the making: what an importer has understood so far, and what it assumed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.durations import clock_text
from quietude.script.export import span_text
from quietude.script.importing.pronunciation import said_in
from quietude.script.pacing import LEAD
from quietude.script.sentences import is_question, split_sentences
from quietude.script.speaking_time import speaking_seconds, word_count

if TYPE_CHECKING:
    from quietude.durations import Span
    from quietude.script.importing.directions import Direction
    from quietude.script.importing.inline import Piece
    from quietude.script.importing.pronunciation import Says

WORDS_PER_MINUTE = 115.0
LINE_GAP_S, SENTENCE_GAP_S, QUESTION_S = 2.2, 0.8, 8.0
MAX_STEPS = 1_900

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
    """Something the importer decided for itself."""

    line: int
    text: str


@dataclass(slots=True)
class Draft:
    """Sections and steps as they are found; steps have the written form of a definition."""

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
        """Keep something for the report."""
        self.assumptions.append(Assumption(line, text))

    def section(self, title: str, line: int) -> None:
        """Begin a section; one in which nothing is heard was a title, and its notes stay."""
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
        """A new paragraph begins: what a repeat would repeat."""
        end = len(self.sections[-1]["steps"]) if self.sections else 0
        if self._block_start < end:
            self._block_before = self._block_start
        elif self._block_start > end:  # a new section
            self._block_before = end
        self._block_start = end

    def say(self, text: str, line: int, says: Says | None = None) -> None:
        """Speech; ``says`` is how words of it are pronounced, those of other lines among them."""
        text = " ".join(text.split())
        if not any(character.isalnum() for character in text):
            return
        self.words += round(word_count(text))
        self.elapsed_s += speaking_seconds(text, WORDS_PER_MINUTE)
        self.elapsed_s += SENTENCE_GAP_S * (len(split_sentences(text)) - 1)
        if self._previous() is not None and not self._after_pause():
            self.elapsed_s += LINE_GAP_S
        own = said_in(text, says) if says else {}
        self._add({"say": text, "says": own} if own else text, line)

    def direct(self, direction: Direction, text: str, line: int) -> None:
        """A direction that was understood."""
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
        """A silence; neighbouring ones are added together."""
        if guessed_from:
            if span.ideal_s < QUESTION_S and self._after_question():
                span = type(span).between(QUESTION_S, max(2 * QUESTION_S, span.max_s))
            self.assume(line, f'"{_short(guessed_from)}" is taken as {span_text(span)}')
        self.silence_s += span.ideal_s
        self.elapsed_s += span.ideal_s
        previous = self._previous()
        if isinstance(previous, dict) and "pause" in previous and self._pause:
            it = self._pause
            span = type(span)(
                it.min_s + span.min_s, it.ideal_s + span.ideal_s, min(it.max_s + span.max_s, 3600.0)
            )
            span = type(span)(min(span.min_s, 3600.0), min(span.ideal_s, 3600.0), span.max_s)
            previous["pause"] = span_text(span)
        else:
            self._add({"pause": span_text(span)}, line)
        self._pause = span

    def note(self, text: str, line: int) -> None:
        """Something for the reader, never spoken."""
        text = " ".join(text.split())[:2000]
        if text:
            self._add({"note": text}, line)

    def unknown(self, text: str, line: int) -> None:
        """A bracket from no vocabulary: kept as a note, and said so."""
        self.note(text, line)
        self.assume(line, f'"{_short(text)}" is kept as a note and not spoken')

    def anchor(self, at_s: float, line: int) -> None:
        """A clock time: silence up to it, by the estimated length of what came before."""
        from quietude.durations import Span

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
            self.pause(Span(0.0, round(missing, 1), round(min(2 * missing, 3600.0), 1)), line)

    def _repeat(self, direction: Direction, text: str, line: int) -> None:
        if not self.sections:
            self.unknown(text, line)
            return
        steps = self.sections[-1]["steps"]
        start = min(self._block_start, len(steps))
        if not any(map(_speech, steps[start:])):
            start = min(self._block_before, len(steps))
        while start and not any(map(_speech, steps[start:])):
            start -= 1
        again = list(steps[start:])
        times = direction.count if direction.more else direction.count - 1
        if not any(isinstance(it, str) or _speech(it) for it in again) or self._steps >= MAX_STEPS:
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
        spoken = [it for it in steps[-3:] if not _is_note(it)]
        return spoken[-1] if spoken else None

    def _after_pause(self) -> bool:
        previous = self._previous()
        return isinstance(previous, dict) and "pause" in previous

    def _after_question(self) -> bool:
        return is_question(_speech(self._previous()))


def spoken_words(draft: Draft) -> str:
    """Everything that is said, in order."""
    return " ".join(_speech(step) for it in draft.sections for step in it["steps"])


def _speech(step: Any) -> str:
    """The words of a step that speaks, or nothing."""
    if isinstance(step, dict):
        return str(step.get("say", ""))
    return step if isinstance(step, str) and step != "bell" else ""


def _is_note(step: Any) -> bool:
    return isinstance(step, dict) and "note" in step


def role_of(title: str) -> str:
    """The role a section's title suggests."""
    folded = title.lower()
    return next((role for role, words in _ROLES if re.search(words, folded)), "practice")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004


_CLAUSE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "।")


class Paragraph:
    """Speech as far as it has been read.

    A note in the middle of a sentence ("Rest your hand (slowly) on your heart.") does not cut it:
    it stands after the sentence.
    """

    def __init__(self, draft: Draft) -> None:
        self.says: Says = {}
        self._draft = draft
        self._speech = ""
        self._line = 0
        self._notes: list[tuple[Piece, int]] = []

    def take(self, piece: Piece, line: int) -> None:
        """The next piece, and the line it stands on."""
        silent = piece.kind == "unknown" or (
            piece.direction is not None and piece.direction.kind == "note"
        )
        if piece.kind == "speech":
            self._line = self._line or line
            self._speech = f"{self._speech} {piece.text}".strip()
        elif silent and self._speech and not self._speech.rstrip("\"'”’)» ").endswith(_CLAUSE_ENDS):
            self._notes.append((piece, line))
        else:
            self._said()
            self._direct(piece, line)

    def end(self) -> None:
        """The paragraph is over, and so is what was pronounced in it."""
        self._said()
        self.says = {}

    def _said(self) -> None:
        self._draft.say(self._speech, self._line, self.says)
        self._speech, self._line = "", 0
        notes, self._notes = self._notes, []
        for it in notes:
            self._direct(*it)

    def _direct(self, piece: Piece, line: int) -> None:
        if piece.direction:
            self._draft.direct(piece.direction, piece.text, line)
        else:
            self._draft.unknown(piece.text, line)
