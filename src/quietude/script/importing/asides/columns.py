"""Columns of tables: the words to say, the silence after them, and the time they begin at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.importing.directions.reading import read_direction
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPOKEN = re.compile(
    r"(?:(?:spoken |the )?(?:script|text|narration|words|line|lines|dialogue|content|caption)|"
    r"spoken|voice|voice-?over|say|what (?:the |you )?\w* ?(?:says?|reads?|hears?)|"
    r"(?:the )?(?:guide|teacher|therapist|facilitator|leader|narrator|instructor)"
    r"(?:['’]s)? (?:says?|words|lines)|"
    r"(?:sprech|vorlese|rede)?texte?|skript|worte|gesprochen|texto|guion|guión|narración|palabras|"
    r"paroles|voix|roteiro|narração|palavras|testo|narrazione|parole|tekst|gesproken|"
    r"セリフ|本文|台詞|文稿|旁白|台词|पाठ|आलेख)(?:$|\b.*)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:start|time|start time|timecode|timestamp|at|in|zeit|temps|tiempo|tempo|tijd|時間|时间|समय)"
    r"(?: \(.*\))?",
    re.IGNORECASE,
)
_PAUSES = frozenset({"pause", "pauses", "wait"})
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,]\d{1,3})?")
_NOTHING = re.compile(
    r"\W*(?:0(?:[:.]0+)?(?: ?s| sec\w*)?|none|no|nil|n/?a|keine?|aucune?|ninguna?|nessuna?|geen|"
    r"なし|无|無)?\W*",
    re.IGNORECASE,
)
_MOST_HEAD_WORDS = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that matter, by their numbers from 0; None for one it has not.

    Attributes:
        said: The words to say.
        pause: The silence after them.
        time: The time they begin at.
        unit: The unit of a bare number in the column of silences: "s" or "min".
    """

    said: int | None
    pause: int | None = None
    time: int | None = None
    unit: str = "s"

    def silence_in(self, cells: Sequence[str]) -> str:
        """Returns the silence of a row as a direction in square brackets, or ""."""
        cell = _cell(cells, self.pause)
        if _NOTHING.fullmatch(cell):
            return ""
        if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", cell):
            return f"[pause {cell.replace(',', '.')} {self.unit}]"
        if match := _CLOCK.fullmatch(cell):
            return f"[pause {_seconds(match):g} s]"
        direction = read_direction(cell)
        told = direction is not None and direction.kind in {"pause", "bell", "music"}
        return f"[{cell}]" if told else f"[pause {cell}]"

    def words_in(self, cells: Sequence[str]) -> str:
        """Returns the words of a row; "(silence)" beside a measured one is no more than that."""
        said = " ".join(_cell(cells, self.said).split())
        direction = read_direction(said.strip("[](){}*_ ")) if said[:1] in "[({*_" else None
        silent = direction is not None and direction.kind == "pause"
        return "" if silent and self.silence_in(cells) else said

    def clock_in(self, cells: Sequence[str]) -> float | None:
        """Returns the time that a row begins at, in seconds, or None."""
        match = _CLOCK.fullmatch(_cell(cells, self.time).strip("[]() "))
        return _seconds(match) if match else None


def columns_of(heads: Sequence[str]) -> Columns:
    """Returns the columns of a table by the words above them."""
    named = [" ".join(head.strip("*_\" '").lower().split()) for head in heads]
    spoken = [at for at, head in enumerate(named) if _SPOKEN.fullmatch(head)]
    # "line" may be the number of a line.
    said = min(spoken, key=lambda at: named[at] in {"line", "lines"}, default=None)
    time = next((at for at, head in enumerate(named) if at != said and _TIME.fullmatch(head)), None)
    pause = next((at for at, head in enumerate(named)
                  if at not in {said, time} and _is_pause(head)), None)  # fmt: skip
    minutes = pause is not None and any(
        token.concept == "minute" for token in tokens_of(named[pause])
    )
    return Columns(said, pause, time, "min" if minutes else "s")


def _is_pause(head: str) -> bool:
    concepts = {token.concept for token in tokens_of(head)}
    return bool(concepts & _PAUSES) and len(head.split()) <= _MOST_HEAD_WORDS


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _seconds(match: re.Match[str]) -> float:
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
