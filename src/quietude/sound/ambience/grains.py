"""A recording played for ever without a loop: long grains from random places, crossfaded.

Where a grain begins, in the session and in the recording, follows from its number, so playing can
begin anywhere. Two stretches that have nothing to do with each other cross at equal power.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames
from quietude.sound.ambience.chance import key_of, uniform
from quietude.sound.ambience.recent_results import RecentResults
from quietude.sound.power_profile import ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.ambience.recording import Recording
    from quietude.sound.ambience.scratch import Scratch

_HALF = 0.5
_Grain = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class GrainSettings:
    """Lengths of grains.

    Attributes:
        grain_s: The shortest and the longest time from one grain to the next.
        fade_s: The time over which they cross.
        mirrored: True if half of the grains have their ears exchanged.
    """

    grain_s: tuple[float, float]
    fade_s: float
    mirrored: bool = True


class Grains:
    """An endless sound from a recording; see the module.

    Args:
        recording: Longer than the longest grain. It is measured when its powers are asked for, so
            that its sound is there sooner.
        key: Chooses the grains.
        settings: The lengths of its grains.
    """

    def __init__(self, recording: Recording, key: int, settings: GrainSettings) -> None:
        self._recording = recording
        self._samples = recording.steps
        self._keys = [key_of(key, draw) for draw in ("start", "place", "side")]
        self._hop = hop_frames(recording.sample_rate_hz)
        shortest, longest = (max(round(10 * seconds), 1) for seconds in settings.grain_s)
        self._fade = max(round(10 * settings.fade_s), 1)
        self._slot = (shortest + longest) // 2
        self._late = min(longest - shortest, self._slot - self._fade)
        most = self._slot + self._late + self._fade
        tenths = recording.steps.shape[1] // self._hop
        self._places = tenths - most
        if self._late < 0 or self._places < 1:
            message = f"grains of {most} tenths do not fit a recording of {tenths}"
            raise ValueError(message)
        self._mirrored = settings.mirrored
        angle = (np.arange(self._fade * self._hop) + 0.5) / (self._fade * self._hop) * (np.pi / 2)
        self._rising = np.sin(angle).astype(np.float32)
        self._kept: RecentResults[tuple[int, int], list[tuple[int, int, int, bool]]] = (
            RecentResults(2)
        )

    def add_to(self, block: Samples, start: int, gain: Samples, scratch: Scratch) -> None:
        """Adds the frames from ``start`` of the session, under a gain, to a block.

        Args:
            block: ``(2, frames)``.
            start: The first frame.
            gain: ``(2, frames)``.
            scratch: Memory for what is added.
        """
        end = start + block.shape[1]
        slot, fade = self._slot * self._hop, self._fade * self._hop
        around = self._kept.get((start // slot, end // slot), self._grains)
        for begun, ended, place, swapped in around:
            if ended + fade <= start or begun >= end:
                continue
            source = self._samples[::-1] if swapped else self._samples
            shift = place - begun
            for first, last, weights in (
                (begun, begun + fade, self._rising),
                (begun + fade, ended, None),
                (ended, ended + fade, self._rising[::-1]),
            ):
                low, high = max(first, start), min(last, end)
                if low >= high:
                    continue
                within = slice(low - start, high - start)
                heard = scratch.array("heard", 2, high - low)
                np.multiply(source[:, low + shift : high + shift], gain[:, within], out=heard)
                if weights is not None:
                    heard *= weights[low - first : high - first]
                block[:, within] += heard

    def powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """Returns the power of each ear in some tenths of a second, ``(2, 4, n)``."""
        hops = np.arange(first_hop, last_hop)
        number = hops // self._slot
        number = np.where(hops < self._begins(number), number - 1, number)
        since = hops - self._begins(number)
        found = self._at(number, since)
        crossing = np.flatnonzero(since < self._fade)
        angle = (since[crossing] + 0.5) / self._fade * (np.pi / 2)
        before = number[crossing] - 1
        leaving = self._at(before, hops[crossing] - self._begins(before))
        found[:, :, crossing] *= np.sin(angle) ** 2
        found[:, :, crossing] += np.cos(angle) ** 2 * leaving
        return found

    def _grains(self, slots: tuple[int, int]) -> list[_Grain]:
        """Grains that sound in some slots: begin, end, place in frames, ears exchanged."""
        numbers = np.arange(slots[0] - 2, slots[1] + 3)
        begins = (self._begins(numbers) * self._hop).tolist()
        places = (self._place(numbers) * self._hop).tolist()
        swapped = self._swapped(numbers).tolist()
        return list(zip(begins, begins[1:], places, swapped, strict=False))

    def _at(self, number: NDArray[np.int64], since: NDArray[np.int64]) -> NDArray[np.float64]:
        found = self._recording.powers()[:, :, self._place(number) + since]
        swapped = self._swapped(number)
        found[:, :, swapped] = found[::-1, :, swapped]
        return np.asarray(found.reshape(2, ROWS, len(number)))

    def _begins(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first tenth of a second of grains. The fade of one is over when the next begins."""
        late = np.floor(uniform(self._keys[0], numbers) * (self._late + 1)).astype(np.int64)
        return np.asarray(numbers * self._slot + late)

    def _place(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        found = np.floor(uniform(self._keys[1], numbers) * self._places)
        return np.asarray(found, dtype=np.int64)

    def _swapped(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(self._mirrored & (uniform(self._keys[2], numbers) < _HALF))
