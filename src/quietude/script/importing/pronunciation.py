"""Pronunciations inside a line, in other notations → ``says`` of that line.

Speech Markdown has ``(Niamh)[sub:"Neev"]``, ``(Niamh)[ipa:"niːv"]``, ``(Al){aluminum}`` and
``(pecan)/pɪˈkɑːn/``; misaki has ``[Niamh](/niːv/)``. The word stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude.script.importing.directions.reading import read_direction
from quietude.script.lexicon import Lexicon, Pronunciation

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_ALIAS_WORDS = 6
"""The most words of a respelling in braces; longer ones are an aside."""
_WORD = r"[^()\[\]{}<>\n]{1,120}"
_FORMS = re.compile(
    rf"\((?P<a>{_WORD})\)(?:\[(?P<keys>[^\[\]\n]{{1,200}})\]|\{{(?P<sub>[^{{}}\n]{{1,120}})\}}"
    rf"|/(?P<ipa>[^/\s\d][^/\n]{{0,120}})/)|\[(?P<b>{_WORD})\]\(/(?P<misaki>[^/\n]{{1,120}})/\)"
)
_KEY = re.compile(r"\s*([a-z]+)\s*(?::\s*[\"“”']?([^\"“”']*)[\"“”']?)?\s*", re.IGNORECASE)
_KEYS = frozenset(
    "sub ipa emphasis rate pitch volume vol voice lang whisper characters chars number cardinal "  # noqa: SIM905
    "ordinal digits date time telephone phone address unit fraction interjection excited "
    "disappointed newscaster dj timbre range".split()
)
_TAG = re.compile(r"<([A-Za-z][\w:-]{0,40})\b[^<>]{0,300}>")

Says = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Taken:
    """A line without the marks of its pronunciations.

    Attributes:
        text: The rest of the line.
        says: Pronunciations by word, as a definition has them.
        reports: Sentences for the report: what was understood or left out.
    """

    text: str
    says: Says = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)


def take_pronunciations(line: str) -> Taken:
    """Returns a line with its pronunciations taken out; all else is left as it stands."""
    taken = Taken(line)

    def word_of(match: re.Match[str]) -> str:
        word = (match["a"] or match["b"]).strip()
        given = _given(match)
        if given is None or any(map(read_direction, given.values())):
            return match[0]
        if ":" not in (match["keys"] or "") and read_direction(word):
            return match[0]  # (pause){ring the bell}: two directions
        for key, value in given.items():
            taken.reports.append(add_pronunciation(taken.says, word, key, value))
        return word

    taken.text = _FORMS.sub(word_of, line)
    taken.reports += [
        f"<{tag.lower()}> is left out; its words are kept"
        for tag in dict.fromkeys(_TAG.findall(taken.text))
        if tag.lower() != "break"
    ]
    return taken


def add_pronunciation(says: Says, word: str, key: str, value: str) -> str:
    """Add a word's pronunciation if it can be spoken; returns a sentence for the report.

    Args:
        says: Pronunciations by word; the new one is added here.
        word: The word as it is written.
        key: ``sub``, ``ipa``, ``characters``, or anything else, which is left out.
        value: The respelling or the IPA; ignored for other keys.
    """
    written = " ".join(word.split())
    short = written if len(written) <= 40 else written[:39] + "…"  # noqa: PLR2004
    match key:
        case "ipa":
            entry: dict[str, Any] = {"ipa": value.strip().strip("/")}
        case "sub":
            entry = {"says": value}
        case "characters" | "chars" | "spell-out" | "verbatim" | "digits" | "telephone" | "phone":
            entry = {"says": " ".join(filter(str.isalnum, written))}
        case _:
            return f'"{key[:30]}" of "{short}" is left out; the words are kept'
    try:
        Pronunciation(written, **entry)
    except ValueError as error:
        return f'how "{short}" is said is left out: {error}'
    says[written] = {**entry, "exact": True} if written.isupper() else dict(entry)
    return f'"{short}" is pronounced "{next(iter(entry.values()))}"'


def said_in(text: str, says: Mapping[str, dict[str, Any]]) -> Says:
    """Returns the pronunciations whose word is in a text."""
    return {
        word: entry
        for word, entry in says.items()
        if Lexicon((Pronunciation(word, **entry),)).found(text)
    }


def _given(match: re.Match[str]) -> dict[str, str] | None:
    """Returns what a bracket says of a word, by key; None if it is not about pronunciation."""
    if ipa := match["ipa"] or match["misaki"]:
        return {"ipa": ipa}
    if sub := match["sub"]:
        return {"sub": sub} if len(sub.split()) <= MAX_ALIAS_WORDS else None
    given: dict[str, str] = {}
    for part in match["keys"].split(";"):
        key = _KEY.fullmatch(part)
        if not key or key[1].lower() not in _KEYS:
            return None
        given[key[1].lower()] = key[2] or ""
    return given


def ordinal(number: int) -> str:
    """Returns a number with its ending: 3rd."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
