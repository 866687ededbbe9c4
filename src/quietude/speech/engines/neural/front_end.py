"""English text → phonemes, sentence by sentence, each with the words as they are written.

The reading is hibari's: a port of misaki, which is the front end Kokoro was trained with. This is
the one module besides :mod:`.models` that imports the package.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from quietude._util.writing_systems import script_of
from quietude.errors import SpeechError
from quietude.speech.engines.neural.ipa import phonemes_of_ipa
from quietude.speech.engines.phrase_checks import cut_long, has_words
from quietude.speech.script_coverage import cannot_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNKNOWN = -1

_NOTATION = re.compile(r"\[x\]\(/([^()\[\]]*)/\)")
_SILENT = str.maketrans(dict.fromkeys("[]{}<>`\\|~^*_#", " ") | {"ʼ": "'", "…": "..."})
_ELLIPSIS = re.compile(r"\.{2,}")
_MOST_PHONEMES = 400
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, ready for a model.

    Attributes:
        phonemes: Its phonemes and punctuation.
        word_starts: For each written word, the place in ``phonemes`` where it begins;
            :data:`UNKNOWN` for one that was read together with its neighbours.
    """

    phonemes: str
    word_starts: tuple[int, ...]


class FrontEnd:
    """Reads English.

    Args:
        british: True for British pronunciations.
    """

    def __init__(self, *, british: bool) -> None:
        from hibari.g2p import G2P
        from hibari.g2p.normalize import normalize
        from hibari.tts import Hibari

        self._british = british
        self._reader: Any = G2P(british=british)
        self._normalise = normalize
        self._split = Hibari.split_sentences

    def sentences(self, text: str) -> list[Sentence]:
        """The sentences of a phrase.

        Raises:
            SpeechError: if it holds letters that cannot be read, or a word without a sound.
        """
        tidy = _tidied(text, british=self._british)
        pieces = [piece for part in self._split(tidy) for piece in cut_long(part)]
        return [self._sentence(piece) for piece in pieces if has_words(piece)]

    def _sentence(self, text: str) -> Sentence:
        tokens = self._reader.phonemize_tokens(self._reader.tokenize(self._normalise(text)))
        phonemes = ""
        read: list[tuple[str, int]] = []
        starts_word = True
        for token in tokens:
            sound = (token.phonemes or "").replace(_NO_BREAK, " ")
            if not sound and any(map(str.isalpha, token.text)):
                message = f'this voice has no sound for "{token.text[:20]}" in this phrase'
                raise SpeechError(message, hint="Spell it otherwise, as it is spoken.")
            if starts_word:
                read.append(("", len(phonemes)))
            read[-1] = (read[-1][0] + token.text, read[-1][1])
            phonemes += sound + (" " if token.whitespace else "")
            starts_word = bool(token.whitespace)
        if len(phonemes) > _MOST_PHONEMES:
            message = "a part of this phrase is too long to be said in one go"
            raise SpeechError(message, hint="Break it up with commas or full stops.")
        said = [(word, start) for word, start in read if has_words(word)]
        return Sentence(phonemes.rstrip(), _matched(_NOTATION.sub("x", text).split(), said))


def _tidied(text: str, *, british: bool) -> str:
    """The text on one line, with what has no sound left out, and IPA in the models' alphabet.

    Raises:
        SpeechError: for letters of a script that is not Latin.
    """
    parts = _NOTATION.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            phonemes = phonemes_of_ipa(part, british=british).replace(" ", _NO_BREAK)
            parts[index] = f"[x](/{phonemes}/)"
        else:
            parts[index] = "".join(map(_readable, unicodedata.normalize("NFC", part)))
    return " ".join(_ELLIPSIS.sub("…", "".join(parts)).split(" ")).strip()


def _readable(char: str) -> str:
    if char.isascii():
        return char.translate(_SILENT) if char.isprintable() else " "
    category = unicodedata.category(char)
    if category[0] == "L":
        plain = unicodedata.normalize("NFKC", char)
        strange = {script_of(letter) for letter in plain if letter.isalpha()} - {"LATIN"}
        if strange and char != "ʼ":
            raise cannot_read(strange)
        return plain.translate(_SILENT)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    return " " if category[0] in "CZ" else char


def _matched(written: Sequence[str], read: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """The place at which each written word begins, from what was written and what was read.

    Equal numbers of words are matched one to one. Where a number or a sign became several words,
    equal words are matched, and the first of what lies between with the first.
    """
    spoken = [word for word in written if has_words(word)]
    if len(spoken) == len(read):
        return tuple(start for _, start in read)
    starts = [UNKNOWN] * len(spoken)
    for kind, low, high, read_low, read_high in _blocks(spoken, [word for word, _ in read]):
        if kind == "equal":
            for offset in range(high - low):
                starts[low + offset] = read[read_low + offset][1]
        elif high > low and read_high > read_low:
            starts[low] = read[read_low][1]
    return tuple(starts)


def _blocks(
    written: Sequence[str], read: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, _plain(written), _plain(read), autojunk=False)
    yield from matcher.get_opcodes()


def _plain(words: Sequence[str]) -> list[str]:
    return ["".join(filter(str.isalnum, word)).lower() for word in words]
