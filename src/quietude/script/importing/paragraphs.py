"""The pieces of a paragraph → whole lines of speech, with what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quietude.script.importing.draft import Draft
    from quietude.script.importing.inline import Piece
    from quietude.script.importing.pronunciation import Says

_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "।")


class Running:
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
        silent = piece.kind == "unknown" or (piece.mark is not None and piece.mark.kind == "note")
        if piece.kind == "speech":
            self._line = self._line or line
            self._speech = f"{self._speech} {piece.text}".strip()
        elif silent and self._speech and not self._speech.rstrip("\"'”’)» ").endswith(_ENDS):
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
        if piece.mark:
            self._draft.mark(piece.mark, piece.text, line)
        else:
            self._draft.unknown(piece.text, line)
