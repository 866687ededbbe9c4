"""Abbreviations in full, and words of the field that voices stumble over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude._util.abbreviations import PHRASES, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

FIELD_WORDS: dict[str, tuple[str, str]] = {
    "namaste": ("nah-mah-stay", "nˈɑːməstˌeɪ"),
    "savasana": ("shah-vah-sah-nah", "ʃəvˈɑːsənə"),
    "shavasana": ("shah-vah-sah-nah", "ʃəvˈɑːsənə"),
    "chakra": ("chuck-rah", "tʃˈɑːkɹə"),
    "chakras": ("chuck-rahs", "tʃˈɑːkɹəz"),
    "pranayama": ("prah-nah-yah-mah", "pɹˌɑːnəjˈɑːmə"),
    "vipassana": ("vih-pah-sah-nah", "vɪpˈɑːsənə"),
    "qigong": ("chee-gong", "tʃˌiːɡˈɑːŋ"),
    "reiki": ("ray-kee", "ɹˈeɪki"),
    "mudra": ("moo-drah", "mˈuːdɹə"),
    "mudras": ("moo-drahs", "mˈuːdɹəz"),
    "ujjayi": ("oo-jah-yee", "uːdʒˈɑːji"),
    "bodhisattva": ("boh-dee-sut-vah", "bˌoʊdɪsˈɑːtvə"),
}
"""A respelling for engines that read letters, and IPA, by the word in small letters."""

_FIELD = re.compile(rf"\b(?:{'|'.join(FIELD_WORDS)})\b", re.IGNORECASE)
_TAI_CHI = re.compile(r"\b[Tt]'?ai [Cc]h'?i\b")
_TITLE = re.compile(rf"(?<![\w.])({'|'.join(TITLES)})\.?\s(?=[A-Z]|and M(?:r|rs|s)\b)")
_YOUNGER = re.compile(r"(?<=[a-z]),?\s(?P<word>[JS]r)\b\.?(?=(?P<end>\s*$)?)")
_VERSUS = re.compile(r"(?<=\s)vs(?=\s)")
_DOCTORATE = re.compile(r"\bPh\.?D\b\.?(?=(\s*$)?)")
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday",
}  # fmt: skip
"""Days whose abbreviation is no word, by its first three letters."""
_DAY = re.compile(r"(?<![\w.])(Mon|Tues?|Wed|Thu(?:rs?)?|Fri)\.(?=(\s*$)?)")
_STREET = re.compile(r"(?<=[a-z]\s)St\.(?=\s*(?:$|[,.;]|[a-z]))")
_ENDING = re.compile(r"(?<![\w.])etc\b\.?(?=(\s*$)?)")
_ANYWHERE = re.compile(
    rf"(?<![\w.])({'|'.join(map(re.escape, sorted(PHRASES, key=len, reverse=True)))})\.,?"
    r"(?=\s|$|[^\w.])"
)


def abbreviations_in_words(text: str) -> str:
    """Returns English text with its abbreviations in full."""
    text = _VERSUS.sub("versus", text)
    text = _YOUNGER.sub(_younger, _DOCTORATE.sub(lambda match: "P.H.D" + _stop(match[1]), text))
    if "." not in text and not _TITLE.search(text):
        return text
    text = _DAY.sub(lambda match: _DAYS[match[1][:3]] + _stop(match[2]), text)
    text = _STREET.sub("Street", text)
    text = _TITLE.sub(_title, text)
    text = _ENDING.sub(lambda match: "et cetera" + _stop(match[1]), text)
    return _ANYWHERE.sub(lambda match: PHRASES[match[1]], text)


def words_of_the_field(text: str, say: Callable[[str, str, str], str]) -> str:
    """Returns English text with yoga's and meditation's own words as an engine can say them.

    Args:
        text: A phrase.
        say: Returns a word in the notation of the engine, given its respelling and IPA.
    """
    text = _TAI_CHI.sub(lambda match: say(match[0], "tie chee", "tˈaɪ tʃˈiː"), text)
    return _FIELD.sub(lambda match: say(match[0], *FIELD_WORDS[match[0].lower()]), text)


def _younger(match: re.Match[str]) -> str:
    words = {"Jr": " Junior", "Sr": " Senior"}
    return words[match["word"]] + (_stop(match["end"]) if match[0].endswith(".") else "")


def _stop(end: str | None) -> str:
    """The full stop of an abbreviation ends the sentence too, where nothing follows."""
    return "" if end is None else "."


def _title(match: re.Match[str]) -> str:
    word = match[1]
    dotted = match[0].rstrip().endswith(".")
    return f"{TITLES[word]} " if dotted or word in {"Dr", "Prof", "Mr", "Mrs", "St"} else match[0]
