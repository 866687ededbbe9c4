"""A look-ahead true-peak limiter: nothing passes its ceiling, and a normal session never meets it.

Zölzer (ed.), DAFX, 2nd edition, section 4.2: peak detection, look-ahead by delaying the signal,
smoothing of the gain. Here the smallest gain needed within the look-ahead is held, released at a
constant rate, and smoothed by a window as long as the look-ahead, so that the gain has arrived
when the peak does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.units import gain_to_db

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

LOOK_AHEAD_S = 0.005
RELEASE_PER_S = 12.0
"""How fast the gain returns, as linear gain per second: from half to whole in 42 ms.

Slower, the gain would stay down between the pulses of a voice and take from its loudness.
"""

_NOTHING = 1e-4

_AT_ONCE = 2048
"""How many frames are smoothed or passed over at a time: a peak is felt for some thousand."""

MERGE_WITHIN_S = 1.0
"""Places closer than this where a limiter worked are told as one."""


@dataclass(frozen=True, slots=True)
class GainReduction:
    """A place where a limiter worked.

    Attributes:
        start_frame: The first frame that was lowered.
        end_frame: The first frame after the last.
        reduction_db: The most that was taken away.
    """

    start_frame: int
    end_frame: int
    reduction_db: float


class LookAheadGain:
    """The gain that a stream needs, ahead of its peaks and smooth.

    Args:
        sample_rate_hz: Frames per second.

    Attributes:
        delay: How many frames what comes out lies behind what goes in.
        reach: How many frames after it something that needs a gain of nothing is felt.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        # Two boxes of this length, one after the other, reach over the look-ahead.
        self._box = max(1, round(LOOK_AHEAD_S * sample_rate_hz / 2))
        self._window = 2 * self._box - 1
        self._release = RELEASE_PER_S / sample_rate_hz
        self.delay = self._window - 1
        self.reach = 2 * self._window + math.ceil(1.0 / self._release)
        self._needed = np.ones(self.delay)
        self._released = np.ones(self.delay)

    @property
    def idle(self) -> bool:
        """Whether the gain is back: what still needs less than one holds it down already."""
        return bool(self._released.min() >= 1.0)

    def process(self, needed: Samples) -> Samples:
        """The next gains that are needed, ``(frames,)`` from 0 to 1, and as many to be used."""
        gain = np.ones(len(needed), dtype=np.float32)
        for start in range(0, len(needed), _AT_ONCE):
            part = needed[start : start + _AT_ONCE]
            if part.min() < 1.0 or not self.idle:
                gain[start : start + len(part)] = self._smoothed(part)
        return gain

    def _smoothed(self, needed: Samples) -> Samples:
        ahead = np.concatenate([self._needed, needed])
        released = self._release_from(_trailing_minimum(ahead, self._window))
        smooth = whole = np.concatenate([self._released, released])
        for _ in range(2):
            smooth = _moving_average(smooth, self._box)
        self._needed = ahead[len(needed) :]
        self._released = whole[len(needed) :]
        return smooth[-len(needed) :]

    def _release_from(self, held: Samples) -> Samples:
        """Let the gain rise no faster than the release: g[n] = min(h[n], g[n-1] + r)."""
        slope = self._release * np.arange(1, len(held) + 1)
        start = np.concatenate([[self._released[-1]], held - slope])
        return np.asarray(np.minimum.accumulate(start)[1:] + slope)


class Limiter:
    """Limits a stream; what comes out is ``delay`` frames behind what goes in.

    Args:
        ceiling: The highest true peak that may pass, linear.
        sample_rate_hz: Frames per second.
        channels: Of the stream, 1 or 2; they are lowered together.
    """

    def __init__(self, ceiling: float, sample_rate_hz: int, channels: int = 2) -> None:
        self._ceiling = ceiling
        self._line = LookAheadGain(sample_rate_hz)
        self.delay = self._line.delay + SIDE
        self._signal = np.zeros((self.delay + SIDE - 1, channels), dtype=np.float32)
        self._lowest = 1.0
        self._together = round(MERGE_WITHIN_S * sample_rate_hz)
        self._next = -self.delay
        self._held: list[GainReduction] = []

    @property
    def reduction_db(self) -> float:
        """The most it has taken away so far, in dB; 0 if it never worked."""
        return abs(gain_to_db(self._lowest))

    @property
    def gain_reductions(self) -> tuple[GainReduction, ...]:
        """Where it has worked so far, in frames of what went in."""
        return tuple(self._held)

    def process(self, block: Samples) -> Samples:
        """The next frames in, as many frames out: ``(frames, channels)``."""
        joined = np.concatenate([self._signal, block])
        frames = len(block)
        self._signal = joined[frames:]
        passed = joined[SIDE - 1 : SIDE - 1 + frames]
        gain = self._gain(joined[len(joined) - frames - 2 * SIDE + 1 :])
        if gain is not None:
            self._note(gain)
        self._next += frames
        return passed if gain is None else passed * gain[:, None]

    def _gain(self, padded: Samples) -> Samples | None:
        """The gain of the frames that leave now, or None where it is one throughout."""
        peaks = interpolated_peaks(padded, self._ceiling)
        if self._line.idle and peaks.max(initial=0.0) <= self._ceiling:
            return None
        gain = self._line.process(gains_needed(peaks, self._ceiling))
        self._lowest = min(self._lowest, float(gain.min()))
        return gain

    def _note(self, gain: Samples) -> None:
        lowered = np.flatnonzero(gain < 1.0 - _NOTHING)
        parts = np.flatnonzero(np.diff(lowered) > self._together) + 1
        for part in np.split(lowered, parts) if len(lowered) else ():
            start, end = self._next + int(part[0]), self._next + int(part[-1]) + 1
            most = abs(gain_to_db(float(gain[part].min())))
            if self._held and start - self._held[-1].end_frame <= self._together:
                before = self._held.pop()
                start, most = before.start_frame, max(before.reduction_db, most)
            self._held.append(GainReduction(start, end, most))


def gains_needed(peaks: Samples, ceiling: float) -> Samples:
    """The gain, one at most, that brings each of some magnitudes down to a ceiling."""
    return np.asarray(np.minimum(1.0, ceiling / np.maximum(peaks, 1e-12)))


def _trailing_minimum(values: Samples, window: int) -> Samples:
    """The minimum of each value and the ``window - 1`` before it, where there are as many."""
    span = 1
    while 2 * span <= window:
        values = np.minimum(values[span:], values[:-span])
        span *= 2
    rest = window - span
    return np.minimum(values[rest:], values[: len(values) - rest])


def _moving_average(values: Samples, window: int) -> Samples:
    """The mean of each value and the ``window - 1`` before it, where there are as many."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray((sums[window:] - sums[:-window]) / window)
