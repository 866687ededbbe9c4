"""Speaking on demand: one open voice, and phrases in the order in which somebody waits for them."""

from __future__ import annotations

import heapq
import itertools
import threading
from typing import TYPE_CHECKING, Self

from quietude.errors import SpeechError
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from quietude.audio.clip import Clip
    from quietude.plan.model import Utterance
    from quietude.speech.cache import PhraseCache
    from quietude.speech.speaker import SpokenPhrases
    from quietude.speech.voice_selection import ChosenVoice

NOW, SOON, LATER = 0, 1, 2
"""Urgency of a phrase: somebody waits for it, will in a moment, or may."""

_AT_ONCE = 4
"""Phrases that are spoken before the order is looked at again; one where somebody waits."""


class OnDemand:
    """Speaks phrases with one voice, in a thread of its own. Use it as a context manager.

    Args:
        voice: The open voice; closed with this.
        cache: The cache of clips.
        sample_rate_hz: The rate of the clips.
        power: Measures each clip, for the mix.
    """

    def __init__(
        self,
        voice: ChosenVoice,
        cache: PhraseCache,
        sample_rate_hz: int,
        power: Callable[[Clip], NDArray[np.float32]],
    ) -> None:
        self.voice = voice
        self._speaker = Speaker(voice.engine, cache, sample_rate_hz, power=power)
        self._changed = threading.Condition()
        self._queue: list[tuple[int, int, Utterance]] = []
        self._urgency: dict[Utterance, int] = {}
        self._order = itertools.count()
        self._spoken: dict[Utterance, SpokenPhrases] = {}
        self._failed: dict[Utterance, SpeechError] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="on demand", daemon=True)
        self._thread.start()

    @staticmethod
    def recorded(_utterances: Iterable[Utterance]) -> frozenset[Utterance]:
        """Those of some phrases that a person recorded: none, this is a voice."""
        return frozenset()

    @staticmethod
    def room(_utterances: Iterable[Utterance]) -> None:
        """The room of recorded phrases: none."""

    def recall(self, utterances: Iterable[Utterance]) -> None:
        """Takes what is in the cache already; nothing is spoken."""
        with self._changed:
            unknown = [one for one in dict.fromkeys(utterances) if one not in self._spoken]
        if not unknown:
            return
        found = self._speaker.recalled(unknown)
        with self._changed:
            self._spoken |= dict.fromkeys(found.lengths, found)
            self._changed.notify_all()

    def order(self, utterances: Iterable[Utterance], urgency: int) -> None:
        """Asks for phrases, most urgent first, without waiting for them."""
        with self._changed:
            for one in utterances:
                if one in self._spoken or self._urgency.get(one, LATER + 1) <= urgency:
                    continue
                self._failed.pop(one, None)
                self._urgency[one] = urgency
                heapq.heappush(self._queue, (urgency, next(self._order), one))
            self._changed.notify_all()

    def wait_for(self, utterances: Iterable[Utterance]) -> None:
        """Asks for phrases before all others, and waits until they are spoken.

        Raises:
            SpeechError: if one of them cannot be spoken, or this was closed.
        """
        wanted = list(utterances)
        self.order(wanted, NOW)
        with self._changed:
            while missing := [one for one in wanted if one not in self._spoken]:
                if error := next(
                    (self._failed[one] for one in missing if one in self._failed), None
                ):
                    raise error
                if self._closed:
                    message = "the voice was closed"
                    raise SpeechError(message, hint="Start the session again.")
                self._changed.wait(1.0)

    def forget(self) -> None:
        """Leaves out what nobody waits for any more."""
        with self._changed:
            for one in [one for one, urgency in self._urgency.items() if urgency > NOW]:
                del self._urgency[one]
            self._queue = [entry for entry in self._queue if entry[0] == NOW]
            heapq.heapify(self._queue)

    def lengths(self, utterances: Iterable[Utterance]) -> dict[Utterance, int]:
        """The length of those that are spoken, in frames."""
        with self._changed:
            return {
                one: self._spoken[one].lengths[one] for one in utterances if one in self._spoken
            }

    def powers(self, utterances: Iterable[Utterance]) -> dict[Utterance, NDArray[np.float32]]:
        """The power of those that are spoken, by the tenth of a second."""
        with self._changed:
            return {one: self._spoken[one].powers[one] for one in utterances if one in self._spoken}

    def clip(self, utterance: Utterance) -> Clip:
        """The clip of a phrase that is spoken.

        Raises:
            SpeechError: if it has been removed from the cache in the meantime.
        """
        with self._changed:
            spoken = self._spoken[utterance]
        return spoken.clip(utterance)

    def close(self) -> None:
        """Ends the voice; whoever waits gets an error."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.voice.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _work(self) -> None:
        while batch := self._next():
            try:
                done = self._speaker.speak_all(batch, lambda _done, _total: None)
            except SpeechError as error:
                with self._changed:
                    if len(batch) == 1:
                        self._failed[batch[0]] = error
                    else:  # one by one, to know which
                        for one in batch:
                            heapq.heappush(self._queue, (NOW, next(self._order), one))
                            self._urgency[one] = NOW
                    self._changed.notify_all()
                continue
            with self._changed:
                self._spoken |= dict.fromkeys(done.lengths, done)
                self._changed.notify_all()

    def _next(self) -> list[Utterance]:
        """The phrases to speak next, as soon as there are some; none once it is closed."""
        with self._changed:
            while True:
                batch: list[Utterance] = []
                while self._queue and len(batch) < _AT_ONCE and not self._closed:
                    urgency, _, one = self._queue[0]
                    if batch and urgency == NOW:
                        break
                    heapq.heappop(self._queue)
                    if self._urgency.get(one) != urgency:  # asked for again, more urgently
                        continue
                    del self._urgency[one]
                    if one not in self._spoken:
                        batch.append(one)
                    if urgency == NOW and batch:
                        break
                if batch or self._closed:
                    return [] if self._closed else batch
                self._changed.wait()
