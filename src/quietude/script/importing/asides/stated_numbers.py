"""Numbers whose meaning a script states once: "— 10 —", a number in the margin, "3B" for breaths.

A number between dashes is a page number elsewhere, and one behind a line a column of a table: they
are silences only where the script says so.
"""

from __future__ import annotations

import re

_TOP = 25
"""The lines at the top within which a script explains its own signs."""
_SECONDS = re.compile(
    r"\b(?:seconds?|secs?|sekunden|sek|secondes|segundos|seg|secondi|seconden)\b|秒|सेकंड",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:numbers?|figures?|zahl(?:en)?|ziffern?|nombres?|chiffres?|números?|numer[oi]|cifr[ae]s?|getal(?:len)?)\b|数字|संख्या",
    re.IGNORECASE,
)
_DASHES = re.compile(
    r"\b(?:dash(?:es)?|hyphens?|(?:gedanken|binde)?striche?n?|tirets?|guion(?:es)?|travess(?:ão|ões)|"
    r"trattin[oi]|streep(?:jes)?)\b|ダッシュ|破折号|डैश",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:right|margins?|ends? of (?:the|each|every|a) lines?|line ends?|after each line|"
    r"rechts|rand|zeilenende|droite|marge|fin de ligne|derecha|margen|direita|margem|destra|"
    r"margine|kantlijn|regeleinde)\b|右|欄外",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\(?\b1\s?(?P<sign>[A-Za-z]{1,2})\b\)?[^.;\d]{0,30}?\s(?:=|is|lasts?|means|takes|dauert|ist|dure|vaut|dura|es|è|duurt|is)?\s*"
    r"(?:about |ca\.? |etwa |environ |unos |circa )?(?P<count>\d{1,3})\s?"
    r"(?:s|secs?|seconds?|sek|sekunden|secondes|segundos|secondi|seconden)\b",
    re.IGNORECASE,
)
"""The length of a unit that the script has for itself: "one breath (1B) lasts 5 seconds"."""
_FOR_EACH = re.compile(
    r"(?P<count>\d{1,3})\s?(?:s|secs?|seconds?|sek|sekunden|secondes|segundos|secondi|seconden)\b\s?"
    r"(?:for|per|at|on|für|pro|pour|par|para|por|per|voor)\s(?:each|every|jede[nrs]?|chaque|cada|ogni|elke?)?\s*"
    r"[\"'“‘(]?(?P<sign>[~*=_#+•·—–-])[\"'”’)]?[.\s]*$",
    re.IGNORECASE,
)
"""The length of a sign that the script has for itself: "Allow 8 seconds for each ~"."""
_BETWEEN_DASHES = re.compile(r"(?:^|(?<=[.!?…。！？]))\s*[-–—]{1,2}\s*(\d{1,3})\s*[-–—]{1,2}\s*$")
_IN_MARGIN = re.compile(r"^(\s*\S.*?[^\W_].*?)(?:\s{2,}|\t)(\d{1,3})\s*$")
_FEWEST, _LONGEST = 2, 400


def with_stated_numbers(lines: list[str]) -> list[str]:
    """Returns lines with such numbers as directions, where the script says what they are."""
    for at, line in enumerate(lines[:_TOP]):
        if len(line) > _LONGEST:
            continue
        if match := _FOR_EACH.search(line):
            return _in_signs(lines, at, match["sign"], float(match["count"]))
        if match := _UNIT.search(line):
            return _in_units(lines, at, match["sign"], float(match["count"]))
        if not (_NUMBER.search(line) and _SECONDS.search(line)):
            continue
        if _DASHES.search(line):
            return _told(lines, at, _BETWEEN_DASHES, r" [pause \1 s]")
        if _BESIDE.search(line):
            return _told(lines, at, _IN_MARGIN, r"\1 [pause \2 s]")
    return lines


def _told(lines: list[str], legend: int, sign: re.Pattern[str], direction: str) -> list[str]:
    found = [
        at
        for at, line in enumerate(lines)
        if at != legend and len(line) < _LONGEST and sign.search(line)
    ]
    if len(found) < _FEWEST:
        return lines
    return [sign.sub(direction, line) if at in found else line for at, line in enumerate(lines)]


def _in_signs(lines: list[str], legend: int, sign: str, seconds: float) -> list[str]:
    """Returns lines with those made of a sign alone as silences of so many of it."""
    row = re.compile(rf"\s*(?:{re.escape(sign)}\s*)+")
    told = [
        f"[pause {line.count(sign) * seconds:g} s]" if row.fullmatch(line) else line
        for line in lines
    ]
    words = re.sub(r"[^\w ,.]", " ", lines[legend])
    told[legend] = f"[note: {words.strip()}]"
    return told


def _in_units(lines: list[str], legend: int, sign: str, seconds: float) -> list[str]:
    mark = re.compile(
        rf"(?<!\S)[\[(]?\s?(\d{{1,2}})\s?{re.escape(sign)}\s?[\])]?(?=[.,;]?(?:\s|$))"
    )
    if sum(bool(mark.search(line)) for line in lines) < _FEWEST:
        return lines

    def direction(match: re.Match[str]) -> str:
        return f"[pause {int(match[1]) * seconds:g} s]"

    told = [mark.sub(direction, line) for line in lines]
    words = re.sub(r"[^\w ,.=]", " ", lines[legend])
    told[legend] = f"[note: {words.strip()}]"
    return told
