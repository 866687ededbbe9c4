"""Sentences as words: contractions spelled out, breaks kept, quoted words marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

COMMA = ","
BREAK = "/"
"""Stands for every mark that separates more than a comma: ; : ( ) … and a dash."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;:—–()…]|(?<=\s)-(?=\s)|[\"“”„«»‘’']")
_OPENING, _CLOSING, _STRAIGHT = frozenset("“„«‘"), frozenset("”»’"), frozenset("\"'")

_WHOLE = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
    "ain't": "is not", "let's": "let us",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ll", " will"), ("'ve", " have"), ("'m", " am"),
            ("'d", " would"))  # fmt: skip
_SHORT_IS = frozenset({
    "it", "that", "there", "here", "what", "who", "where", "how", "he", "she", "this",
    "everything", "nothing", "everybody", "nobody", "everyone", "someone", "somebody",
    "something", "all",
})  # fmt: skip


@dataclass(frozen=True)
class ParsedSentence:
    """One sentence as words.

    Attributes:
        text: The sentence as it is spoken.
        words: Its words in lower case, contractions spelled out; commas and breaks are items too.
        spans: For each of them, where it starts and ends in ``text``.
        quoted: For each of them, True if it stands in quotation marks and the whole step does not.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    quoted: tuple[bool, ...]

    @cached_property
    def line(self) -> str:
        """The words, each followed by a space."""
        return " ".join(self.words) + " "

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(word) + 1 for word in self.words))

    def index_at(self, offset: int) -> int:
        """The index of the word at an offset of ``line``."""
        return bisect_right(self._ends, offset)

    def excerpt(self, start: int, end: int) -> str:
        """The text of the words from an index up to another."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


def spelled_out(word: str) -> str:
    """A word in lower case, without contraction: "don't" → "do not"."""
    word = word.lower().replace("’", "'")
    if "'" not in word and word != "cannot":
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, spelled in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + spelled
    if word.endswith("'s") and word[:-2] in _SHORT_IS:
        return f"{word[:-2]} is"
    return word


@lru_cache(maxsize=8192)
def parsed(sentences: tuple[str, ...]) -> tuple[ParsedSentence, ...]:
    """The sentences of one step as words; quotation marks may reach from one into the next."""
    state = False
    parts = []
    for text in sentences:
        words, spans, quoted, state = _tokens(text, within_quotes=state)
        parts.append((text, words, spans, quoted))
    spoken = [mark for _, _, _, quoted in parts for mark in quoted]
    # A quotation that never ends is a slip of the pen; one around it all is the narration itself.
    ignore = state or all(spoken)
    return tuple(
        ParsedSentence(
            text, tuple(words), tuple(spans), tuple(mark and not ignore for mark in quoted)
        )
        for text, words, spans, quoted in parts
    )


def _tokens(
    text: str, *, within_quotes: bool
) -> tuple[list[str], list[tuple[int, int]], list[bool], bool]:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    quoted: list[bool] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in _OPENING or token in _CLOSING or token in _STRAIGHT:
            within_quotes = _after_mark(text, match, within_quotes=within_quotes)
            continue
        if token == COMMA:
            new = [COMMA]
        elif not token[0].isalnum():
            new = [BREAK]
        else:
            new = spelled_out(token).split()
        words += new
        spans += [match.span()] * len(new)
        quoted += [within_quotes] * len(new)
    return words, spans, quoted, within_quotes


def _after_mark(text: str, match: re.Match[str], *, within_quotes: bool) -> bool:
    """True if what follows a quotation mark is quoted; an apostrophe changes nothing."""
    mark = match.group()
    if mark in _OPENING:
        return True
    if mark == "'":
        before = text[: match.start()][-1:]
        opens = not before.isalnum() and text[match.end() :][:1].isalnum()
        return opens if not within_quotes else False
    if mark == '"':
        return not within_quotes
    return False
