"""The speech stage: turns every utterance of a plan into a cached clip, its length and its power.

Only these numbers are kept. The clips stay on disk until the voice stem reads them one by one, so
memory does not grow with the length of the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude._util.concurrency import map_on_all_cores
from quietude.errors import SpeechError
from quietude.speech.cache import PREFIX, PhraseCache, cache_key, derived_key
from quietude.speech.engine_pool import pool_size, run_jobs
from quietude.speech.engines.base import Engine, Phrase
from quietude.speech.engines.registry import chain_of
from quietude.speech.processing import process, processing_of, with_curve
from quietude.speech.word_times import WordTimes, marks_fit, word_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from quietude.audio.clip import Clip
    from quietude.plan.model import Utterance
    from quietude.speech.alignment import Aligner
    from quietude.speech.takes.folder import Takes
    from quietude.speech.takes.tone_match import ToneMatch


@dataclass(frozen=True, slots=True)
class SpokenPhrases:
    """Everything the voice says in a session.

    Attributes:
        lengths: Frames of each utterance, at the session's rate.
        powers: The power of each utterance by the tenth of a second, float32 ``(n,)``; empty where
            the speaker does not measure it.
        spoken: Number of phrases the engine had to say; the rest came from the cache.
        recorded: The utterances that a person recorded.
    """

    lengths: Mapping[Utterance, int]
    powers: Mapping[Utterance, NDArray[np.float32]]
    spoken: int
    _keys: Mapping[Utterance, str]
    _cache: PhraseCache
    _aligner: Aligner | None = None
    recorded: frozenset[Utterance] = frozenset()

    def clip(self, utterance: Utterance) -> Clip:
        """The clip of an utterance, at the session's rate.

        It was verified when its length was found, and is not hashed again.

        Raises:
            SpeechError: if it has been removed from the cache in the meantime.
        """
        clip = self._cache.get(self._keys[utterance], verify=False)
        if clip is None or clip.frames != self.lengths[utterance]:
            message = "a phrase was removed from the cache while the session was being rendered"
            raise SpeechError(message, line=utterance.line_no, hint="Render it again.")
        return clip

    def words(self, utterance: Utterance) -> WordTimes:
        """Times of the words of an utterance, in frames from the start of its clip.

        Where the engine gave none, they are looked for in the sound, once for each clip.

        Raises:
            SpeechError: as :meth:`clip`.
        """
        clip = self.clip(utterance)
        if self._aligner is None or marks_fit(utterance.said, clip.marks):
            return word_times(utterance.text, clip, said=utterance.said)
        key, finder = self._keys[utterance], self._aligner.identity
        marks = self._cache.found_marks(key, finder)
        if marks is None:
            marks = self._aligner.starts(utterance.said, clip)
            self._cache.keep_found_marks(key, clip, finder, marks)
        return word_times(utterance.text, clip, marks, said=utterance.said)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Length of a clip in frames, and its power if the speaker measures that."""

    frames: int
    power: NDArray[np.float32] | None


class Speaker:
    """Speaks utterances through engines of one kind and one cache, at one sample rate.

    Args:
        engine: The engine that speaks.
        cache: The cache of clips.
        sample_rate_hz: The rate of the clips.
        another: Opens one more engine like the first, for when there is much to say; None to
            leave it all to one.
        cores: Number of engines that may be busy at once; None for one a core.
        aligner: Finds words in the clips of engines that do not tell where they are.
        power: Measures a clip while it is in memory for its length, so that the mix need not read
            all clips again for their loudness; None to keep the lengths only.
        takes: Recorded phrases; they are heard instead of the engine, and what it says for want of
            one is brought near their tone.
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
        power: Callable[[Clip], NDArray[np.float32]] | None = None,
        takes: Takes | None = None,
    ) -> None:
        self._takes = takes
        self._engine = engine
        self._cache = cache
        self._rate_hz = sample_rate_hz
        self._another = another
        self._cores = cores
        self._aligner = aligner
        self._power = power
        self._chain = chain_of(engine.identity().engine)
        self.tone_match = self._tone_match(takes) if takes else None

    def cached(self, utterances: Iterable[Utterance]) -> dict[Utterance, int]:
        """Returns the lengths of the utterances that are in the cache, in frames; speaks none."""
        known = self.keys(utterances)
        clips = {key: self._cache.get(key, verify=False) for key in dict.fromkeys(known.values())}
        return {
            utterance: clip.frames
            for utterance, key in known.items()
            if (clip := clips[key]) is not None
        }

    def recalled(self, utterances: Iterable[Utterance]) -> SpokenPhrases:
        """Those utterances that are in the cache; nothing is spoken."""
        keys = self.keys(utterances)
        distinct = list(dict.fromkeys(keys.values()))
        found = dict(zip(distinct, map_on_all_cores(self._from_cache, distinct), strict=True))
        known = {key: clip for key, clip in found.items() if clip is not None}
        return self._phrases(keys, known, 0)

    def forget(self, utterances: Iterable[Utterance]) -> int:
        """Removes utterances from the cache; returns the number of clips that were there."""
        prefixes = {key[:PREFIX] for key in self.keys(utterances).values()}
        return sum(map(self._cache.remove_starting, prefixes))

    def speak_all(
        self, utterances: Iterable[Utterance], progress: Callable[[int, int], None]
    ) -> SpokenPhrases:
        """Speaks the utterances that are not in the cache.

        Args:
            utterances: Everything to be said; the same words twice are spoken once.
            progress: Called with the number of phrases that are done, and of all.

        Raises:
            SpeechError: for the first phrase that cannot be spoken, with its line.
        """
        keys = self.keys(utterances)
        first: dict[str, Utterance] = {}
        for utterance, key in keys.items():
            first.setdefault(key, utterance)
        known = zip(first, map_on_all_cores(self._from_cache, list(first)), strict=True)
        clips = {key: clip for key, clip in known if clip is not None}
        missing = [key for key in first if key not in clips]
        cached, spoken = len(clips), list[str]()

        def job(key: str) -> Callable[[Engine], None]:
            def speak(engine: Engine) -> None:
                with self._cache.claim(key):
                    clip = self._from_cache(key)  # another process may have been first
                    if clip is None:
                        clip = self._speak(engine, first[key], key)
                        spoken.append(key)
                clips[key] = clip

            return speak

        jobs = [job(key) for key in missing]
        size = pool_size(len(jobs), self._cores) if self._another else 1
        progress(cached, len(first))
        self._measure_voices(first[key] for key in missing)
        run_jobs(
            jobs,
            self._engine,
            self._another or (lambda: self._engine),
            size,
            lambda done: progress(cached + done, len(first)),
        )
        if spoken:
            self._cache.shrink()
        return self._phrases(keys, clips, len(spoken))

    def keys(self, utterances: Iterable[Utterance]) -> dict[Utterance, str]:
        """The key of each utterance in the cache."""
        identities = lru_cache(self._engine.identity)
        matched = self.tone_match.identity if self.tone_match else ""
        processing = processing_of(self._chain)

        def key(one: Utterance) -> str:
            if self._takes and (take := self._takes.of(one)):
                return self._takes.key(take, self._rate_hz)
            plain = cache_key(identities(one.voice), phrase_of(one), processing, self._rate_hz)
            return derived_key(plain, matched) if matched else plain

        return {one: key(one) for one in dict.fromkeys(utterances)}

    def _phrases(
        self, keys: Mapping[Utterance, str], clips: Mapping[str, _Measured], spoken: int
    ) -> SpokenPhrases:
        """The utterances whose clips are known."""
        known = {utterance: key for utterance, key in keys.items() if key in clips}
        lengths = {utterance: clips[key].frames for utterance, key in known.items()}
        powers = {
            utterance: power
            for utterance, key in known.items()
            if (power := clips[key].power) is not None
        }
        recorded = frozenset(one for one in known if self._takes and self._takes.of(one))
        return SpokenPhrases(lengths, powers, spoken, known, self._cache, self._aligner, recorded)

    def _from_cache(self, key: str) -> _Measured | None:
        clip = self._cache.get(key)
        return self._measured(clip) if clip else None

    def _measured(self, clip: Clip) -> _Measured:
        return _Measured(clip.frames, self._power(clip) if self._power else None)

    def _speak(self, engine: Engine, utterance: Utterance, key: str) -> _Measured:
        if self._takes and (take := self._takes.of(utterance)):
            clip = process(take.heard()[0], self._rate_hz, "none", self._takes.curve)
        elif self.tone_match and self.tone_match.identity:
            curve = self.tone_match.curve(utterance.voice)
            clip = with_curve(self._unmatched(engine, utterance), curve)
        else:
            clip = self._said(engine, utterance)
        return self._measured(self._cache.put(key, clip))

    def _unmatched(self, engine: Engine, utterance: Utterance) -> Clip:
        """A phrase without the curve to the takes: it is kept for any other takes, and for none."""
        key = self._unmatched_key(utterance)
        return self._cache.get(key) or self._cache.put(key, self._said(engine, utterance))

    def _unmatched_key(self, utterance: Utterance) -> str:
        identity = self._engine.identity(utterance.voice)
        processing = processing_of(self._chain)
        return cache_key(identity, phrase_of(utterance), processing, self._rate_hz)

    def _said(self, engine: Engine, utterance: Utterance) -> Clip:
        try:
            return process(engine.speak(phrase_of(utterance)), self._rate_hz, self._chain)
        except SpeechError as error:
            error.line = error.line or utterance.line_no
            raise

    def _tone_match(self, takes: Takes) -> ToneMatch:
        from quietude.speech.takes.tone_match import ToneMatch

        alone = Speaker(
            self._engine, self._cache, self._rate_hz, another=self._another, cores=self._cores
        )
        return ToneMatch(takes, alone, self._engine.identity().engine)

    def _measure_voices(self, utterances: Iterable[Utterance]) -> None:
        """Finds the curves of voices before several engines need them at once."""
        if self.tone_match and self.tone_match.identity:
            takes = self._takes
            for voice in {one.voice for one in utterances if takes and not takes.of(one)}:
                self.tone_match.curve(voice)


def phrase_of(utterance: Utterance) -> Phrase:
    """An utterance as an engine takes it."""
    return Phrase(utterance.said, utterance.voice, utterance.rate_wpm, utterance.tune)
