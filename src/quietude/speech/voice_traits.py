"""Traits of voices that people ask for in a word: female, British, natural."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude._util.languages import primary_language
from quietude.speech.engines.base import TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.speech.engines.base import Voice

GENDERS = {
    "female": "female", "woman": "female", "feminine": "female",
    "male": "male", "man": "male", "masculine": "male",
}  # fmt: skip

REGIONS = {
    "british": "en-gb", "english-british": "en-gb", "uk": "en-gb", "american": "en-us",
    "us": "en-us", "scottish": "en-gb-scotland", "irish": "en-ie", "australian": "en-au",
    "indian": "en-in", "canadian": "en-ca",
}  # fmt: skip
"""Language tags by the word for an accent of English."""

LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "polish": "pl", "swedish": "sv", "danish": "da",
    "norwegian": "nb", "finnish": "fi", "czech": "cs", "hungarian": "hu", "russian": "ru",
    "ukrainian": "uk", "turkish": "tr", "greek": "el", "japanese": "ja", "korean": "ko",
    "chinese": "cmn", "hindi": "hi", "arabic": "ar",
}  # fmt: skip


def voices_with(wanted: str, voices: Iterable[Voice], language: str) -> list[Voice]:
    """The voices that have every trait of a few words, the best tier first.

    Args:
        wanted: Words such as ``female``, ``british male``, ``natural`` or a voice's name for
            people (``Alan``).
        voices: The voices of this machine, those of the preferred engine first.
        language: The language to speak, unless the words name one.
    """
    words = wanted.replace(",", " ").lower().split()
    if not words:
        return []
    names_language = any(word in REGIONS or word in LANGUAGES for word in words)
    found = [
        voice
        for voice in voices
        if all(_has(voice, word) for word in words)
        and (
            names_language
            or not voice.language
            or primary_language(voice.language) == primary_language(language)
        )
    ]
    return sorted(found, key=lambda voice: TIERS.index(voice.tier))


def _has(voice: Voice, word: str) -> bool:
    tag = voice.language.lower().replace("_", "-")
    if word in GENDERS:
        return voice.gender == GENDERS[word]
    if word in LANGUAGES:
        return primary_language(tag) == LANGUAGES[word]
    names = voice.name.lower().replace(",", " ").split()
    if word in REGIONS:
        return tag == REGIONS[word] or tag.startswith(f"{REGIONS[word]}-") or word in names
    return word in (voice.tier, voice.id.lower()) or word in names
