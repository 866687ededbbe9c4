"""Lines that are spoken though they may not be meant to be: the view lists them as unsure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.quotes import LISTENER, is_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_ITALIC = re.compile(r"(?P<sign>[*_])(?![*_ ]).{3,}(?<![*_ ])(?P=sign)")
_QUOTED = re.compile(r"[\"“„«「].*[\"”“»」][.,]?")
_FEW, _SOME = 0.3, 0.2
"""The most italic lines, and the fewest quoted ones, of all lines, from which one stands apart."""


_DOTTED_GAP = re.compile(r"(?<=\w )\.{6,}(?= \w)")


def is_italic(raw: str) -> bool:
    """Returns True if a line is in italics from end to end."""
    return bool(_ITALIC.fullmatch(raw))


@dataclass(frozen=True, slots=True)
class Doubts:
    """The looks of a script's lines that set single ones apart.

    Attributes:
        italics_stand_apart: True if few lines are in italics, so that one may be a direction.
        speech_is_quoted: True if several lines stand in quotation marks as a whole, in no story.
    """

    italics_stand_apart: bool
    speech_is_quoted: bool

    @classmethod
    def of(cls, lines: Sequence[ScriptLine]) -> Doubts:
        """Returns the looks of a script's lines."""
        raws = [
            line.raw.strip()
            for line in lines
            if line.kind == "text" and not line.text.startswith(("[", "(", "{"))
        ]
        italic = sum(bool(_ITALIC.fullmatch(raw)) for raw in raws)
        quoted = sum(bool(_QUOTED.fullmatch(raw)) for raw in raws)
        told = is_told(raw for raw in raws if not _QUOTED.fullmatch(raw))
        return cls(
            italics_stand_apart=bool(raws) and italic <= _FEW * len(raws),
            speech_is_quoted=quoted > 1 and quoted >= _SOME * len(raws) and not told,
        )

    def about(self, line: ScriptLine) -> str:
        """Returns the reason why the words of a line may not be meant to be heard, or ""."""
        raw = line.raw.strip()
        if "___" in raw or _DOTTED_GAP.search(raw):
            return "a blank is left open"
        if self.italics_stand_apart and _ITALIC.fullmatch(raw):
            return "it stands in italics"
        if self.speech_is_quoted and not _QUOTED.search(raw) and not LISTENER.search(raw):
            return "it stands between quoted lines"
        return ""
