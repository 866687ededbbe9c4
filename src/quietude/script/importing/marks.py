"""Directions marked by other signs than brackets → the same in square brackets.

``-- pause --``, ``*pause*``, ``/5s``, ``<pause 10>``, ``//``, "Pause for a few seconds." among
other sentences; and what a script says about its own signs ("pauses in parentheses, in seconds").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quietude.script.importing.directions.reading import read_direction, read_directions
from quietude.script.importing.directions.repeats import repeat_of_steps
from quietude.script.importing.directions.stage_lines import is_stage_line
from quietude.script.importing.words.remarks import is_remark
from quietude.script.importing.words.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.importing.directions.direction import Direction

_BREAK_TAG = re.compile(
    r"<break\b[^<>]{0,120}?time\s*=\s*[\"']?([\d.]{1,8})\s*(ms|s)\b[^<>]{0,60}>", re.IGNORECASE
)
_PAUSE_TAG = re.compile(
    r"<(?:pause|silence|wait)\b[\s=:\"']*([^<>\"']{0,24})[\"']?\s*/?>", re.IGNORECASE
)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z!?][^<>]{0,300}>")
_SLASH = re.compile(r"(?<!\S)/(\d{1,3})\s?(s|sec|m|min)?\b(?!/)")
_SLASH_WORD = re.compile(r"(?<!\S)/(p|pause|intro|outro|bell|end|body)\b(?!/)", re.IGNORECASE)
_DOUBLE_SLASH = re.compile(r"(?<![\S:])(/{2,3}|\|{2,3})(?=\s|$)")
_STARS = re.compile(r"(?:^|(?<=[.!?…\"”]))\s*(?:\*\s?){3,5}(?=\s|$)")
_SIGNED = re.compile(
    r"(?:^|(?<=[.!?…,;:\"”]))\s*(?P<sign>[*_~—–#@%|\\-]{1,3}|--)\s?"
    r"(?P<words>[^\s*_~#@%|\\<>\[\]{}().!?…,–—][^*_~#@%|\\<>\[\]{}.!?…–—]{0,40}?)"
    r"\)?\s?(?P<end>[*_~—–%|\\-]{1,3})(?=\W|$|[A-Z])"
)
_DASHED = re.compile(
    r"\s*[-–—]{1,2}\s*((?:pause|silence|stille|pausa|pauze|silencio)\s?[:=]?\s?\d[^–—.!?]{0,24}?)\s?[-–—]{1,2}(?=\s)",
    re.IGNORECASE,
)
"""A measured pause between dashes, wherever it stands: "come – Pause: 10 sec – and go"."""
_HASHED = re.compile(
    r"(?:^|(?<=[.!?…,;:]))\s*[*_~—–#@%|\\]{1,3}\s?"
    r"((?:(?:long|short|brief) )?pause\b"
    r"(?:[ :=(]{1,3}\d{1,3}(?![\d/.,:–-]) ?(?:s|sec|secs|seconds)?|(?![ :=(]{1,3}\d)))"
    r"\)?\s?[*_~—–%|]{0,3}(?=\W|$|[A-Z])",
    re.IGNORECASE,
)
"""A pause after a sign, where a clause has ended: *pause*, #pause, %pause%."""
_CAPITALS = re.compile(
    r"(?:^|(?<=[.!?…]))\s*((?:(?:LONG|SHORT|BRIEF) )?PAUSE\b"
    r"(?:[ :]{1,2}\d{1,3}\b(?: ?(?:S|SECS?|SECONDS|MIN)\b)?)?)"
    r"[.…]*(?=\s|$)"
)
_KEYED_PAUSE = re.compile(
    r"(?:^|(?<=[.!?…]))\s*(?:[Pp]ause|[Ss]ilence)\s?[:=]"
    r"\s?(\d{1,3} ?(?:s|secs?|seconds|min|minutes)\b)\.?(?=\s|$)"
)
_SHORT_FORM = re.compile(
    r"[(\[]\s*(?:(?:p|break)\s?[-–:=]?\s?(\d{1,3})\s?(s|secs?|seconds|min|m)?|"
    r"(breath)s?\s?[x×]\s?(\d{1,2}))\s*[)\]]",
    re.IGNORECASE,
)
"""(P30), [break 5s], [breath x 3]."""
_TRAILING = re.compile(r"(?<=[.!?…])\s+(pause|silence|beat|pausa|stille|pauze)\.?$")
_LENGTH_AT_END = re.compile(
    r"(?<=[.!?…。！？])[ \t]+(\d{1,3}(?:[-–]\d{1,3})? ?"
    r"(?:s|sec|secs|seconds|min|mins|minutes|sek|″))$"
)
"""A length that ends a line without a stop, after a sentence: the row of a table in a PDF."""
_AFTER_DASH = re.compile(
    r"(?<=[^\W\d_])([.!?…\"”]*)\s[–—-]{1,2}\s"
    r"(\d{1,3}(?:[-–]\d{1,3})? ?(?:s|sec|secs|seconds|sek|″))\.?$"
)
"""A length in seconds after a dash, at the end of a line: "Look at something green — 5 sec"."""
_SENTENCE = re.compile(r"(?:^|(?<=[.!?…]))\s*([^.!?…()\[\]{}]{4,60})[.…](?=\s|$)")
_STARRED = re.compile(
    r"(?:^|(?<=[.!?…]))\s*([*_])(?![*_])([^*_]{8,160}?[^*_.!?…,;:])\1(?=\s+[A-ZÀ-Þ\"“]|\s*$)"
)
_SHORT_ACT = re.compile(
    r"(?:^|(?<=[.!?…]))\s*([*_])(?![*_])([a-zà-þ][^*_\W\d]{2,12})\1(?=\s+[A-ZÀ-Þ\"“]|\s*$)"
)
"""One small word in italics between sentences: "*softly* Now rest."."""
_EMOJI = re.compile(r"(?:🔔\s*)+|[⏸⏯⏱⏲⏳⌛]\ufe0f?\s*(?:\d{1,3}\s?(?:s|sec|min|m)?\b)?")
_COLON = re.compile(r":(?:pause|silence):\s*(\d{1,3})?")
_TODO = re.compile(r"^\s*(?:TODO|FIXME|XXX)\b.*")
_LATEX = re.compile(
    r"\\(?:newpage|newline|pagebreak|clearpage|bigskip|medskip|hfill|vspace\{[^{}]*\})"
)

_SIGN_MEANS = re.compile(
    r"(\S{1,4})\s*(?:=|means|:=|steht für|signifie|significa)\s*"
    r"([^.;=]{3,60}?)(?=\s*(?:[,;|]\s*|\s{2,})\S{1,4}\s*(?:=|means)|\s*[.;]|\s*$)"
)
_SECONDS = re.compile(
    r"(?:pauses?|numbers?|silences?|times?|figures?|pausen|zahlen|pausas?|números?|nombres?|numeri|getallen)\b"
    r"[^\d]{0,60}\b(?:seconds?|sekunden|secondes|segundos|secondi|seconden)\b",
    re.IGNORECASE,
)
_SIGN_FIRST = re.compile(
    r"(?:(?:key|legend|signs?|symbols?|notation|marks|pauses|zeichen|legende|légende|signes|leyenda|signos|legenda|sinais|"
    r"segni|tekens|凡例|記号|图例|符号|संकेत)\s*[:：–-]\s*)?"
    r"\W*(\S{1,4})\s*(?:=|:=|means\b|steht für|signifie|significa)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"number|figure|bracket|parenthes|zahl|klammer|chiffre|nombre|número|corchete|paréntesis|parêntes|"
    r"numer|parentesi|getal|haakje|数字|かっこ|カッコ|括弧|括号|कोष्ठक",
    re.IGNORECASE,
)
_SIGN_LAST = re.compile(
    r"\b(?P<act>pause|silence|breathe|breath)\b[^.!?]{0,60}?[\s:\"“'(](?P<sign>[^\w\s\x00-\xbf–—‘’“”…]\ufe0f?)[\"”')*_.\s]*$",
    re.IGNORECASE,
)
"""A sign at the end of its explanation: "Pause where you see the moon: 🌙"."""
_COUNT_ON = re.compile(r"(?<=\w)(?:\s[-–—]\s\d{1,2}\b){2,}")
"""A breath counted with dashes: "in - 2 - 3 - 4"."""
_LONGEST_LEGEND = 16


@dataclass(frozen=True, slots=True)
class ScriptNotation:
    """The meaning of a script's own signs, as the script gives it.

    Attributes:
        signs: Directions by sign.
        numbers_are_seconds: True if a number in parentheses is a silence, in seconds.
    """

    signs: Mapping[str, Direction] = field(default_factory=dict)
    numbers_are_seconds: bool = False


PLAIN = ScriptNotation()


def legend_of(text: str) -> ScriptNotation | None:
    """Returns what a line says about the script's signs, or None if it says nothing of them."""
    signs: dict[str, Direction] = {}
    for sign, meaning in _SIGN_MEANS.findall(text):
        direction = read_direction(meaning)
        if direction and direction.kind in {"pause", "bell"} and not sign.isalpha():
            signs[sign.strip("\"'“”()[]").lower() or sign] = direction
        elif direction and direction.kind in {"pause", "bell"} and len(sign) <= 2:  # noqa: PLR2004
            signs[sign.lower()] = direction
    if (match := _SIGN_LAST.search(text)) and (direction := read_direction(match["act"])):
        signs[match["sign"]] = direction
    seconds = bool(_SECONDS.search(text))
    return ScriptNotation(signs, seconds) if signs or seconds else None


def is_legend(text: str) -> bool:
    """Returns True for a line that says nothing but the meaning of a sign: "// = ten seconds"."""
    legend = legend_of(text)
    if legend is None or len(text.split()) > _LONGEST_LEGEND:
        return False
    listener = re.search(r"\b(?:you|your|du|dich|tu|vous|usted|jij|je)\b", text, re.IGNORECASE)
    if legend.signs:
        return bool(_SIGN_FIRST.match(text))
    return bool(_NUMBERS.search(text)) and not listener


def _dashed(match: re.Match[str]) -> str:
    direction = read_direction(match[1])
    return f" [{match[1]}]" if direction and direction.kind == "pause" else match.group()


def bracketed(line: str, notation: ScriptNotation) -> str:
    """Returns a line with every marked direction in square brackets, and without tags."""
    if repeat_of_steps(line.strip(" *_")):
        return f"[{line.strip(' *_')}]"
    if not _MAY_HOLD_MARKS.search(line) and not notation.signs:
        return line
    line = _COUNT_ON.sub(lambda match: re.sub(r"\s[-–—]\s", "... ", match[0]), line)
    line = _TODO.sub(lambda match: f"[{match[0].strip()}]", line)
    line = _BREAK_TAG.sub(r"[pause \1 \2]", line)
    line = _PAUSE_TAG.sub(r" [pause \1] ", line)
    line = _LATEX.sub(" ", line)
    line = _EMOJI.sub(_emoji, line)
    line = _DASHED.sub(_dashed, line)
    for sign in sorted(notation.signs, key=len, reverse=True):
        apart = rf"(?<!\S){re.escape(sign)}(?!\S)" if sign.isascii() else re.escape(sign)
        line = re.sub(apart, lambda _: f" [{sign}] ", line)  # noqa: B023
    line = _COLON.sub(lambda match: f" [pause {match[1] or ''}] ", line)
    line = _SLASH.sub(lambda match: f"[pause {match[1]} {match[2] or 's'}]", line)
    line = _SLASH_WORD.sub(_slash_word, line)
    line = _DOUBLE_SLASH.sub(" [short pause] ", line)
    line = _STARS.sub(" [short pause] ", line)
    line = _SHORT_ACT.sub(_acted, _STARRED.sub(_starred, line))
    line = _HASHED.sub(lambda match: f" [{match[1].replace('(', ' ')}] ", _TAG.sub(" ", line))
    line = _SIGNED.sub(_signed, line)
    line = _CAPITALS.sub(lambda match: f" [{match[1].lower()}] ", line)
    line = _KEYED_PAUSE.sub(r" [pause \1] ", line)
    line = _SHORT_FORM.sub(_short_form, line)
    line = _AFTER_DASH.sub(r"\1 [pause \2]", line)
    line = _LENGTH_AT_END.sub(r" [pause \1]", _TRAILING.sub(r" [\1]", line))
    return _SENTENCE.sub(_sentence, line)


_MAY_HOLD_MARKS = re.compile(
    r"[*_~—–#@%|\\<>/🔔⏸⏯⏱⏲⏳⌛-]|\d ?[a-z″]+$|"
    r"(?i:[(\[]\s?(?:p\W?\s?\d|break|breath)|paus|silen|beat|stille|pauz|todo|fixme|:)"
)


def _emoji(match: re.Match[str]) -> str:
    text = match.group()
    if "🔔" in text:
        return f" [bell x {text.count('🔔')}] "
    number = re.sub(r"[^\da-z ]", "", text).strip()
    return f" [pause {number}] "


def _short_form(match: re.Match[str]) -> str:
    return f"[{match[4]} breaths]" if match[3] else f"[pause {match[1]} {match[2] or 's'}]"


def _slash_word(match: re.Match[str]) -> str:
    word = match[1].lower()
    return " [pause] " if word in {"p", "pause"} else " [bell] " if word == "bell" else " "


def _signed(match: re.Match[str]) -> str:
    """Returns a passage between two signs as a bracket, if it is a silence or a bell."""
    opening, ending, words = match["sign"][-1], match["end"][-1], match["words"]
    paired = opening == ending or {opening, ending} <= {"-", "–", "—"}
    found = read_directions(words) if paired else ()
    if not found or found[0].kind not in {"pause", "bell"}:
        return match.group()
    concepts = {token.concept for token in tokens_of(words.lower())}
    spoken = found[0].guessed and not ({"pause", "bell"} & concepts)
    inside = opening in "-–—*_" and not _begins(words)
    return match.group() if spoken or inside else f" [{words}] "


def _begins(words: str) -> bool:
    """Returns True if words begin with what they ask for: "pause, let them look"."""
    concepts = [token.concept for token in tokens_of(words.lower())]
    return bool(concepts) and concepts[0] in {"pause", "long", "short", "bell", "number", "strike"}


def _starred(match: re.Match[str]) -> str:
    """Returns a clause in asterisks between sentences as a bracket, if it is a direction."""
    words = match[2]
    tokens = tokens_of(words.lower())
    found = read_directions(words)
    first = tokens[0].concept if tokens else ""
    told = first in {"breathe", "pause", "wait", "breath", "third", "reader", "speak"}
    if found or told or is_remark(words):
        return f" [{_timed(words)}] "
    return match.group()


def _acted(match: re.Match[str]) -> str:
    """Returns "*softly*" as a bracket, if it says how to speak, and no more."""
    direction = read_direction(match[2])
    spoken = direction is None or direction.kind not in {"note", "pause", "bell"}
    return match.group() if spoken else f" [{match[2]}] "


def _timed(words: str) -> str:
    """Returns "breathe softly, a few times" as a silence of a few breaths."""
    if read_direction(words):
        return words
    concepts = [token.concept for token in tokens_of(words.lower())]
    breaths = concepts and concepts[0] in {"breathe", "breath"} and "times" in concepts
    return f"pause for a few breaths: {words}" if breaths or "few" in concepts else words


def _sentence(match: re.Match[str]) -> str:
    """Returns a sentence that is a stage line by itself as a bracket: "Pause for 10 seconds."."""
    words = match[1].strip()
    concepts = [token.concept for token in tokens_of(words.lower())]
    begins = concepts[:1] == ["pause"] and {"number", "few"} & set(concepts)
    return f" [{words}] " if begins and is_stage_line(words) else match.group()
