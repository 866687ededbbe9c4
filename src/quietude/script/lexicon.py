"""Pronunciations of words: a lexicon, and the spoken form of a text by it.

A word is found as a whole word in any capitals, also before a comma, in a possessive ("Niamh's",
"the Niamhs' garden") or in a compound with a hyphen; the longest entry that fits wins. Texts that
people read keep the word as it was written. Errors never quote an entry: it may be personal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_ENTRIES = 5_000
MAX_WORD_CHARS, MAX_SAYS_CHARS, MAX_IPA_CHARS = 60, 120, 120
_SAYS_SIGNS = frozenset(" -'’.,")
_IPA_SIGNS = frozenset(" .-‿|‖ˈˌːˑ'")
_TOKEN = re.compile(r"\w+")
_CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The pronunciation of one word, or of several in a row.

    Attributes:
        word: The word as scripts have it.
        says: A respelling for readers who never heard it ("shi-VAWN"), or "".
        ipa: Its sounds in the International Phonetic Alphabet, or "".
        exact: True if only these capitals are meant: the city Nice, not what is nice.

    Raises:
        ValueError: if a part of it cannot be spoken.
    """

    word: str
    says: str = ""
    ipa: str = ""
    exact: bool = False

    def __post_init__(self) -> None:
        for name in ("word", "says", "ipa"):
            object.__setattr__(self, name, _tidy(getattr(self, name)))
        check_word(self.word)
        if not self.says and not self.ipa:
            message = "a word needs says or ipa"
            raise ValueError(message)
        _check_says(self.says)
        _check_ipa(self.ipa)

    @property
    def respelt(self) -> str:
        """The respelling for an engine.

        Capitals mark the stress for people; engines would read some of them letter by letter
        ("kway-LYN" ends in L, Y, N).
        """
        return _CAPITALS.sub(_lower_capitals, self.says)


def _lower_capitals(match: re.Match[str]) -> str:
    return match[0].lower() if match[0].isupper() else match[0]


def check_word(word: str) -> None:
    """Refuse text that cannot be a word of a lexicon.

    Raises:
        ValueError: if it is too long, or holds no letter, or signs of markup.
    """
    if len(word) > MAX_WORD_CHARS:
        message = f"a word of a lexicon has at most {MAX_WORD_CHARS} characters"
        raise ValueError(message)
    if not any(map(str.isalnum, word)) or set(word) & set("<>[]{}|\\"):
        message = "this cannot be a word of a script"
        raise ValueError(message)


@dataclass(frozen=True)
class Lexicon:
    """Pronunciations by word; of several for one word the first counts.

    Args:
        entries: The one that counts most first.
    """

    entries: tuple[Pronunciation, ...] = ()
    _by_word: Mapping[str, Pronunciation] = field(init=False, repr=False, compare=False)
    _by_token: Mapping[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, Pronunciation] = {}
        for entry in self.entries:
            by_word.setdefault(entry.word if entry.exact else entry.word.casefold(), entry)
        # Words by their first token: a line is searched for the few entries it may hold.
        by_token: dict[str, list[str]] = {}
        for word in sorted({entry.word for entry in self.entries}):
            by_token.setdefault(_TOKEN.findall(word.casefold())[0], []).append(word)
        object.__setattr__(self, "_by_word", by_word)
        object.__setattr__(self, "_by_token", by_token)

    def over(self, other: Lexicon) -> Lexicon:
        """Returns a lexicon of both; where they disagree, this one counts."""
        return Lexicon((*self.entries, *other.entries)) if other.entries else self

    def spoken(
        self,
        text: str,
        ipa: Callable[[str], str] | None = None,
        mark: Callable[[str], str] | None = None,
    ) -> str:
        """Returns a text as an engine is to read it.

        Args:
            text: The text as it is shown.
            ipa: Marks IPA for the engine; None if it takes no IPA.
            mark: Applied to each pronunciation that takes the place of a word.
        """
        normal = unicodedata.normalize("NFC", text)
        pattern = self._pattern(normal)
        if pattern is None:
            return text
        return pattern.sub(lambda match: self._said(match[0], ipa, mark), normal)

    def found(self, text: str) -> list[Pronunciation]:
        """Returns the entries a text makes use of, in order."""
        normal = unicodedata.normalize("NFC", text)
        pattern = self._pattern(normal)
        found = pattern.findall(normal) if pattern else []
        return [entry for entry in map(self._entry, found) if entry]

    def _pattern(self, text: str) -> re.Pattern[str] | None:
        """Returns an expression for the entries a text may hold; None for most lines."""
        if not self._by_token:
            return None
        tokens = set(_TOKEN.findall(text.casefold()))
        tokens |= {token[:-1] for token in tokens if token.endswith("s")}
        words = {word for token in tokens for word in self._by_token.get(token, ())}
        if not words:
            return None
        either = "|".join(map(_written, sorted(words, key=lambda word: (-len(word), word))))
        # Not inside a word, nor after the apostrophe of one (O'Brien); before the s of a
        # possessive plural, too.
        return re.compile(rf"(?<!\w)(?<!\w['’])(?:{either})(?=s['’](?!\w)|(?!\w))", re.IGNORECASE)

    def _entry(self, written: str) -> Pronunciation | None:
        plain = " ".join(written.replace("’", "'").split())
        return self._by_word.get(plain) or self._by_word.get(plain.casefold())

    def _said(
        self,
        written: str,
        ipa: Callable[[str], str] | None,
        mark: Callable[[str], str] | None,
    ) -> str:
        entry = self._entry(written)
        said = "" if entry is None else ipa(entry.ipa) if entry.ipa and ipa else entry.respelt
        if not said:
            return written
        return mark(said) if mark else said


def _written(word: str) -> str:
    """Returns an expression for a word: either apostrophe, any space."""
    return re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _check_says(says: str) -> None:
    strange = any(
        not sign.isalnum()
        and sign not in _SAYS_SIGNS
        and not unicodedata.category(sign).startswith("M")
        for sign in says
    )
    if strange or len(says) > MAX_SAYS_CHARS or (says and not any(map(str.isalnum, says))):
        message = "this respelling cannot be read aloud; write it in letters, like shi-VAWN"
        raise ValueError(message)


def _check_ipa(ipa: str) -> None:
    strange = any(
        not sign.isalpha()
        and sign not in _IPA_SIGNS
        and unicodedata.category(sign) not in {"Mn", "Lm", "Sk"}
        for sign in ipa
    )
    if strange or len(ipa) > MAX_IPA_CHARS:
        message = "this is not IPA"
        raise ValueError(message)


def lexicon_of(entries: Iterable[Pronunciation]) -> Lexicon:
    """Returns a lexicon of some entries.

    Raises:
        ValueError: if there are more than :data:`MAX_ENTRIES`.
    """
    kept = tuple(entries)
    if len(kept) > MAX_ENTRIES:
        message = f"a lexicon has at most {MAX_ENTRIES} entries"
        raise ValueError(message)
    return Lexicon(kept)
