"""Text as engines that know only ASCII can read it, without losing a word on the way."""

from __future__ import annotations

import unicodedata

from quietude.speech.script_coverage import cannot_read, script_of

# Typography becomes what a reader makes of it: a dash is a short pause, quotes are silent.
_MARKS = str.maketrans({
    "\u2013": ", ", "\u2014": ", ", "\u2026": ".", "\u2018": "'", "\u2019": "'", "\u201c": " ",
    "\u201d": " ", "\u00ab": " ", "\u00bb": " ", '"': " ", "\\": " ", "\u00a0": " ",
    "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "Oe", "ł": "l",
    "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    "°": " degrees ", "€": " euros ", "£": " pounds ",
})  # fmt: skip


def ascii_text(text: str) -> str:
    """The text in printable ASCII on one line: accents dropped, typography made plain.

    Raises:
        SpeechError: if it holds a letter that has no likeness in ASCII: better no session than a
            sentence with a word missing.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS)).translate(_MARKS)
    lost = {it for it in plain if not it.isascii() and it.isalnum()}
    if lost:
        raise cannot_read(map(script_of, lost))
    kept = "".join(it if it.isascii() and it.isprintable() else _blank(it) for it in plain)
    return " ".join(kept.split())


def _blank(character: str) -> str:
    """A combining accent belongs to its letter and leaves nothing; all else parts words."""
    return "" if unicodedata.combining(character) else " "
