"""Single sounds, each placed anew: a bird, a stroke on a bowl, a far clap of thunder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.sound.ambience.chance import curve, key_of, uniform
from quietude.sound.ambience.recent_results import RecentResults
from quietude.sound.power_profile import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.ambience.recording import Recording
    from quietude.sound.ambience.scratch import Scratch

_STRETCH_HOPS = 600
_KEPT = 3
_RESTING = -0.25
_HALF = 0.5


class PlacedSound(NamedTuple):
    """One sound at its place.

    Attributes:
        start_hop: The tenth of a second in which it begins.
        clip: The number of its clip.
        gains: The linear gain of the left and the right ear.
        swapped: True if the ears are exchanged.
    """

    start_hop: int
    clip: int
    gains: tuple[float, ...]
    swapped: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """Rules by which single sounds are placed.

    Attributes:
        every_s: Time from one to the next, on average.
        loose: Share of that time by which one may come early or late: 0 is a clock.
        chance: Share of the places at which one sounds.
        rests_s: Length of the times of plenty and of rest, or 0 for none.
        range_db: The most that one is softer than another.
        lean_db: Difference between the ears for one far to the side.
    """

    every_s: float
    loose: float
    chance: float
    rests_s: float
    range_db: float
    lean_db: float


class Events:
    """An endless scatter of single sounds; see :class:`quietude.sound.ambience.grains.Grains`.

    Args:
        recording: The sounds, one after the other.
        clips_s: The start and the length of each.
        key: Chooses what sounds when.
        settings: The rules by which they are placed.
    """

    def __init__(
        self,
        recording: Recording,
        clips_s: Sequence[tuple[float, float]],
        key: int,
        settings: Scatter,
    ) -> None:
        self._recording = recording
        self._clips_s = clips_s
        self._clips = [recording.part(start_s, length_s) for start_s, length_s in clips_s]
        self._key = key
        self._hop = hop_frames(recording.sample_rate_hz)
        self._settings = settings
        self._longest = max(-(-clip.shape[1] // self._hop) for clip in self._clips)
        self._kept: RecentResults[int, list[PlacedSound]] = RecentResults(_KEPT)

    def add_to(self, block: Samples, start: int, gain: Samples, scratch: Scratch) -> None:
        """Adds the frames from ``start`` of the session, under a gain, to a block.

        Args:
            block: ``(2, frames)``.
            start: The first frame.
            gain: ``(2, frames)``.
            scratch: Memory for what is added.
        """
        frames = block.shape[1]
        for event in self._between(start // self._hop, -(-(start + frames) // self._hop)):
            clip = self._clips[event.clip]
            begun = event.start_hop * self._hop - start
            low, high = max(begun, 0), min(begun + clip.shape[1], frames)
            if low < high:
                part = clip[::-1] if event.swapped else clip
                heard = scratch.array("heard", 2, high - low)
                np.multiply(part[:, low - begun : high - begun], gain[:, low:high], out=heard)
                heard *= np.array(event.gains, dtype=np.float32)[:, None]
                block[:, low:high] += heard

    def powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """Returns the power of each ear in some tenths of a second, ``(2, 4, n)``."""
        found = np.zeros((2, ROWS, last_hop - first_hop))
        for event in self._between(first_hop, last_hop):
            powers = self._recording.powers(self._clips_s[event.clip])
            begun = event.start_hop - first_hop
            low, high = max(begun, 0), min(begun + powers.shape[2], last_hop - first_hop)
            if low < high:
                part = powers[::-1] if event.swapped else powers
                squares = np.square(event.gains)[:, None, None]
                found[:, :, low:high] += squares * part[:, :, low - begun : high - begun]
        return found

    def _between(self, first_hop: int, last_hop: int) -> Iterator[PlacedSound]:
        """The events that sound in some tenths of a second, in order."""
        first = (first_hop - self._longest) // _STRETCH_HOPS
        for number in range(first, last_hop // _STRETCH_HOPS + 1):
            for event in self._kept.get(number, self._placed):
                if first_hop - self._longest <= event.start_hop < last_hop:
                    yield event

    def _placed(self, number: int) -> list[PlacedSound]:
        """The events that begin within a minute."""
        settings = self._settings
        start_hop, stop_hop = number * _STRETCH_HOPS, (number + 1) * _STRETCH_HOPS
        margin = 1 + int(settings.loose)
        places = np.arange(
            int(np.floor(start_hop / 10 / settings.every_s)) - margin,
            int(np.ceil(stop_hop / 10 / settings.every_s)) + margin,
        )

        def drawn(what: str) -> NDArray[np.float64]:
            return uniform(key_of(self._key, what), places)

        at_s = (places + 0.5 + settings.loose * (2.0 * drawn("when") - 1.0)) * settings.every_s
        hops = np.floor(10.0 * at_s + 1e-6).astype(np.int64)
        sounds = drawn("chance") < settings.chance
        if settings.rests_s:
            sounds &= curve(key_of(self._key, "rests"), at_s, settings.rests_s) > _RESTING
        sounds &= (hops >= start_hop) & (hops < stop_hop)
        softer_db = -settings.range_db * drawn("level")
        lean_db = 0.5 * settings.lean_db * (2.0 * drawn("side") - 1.0)
        gains = 10.0 ** ((softer_db + np.array([[-1.0], [1.0]]) * lean_db) / 20.0)
        swapped = drawn("swap") < _HALF
        clips = self._chosen(places)
        return sorted(
            PlacedSound(int(hops[n]), int(clips[n]), tuple(gains[:, n].tolist()), bool(swapped[n]))
            for n in np.flatnonzero(sounds)
        )

    def _chosen(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The clip at each place: all of them once before any comes again, in a new order."""
        count = len(self._clips)
        rounds, turn = np.divmod(places, count)
        orders = {
            int(number): np.argsort(
                uniform(key_of(self._key, "order"), number * count + np.arange(count))
            )
            for number in np.unique(rounds)
        }
        return np.array([orders[int(r)][t] for r, t in zip(rounds, turn, strict=True)], dtype=int)
