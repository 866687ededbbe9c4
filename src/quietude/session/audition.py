"""Auditions: the same sentences in one or several voices, at one loudness, to choose by ear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.errors import UsageError
from quietude.plan.request import Request
from quietude.script.lexicon import Lexicon
from quietude.script.sentences import split_sentences, tidy
from quietude.session.listening.levelled import NamedSound, write_levelled
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.registry import chain_of, engine_row
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.processing import process
from quietude.speech.voice_selection import open_voice
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.speech.voice_selection import ChosenVoice

_SENTENCE_GAP_S = 0.8


@dataclass(frozen=True, slots=True)
class Sample:
    """The sentences in one voice.

    Attributes:
        voice: The voice that spoke.
        said: The text as the voice got it.
        path: The file it is in.
        start_s: Its start in that file, in seconds.
        seconds: Its length.
        loudness_lufs: Its loudness in the file, before encoding.
    """

    voice: str
    said: str
    path: Path
    start_s: float
    seconds: float
    loudness_lufs: float


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Sentences as one voice says them.

    Attributes:
        voice: The voice that spoke.
        said: The text as the voice got it.
        samples: Its samples, float32 ``(frames,)``, at the usual rate.
    """

    voice: str
    said: str
    samples: Samples


def audition(  # noqa: PLR0913  (each says something else of the phrase)
    voices: Sequence[str],
    text: str,
    rate_wpm: int | None,
    output: Path,
    *,
    overwrite: bool = False,
    lexicon: Lexicon | None = None,
    file_format: str = "wav",
) -> list[Sample]:
    """Speak the same sentences in several voices, all at one loudness.

    Args:
        voices: Voices as for :func:`~quietude.speech.voice_selection.open_voice`.
        text: The sentences.
        rate_wpm: Articulation in words a minute; None for the calm rate of each voice.
        output: A file of any format, which gets all voices one after the other with a chapter for
            each; or a folder, which gets a file for each.
        overwrite: True to replace files that are there already.
        lexicon: The pronunciations of words.
        file_format: The format of the files in a folder.

    Returns:
        The samples, in the order of the voices.

    Raises:
        QuietudeError: if a voice cannot speak, or a file cannot be written; then none is.
    """
    spoken: list[SpokenText] = []

    def speak() -> list[NamedSound]:
        spoken.extend(speak_text(voices, text, rate_wpm, lexicon))
        return [NamedSound(one.voice, one.samples) for one in spoken]

    written = write_levelled(
        speak, output, subject="Voices", overwrite=overwrite, file_format=file_format
    )
    return [
        Sample(one.voice, one.said, row.path, row.start_s, row.seconds, row.loudness_lufs)
        for one, row in zip(spoken, written, strict=True)
    ]


def speak_text(
    voices: Sequence[str], text: str, rate_wpm: int | None = None, lexicon: Lexicon | None = None
) -> list[SpokenText]:
    """Returns the same sentences in several voices, each as loud as it is.

    Args:
        voices: Voices as for :func:`~quietude.speech.voice_selection.open_voice`.
        text: The sentences.
        rate_wpm: Articulation in words a minute; None for the calm rate of each voice.
        lexicon: The pronunciations of words.

    Raises:
        QuietudeError: if a voice cannot speak.
    """
    rate_wpm = Request(rate_wpm=rate_wpm).rate_wpm
    if not voices:
        message = "there is no voice to hear"
        raise UsageError(message, hint="Name some: quietude voices list")
    spoken: dict[str, SpokenText] = {}
    for voice in voices:
        with open_voice(voice) as chosen:
            if chosen.full_id not in spoken:
                spoken[chosen.full_id] = _speak(chosen, text, rate_wpm, lexicon or Lexicon())
    return list(spoken.values())


def _speak(chosen: ChosenVoice, text: str, rate_wpm: int | None, lexicon: Lexicon) -> SpokenText:
    """The sentences in one voice, with a short pause between them."""
    own = [voice for voice in chosen.engine.voices() if voice.id == chosen.voice]
    language = (own[0].language if own else "") or "en"
    engine = chosen.engine.identity().engine
    form = SpokenForm(language, engine_row(engine).ipa_notation())
    sentences = [form(one, lexicon) for one in split_sentences(tidy(text), language)] or [text]
    gap = np.zeros(round(_SENTENCE_GAP_S * SAMPLE_RATE_HZ), np.float32)
    parts: list[Samples] = []
    for sentence in sentences:
        phrase = Phrase(sentence, chosen.voice, rate_wpm or chosen.calm_wpm)
        clip = process(chosen.engine.speak(phrase), SAMPLE_RATE_HZ, chain_of(engine))
        parts += [clip.samples, gap]
    return SpokenText(chosen.full_id, " ".join(sentences), np.concatenate(parts[:-1]))
