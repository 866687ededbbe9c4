"""Recorded phrases and an open voice as one: what nobody recorded is spoken on demand."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from quietude.speech.on_demand import LATER
from quietude.speech.processing import with_curve
from quietude.speech.speaker import Speaker
from quietude.speech.takes.room_tone import room_tone
from quietude.speech.takes.tone_curve import FLAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.speech.cache import PhraseCache
    from quietude.speech.on_demand import OnDemand
    from quietude.speech.speaker import SpokenPhrases
    from quietude.speech.takes.folder import Takes
    from quietude.speech.takes.tone_curve import ToneCurve
    from quietude.speech.voice_selection import ChosenVoice


class RecordedFirst:
    """The takes of a folder as they are now, and a voice for the rest; used as its voice is.

    Args:
        speaking: The open voice.
        takes: The takes.
        cache: The cache of clips.
        sample_rate_hz: The rate of the clips.
        power: Measures each clip, for the mix.
    """

    def __init__(
        self,
        speaking: OnDemand,
        takes: Takes,
        cache: PhraseCache,
        sample_rate_hz: int,
        power: Callable[[Clip], NDArray[np.float32]],
    ) -> None:
        self._speaking = speaking
        self._takes, self._power = takes, power
        self._cache, self._rate_hz = cache, sample_rate_hz
        # Its engine is never used: every phrase that it gets has a take.
        self._speaker = Speaker(
            speaking.voice.engine, cache, sample_rate_hz, power=power, takes=takes
        )
        self._heard: dict[Utterance, SpokenPhrases] = {}
        self._curves: dict[str, ToneCurve] = {}
        self._powers: dict[Utterance, NDArray[np.float32]] = {}
        self._lock = threading.Lock()

    @property
    def voice(self) -> ChosenVoice:
        """The voice."""
        return self._speaking.voice

    def recorded(self, utterances: Iterable[Utterance]) -> frozenset[Utterance]:
        """Those of some phrases that a person recorded."""
        return frozenset(one for one in utterances if self._takes.of(one))

    def room(self, utterances: Iterable[Utterance]) -> Samples | None:
        """The room of the recorded ones of some phrases, as a loop; None without any."""
        return room_tone(self._takes, utterances, self._cache, self._rate_hz)

    def recall(self, utterances: Iterable[Utterance]) -> None:
        """Takes what is recorded, and what is in the cache already; nothing is spoken.

        Raises:
            SoundError: if a take cannot be read.
        """
        recorded, others = self._parted(utterances)
        with self._lock:
            unknown = [one for one in recorded if one not in self._heard]
        if unknown:
            found = self._speaker.speak_all(unknown, lambda _done, _total: None)
            with self._lock:
                self._heard |= dict.fromkeys(found.lengths, found)
        self._speaking.recall(others)

    def order(self, utterances: Iterable[Utterance], urgency: int) -> None:
        """Asks for phrases, most urgent first, without waiting for them."""
        self._speaking.order(self._parted(utterances)[1], urgency)

    def wait_for(self, utterances: Iterable[Utterance]) -> None:
        """Asks for phrases before all others, and waits until they are spoken.

        Raises:
            SpeechError: if one of them cannot be spoken.
            SoundError: if a take cannot be read.
        """
        recorded, others = self._parted(utterances)
        self.recall(recorded)
        self._speaking.wait_for(others)

    def lengths(self, utterances: Iterable[Utterance]) -> dict[Utterance, int]:
        """The length of those that are there, in frames."""
        recorded, others = self._parted(utterances)
        with self._lock:
            here = {one: self._heard[one].lengths[one] for one in recorded if one in self._heard}
        return {**self._speaking.lengths(others), **here}

    def powers(self, utterances: Iterable[Utterance]) -> dict[Utterance, NDArray[np.float32]]:
        """The power of those that are there, by the tenth of a second."""
        recorded, others = self._parted(utterances)
        with self._lock:
            here = {one: self._heard[one].powers[one] for one in recorded if one in self._heard}
        return {**self._matched_powers(others), **here}

    def clip(self, utterance: Utterance) -> Clip:
        """The clip of a phrase that is there.

        Raises:
            SpeechError: if it has been removed in the meantime.
        """
        with self._lock:
            heard = self._heard.get(utterance)
        if heard:
            return heard.clip(utterance)
        return with_curve(self._speaking.clip(utterance), self._curve(utterance.voice))

    def _matched_powers(self, others: list[Utterance]) -> dict[Utterance, NDArray[np.float32]]:
        """The power of spoken phrases as they are heard, with their curve."""
        found = self._speaking.powers(others)
        for one in found:
            if one not in self._powers and not self._curve(one.voice).is_flat:
                self._powers[one] = self._power(self.clip(one))
        return {one: self._powers.get(one, power) for one, power in found.items()}

    def _curve(self, voice: str) -> ToneCurve:
        """The curve of a voice, the same as long as this is used.

        A voice that was never measured speaks its sentences when it has nothing else to do, and is
        brought near the takes in the session after this one.
        """
        match = self._speaker.tone_match
        with self._lock:
            if voice not in self._curves and match:
                found = match.known_curve(voice)
                if found is None:
                    self._speaking.order(match.sentences(voice), LATER)
                self._curves[voice] = found or FLAT
            return self._curves.get(voice, FLAT)

    def _parted(self, utterances: Iterable[Utterance]) -> tuple[list[Utterance], list[Utterance]]:
        recorded: list[Utterance] = []
        others: list[Utterance] = []
        for one in dict.fromkeys(utterances):
            (recorded if self._takes.of(one) else others).append(one)
        return recorded, others
