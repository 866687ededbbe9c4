"""The speech stage: every utterance of a plan → its key in the cache and its length.

Only the lengths go on to the fit. The clips stay on disk until the voice stem reads them one by
one, so memory does not grow with the length of the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.errors import SpeechError
from quietude.speech.cache import PhraseCache, cache_key
from quietude.speech.engine_pool import crew_size, work_through
from quietude.speech.engines.base import Engine, Phrase
from quietude.speech.processing import PROCESSING, process
from quietude.speech.word_times import WordTimes, marks_fit, word_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from quietude.audio.clip import Clip
    from quietude.plan.model import Utterance
    from quietude.speech.alignment import Aligner


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
    _aligner: Aligner | None = None

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

    def words(self, utterance: Utterance) -> WordTimes:
        """When the words of an utterance are said, in frames from the start of its clip.

        Where the engine did not tell, they are looked for in the sound, once for each clip.

        Raises:
            SpeechError: as :meth:`clip`.
        """
        clip = self.clip(utterance)
        if self._aligner is None or marks_fit(utterance.text, clip.marks):
            return word_times(utterance.text, clip)
        key, finder = self._keys[utterance], self._aligner.identity
        found = self._cache.found_marks(key, finder)
        if found is None:
            found = self._aligner.starts(utterance.said, clip)
            self._cache.keep_found_marks(key, clip, finder, found)
        return word_times(utterance.text, clip, found)


class Speaker:
    """Speaks utterances through engines of one kind and one cache, at one sample rate.

    Args:
        engine: What speaks.
        cache: Where clips are kept.
        sample_rate_hz: The rate of the clips.
        another: Opens one more engine like the first, for when there is much to say; None to
            leave it all to one.
        cores: How many engines may be busy at once; None for one a core.
        aligner: What finds words in the clips of engines that do not tell where they are.
    """

    def __init__(  # noqa: PLR0913  (all but three are named)
        self,
        engine: Engine,
        cache: PhraseCache,
        sample_rate_hz: int,
        *,
        another: Callable[[], Engine] | None = None,
        cores: int | None = None,
        aligner: Aligner | None = None,
    ) -> None:
        self._engine = engine
        self._cache = cache
        self._rate_hz = sample_rate_hz
        self._another = another
        self._cores = cores
        self._aligner = aligner

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
        keys: dict[Utterance, str] = {}
        first: dict[str, Utterance] = {}
        identities = lru_cache(self._engine.identity)
        for it in dict.fromkeys(utterances):
            keys[it] = cache_key(identities(it.voice), _phrase(it), PROCESSING, self._rate_hz)
            first.setdefault(keys[it], it)
        known = {key: self._cache.frames(key) for key in first}
        lengths = {key: frames for key, frames in known.items() if frames is not None}
        missing = [key for key in first if key not in lengths]
        cached, spoken = len(lengths), list[str]()

        def job(key: str) -> Callable[[Engine], None]:
            def speak(engine: Engine) -> None:
                with self._cache.claim(key):
                    frames = self._cache.frames(key)  # another process may have been first
                    if frames is None:
                        frames = self._speak(engine, first[key], key)
                        spoken.append(key)
                lengths[key] = frames

            return speak

        jobs = [job(it) for it in missing]
        size = crew_size(len(jobs), self._cores) if self._another else 1
        progress(cached, len(first))
        work_through(
            jobs,
            self._engine,
            self._another or (lambda: self._engine),
            size,
            lambda done: progress(cached + done, len(first)),
        )
        if spoken:
            self._cache.shrink()
        by_utterance = {it: lengths[key] for it, key in keys.items()}
        return SpokenPhrases(by_utterance, len(spoken), keys, self._cache, self._aligner)

    def _speak(self, engine: Engine, utterance: Utterance, key: str) -> int:
        try:
            clip = process(engine.speak(_phrase(utterance)), self._rate_hz)
        except SpeechError as error:
            error.line = error.line or utterance.line_no
            raise
        self._cache.put(key, clip)
        return clip.frames


def _phrase(utterance: Utterance) -> Phrase:
    return Phrase(utterance.said, utterance.voice, utterance.rate_wpm)
