"""The narration as it sounds in the mix: at one gain, nothing standing out, peaks held down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import SILENCE_LUFS, WEIGHTED, PowerMeter, gated_lufs
from quietude.sound.phrase_peaks import find_excess, hold_down
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline
    from quietude.sound.phrase_peaks import Excess

PEAK_LU = 11.0
"""How far the voice's true peaks may rise above its loudness.

eSpeak's rarest peaks lie 16 dB above. Held down here, where only the voice bends for a few
milliseconds, they leave the limiter at the end nothing to do.
"""

FURTHEST_LU = 2.5
"""How far a phrase may lie from the middle one of its voice, in loudness. The voices measured stay
within it but for a phrase in a hundred, such as a list that the voice lets die away."""

_REMEMBERED = 120
"""Of how many phrases the peaks are kept, at some 6 kB each; they are found again for the others,
so that a session of many hours takes no more memory."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the phrases of a session measure.

    Attributes:
        gain: The linear gain of nearly every phrase.
        levels: The loudness of each phrase that is long enough to have one, at a gain of 1.
        brought_in_db: What those are turned up or down by, to be near the middle one of their
            voice.
    """

    gain: float
    levels: dict[Utterance, float]
    brought_in_db: dict[Utterance, float]


class Narration:
    """What is said in a session, phrase by phrase; of some phrases the peaks are kept.

    Args:
        timeline: What is said.
        clip: Fetches the clip of an utterance, at the session's rate.
        loudness_lufs: How loud the narration as a whole is to be, before its peaks are held down.
    """

    def __init__(
        self, timeline: Timeline, clip: Callable[[Utterance], Clip], loudness_lufs: float
    ) -> None:
        self._timeline = timeline
        self._clip = clip
        self._loudness_lufs = loudness_lufs
        self._excess: dict[Utterance, Excess] = {}

    @property
    def gain(self) -> float:
        """The linear gain of nearly every phrase: their relation to one another is the voice's own.

        It is found with the phrases that stand out already brought in, so that one of them does
        not lower all the others.
        """
        return self._found.gain

    @property
    def spread_lu(self) -> float:
        """How far apart its phrases are in loudness: from the 10th to the 90th of a hundred."""
        found = self._found
        levels = [it + found.brought_in_db[one] for one, it in found.levels.items()]
        if not levels:
            return 0.0
        low, high = np.percentile(levels, (10, 90))
        return float(high - low)

    @property
    def brought_in(self) -> int:
        """How many phrases stood out and were brought nearer to the others."""
        return sum(it != 0.0 for it in self._found.brought_in_db.values())

    def gain_of(self, utterance: Utterance) -> float:
        """The linear gain of one phrase: the narration's own, unless it stands out."""
        return self.gain * db_to_gain(self._found.brought_in_db.get(utterance, 0.0))

    def phrase(self, utterance: Utterance) -> Samples:
        """One phrase as it sounds: float32 ``(frames,)``, as long as its clip."""
        wave = np.float32(self.gain_of(utterance)) * self._clip(utterance).samples
        excess = self._excess.get(utterance)
        if excess is None:
            excess = find_excess(wave, db_to_gain(self._loudness_lufs + PEAK_LU))
            if len(self._excess) < _REMEMBERED:
                self._excess[utterance] = excess
        hold_down(wave, excess, self._timeline.sample_rate_hz)
        return wave

    @cached_property
    def _found(self) -> _Found:
        said = [it.utterance for it in self._timeline.placements]
        powers = {it: self._powers(it) for it in dict.fromkeys(said)}
        levels = {
            it: level for it, found in powers.items() if (level := gated_lufs(found)) > SILENCE_LUFS
        }
        brought_in_db = _brought_in_db(levels)
        whole = np.empty(sum(len(powers[it]) for it in said), dtype=np.float32)
        at = 0
        for it in said:
            part = powers[it]
            gain = np.float32(db_to_gain(brought_in_db.get(it, 0.0)) ** 2)
            np.multiply(part, gain, out=whole[at : at + len(part)])
            at += len(part)
        lufs = gated_lufs(whole)
        return _Found(db_to_gain(self._loudness_lufs - lufs), levels, brought_in_db)

    def _powers(self, utterance: Utterance) -> NDArray[np.float32]:
        """The power of a phrase in both ears, by the tenth of a second; a night has many."""
        meter = PowerMeter(self._timeline.sample_rate_hz, 1)
        meter.add(self._clip(utterance).samples[:, None])
        return np.asarray(2.0 * meter.powers()[WEIGHTED], dtype=np.float32)


def _brought_in_db(levels: dict[Utterance, float]) -> dict[Utterance, float]:
    voices: dict[str, list[float]] = {}
    for it, level in levels.items():
        voices.setdefault(it.voice, []).append(level)
    middles = {voice: median(found) for voice, found in voices.items()}
    return {
        it: min(max(level, middles[it.voice] - FURTHEST_LU), middles[it.voice] + FURTHEST_LU)
        - level
        for it, level in levels.items()
    }
