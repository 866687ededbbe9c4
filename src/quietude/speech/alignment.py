"""Forced alignment: the times at which the words of a phrase are said, found in its sound.

The extra ``align`` brings pocketsphinx, a small recogniser of English. It is given the words and
looks for the moments at which they begin. A word it does not know (a name, a number) gets a rough
pronunciation (:mod:`.g2p`), so that the words after it are found in the right place; the start of
that word itself is left open, since it would be a guess.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude._util.languages import primary_language
from quietude.speech.g2p import guessed_phones, plain_words
from quietude.speech.word_times import UNKNOWN, spoken_words, without_phonemes

if TYPE_CHECKING:
    from quietude.audio.clip import Clip

_PACKAGE = "pocketsphinx"
_METHOD = "align-2"
"""Raised whenever the times change; see :attr:`Aligner.identity`."""

RATE_HZ = 16_000
"""Sample rate of pocketsphinx's model of English."""

_STEP_FRAMES = RATE_HZ // 100
_HALF_WINDOW_FRAMES = round(0.0128 * RATE_HZ)
"""pocketsphinx looks every 10 ms at a window of 25.6 ms. It numbers a window by its first sample;
the sound it describes is in the middle."""
_PAD_FRAMES = round(0.3 * RATE_HZ)
_PEAK = 0.7
_NOISE = 0.001
"""Standard deviation of the noise added to it. Perfect silence, which only machines make, has no
logarithm, and made one phrase in five fail."""
_LONGEST_S = 60.0
"""Longest phrase that is aligned: memory grows with the square of its length, 300 MB a minute."""
_SOON_S, _AUDIBLE = 0.15, 0.02
_LONG_WORD = 12
"""Steps of 10 ms from which a word is judged alone: a shorter one is too little sound to tell."""
_LEAST_LIKELY = 1e-300
_FILLER = re.compile(r"<.*>|\[.*\]|\+\+.*|\(NULL\)")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Likeness of a sound to its words: 0 if no other sounds of English would be likelier.

    Natural logarithms of likelihood ratios, for each 10 ms. People and synthetic voices who say
    these words have a mean of -3 to -5.5, other words -5.5 to -12 (scripts/bench_takes.py).

    Attributes:
        mean: Of all words.
        least: Of the least like word of at least 0.12 s that the dictionary has; the mean if there
            is none.
        least_word: That word; "" if there is none.
        least_s: Its start within the sound, in seconds.
        words: The number of words.
    """

    mean: float
    least: float
    least_word: str
    least_s: float
    words: int


def open_aligner(language: str) -> Aligner | None:
    """Opens the aligner for a language, or returns None where nothing here can align it.

    Args:
        language: A BCP 47 code; pocketsphinx comes with English.
    """
    if primary_language(language) != "en":
        return None
    try:
        return Aligner(version(_PACKAGE))
    except PackageNotFoundError:
        return None


class Aligner:
    """pocketsphinx; it is loaded, with 60 MB, for the first phrase.

    Args:
        package_version: Version of pocketsphinx.

    Attributes:
        identity: Names the finder and its version, for marks that are kept.
    """

    def __init__(self, package_version: str) -> None:
        self.identity = f"{_PACKAGE} {package_version} {_METHOD}"
        self._decoder: Any = None
        self._judge: Any = None

    def starts(self, text: str, clip: Clip) -> tuple[int, ...]:
        """Finds the start of each word of a text.

        Args:
            text: The text as the engine got it; ``[[ phonemes ]]`` count as one word.
            clip: Its sound.

        Returns:
            The frame at which each word starts, for each that
            :func:`~quietude.speech.word_times.spoken_words` finds; −1 for one that is not in the
            dictionary; empty where the words could not be found in the sound.
        """
        if clip.seconds > _LONGEST_S:
            return ()
        if self._decoder is None:
            self._decoder = self._loaded()
        parts = _dictionary_words(self._decoder, text)
        found = _found(self._decoder, parts, clip)
        if not found:
            return ()
        starts, index = list[int](), 0
        for names, known in parts:
            sample = found[index].start_frame * _STEP_FRAMES - _PAD_FRAMES
            frame = min(max(0, _at_rate(sample, clip.sample_rate_hz)), clip.frames)
            starts.append(_to_sound(clip, frame) if known else UNKNOWN)
            index += len(names)
        sure = [start for start in starts if start != UNKNOWN]
        return tuple(starts) if sure and all(a < b for a, b in pairwise(sure)) else ()

    def likeness(self, text: str, clip: Clip) -> Likeness | None:
        """Compares a sound with the words that should be in it.

        Args:
            text: The words.
            clip: Their sound, with little quiet around it.

        Returns:
            None where the words could not be found in the sound at all.
        """
        if clip.seconds > _LONGEST_S:
            return None
        if self._judge is None:
            # Beside all sounds, not only those that the words may have: four times the work,
            # 0.06 s for each second of speech.
            self._judge = self._loaded(compallsen=True)
        parts = _dictionary_words(self._judge, text)
        found = _found(self._judge, parts, clip)
        if not found:
            return None
        tokens = [
            (token, known)
            for token, (names, known) in zip(_tokens(text), parts, strict=True)
            for _ in names
        ]
        total_log, total_steps, least = 0.0, 0, (0.0, "", 0.0)
        for (token, known), one in zip(tokens, found, strict=True):
            steps, log = (
                one.end_frame - one.start_frame + 1,
                math.log(max(one.ascore, _LEAST_LIKELY)),
            )
            total_log, total_steps = total_log + log, total_steps + steps
            if known and steps >= _LONG_WORD:
                sample = max(0, one.start_frame * _STEP_FRAMES - _PAD_FRAMES)
                least = min(least, (log / steps, token, sample / RATE_HZ))
        mean = total_log / total_steps
        return Likeness(mean, least[0] if least[1] else mean, least[1], least[2], len(parts))

    @staticmethod
    def _loaded(**options: Any) -> Any:
        from pocketsphinx import Decoder

        # Without a language model, which takes as long to load as all the rest.
        return Decoder(samprate=RATE_HZ, loglevel="FATAL", lm=None, **options)


def _dictionary_words(decoder: Any, text: str) -> list[tuple[list[str], bool]]:
    """Dictionary words for each word of a text, and True if the dictionary itself has them.

    Returns:
        Empty if there are none for one of them.
    """
    parts = []
    for token in _tokens(text):
        words = plain_words(token)
        if words and all(map(decoder.lookup_word, words)):
            parts.append((words, True))
            continue
        phones = guessed_phones(token)
        if not phones:
            return []
        name = f"guess-{'-'.join(phones)}"  # a name no dictionary word has
        if not decoder.lookup_word(name):
            decoder.add_word(name, " ".join(phones), update=False)
        parts.append(([name], False))
    return parts


def _found(decoder: Any, parts: list[tuple[list[str], bool]], clip: Clip) -> list[Any]:
    """The segments of a clip in which the words were found; empty if not all of them were."""
    expected = [name for names, _ in parts for name in names]
    if not expected:
        return []
    try:
        decoder.set_align_text(" ".join(expected))
        decoder.start_utt()
        decoder.process_raw(recogniser_pcm(clip, _PAD_FRAMES, _NOISE), full_utt=True)
        decoder.end_utt()
        segments = [one for one in decoder.seg() or () if not _FILLER.fullmatch(one.word)]
    except RuntimeError:
        return []
    # "the(2)" is the second pronunciation of "the".
    names = [re.sub(r"\(\d+\)$", "", one.word) for one in segments]
    return segments if names == expected else []


def _tokens(text: str) -> list[str]:
    plain = without_phonemes(text)
    return [plain[start:end] for start, end in spoken_words(plain)]


def _at_rate(sample: int, rate_hz: int) -> int:
    return round((sample + _HALF_WINDOW_FRAMES) * rate_hz / RATE_HZ)


def _to_sound(clip: Clip, frame: int) -> int:
    """First sound within 150 ms from a frame on, else the frame: no word begins with silence."""
    ahead = np.abs(clip.samples[frame : frame + round(_SOON_S * clip.sample_rate_hz)])
    loud = np.flatnonzero(ahead > _AUDIBLE * np.abs(clip.samples).max(initial=0.0))
    return frame + int(loud[0]) if len(loud) else frame


def recogniser_pcm(clip: Clip, pad: int, noise_level: float) -> bytes:
    """A clip as the recogniser needs it: 16 kHz, 16 bits, one peak level, soft noise throughout.

    Args:
        clip: A spoken phrase.
        pad: Frames of silence before and after it, at 16 kHz.
        noise_level: The standard deviation of the noise; digital silence has no logarithm.
    """
    samples = clip.resampled(RATE_HZ).samples
    samples = samples * (_PEAK / max(float(np.abs(samples).max(initial=0.0)), 1e-6))
    padded = np.pad(samples, pad)
    noise = np.random.default_rng(1).standard_normal(len(padded)) * noise_level
    return (np.clip(padded + noise, -1.0, 1.0) * 32_767).astype("<i2").tobytes()
