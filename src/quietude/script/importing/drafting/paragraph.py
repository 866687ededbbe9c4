"""The pieces of a paragraph, joined to whole sentences before they are added to a draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.directions.remarks import speaks_of_third
from quietude.script.importing.drafting.directed import direct
from quietude.script.importing.drafting.silences import add_pause
from quietude.script.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.blocks.stated_rules import StatedRule
    from quietude.script.importing.drafting.draft import Draft
    from quietude.script.importing.inline import Piece
    from quietude.script.importing.pronunciation import Says

_CLAUSE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "।")
_BLANK = re.compile(r"_{3,}|\.{5,}")


class Paragraph:
    """The pieces of a paragraph, joined to whole lines of speech and added to a draft.

    A note in the middle of a sentence ("Rest your hand (slowly) on your heart.") does not cut the
    sentence in two: it is put after it.

    Args:
        draft: The draft.
        rules: The silences that the script lays after each of its sentences or lines.
    """

    def __init__(self, draft: Draft, rules: Sequence[StatedRule] = ()) -> None:
        self.says: Says = {}
        self._draft = draft
        self._rules = rules
        self._speech = ""
        self._unsure: list[str] = []
        self._line = 0
        self._notes: list[tuple[Piece, int]] = []

    def take(self, piece: Piece, line: int, unsure: str = "") -> None:
        """Take the next piece.

        Args:
            piece: Speech, a direction or an unknown bracket.
            line: Its line in the script.
            unsure: The reason why speech may not be meant to be heard.
        """
        silent = piece.kind == "unknown" or (
            piece.direction is not None and piece.direction.kind == "note"
        )
        if piece.kind == "speech":
            self._line = self._line or line
            self._speech = f"{self._speech} {piece.text}".strip()
            self._unsure += [f'"{aside[:60]}" stands apart' for aside in piece.asides]
            if unsure:
                self._unsure.append(unsure)
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
        unsure = "; ".join(dict.fromkeys(self._unsure))
        if (
            self._speech
            and not unsure
            and speaks_of_third(self._speech[:160])
            and _instructs(self._speech)
        ):
            unsure = "it may be said to whoever leads"
        by_sentence = [rule for rule in self._rules if rule.after not in {"line", "paragraph"}]
        for text in split_sentences(self._speech) if by_sentence else [self._speech]:
            self._draft.say(text, self._line, self.says, unsure)
            for rule in self._rules:
                if text.strip() and rule.holds_for(text):
                    add_pause(self._draft, rule.span, self._line, words="as the script states once")
        self._speech, self._line, self._unsure = "", 0, []
        notes, self._notes = self._notes, []
        for note, noted_line in notes:
            self._add_direction(note, noted_line)

    def _add_direction(self, piece: Piece, line: int) -> None:
        if piece.direction:
            direct(self._draft, piece.direction, piece.text, line)
        else:
            self._draft.unknown(piece.text, line)


_INSTRUCTION = re.compile(
    r"\W*(?:invite|guide|encourage|ask|allow|let|have|remind|tell|help|instruct|lead|watch|notice if|if the|"  # noqa: E501
    r"when the|once|give|check|make sure|ensure|offer|direct|the (?:client|participant|group|therapist))\b",  # noqa: E501
    re.IGNORECASE,
)


def _instructs(text: str) -> bool:
    """Returns True if a sentence tells somebody what to do with others: "Invite them to sit."."""
    return bool(_INSTRUCTION.match(text))
