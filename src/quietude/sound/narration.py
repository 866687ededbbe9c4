"""The narration as it sounds in the mix: one gain, outlying phrases levelled, peaks limited."""

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
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip, Samples
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Timeline


PEAK_LU = 11.0
"""Height of the voice's true peaks above its loudness, at most.

eSpeak's rarest peaks lie 16 dB above. Limited here, where only the voice gives way for a few
milliseconds, they leave nothing to do for the limiter of the whole mix.
"""

MAX_DEVIATION_LU = 2.5
"""Distance in loudness of a phrase from the median of its voice, at most. In the voices measured,
one phrase in a hundred lies outside, such as a list at whose end the voice dies away."""

RECORDED_DEVIATION_LU = 1.5
"""The same for phrases that a person recorded: a hand nearer to the microphone, or another evening,
makes more of a difference than they meant."""

_REMEMBERED = 120
"""Phrases whose peaks are kept, at some 6 kB each. The others are searched again, so the memory of
a session of many hours does not grow."""


class Narration:
    """The phrases of a session as they sound in the mix.

    Args:
        timeline: The phrases.
        clip: Fetches the clip of an utterance, at the session's rate.
        loudness_lufs: Loudness of the narration as a whole, before its peaks are limited.
        powers: The :func:`phrase_power` of each utterance, measured when it was first read; None
            to read the clips for it.
        recorded: The utterances that a person recorded: they and those of the voice are brought to
            one level.

    Attributes:
        gain: The linear gain of nearly every phrase, so the voice keeps its own dynamics. Outlying
            phrases are levelled before it is found, or one of them would lower all the others.
        spread_lu: Loudness from the 10th to the 90th percentile of the phrases.
        levelled: The number of outlying phrases that were brought closer to the others.
    """

    def __init__(
        self,
        timeline: Timeline,
        clip: Callable[[Utterance], Clip],
        loudness_lufs: float,
        powers: Mapping[Utterance, NDArray[np.float32]] | None = None,
        recorded: Collection[Utterance] = (),
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
        self._levelling_db, self.levelled = _levelling_db(levels, recorded)
        self.gain = db_to_gain(loudness_lufs - self._whole_lufs(said, powers))
        self.spread_lu = self._spread_lu(levels)

    def gain_of(self, utterance: Utterance) -> float:
        """The linear gain of one phrase: the common gain, unless the phrase was levelled."""
        return self.gain * db_to_gain(self._levelling_db.get(utterance, 0.0))

    def phrase(self, utterance: Utterance) -> Samples:
        """Returns one phrase as it sounds: float32 ``(frames,)``, as long as its clip."""
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
        """The loudness of all phrases, one after the other."""
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
        levelled = [level + self._levelling_db[phrase] for phrase, level in levels.items()]
        low, high = np.percentile(levelled, (10, 90))
        return float(high - low)


def phrase_power(clip: Clip) -> NDArray[np.float32]:
    """The K-weighted power of a phrase in both ears, in each tenth of a second.

    Returns:
        float32 ``(n,)``: some 40 bytes for each second of speech.
    """
    meter = PowerMeter(clip.sample_rate_hz, 1)
    meter.add(clip.samples[:, None])
    return np.asarray(2.0 * meter.powers()[WEIGHTED], dtype=np.float32)


def _levelling_db(
    levels: dict[Utterance, float], recorded: Collection[Utterance]
) -> tuple[dict[Utterance, float], int]:
    """The gain of each phrase, in dB, and the number of outlying ones.

    Outlying phrases come within the deviation. Of one voice, phrases that a person recorded and
    those that were spoken for want of a recording get the median of whichever are more.
    """
    groups: dict[tuple[str, bool], list[float]] = {}
    for phrase, level in levels.items():
        groups.setdefault((phrase.voice, phrase in recorded), []).append(level)
    medians = {group: median(found) for group, found in groups.items()}
    gains_db: dict[Utterance, float] = {}
    outlying = 0
    for phrase, level in levels.items():
        of_person, of_voice = (phrase.voice, True), (phrase.voice, False)
        more = len(groups.get(of_voice, ())) > len(groups.get(of_person, ()))
        larger = of_voice if more else of_person
        usual = medians[phrase.voice, phrase in recorded]
        most = RECORDED_DEVIATION_LU if phrase in recorded else MAX_DEVIATION_LU
        kept = min(max(level, usual - most), usual + most)
        outlying += kept != level
        gains_db[phrase] = kept - level + (medians[larger] - usual)
    return gains_db, outlying


_AT_ONCE = 32_768
"""Frames searched at a time, to bound the memory a long phrase takes."""


@dataclass(frozen=True, slots=True)
class Excess:
    """The peaks of a phrase above a ceiling: a few frames in a thousand.

    Attributes:
        frames: Their frames, ascending: uint32.
        needed: The gain each of them needs, below 1: float32.
    """

    frames: NDArray[np.uint32]
    needed: NDArray[np.float32]


def find_excess(wave: Samples, ceiling: float) -> Excess:
    """Finds the true peaks of a phrase above a ceiling.

    Args:
        wave: float32 ``(frames,)``, beginning and ending in silence.
        ceiling: The highest true peak that may pass, linear.
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
    """Lowers a phrase around its peaks, in place, as :class:`quietude.audio.limiter.Limiter` would.

    Args:
        wave: float32 ``(frames,)``.
        excess: Its peaks, by :func:`find_excess`.
        sample_rate_hz: Frames per second.
    """
    for first, last in _clusters(excess, LookAheadGain(sample_rate_hz).reach):
        look_ahead = LookAheadGain(sample_rate_hz)
        frames, needed = excess.frames[first:last], excess.needed[first:last]
        begin = max(0, int(frames[0]) - look_ahead.delay)
        end = min(len(wave), int(frames[-1]) + look_ahead.reach)
        gains = np.ones(end - begin + look_ahead.delay, dtype=np.float32)
        gains[frames - begin] = needed
        wave[begin:end] *= look_ahead.process(gains)[look_ahead.delay :]


def _clusters(excess: Excess, reach: int) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the peaks whose gain reductions may overlap."""
    if not len(excess.frames):
        return
    after = np.flatnonzero(np.diff(excess.frames) > 2 * reach) + 1
    edges = [0, *after.tolist(), len(excess.frames)]
    yield from pairwise(edges)
