"""Movements of a layer's level: drift, waves, gusts, a pulse. Each is a gain at any time.

A movement is drawn anew for every session, from its key; layers that share a name move together.
Ocean and wind follow Farnell, Designing Sound (2010): bands of noise under an irregular swell, and
one wind speed that drives every part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from quietude.sound.ambience.chance import curve, key_of, uniform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Times = NDArray[np.float64]


class Motion(Protocol):
    """A movement of the level."""

    def gain(self, key: int, times_s: Times, ear: int) -> Times:
        """The linear gain at some times.

        Args:
            key: The key of the bed in this session.
            times_s: Times in the session, rising.
            ear: 0 for the left, 1 for the right.
        """


@dataclass(frozen=True, slots=True)
class Drift:
    """A level that wanders.

    Attributes:
        name: Layers with drifts of one name move together.
        db: Its deviation.
        every_s: Time after which it has gone somewhere else: a minute for weather, a quarter of a
            second for the lapping of flames.
        apart: Share of each ear's own movement, from 0 to 1.
    """

    name: str
    db: float
    every_s: float
    apart: float = 0.0

    def gain(self, key: int, times_s: Times, ear: int) -> Times:
        """See :class:`Motion`."""
        moved = curve(key_of(key, self.name), times_s, self.every_s)
        if self.apart:
            own = curve(key_of(key, self.name, ear), times_s, self.every_s)
            moved = np.sqrt(1.0 - self.apart) * moved + np.sqrt(self.apart) * own
        return np.asarray(10.0 ** (self.db * moved / 20.0))


_NEAR, _RISES = 3, 4.5
_SET_S = 47.0


@dataclass(frozen=True, slots=True)
class Waves:
    """Waves on a beach, no two alike: each of its own size, length and side, and larger in sets.

    Attributes:
        every_s: Time from one to the next, on average.
        lead_s: Time by which this layer comes before the crest; negative for what follows it.
        rise_s: Time it takes to rise, as the deviation of a Gaussian.
        fall_s: Time it takes to fall.
        calm_db: Level between waves, against a full wave.
        lean_db: Difference between the ears for a wave far to one side.
    """

    every_s: float
    lead_s: float
    rise_s: float
    fall_s: float
    calm_db: float
    lean_db: float

    def gain(self, key: int, times_s: Times, ear: int) -> Times:
        """See :class:`Motion`."""
        side = 1.0 if ear else -1.0
        numbers = np.arange(
            int(times_s.min(initial=0.0) // self.every_s) - _NEAR,
            int(times_s.max(initial=0.0) // self.every_s) + _NEAR + 1,
        )
        late, size, length, lean = (
            uniform(key_of(key, "waves", draw), numbers) for draw in range(4)
        )
        crests_s = (numbers + 0.5 + 0.7 * (late - 0.5)) * self.every_s
        stretch = 0.75 + 0.6 * length
        lean = side * (2.0 * lean - 1.0)
        sizes_db = 6.0 * (size - 1.0) + 1.5 * curve(key_of(key, "sets"), crests_s, _SET_S)
        sizes = 10.0 ** ((sizes_db + 0.5 * self.lean_db * lean) / 10.0)
        tops_s = crests_s - self.lead_s * stretch + 0.25 * lean
        power = np.full(len(times_s), 10.0 ** (self.calm_db / 10.0))
        reach_s = _NEAR * self.every_s
        first = np.searchsorted(times_s, tops_s - _RISES * self.rise_s * stretch)
        last = np.searchsorted(times_s, tops_s + reach_s)
        for n in range(len(numbers)):
            t = (times_s[first[n] : last[n]] - tops_s[n]) / stretch[n]
            before = np.exp(-((np.minimum(t, 0.0) / self.rise_s) ** 2))
            after = np.cosh(np.maximum(t, 0.0) / self.fall_s) ** -3.0
            power[first[n] : last[n]] += sizes[n] * before * after
        return np.asarray(np.sqrt(power))


@dataclass(frozen=True, slots=True)
class Gusts:
    """Wind: a slow drift, gusts and squalls, the stronger the harder it blows.

    Attributes:
        db: Rise of this layer from a calm to a strong wind: leaves follow more than the air does.
        late_s: Time after which a gust is heard on the right.
    """

    db: float
    late_s: float

    def gain(self, key: int, times_s: Times, ear: int) -> Times:
        """See :class:`Motion`."""
        at = times_s - ear * self.late_s
        drift = 0.5 + 0.15 * curve(key_of(key, "drift"), at, 13.0)
        squalls = 0.12 * curve(key_of(key, "gusts"), at, 3.7)
        squalls += 0.045 * curve(key_of(key, "squalls"), at, 0.9)
        own = 0.04 * curve(key_of(key, "place", ear), at, 2.1)
        speed = np.clip(drift + (squalls + own) * np.clip(drift + 0.3, 0.3, 1.2), 0.12, 1.05)
        return np.asarray(10.0 ** (self.db * (speed - 0.55) / 20.0))


@dataclass(frozen=True, slots=True)
class Pulse:
    """A slow double beat, as a heart at rest has it, without its edge.

    Attributes:
        every_s: Time from one to the next.
        rise_s: Time it takes to rise.
        fall_s: Time in which it falls to a third.
        second_s: Time from the first to the second beat.
        second_db: Level of the second beat against the first.
        calm_db: Level between two.
    """

    every_s: float
    rise_s: float
    fall_s: float
    second_s: float
    second_db: float
    calm_db: float

    def gain(self, key: int, times_s: Times, ear: int) -> Times:
        """See :class:`Motion`; both ears hear the same."""
        del ear
        number = np.floor(times_s / self.every_s).astype(np.int64)
        beaten = np.full(len(times_s), 10.0 ** (self.calm_db / 20.0))
        for back in (0, 1):
            level_db = 0.8 * (2.0 * uniform(key_of(key, "pulse"), number - back) - 1.0)
            since = times_s - (number - back) * self.every_s
            for at_s, own_db in ((0.0, 0.0), (self.second_s, self.second_db)):
                t = np.maximum(since - at_s, 0.0)
                rising = np.sin(0.5 * np.pi * np.minimum(t / self.rise_s, 1.0)) ** 2
                fading = np.exp(-np.maximum(t - self.rise_s, 0.0) / self.fall_s)
                beaten += 10.0 ** ((level_db + own_db) / 20.0) * rising * fading
        return beaten


MOTIONS: dict[str, type[Drift | Waves | Gusts | Pulse]] = {
    "drift": Drift,
    "waves": Waves,
    "gusts": Gusts,
    "pulse": Pulse,
}
"""The movements by the word a manifest has for them."""
