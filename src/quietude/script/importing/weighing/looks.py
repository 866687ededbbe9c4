"""The features of a unit by itself: its words by concept, its stops and signs, its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.script.importing.weighing.vocabulary import concepts_of, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.script.importing.weighing.units import Unit

QUOTED = re.compile(r"[\"“„«「].*[\"”“»」][.,]?\W*$")

_ENDS = re.compile(r"[.!?…。！？।][\"'”’»)*_\s]*$")
_CORNERS = ("」", "』")
"""The quotation marks before which Japanese writes no full stop."""
_KEY = re.compile(r"[^\W\d_][^:：.!?。]{0,40}[:：]\s*\S")
_LABEL = re.compile(r"[^:：.!?。]{1,50}[:：]\W*$")
_BULLET = re.compile(r"\s*(?:[-*•+–‣◦▪●○☐☑✓✔·※]|\d{1,2}[.)]|[a-z]\)|\[\w{1,2}\])\s*(?=\S)")
_NUMBER = re.compile(r"\d\d|\d[a-z]|\d\.\d", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?…。！？।]+[\"”’]?\s+(?=\S)|[。！？।](?=\S)")
_LOOKS = (
    ("has a year", re.compile(r"\b(?:19|20)\d\d\b")),
    ("has a clock time",
     re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:am|pm|h|uhr)\b", re.IGNORECASE)),
    ("has a code", re.compile(r"\b(?=\w*\d)(?=\w*[A-Z])[\w/.-]{2,}|\d{4,}|\bv\d|\d/\d|#\w")),
    ("has signs", re.compile(r"[|•·©®™@&/]|\s[–—]\s|https?:|www\.")),
    ("has an acronym", re.compile(r"\b[A-Z]{2,6}\b")),
    ("is quoted", QUOTED),
    ("has a picture sign", re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")),
)  # fmt: skip
_SMALL = frozenset(
    "a an the of and or in on at to for with by from der die das und im am zur für de la le les "  # noqa: SIM905
    "du des et à en el los las y o do da dos das e em il lo gli di del della van het een".split()
)
"""Words that stand in small letters in a title."""
_LENGTHS = ((1, "1"), (3, "3"), (6, "6"), (10, "10"), (18, "18"), (35, "35"))
_LABEL_WORDS, _KEY_WORDS, _LEAST_LETTERS = 5, 3, 4
_MUCH, _MUCH_SHARE = 2, 0.25
_MANY, _MANY_SHARE = 2, 0.4
_ABOUT_TEXT = frozenset({"others", "paper", "studio", "lesson", "web", "manner", "kin"})
_OF_SPEECH = ("listener", "invites", "felt", "self", "linking")


def looks_of(unit: Unit) -> frozenset[str]:
    """Returns the features of a unit by itself."""
    east = sum("\u3040" <= letter <= "\u9fff" for letter in unit.text)
    length = max(len(unit.words), east // 2) if east else len(unit.words)
    found = {*_of_concepts(unit, length), *_of_stops(unit), *_of_keys(unit.text, length)}
    found.update(name for name, pattern in _LOOKS if pattern.search(unit.raw))
    found.update(_of_letters(unit.text, east=bool(east)))
    found.add(f"length {next((name for most, name in _LENGTHS if length <= most), 'more')}")
    if unit.directed:
        found.add("has a direction in it")
    if _BULLET.match(unit.raw):
        found.add("is an item")
    return frozenset(found)


def _of_concepts(unit: Unit, length: int) -> Iterator[str]:
    for concept, count in unit.counts.items():
        if count:
            yield f"has {concept}"
        if count >= max(_MUCH, _MUCH_SHARE * length):
            yield f"much {concept}"
    first = unit.words[0] if unit.words else ""
    if unit.counts["invites"] and (unit.first_invites or "invites" in concepts_of(first, "en")):
        yield "begins with an invitation"
    if not any(unit.counts[concept] for concept in _OF_SPEECH):
        yield "speaks to nobody"


def _of_stops(unit: Unit) -> Iterator[str]:
    text = unit.text
    if _ENDS.search(text) or unit.raw.rstrip().endswith(_CORNERS):
        yield "ends as a sentence"
    else:
        comma = text.rstrip(' *_"”')[-1:] in ",;:：、，；"
        yield "ends with a comma or colon" if comma else "ends openly"
    if _SENTENCES.search(text):
        yield "several sentences"
    if "?" in text or "？" in text:
        yield "asks"
    if "..." in text or "…" in text:
        yield "has dots"
    if _NUMBER.search(text):
        yield "has numbers"


def _of_keys(text: str, length: int) -> Iterator[str]:
    bare = _BULLET.sub("", text, count=1)
    if _KEY.match(bare):
        label = re.split(r"[:：]", bare, maxsplit=1)[0]
        yield "has a key" if len(label.split()) <= _KEY_WORDS else "has a long key"
        yield from _about_text(label)
    if _LABEL.fullmatch(bare) and length <= _LABEL_WORDS:
        yield "is a label"
        yield from _about_text(bare)


def _about_text(label: str) -> Iterator[str]:
    if any(concepts_of(word, "en") & _ABOUT_TEXT for word in tokens(label)):
        yield "its key is about the text"


def _of_letters(text: str, *, east: bool) -> Iterator[str]:
    letters = [letter for letter in text if letter.isalpha()]
    shouted = len(letters) >= _LEAST_LETTERS and all(map(str.isupper, letters))
    if shouted and letters[0].lower() != letters[0]:
        yield "capitals"
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)[1:]
    words = [word for word in words if word.lower() not in _SMALL]
    large = sum(word[0].isupper() for word in words)
    if words and large == len(words) and not east:
        yield "title case"
    elif large >= max(_MANY, _MANY_SHARE * len(words)):
        yield "many names"
    elif not large and not east:
        yield "no names"
    if text.lstrip("\"'“”«*_- ")[:1].islower():
        yield "begins small"
