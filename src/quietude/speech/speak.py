"""The speech stage: every utterance of a plan → its key in the cache and its length.

Only the lengths go on to the fit. The clips stay on disk until the voice stem reads them one by
one, so memory does not grow with the length of the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import SpeechError
from quietude.speech.cache import PhraseCache, cache_key
from quietude.speech.engine import Engine, Phrase
from quietude.speech.processing import PROCESSING, process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from quietude.audio import Clip
    from quietude.plan.model import Utterance


@dataclass(frozen=True, slots=True)
class SpokenPhrases:
    """Everything the voice says in a session.

    Attributes:
        lengths: Frames of each utterance, at the session's rate.
        spoken: How many phrases the engine had to say; the rest came from the cache.
    """

    lengths: Mapping[Utterance, int]
    spoken: int
    _keys: Mapping[Utterance, str]
    _cache: PhraseCache

    def clip(self, utterance: Utterance) -> Clip:
        """The clip of an utterance, at the session's rate.

        Raises:
            SpeechError: if it has been removed from the cache in the meantime.
        """
        clip = self._cache.get(self._keys[utterance])
        if clip is None or clip.frames != self.lengths[utterance]:
            message = "a phrase was removed from the cache while the session was being rendered"
            raise SpeechError(message, line=utterance.line_no, hint="Render it again.")
        return clip


class Speaker:
    """Speaks utterances through one engine and one cache, at one sample rate."""

    def __init__(self, engine: Engine, cache: PhraseCache, sample_rate_hz: int) -> None:
        self._engine = engine
        self._cache = cache
        self._rate_hz = sample_rate_hz

    def speak_all(
        self, utterances: Iterable[Utterance], progress: Callable[[int, int], None]
    ) -> SpokenPhrases:
        """Speak what the cache does not hold.

        Args:
            utterances: What is to be said; the same words twice are spoken once.
            progress: Told how many of how many are done.

        Raises:
            SpeechError: for the first phrase that cannot be spoken, with its line.
        """
        todo = list(dict.fromkeys(utterances))
        keys: dict[Utterance, str] = {}
        lengths: dict[Utterance, int] = {}
        known: dict[str, int] = {}
        spoken = 0
        for number, utterance in enumerate(todo, start=1):
            phrase = Phrase(utterance.said, utterance.voice, utterance.rate_wpm)
            key = cache_key(self._engine.identity(phrase.voice), phrase, PROCESSING, self._rate_hz)
            if key not in known:
                frames = self._cache.frames(key)
                if frames is None:
                    with self._cache.claim(key):
                        frames = self._cache.frames(key)  # another process may have been first
                        if frames is None:
                            frames = self._speak(phrase, utterance.line_no, key)
                            spoken += 1
                known[key] = frames
            keys[utterance], lengths[utterance] = key, known[key]
            progress(number, len(todo))
        if spoken:
            self._cache.shrink()
        return SpokenPhrases(lengths, spoken, keys, self._cache)

    def _speak(self, phrase: Phrase, line: int, key: str) -> int:
        try:
            clip = process(self._engine.speak(phrase), self._rate_hz)
        except SpeechError as error:
            error.line = error.line or line
            raise
        self._cache.put(key, clip)
        return clip.frames
