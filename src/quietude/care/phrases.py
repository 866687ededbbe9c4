"""The pattern language of the phrases in care.yaml.

See the head of care.yaml for the language. A phrase becomes a small tree, and, the first time that
its words are spoken, a regular expression over the words of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quietude.care.lemmas import forms
from quietude.care.sentences import COMMA, spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quietude.care.sentences import ParsedSentence

TOGETHER = "+"
IDEAS_WITHIN = 12
"""The most words between two ideas of one sentence that are taken together."""

DEFAULT_GAP = 4
"""The most words that ``...`` stands for."""

SHORTEST_BEGINNING = 2
_SIGN = re.compile(r"\.\.\.[0-9]*|[()|\[\]^$]|@[a-z_]+|~[a-z]+|[^\W_]+(?:['’][^\W_]+)*\*?|\S")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*\*?")
_COMMON = frozenset({
    "a", "an", "the", "you", "your", "it", "is", "are", "was", "be", "will", "can", "may",
    "might", "not", "no", "do", "to", "of", "in", "on", "at", "and", "or", "for", "this",
    "that", "with", "me", "i", "my", "we", "they", "them", "their", "him", "her", "his", "as",
    "so", "all", "if", "let", "now", "have", "has",
})  # fmt: skip
_SEPARATOR = "(?:, )?"
_CLAUSE_START = (
    "(?:^|" + "|".join(f"(?<={word} )" for word in
    (",", "/", "and", "then", "now", "but", "so", "please", "gently", "slowly")) + ")"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Spoken:
    text: str
    is_beginning: bool


@dataclass(frozen=True, slots=True)
class _Gap:
    most: int


@dataclass(frozen=True, slots=True)
class _Edge:
    mark: str


@dataclass(frozen=True, slots=True)
class _Group:
    options: tuple[tuple[_Part, ...], ...]
    is_optional: bool


_Part = _Spoken | _Gap | _Edge | _Group


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase in a sentence: the indices of its first word and of the word after its last.

    Attributes:
        start: Index of the first word of what decides: of ideas that stand together, the last.
        end: Index after its last word.
        shown: The same of all that was found, for a message.
    """

    start: int
    end: int
    shown: tuple[int, int]


class SoughtPhrase:
    """One phrase of the pattern language.

    Raises:
        ValueError: if the text is not a phrase, with the reason.
    """

    def __init__(
        self,
        text: str,
        lists: Mapping[str, Sequence[str]],
        barred: frozenset[str] = frozenset(),
    ) -> None:
        self.text = text
        self._barred = barred
        self._parts = _PhraseReader(text, lists).read()
        self._required = _required(self._parts)
        self.words = min(self._required, key=_commonness, default=frozenset[_Spoken]())
        if not self.words:
            message = f"{text!r} needs a word that has to be there"
            raise ValueError(message)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        stops = "|".join(re.escape(word) for word in sorted({*self._barred, "/"}))
        gap_word = rf"(?!(?:{stops}) )\S+ "
        return re.compile(r"(?<!\S)" + _expression(self._parts, gap_word))

    @cached_property
    def _needed(self) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
        return tuple(
            (
                frozenset(word.text for word in words if not word.is_beginning),
                tuple(word.text for word in words if word.is_beginning),
            )
            for words in self._required
        )

    def may_stand_in(self, sentence: ParsedSentence) -> bool:
        """True if the words that have to be there are: much quicker than to look for the phrase.

        Most phrases are never compiled, which takes longer than everything else in a check.
        """
        return all(
            not whole.isdisjoint(sentence.words)
            or (beginnings and any(word.startswith(beginnings) for word in sentence.words))
            for whole, beginnings in self._needed
        )

    def find(self, sentence: ParsedSentence) -> Iterator[PhraseMatch]:
        """The places of a sentence where it stands."""
        if not self.may_stand_in(sentence):
            return
        for match in self._expression.finditer(sentence.line):
            start, end = sentence.index_at(match.start()), sentence.index_at(match.end() - 1) + 1
            while end > start + 1 and sentence.words[end - 1] == COMMA:
                end -= 1
            yield PhraseMatch(start, end, (start, end))


class SoughtIdeas:
    """Phrases that have to stand in one sentence, in any order: "@medicine + @give_up".

    Raises:
        ValueError: if one of them is not a phrase, with the reason.
    """

    def __init__(
        self,
        text: str,
        lists: Mapping[str, Sequence[str]],
        barred: frozenset[str] = frozenset(),
        made: dict[str, SoughtPhrase] | None = None,
    ) -> None:
        self._barred = barred
        made = {} if made is None else made
        texts = [part.strip() for part in text.split(TOGETHER)]
        for part in texts:
            if part not in made:
                made[part] = SoughtPhrase(part, lists, barred)
        self._parts = [made[part] for part in texts]
        self.words = min((part.words for part in self._parts), key=len)

    def find(self, sentence: ParsedSentence) -> Iterator[PhraseMatch]:
        """The place of the last phrase, if the others stand near it without touching it."""
        if not all(part.may_stand_in(sentence) for part in self._parts):
            return
        *others, last = (list(part.find(sentence)) for part in self._parts)
        for match in last:
            near = [self._nearest(sentence.words, match, found) for found in others]
            beside = [other for other in near if other]
            if len(beside) == len(others):
                ends = [match, *beside]
                shown = (min(end.start for end in ends), max(end.end for end in ends))
                yield PhraseMatch(match.start, match.end, shown)

    def _nearest(
        self, words: Sequence[str], match: PhraseMatch, found: Iterable[PhraseMatch]
    ) -> PhraseMatch | None:
        near: list[tuple[int, PhraseMatch]] = []
        for other in found:
            if _encloses(match, other) or _encloses(other, match):
                near.append((0, other))  # "let the tablets go" has the tablets inside
                continue
            first, second = sorted((match, other), key=lambda each: each.start)
            between = words[first.end : second.start]
            is_apart = first.end <= second.start and len(between) <= IDEAS_WITHIN
            if is_apart and not self._barred.intersection(between):
                near.append((len(between), other))
        return min(near, key=lambda pair: pair[0])[1] if near else None


def _encloses(outer: PhraseMatch, inner: PhraseMatch) -> bool:
    """True if one phrase stands in a gap of another, so that neither is only the other."""
    return outer.start < inner.start and inner.end < outer.end


class _PhraseReader:
    """Reads one phrase from left to right."""

    def __init__(self, text: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._text = text
        self._lists = lists
        self._signs = _SIGN.findall(text.replace("-", " "))
        self._at = 0

    def read(self) -> tuple[_Part, ...]:
        (parts,) = self._options("", just_one=True)
        return parts

    def _options(self, closing: str, *, just_one: bool = False) -> tuple[tuple[_Part, ...], ...]:
        options: list[tuple[_Part, ...]] = []
        parts: list[_Part] = []
        while self._at < len(self._signs):
            sign = self._signs[self._at]
            self._at += 1
            if sign == closing:
                return (*options, tuple(parts))
            if sign == "|" and not just_one:
                options.append(tuple(parts))
                parts = []
            else:
                parts += self._parts(sign)
        if closing:
            message = f"{self._text!r} has no {closing} for its bracket"
            raise ValueError(message)
        return (*options, tuple(parts))

    def _parts(self, sign: str) -> list[_Part]:
        if sign in "([":
            options = self._options(")" if sign == "(" else "]")
            return [_Group(options, is_optional=sign == "[")]
        if sign.startswith("..."):
            return [_Gap(int(sign[3:] or DEFAULT_GAP))]
        if sign in "^$":
            return [_Edge(sign)]
        if sign.startswith("@"):
            return [_Group(self._listed(sign[1:]), is_optional=False)]
        if sign.startswith("~") and sign[1:]:
            options = tuple((_Spoken(form, is_beginning=False),) for form in forms(sign[1:]))
            return [_Group(options, is_optional=False)]
        if not _WORD.fullmatch(sign):
            message = (
                f"{sign!r} means nothing in the phrase {self._text!r}; "
                "a regular expression goes under expressions"
            )
            raise ValueError(message)
        *first, last = spelled_out(sign.removesuffix("*")).split()
        is_beginning = sign.endswith("*")
        if is_beginning and len(last) < SHORTEST_BEGINNING:
            message = f"{sign!r} in {self._text!r} needs {SHORTEST_BEGINNING} letters before its *"
            raise ValueError(message)
        return [*(_Spoken(word, is_beginning=False) for word in first), _Spoken(last, is_beginning)]

    def _listed(self, name: str) -> tuple[tuple[_Part, ...], ...]:
        if name not in self._lists:
            message = f"{self._text!r}: there is no list {name}"
            raise ValueError(message)
        if name in self._text and any(f"@{name}" in item for item in self._lists[name]):
            message = f"the list {name} contains itself"
            raise ValueError(message)
        return tuple(_PhraseReader(item, self._lists).read() for item in self._lists[name])


def _expression(parts: Iterable[_Part], gap_word: str) -> str:
    return "".join(_expression_of(part, gap_word) for part in parts)


def _expression_of(part: _Part, gap_word: str) -> str:
    match part:
        case _Spoken(text, is_beginning):
            return re.escape(text) + (r"\S* " if is_beginning else " ") + _SEPARATOR
        case _Gap(most):
            return f"(?:{gap_word}){{0,{most}}}?"
        case _Edge(mark):
            return _CLAUSE_START if mark == "^" else "(?:(?<=, )|(?=$|, |/ |and |but ))"
        case _Group(options, is_optional):
            inner = "|".join(_expression(option, gap_word) for option in options)
            return f"(?:{inner})" + ("?" if is_optional else "")


def _required(parts: Iterable[_Part]) -> list[frozenset[_Spoken]]:
    """Sets of words; one of each has to be spoken wherever the parts are."""
    required: list[frozenset[_Spoken]] = []
    for part in parts:
        if isinstance(part, _Spoken):
            required.append(frozenset({part}))
        elif isinstance(part, _Group) and not part.is_optional:
            options = [_rarest(option) for option in part.options]
            if all(options):
                required.append(frozenset().union(*options))
    return required


def _rarest(parts: Iterable[_Part]) -> frozenset[_Spoken]:
    """Words one of which has to be spoken, chosen so that few sentences have one."""
    return min(_required(parts), key=_commonness, default=frozenset())


def _commonness(words: frozenset[_Spoken]) -> tuple[int, int]:
    return sum(word.text in _COMMON for word in words), len(words)


Sought = SoughtPhrase | SoughtIdeas


def sought(
    text: str,
    lists: Mapping[str, Sequence[str]],
    barred: frozenset[str] = frozenset(),
    made: dict[str, SoughtPhrase] | None = None,
) -> Sought:
    """A phrase, or ideas to be found together, as care.yaml writes them.

    Args:
        text: The phrase, or the ideas.
        lists: Phrases that ``@name`` stands for.
        barred: Words no gap reaches over.
        made: Ideas by their text, for others to share; those of this one are added.

    Raises:
        ValueError: if the text is neither, with the reason.
    """
    if TOGETHER in text:
        return SoughtIdeas(text, lists, barred, made)
    return SoughtPhrase(text, lists, barred)
