"""How words are to be pronounced: a lexicon, and the spoken form of a text by it.

A word is found wherever it stands as a whole word, whatever its capitals, before a comma, in a
possessive ("Niamh's", "the Niamhs' garden") or in a compound with a hyphen; the longest entry
that fits wins. What is shown to people keeps the word as it was written.
Errors never quote an entry: a personal one belongs to nobody else.
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
    """How one word, or several, are said.

    Attributes:
        word: As it is written in scripts.
        says: As a reader who never heard it would write it ("shi-VAWN"), or "".
        ipa: In the International Phonetic Alphabet, or "".
        exact: Whether only these capitals are meant: the city Nice, not what is nice.

    Raises:
        ValueError: if it holds what cannot be said.
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
        return _CAPITALS.sub(lambda it: it[0].lower() if it[0].isupper() else it[0], self.says)


def check_word(word: str) -> None:
    """Refuse what cannot be a word of a lexicon.

    Raises:
        ValueError: if it is too long, or holds no letter, or signs of markup.
    """
    if len(word) > MAX_WORD_CHARS:
        message = f"a word of a lexicon has at most {MAX_WORD_CHARS} characters"
        raise ValueError(message)
    if not any(it.isalnum() for it in word) or set(word) & set("<>[]{}|\\"):
        message = "this is not a word that can stand in a script"
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
        for it in self.entries:
            by_word.setdefault(it.word if it.exact else it.word.casefold(), it)
        by_token: dict[str, list[str]] = {}
        for word in sorted({it.word for it in self.entries}):
            by_token.setdefault(_TOKEN.findall(word.casefold())[0], []).append(word)
        object.__setattr__(self, "_by_word", by_word)
        object.__setattr__(self, "_by_token", by_token)

    def over(self, other: Lexicon) -> Lexicon:
        """Both; where they disagree, this one counts."""
        return Lexicon((*self.entries, *other.entries)) if other.entries else self

    def spoken(self, text: str, ipa: Callable[[str], str] | None = None) -> str:
        """A text as an engine is to read it.

        Args:
            text: What is shown.
            ipa: How the engine takes IPA; None if it does not.
        """
        normal = unicodedata.normalize("NFC", text)
        pattern = self._pattern(normal)
        if pattern is None:
            return text
        return pattern.sub(lambda match: self._said(match[0], ipa), normal)

    def found(self, text: str) -> list[Pronunciation]:
        """The entries a text makes use of, in order."""
        normal = unicodedata.normalize("NFC", text)
        pattern = self._pattern(normal)
        matches = (self._entry(it[0]) for it in pattern.finditer(normal)) if pattern else ()
        return [it for it in matches if it]

    def _pattern(self, text: str) -> re.Pattern[str] | None:
        """What finds the entries that a text may hold; most lines hold none of them."""
        tokens = set(_TOKEN.findall(text.casefold()))
        tokens |= {it[:-1] for it in tokens if it.endswith("s")}
        words = {word for it in tokens for word in self._by_token.get(it, ())}
        if not words:
            return None
        either = "|".join(map(_written, sorted(words, key=lambda it: (-len(it), it))))
        # Not inside a word, nor after the apostrophe of one (O'Brien); before the s of a
        # possessive plural, too.
        return re.compile(rf"(?<!\w)(?<!\w['’])(?:{either})(?=s['’](?!\w)|(?!\w))", re.IGNORECASE)

    def _entry(self, written: str) -> Pronunciation | None:
        plain = " ".join(written.replace("’", "'").split())
        return self._by_word.get(plain) or self._by_word.get(plain.casefold())

    def _said(self, written: str, ipa: Callable[[str], str] | None) -> str:
        entry = self._entry(written)
        if entry is None:
            return written
        if entry.ipa and ipa:
            return ipa(entry.ipa)
        return entry.respelt or written


def _written(word: str) -> str:
    """An expression for a word: either apostrophe, any space."""
    return re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _check_says(says: str) -> None:
    strange = sorted({it for it in says if not it.isalnum() and it not in _SAYS_SIGNS
                      and not unicodedata.category(it).startswith("M")})  # fmt: skip
    if strange or len(says) > MAX_SAYS_CHARS or (says and not any(map(str.isalnum, says))):
        message = "this respelling cannot be read aloud; write it in letters, like shi-VAWN"
        raise ValueError(message)


def _check_ipa(ipa: str) -> None:
    strange = [it for it in ipa if not it.isalpha() and it not in _IPA_SIGNS
               and unicodedata.category(it) not in {"Mn", "Lm", "Sk"}]  # fmt: skip
    if strange or len(ipa) > MAX_IPA_CHARS:
        message = "this is not IPA"
        raise ValueError(message)


def lexicon_of(entries: Iterable[Pronunciation]) -> Lexicon:
    """A lexicon of so many entries, if they are not too many.

    Raises:
        ValueError: if there are more than :data:`MAX_ENTRIES`.
    """
    kept = tuple(entries)
    if len(kept) > MAX_ENTRIES:
        message = f"a lexicon has at most {MAX_ENTRIES} entries"
        raise ValueError(message)
    return Lexicon(kept)
