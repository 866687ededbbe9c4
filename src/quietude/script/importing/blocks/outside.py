"""Marks around the script itself: "--- script starts ---", "BEGIN READING", "[end of text]"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.blocks.marking import left, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.script.importing.lines import ScriptLine

_THING = (
    r"(?:script|reading|recording|text|meditation|transcript|audio|session|narration|exercise|"
    r"skript|lesetext|sprechtext|aufnahme|übung|texte|lecture|enregistrement|séance|guion|guión|texto|"
    r"lectura|grabación|roteiro|leitura|gravação|copione|testo|lettura|registrazione|tekst|opname|oefening|"
    r"台本|本文|原稿|脚本|正文|引导词|स्क्रिप्ट|पाठ)"
)
_BEGIN = (
    r"(?:start(?:s|ing)?|begin(?:s|ning)?|beginn|anfang|début|debut|commencement|commence|inicio|comienzo|"
    r"empieza|início|começo|começa|inizio|inizia|begint?|開始|ここから|开始|शुरू|आरंभ)"
)
_END = (
    r"(?:ends?|ending|stops?|ende|endet|schluss|fin|finit|final|termina|fim|acaba|fine|finisce|einde|eindigt|"
    r"終了|ここまで|结束|समाप्त)"
)
_HERE = r"here|below|hier|ici|aquí|aqui|qui"
_SMALL = rf"(?:\s(?:of|the|this|des|der|du|de|la|l['’]|del|della|do|da|van|het|{_HERE}))*"


def _mark(act: str) -> re.Pattern[str]:
    words = rf"(?:{act}{_SMALL}\s?{_THING}|{_THING}{_SMALL}\s?{act})(?:\s(?:{_HERE}))?"
    return re.compile(rf"\W*{words}\W*", re.IGNORECASE)


_BEGINS, _ENDS = _mark(_BEGIN), _mark(_END)
_NAMED = re.compile(
    rf"[-–—=*~_#]{{2,}}[^.!?\W]?[^.!?]{{0,30}}\b{_THING}\b[^.!?\w]{{2,}}", re.IGNORECASE
)
_END_ALONE = re.compile(rf"[-–—=*~_#]{{2,}}\s*{_END}\s*[-–—=*~_#]{{2,}}", re.IGNORECASE)
"""A mark with the name of the text, "--- home audio text ---", where one of its end follows."""
_SET_OFF = re.compile(r"\W{2,}|[\[(<*_#]|.*[:：]$")
_LONGEST = 120
_MOSTLY = 0.4
"""The least share of the words that stand between the marks."""


def without_outside(lines: Sequence[ScriptLine]) -> list[ScriptLine]:
    """Returns lines with what stands before and after the marks of the script left out."""
    begins = [at for at, line in enumerate(lines) if _is_mark(line, _BEGINS)]
    ends = [at for at, line in enumerate(lines) if _is_mark(line, _ENDS)]
    if not begins:
        plain = [at for at, line in enumerate(lines) if _is_mark(line, _END_ALONE)]
        named = [at for at, line in enumerate(lines) if _is_mark(line, _NAMED)]
        if len(named) == 1 and plain and named[0] < plain[-1]:
            begins, ends = named, plain
    first = begins[0] if begins else -1
    last = next((at for at in ends if at > first), len(lines))
    if len(begins) > 1 or (not begins and last == len(lines)):
        return list(lines)
    said = sum(word_count(line.text) for line in lines if line.kind == "text")
    inside = sum(word_count(line.text) for line in lines[first + 1 : last] if line.kind == "text")
    if inside < _MOSTLY * said:
        return list(lines)
    return [
        left(line, "mark of the script")
        if at in {first, last}
        else line
        if first < at < last or line.kind not in {"text", "clock", "heading"}
        or (line.kind == "heading" and at < first)
        else left(line, f"stands {'before' if at < first else 'after'} the script")
        for at, line in enumerate(lines)
    ]  # fmt: skip


def _is_mark(line: ScriptLine, mark: re.Pattern[str]) -> bool:
    """Returns True for a mark, set off by signs or capitals: "start reading" may be speech."""
    raw = line.raw.strip()
    if (
        len(raw) > _LONGEST
        or line.kind not in {"text", "heading", "meta"}
        or not mark.fullmatch(raw)
    ):
        return False
    return bool(_SET_OFF.match(raw)) or raw.isupper()
