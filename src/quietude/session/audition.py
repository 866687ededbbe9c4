"""Auditions: the same sentences in one or several voices, at one loudness, to choose by ear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.files import FileTransaction, is_folder
from quietude.audio.loudness import LoudnessMeter
from quietude.deliver.formats.registry import format_of
from quietude.deliver.tags import ChapterTag, Tags
from quietude.deliver.writer import SessionWriter
from quietude.errors import UsageError
from quietude.plan.request import Request
from quietude.script.lexicon import Lexicon
from quietude.script.sentences import split_sentences, tidy
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.registry import engine_row, is_warmed
from quietude.speech.normalising.spoken_form import SpokenForm
from quietude.speech.processing import process
from quietude.speech.voice_selection import open_voice
from quietude.units import SAMPLE_RATE_HZ, db_to_gain, frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.speech.voice_selection import ChosenVoice

LEVEL_LUFS = -20.0
"""Loudness of every sample. Louder wins a comparison, whichever voice is better."""

CEILING_DBTP = -1.0
_SENTENCE_GAP_S, _VOICE_GAP_S = 0.8, 1.5


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
class _VoiceSounds:
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
    rate_wpm = Request(rate_wpm=rate_wpm).rate_wpm
    in_folder = is_folder(output) or not output.suffix
    form = format_of(output, file_format if in_folder else None)
    spoken: list[_VoiceSounds] = []
    if not in_folder:
        with FileTransaction([output], overwrite=overwrite) as files:
            spoken = _speak_all(voices, text, rate_wpm, lexicon)
            samples, starts = _one_after_the_other(_levelled(spoken))
            form.check_length(len(samples), output)
            _write(files[output], samples, starts, spoken)
            files.commit()
        paths = [output] * len(spoken)
    else:
        spoken = _speak_all(voices, text, rate_wpm, lexicon)
        paths = [output / f"{_file_name(one.voice)}{form.suffix}" for one in spoken]
        starts = [0] * len(spoken)
        with FileTransaction(paths, overwrite=overwrite) as files:
            for path, one, sound in zip(paths, spoken, _levelled(spoken), strict=True):
                _write(files[path], sound, [0], [one])
            files.commit()
    return [
        Sample(
            one.voice,
            one.said,
            path,
            start / SAMPLE_RATE_HZ,
            len(one.samples) / SAMPLE_RATE_HZ,
            _loudness(sound)[0],
        )
        for one, path, start, sound in zip(spoken, paths, starts, _levelled(spoken), strict=True)
    ]


def _speak_all(
    voices: Sequence[str], text: str, rate_wpm: int | None, lexicon: Lexicon | None
) -> list[_VoiceSounds]:
    if not voices:
        message = "there is no voice to hear"
        raise UsageError(message, hint="Name some: quietude voices list")
    spoken: dict[str, _VoiceSounds] = {}
    for voice in voices:
        with open_voice(voice) as chosen:
            if chosen.full_id not in spoken:
                spoken[chosen.full_id] = _speak(chosen, text, rate_wpm, lexicon or Lexicon())
    return list(spoken.values())


def _speak(chosen: ChosenVoice, text: str, rate_wpm: int | None, lexicon: Lexicon) -> _VoiceSounds:
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
        clip = process(chosen.engine.speak(phrase), SAMPLE_RATE_HZ, warmed=is_warmed(engine))
        parts += [clip.samples, gap]
    return _VoiceSounds(chosen.full_id, " ".join(sentences), np.concatenate(parts[:-1]))


def _levelled(spoken: Sequence[_VoiceSounds]) -> list[Samples]:
    """The samples of each, all at one loudness and below the ceiling."""
    measured = [_loudness(one.samples) for one in spoken]
    # A voice with high peaks lowers the others too, so that none is louder than another.
    room_db = min(CEILING_DBTP - (peak + LEVEL_LUFS - lufs) for lufs, peak in measured)
    level = LEVEL_LUFS + min(0.0, room_db)
    return [
        (one.samples * db_to_gain(level - lufs)).astype(np.float32)
        for one, (lufs, _) in zip(spoken, measured, strict=True)
    ]


def _loudness(samples: Samples) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, as heard in both ears."""
    meter = LoudnessMeter(SAMPLE_RATE_HZ)
    meter.add(_stereo(samples))
    result = meter.result()
    return result.integrated_lufs, result.true_peak_dbtp


def _one_after_the_other(sounds: Sequence[Samples]) -> tuple[Samples, list[int]]:
    """All samples with a pause between them, and the frame at which each starts."""
    gap = np.zeros(round(_VOICE_GAP_S * SAMPLE_RATE_HZ), np.float32)
    parts: list[Samples] = []
    starts: list[int] = []
    for sound in sounds:
        starts.append(sum(map(len, parts)))
        parts += [sound, gap]
    return np.concatenate(parts[:-1]), starts


def _write(
    pending: PendingFile, samples: Samples, starts: Sequence[int], spoken: Sequence[_VoiceSounds]
) -> None:
    frames = len(samples)
    ends = [*starts[1:], frames]
    chapters = [
        ChapterTag(
            one.voice,
            start,
            frames_to_ms(start, SAMPLE_RATE_HZ),
            frames_to_ms(end, SAMPLE_RATE_HZ),
        )
        for one, start, end in zip(spoken, starts, ends, strict=True)
    ]
    names = ", ".join(one.voice for one in spoken)
    comment = "Spoken by a computer."
    tags = Tags(f"Voices: {names}", "Auditions", "Quietude", "Speech", comment, "en", chapters)
    writer = SessionWriter(pending, format_of(pending.path), tags, SAMPLE_RATE_HZ)
    try:
        writer.write(_stereo(samples))
        writer.finish()
    finally:
        writer.close()


def _stereo(samples: Samples) -> Samples:
    return np.repeat(samples[:, None], 2, axis=1)


def _file_name(voice: str) -> str:
    """A name any file system takes: ``pyttsx3:gmw/en-us`` → ``pyttsx3-gmw-en-us``."""
    return re.sub(r"[^\w.]+", "-", voice).strip("-.")[:80] or "voice"
