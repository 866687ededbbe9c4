"""The spoken form of a phrase: its text as an engine is to get it.

A pronunciation of the lexicon is never changed; everything else is put in plain words first, so
that every engine says the same. Captions keep what was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude._util.languages import primary_language
from quietude.script.lexicon import Lexicon
from quietude.speech.normalising.breath_sounds import breath_sounds
from quietude.speech.normalising.capitals import capitals_as_said
from quietude.speech.normalising.english_words import abbreviations_in_words, words_of_the_field
from quietude.speech.normalising.heteronyms import HELD, with_heteronyms
from quietude.speech.normalising.quantities import quantities_in_words
from quietude.speech.normalising.signs import (
    addresses_in_words,
    english_signs,
    legible_letters,
    pauses_at_dashes,
    tight_ranges,
    without_emoji,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """Puts phrases of one language into the form in which an engine is to get them.

    Attributes:
        language: BCP 47 code of the text.
        ipa: Writes IPA in the notation of the engine; None if it reads letters alone.
    """

    language: str = "en"
    ipa: Callable[[str], str] | None = None

    def __call__(self, text: str, lexicon: Lexicon | None = None) -> str:
        """The text for the engine.

        Args:
            text: A phrase as it was written.
            lexicon: Pronunciations, which count more than anything here.
        """
        held: list[str] = []

        def hold(said: str) -> str:
            # It stands as one private character while the rest is worked on.
            held.append(said)
            return chr(HELD + len(held) - 1)

        spoken = (lexicon or Lexicon()).spoken(legible_letters(text), self.ipa, hold)
        # Most phrases hold no word of a lexicon, and come again: at every length, in every episode.
        plain = self.in_words(spoken, held) if held else _in_words(self, spoken)
        # A phrase of signs alone has nothing to say, and the engine is to find that out.
        return plain if any(map(str.isalnum, plain)) else text

    def in_words(self, spoken: str, held: list[str]) -> str:
        """The text in plain words.

        Args:
            spoken: The text, with a private character for each pronunciation.
            held: The pronunciations, in order; those of the language are added.
        """

        def hold(said: str) -> str:
            held.append(said)
            return chr(HELD + len(held) - 1)

        english = primary_language(self.language) == "en"
        if english:
            spoken = tight_ranges(spoken)  # before their dash becomes a pause
        spoken = pauses_at_dashes(without_emoji(spoken))
        if english:
            spoken = self._english(spoken, hold)
        for index, said in enumerate(held):
            spoken = spoken.replace(chr(HELD + index), said)
        return spoken

    def _english(self, text: str, hold: Callable[[str], str]) -> str:
        def say(written: str, respelt: str, ipa: str) -> str:
            if self.ipa:
                return hold(self.ipa(ipa))
            return hold(respelt or written)

        text = abbreviations_in_words(addresses_in_words(_plain_numerals(text)))
        text = english_signs(quantities_in_words(text))
        text = breath_sounds(text, say)
        text = capitals_as_said(text)
        return with_heteronyms(words_of_the_field(text, say), say)


@lru_cache(maxsize=8192)
def _in_words(form: SpokenForm, text: str) -> str:
    return form.in_words(text, [])


def _plain_numerals(text: str) -> str:
    """Returns text with Roman numerals and digits that are signs of their own as plain ones."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", sign)
        if unicodedata.name(sign, "").startswith(("ROMAN NUMERAL", "FULLWIDTH DIGIT"))
        else sign
        for sign in text
    )
