"""Signs that are not letters: some are silent, some a short pause, some a word."""

from __future__ import annotations

import re
import unicodedata

from quietude._util.text import plain_letters

_SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufffe\ufffd\ufe0e\ufe0f"))
_KEPT_SYMBOLS = frozenset("°©®™№℃℉¢£€¥₹%&+=<>~@#$^|")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_REGION_OR_TAG = re.compile("[\U0001f1e6-\U0001f1ff\U000e0000-\U000e007f]")
_CASED = re.compile(r"[^\W\d_]")
_DASHES = re.compile(r"\s*(?:[—―]+|(?<=\s)[–-]+(?=\s)|(?<=\w)–(?=[^\W\d_])|--+)\s*")
_LOOSE_RANGE = re.compile(r"(?<=\d)\s[-–—]\s(?=\d)")
_LOOSE_COLON = re.compile(r"\s+([:;])\s+")
_ELLIPSIS = re.compile(r"\s?(?:\.\s?){2,}\.|\.\.(?!\.)|…[.…]*")
_BRACKETED = re.compile(r"\s*[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]\s*([.,;:!?…]?)")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})
_DOUBLED_STOPS = re.compile(r",\s*(?=[,.;:!?…])|(?<=[,;:—(])\s*,|^[\s,;:]+")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s+([,.;!?…])")

_WEB = re.compile(r"\b(?:https?://)?(?:www\.)?((?:[\w-]+\.)+(?:com|org|net|edu|gov|info|io|co|uk|de|fr|eu|us|ca|au|app|me|fm|tv)\b(?:/[\w\-./]*)?)(?:[?#]\S*)?", re.IGNORECASE)  # fmt: skip # noqa: E501
_MAIL = re.compile(r"\b([\w.+-]+)@((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)

ENGLISH_SIGNS: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)w/o(?!\w)", "without"),
    (r"(?<!\w)w/\s?(?=\w)", "with "),
    (r"(?<!\w)b/c(?!\w)", "because"),
    (r"\band/or\b", "and or"),
    (r"\bs/he\b", "she or he"),
    (r"\b(he|she|him|her|his|hers|yes|on)/(?=[a-z])", r"\1 or "),
    (r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])", " or "),
    (r"\s*&\s*", " and "),
    (r"(?<=\w)\+(?=[\s.,;:!?]|$)", " plus"),
    (r"\s*\+\s*", " plus "),
    (r"\s*=\s*", " equals "),
    (r"(?:[~≈]|\bc\.)\s?(?=\w)", "about "),
    (r"\s*[×]\s*", " times "),
    (r"\s*÷\s*", " divided by "),
    (r"\s*%", " percent"),
    (r"\s*°", " degrees"),
    (r"\s*±\s*", " plus or minus "),
    (r"§\s?", "section "),
    (r"\s*[→⟶➔➜]\s*", ", "),
    (r"[©®™*_`|^<>\\]+", " "),
    (r"[•·●▪]\s*", ", "),
    (r"\s@\s?", " at "),
    (r"#(?=\w)", ""),
)
"""Patterns of signs and the English for them, in the order they are tried."""

_ENGLISH_SIGNS = tuple(
    (re.compile(pattern, re.IGNORECASE), words) for pattern, words in ENGLISH_SIGNS
)


def legible_letters(text: str) -> str:
    """Returns text with its ligatures as letters, without soft hyphens and private characters."""
    if text.isascii():
        return text
    return "".join(
        sign
        for sign in plain_letters(text).translate(_SILENT)
        if unicodedata.category(sign) != "Co"
    )


def without_emoji(text: str) -> str:
    """Returns text without emoji and other pictures, which are silent in any language."""
    if text.isascii():
        return text
    text = _REGION_OR_TAG.sub("", _KEYCAP.sub("", text))
    kept = (
        character
        for character in text
        if unicodedata.category(character) not in {"So", "Sk", "Cn"} or character in _KEPT_SYMBOLS
    )
    return "".join(kept).replace("\u200d", "") if _is_cased(text) else "".join(kept)


def pauses_at_dashes(text: str) -> str:
    """Returns text with a comma for each dash that is a pause, in languages written with cases.

    eSpeak pauses at " — " alone, flite at "—" alone, and both at a comma.
    """
    if not _DASHES.search(text) or not _is_cased(text):
        return text
    return _tidy(_DASHES.sub(", ", text))


def tight_ranges(text: str) -> str:
    """Returns text with no space around a dash between numbers: "5 - 10" as "5-10"."""
    return _LOOSE_RANGE.sub("-", text)


def addresses_in_words(text: str) -> str:
    """Returns English text with its addresses on the web as they are read: "example dot org"."""
    text = _MAIL.sub(lambda match: _dotted(f"{match[1]} at {match[2]}"), text)
    return _WEB.sub(lambda match: _dotted(match[1].rstrip("/.")) + _stop(match), text)


def english_signs(text: str) -> str:
    """Returns English text with a word for each sign that has one, and pauses for the others."""
    text = _ELLIPSIS.sub("…", text.translate(_QUOTES))
    text = _LOOSE_COLON.sub(r"\1 ", text)
    text = _BRACKETED.sub(_between_commas, text)
    for pattern, words in _ENGLISH_SIGNS:
        text = pattern.sub(words, text)
    return _tidy(text)


def _between_commas(match: re.Match[str]) -> str:
    inside, stop = match[1], match[2]
    before = match.string[: match.start()].rstrip()
    after = match.string[match.end() :].strip()
    start = ", " if before and before[-1].isalnum() else " " if before else ""
    return f"{start}{inside}{stop or (',' if after and inside[-1:].isalnum() else '')} "


def _dotted(address: str) -> str:
    for sign, word in ((".", " dot "), ("/", " slash "), ("-", " dash "), ("_", " underscore ")):
        address = address.replace(sign, word)
    return address


def _stop(match: re.Match[str]) -> str:
    return "." if match[0].endswith(".") else ""


def _tidy(text: str) -> str:
    text = _LOOSE.sub(r"\1", _SPACES.sub(" ", text))
    return _DOUBLED_STOPS.sub("", text).strip()


def _is_cased(text: str) -> bool:
    return any(letter.lower() != letter.upper() for letter in _CASED.findall(text))
