"""Abbreviations whose full stop does not end a sentence, by language, and their English words."""

from __future__ import annotations

import re
from functools import cache

from quietude._util.languages import primary_language

TITLES = {
    "Dr": "Doctor", "Prof": "Professor", "Rev": "Reverend", "Fr": "Father", "Capt": "Captain",
    "Col": "Colonel", "Gen": "General", "Lt": "Lieutenant", "Sgt": "Sergeant", "Hon": "Honourable",
    "Gov": "Governor", "Sen": "Senator", "Mt": "Mount", "St": "Saint", "Mr": "Mister",
    "Mrs": "Missus", "Ms": "Miz", "Mx": "Mix",
}  # fmt: skip
"""Abbreviations that stand before a name."""

BEFORE_NUMBERS = {
    "No": "number", "Nos": "numbers", "p": "page", "pp": "pages", "Vol": "volume",
    "vol": "volume", "Ch": "chapter", "ch": "chapter", "Fig": "figure", "fig": "figure",
    "Nr": "number", "no": "number", "Sec": "section", "Art": "article", "v": "verse",
    "Min": "minimum", "Max": "maximum", "max": "maximum", "Apt": "apartment",
}  # fmt: skip
"""Abbreviations of English only before a number: "No. 5", but "No. Rest."."""

PHRASES = {
    "approx": "approximately", "Approx": "approximately", "vs": "versus", "e.g": "for example",
    "i.e": "that is", "cf": "compare", "ca": "about", "a.k.a": "also known as", "viz": "namely",
    "incl": "including", "esp": "especially", "resp": "respectively",
    "Dept": "department", "dept": "department", "Ave": "avenue", "Blvd": "boulevard",
}  # fmt: skip
"""Abbreviations that stand anywhere but at an end."""

_OTHERS = {
    "en": ["Sr", "Jr", "Rep"],
    "de": [
        "Hr",
        "Fr",
        "Frl",
        "Dr",
        "Prof",
        "St",
        "ca",
        "bzw",
        "bspw",
        "vgl",
        "ggf",
        "evtl",
        "inkl",
        "Str",
        "z.B",
        "z.b",
        "d.h",
        "u.a",
        "o.ä",
        "Nr",
        "Bd",
        "S",
        "Abs",
        "Kap",
    ],
    "fr": ["M", "MM", "Dr", "Pr", "St", "Ste", "env", "p.ex", "p", "cf", "art", "chap", "vol"],
    "es": [
        "Sr",
        "Sra",
        "Srta",
        "Dr",
        "Dra",
        "D",
        "Dña",
        "Ud",
        "Uds",
        "aprox",
        "p.ej",
        "pág",
        "págs",
        "núm",
        "nº",
        "art",
        "cap",
        "vol",
    ],
    "pt": [
        "Sr",
        "Sra",
        "Dr",
        "Dra",
        "Prof",
        "aprox",
        "p.ex",
        "pág",
        "núm",
        "nº",
        "art",
        "cap",
        "vol",
    ],
    "it": [
        "Sig",
        "Sig.ra",
        "Dott",
        "Dott.ssa",
        "Prof",
        "ca",
        "p.es",
        "pag",
        "num",
        "art",
        "cap",
        "vol",
    ],
    "nl": ["dhr", "mevr", "Dr", "Prof", "ca", "bv", "bijv", "nr", "blz", "d.w.z", "o.a", "m.b.v"],
    "pl": ["dr", "prof", "ok", "np", "nr", "str", "m.in", "ul", "św", "tzn"],
    "sv": ["dr", "prof", "ca", "t.ex", "bl.a", "nr", "s", "d.v.s"],
    "da": ["dr", "prof", "ca", "f.eks", "bl.a", "nr", "s", "hr", "fr"],
}
_ORDINAL_STOPS = frozenset({"de", "da", "nb", "no", "nn", "fi", "cs", "sk", "pl", "hu", "hr", "sl"})
"""Languages that write "third" as "3."."""

LETTERED = frozenset(
    {"vitamin", "plan", "part", "group", "type", "grade", "hepatitis", "step", "section", "option",
     "appendix", "letter", "point", "side", "exercise"}
)  # fmt: skip
"""Words before a letter that is no initial: "vitamin D. Then"."""

_AFTER_TIME = re.compile(r"(?:\d|\bo'clock)\s?[ap]\.m\.$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:(?P<before>[^\W\d_]+)[ ,]+)?\b(?P<letter>[A-Z])\.$")
_NUMBER_AT_END = re.compile(r"\S\s+\d{1,3}\.$")
_SPACED = re.compile(r"\b[^\W\d_A-Z]\.\s[^\W\d_]\.$")
_FIRST_OF_TWO = re.compile(r"\b[^\W\d_A-Z]\.$")
_NAMES_OF_TIME = re.compile(
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:GMT|UTC|EST|EDT|PST|PDT|CET|CEST)\b"
)


def continues(before: str, after: str, language: str = "en") -> bool:
    """True if a full stop belongs to an abbreviation, a title, an initial or an ordinal.

    Args:
        before: The text up to and with the full stop.
        after: The text after it.
        language: A BCP 47 code.
    """
    primary = primary_language(language)
    if _AFTER_TIME.search(before):
        return bool(_NAMES_OF_TIME.match(after))
    if primary in _ORDINAL_STOPS and _NUMBER_AT_END.search(before):
        return True
    if _FIRST_OF_TWO.search(before) and after[1:2] == ".":
        return True  # "z. B."
    initial = _INITIAL.search(before)
    if initial and not _SPACED.search(before):
        word = initial["before"] or ""
        return word.lower() not in LETTERED and not (initial["letter"] == "I" and word.islower())
    anywhere, numbered = _patterns(primary)
    if numbered.search(before):
        return after[:1].isdigit() or after[:1] in {"#", "½", "¼"}
    return bool(anywhere.search(before))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Expressions for abbreviations anywhere, and for those before a number alone."""
    anywhere = {*TITLES, *PHRASES, *_OTHERS["en"]} | set(_OTHERS.get(language, ()))
    anywhere |= {word[0].upper() + word[1:] for word in anywhere}
    before_numbers = set(BEFORE_NUMBERS) - set(_OTHERS.get(language, ()))
    return _at_end(anywhere), _at_end(before_numbers)


def _at_end(words: set[str]) -> re.Pattern[str]:
    # "z. B." is as often written with a space as without.
    either = "|".join(
        re.escape(word).replace(r"\.", r"\.\s?") for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w.])(?:{either})\.$")
