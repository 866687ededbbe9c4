"""The narration as it sounds in the mix: at one gain, nothing standing out, peaks held down."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.limiter import LookAheadGain, gains_needed
from quietude.audio.loudness import WEIGHTED, PowerMeter, gated_lufs
from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.units import SILENCE_LUFS, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline


PEAK_LU = 11.0
"""How far the voice's true peaks may rise above its loudness.

eSpeak's rarest peaks lie 16 dB above. GainReduction down here, where only the voice bends for a few
milliseconds, they leave the limiter at the end nothing to do.
"""

MAX_DEVIATION_LU = 2.5
"""How far a phrase may lie from the middle one of its voice, in loudness. The voices measured stay
within it but for a phrase in a hundred, such as a list that the voice lets die away."""

_REMEMBERED = 120
"""Of how many phrases the peaks are kept, at some 6 kB each; they are found again for the others,
so that a session of many hours takes no more memory."""


class Narration:
    """What is said in a session, phrase by phrase; of some phrases the peaks are kept.

    Args:
        timeline: What is said.
        clip: Fetches the clip of an utterance, at the session's rate.
        loudness_lufs: Loudness of the narration as a whole, before its peaks are held down.
        powers: The :func:`phrase_power` of each utterance, measured when it was first read; None
            to read the clips for it.

    Attributes:
        gain: The linear gain of nearly every phrase: their relation to one another is the voice's
            own. It is found with the phrases that stand out already brought in, so that one of
            them does not lower all the others.
        spread_lu: How far apart its phrases are in loudness: from the 10th to the 90th percentile.
        brought_in: How many phrases stood out and were brought nearer to the others.
    """

    def __init__(
        self,
        timeline: Timeline,
        clip: Callable[[Utterance], Clip],
        loudness_lufs: float,
        powers: Mapping[Utterance, NDArray[np.float32]] | None = None,
    ) -> None:
        self._timeline = timeline
        self._clip = clip
        self._loudness_lufs = loudness_lufs
        self._excess: dict[Utterance, Excess] = {}
        said = [placement.utterance for placement in timeline.placements]
        if powers is None:
            powers = {phrase: phrase_power(clip(phrase)) for phrase in dict.fromkeys(said)}
        levels = {
            phrase: level
            for phrase in dict.fromkeys(said)
            if (level := gated_lufs(powers[phrase])) > SILENCE_LUFS
        }
        self._levelling_db = _levelling_db(levels)
        self.gain = db_to_gain(loudness_lufs - self._whole_lufs(said, powers))
        self.spread_lu = self._spread_lu(levels)
        self.levelled = sum(db != 0.0 for db in self._levelling_db.values())

    def gain_of(self, utterance: Utterance) -> float:
        """The linear gain of one phrase: the narration's own, unless it stands out."""
        return self.gain * db_to_gain(self._levelling_db.get(utterance, 0.0))

    def phrase(self, utterance: Utterance) -> Samples:
        """One phrase as it sounds: float32 ``(frames,)``, as long as its clip."""
        wave = np.float32(self.gain_of(utterance)) * self._clip(utterance).samples
        excess = self._excess.get(utterance)
        if excess is None:
            excess = find_excess(wave, db_to_gain(self._loudness_lufs + PEAK_LU))
            if len(self._excess) < _REMEMBERED:
                self._excess[utterance] = excess
        limit_peaks(wave, excess, self._timeline.sample_rate_hz)
        return wave

    def _whole_lufs(
        self, said: Sequence[Utterance], powers: Mapping[Utterance, NDArray[np.float32]]
    ) -> float:
        """The loudness of everything that is said, one phrase after the other."""
        whole = np.empty(sum(len(powers[phrase]) for phrase in said), dtype=np.float32)
        at = 0
        for phrase in said:
            part = powers[phrase]
            gain = np.float32(db_to_gain(self._levelling_db.get(phrase, 0.0)) ** 2)
            np.multiply(part, gain, out=whole[at : at + len(part)])
            at += len(part)
        return gated_lufs(whole)

    def _spread_lu(self, levels: Mapping[Utterance, float]) -> float:
        if not levels:
            return 0.0
        brought_in = [level + self._levelling_db[phrase] for phrase, level in levels.items()]
        low, high = np.percentile(brought_in, (10, 90))
        return float(high - low)


def phrase_power(clip: Clip) -> NDArray[np.float32]:
    """The power of a phrase in both ears, by the tenth of a second, K-weighted; a night has many.

    Returns:
        float32 ``(n,)``: some 40 bytes for each second of speech.
    """
    meter = PowerMeter(clip.sample_rate_hz, 1)
    meter.add(clip.samples[:, None])
    return np.asarray(2.0 * meter.powers()[WEIGHTED], dtype=np.float32)


def _levelling_db(levels: dict[Utterance, float]) -> dict[Utterance, float]:
    voices: dict[str, list[float]] = {}
    for it, level in levels.items():
        voices.setdefault(it.voice, []).append(level)
    middles = {voice: median(found) for voice, found in voices.items()}
    return {
        it: min(
            max(level, middles[it.voice] - MAX_DEVIATION_LU), middles[it.voice] + MAX_DEVIATION_LU
        )
        - level
        for it, level in levels.items()
    }


_AT_ONCE = 32_768
"""How many frames are looked at together: a long phrase at once takes its memory many times."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Where a phrase is too high: a few frames in a thousand, so that all can be kept.

    Attributes:
        frames: Those frames, ascending: uint32.
        needed: The gain each of them needs, below 1: float32.
    """

    frames: NDArray[np.uint32]
    needed: NDArray[np.float32]


def find_excess(wave: Samples, ceiling: float) -> Excess:
    """Where the true peaks of a phrase rise above a ceiling.

    Args:
        wave: float32 ``(frames,)``, beginning and ending in silence.
        ceiling: Linear.
    """
    padded = np.pad(wave, (SIDE - 1, SIDE))[:, None]
    frames, needed = [], []
    for start in range(0, len(wave), _AT_ONCE):
        end = min(start + _AT_ONCE, len(wave))
        peaks = interpolated_peaks(padded[start : end + 2 * SIDE - 1], ceiling)
        high = np.flatnonzero(peaks > ceiling)
        frames.append((start + high).astype(np.uint32))
        needed.append(gains_needed(peaks[high], ceiling).astype(np.float32))
    return Excess(np.concatenate(frames), np.concatenate(needed))


def limit_peaks(wave: Samples, excess: Excess, sample_rate_hz: int) -> None:
    """Lower a phrase around its peaks, in place, as :class:`quietude.audio.limiter.Limiter` would.

    Args:
        wave: float32 ``(frames,)``.
        excess: Its own, by :func:`find_excess`.
        sample_rate_hz: Frames per second.
    """
    for first, last in _stretches(excess, LookAheadGain(sample_rate_hz).reach):
        line = LookAheadGain(sample_rate_hz)
        frames, needed = excess.frames[first:last], excess.needed[first:last]
        begin = max(0, int(frames[0]) - line.delay)
        end = min(len(wave), int(frames[-1]) + line.reach)
        gains = np.ones(end - begin + line.delay, dtype=np.float32)
        gains[frames - begin] = needed
        wave[begin:end] *= line.process(gains)[line.delay :]


def _stretches(excess: Excess, apart: int) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the peaks that are felt together."""
    if not len(excess.frames):
        return
    after = np.flatnonzero(np.diff(excess.frames) > 2 * apart) + 1
    edges = [0, *after.tolist(), len(excess.frames)]
    yield from pairwise(edges)
