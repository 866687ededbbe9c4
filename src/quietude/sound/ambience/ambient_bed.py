"""A bed of the library, opened for a session: its layers as one stem, and their powers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from quietude.sound.ambience.chance import key_of
from quietude.sound.ambience.control import Control
from quietude.sound.ambience.events import Events
from quietude.sound.ambience.grains import Grains
from quietude.sound.ambience.layers import EventLayer, NoiseLayer
from quietude.sound.ambience.noise import stereo_noise
from quietude.sound.ambience.recent_results import RecentResults
from quietude.sound.ambience.recording import Recording, read_recording
from quietude.sound.ambience.scratch import Scratch
from quietude.sound.power_profile import ROWS
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.ambience.layers import BedLayer

_POWERS_AT_ONCE, _POWERS_KEPT = 1024, 8


class LayerSound(Protocol):
    """An endless sound that can be read from anywhere."""

    def add_to(self, block: Samples, start: int, gain: Samples, scratch: Scratch) -> None:
        """Adds the frames from ``start``, under a gain ``(2, frames)``, to a block."""

    def powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """Returns the power of each ear in some tenths of a second, ``(2, 4, n)``."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A sound, the gain that moves it, and the most power of its parts together over their sum."""

    source: LayerSound
    control: Control
    alike: float


class AmbientBed:
    """A bed of layers; see the module.

    Args:
        layers: Its layers.
        gain: A linear gain.
        seed: The seed of the session: each has its own waves, gusts and birds.
        sample_rate_hz: Frames per second.
    """

    def __init__(
        self, layers: Sequence[BedLayer], gain: float, seed: int, sample_rate_hz: int
    ) -> None:
        key = key_of("bed", seed)
        self._parts = [
            _Part(
                source,
                Control(layer.motions, gain * db_to_gain(level_db), key, sample_rate_hz),
                db_to_gain(layer.alike_db) ** 2,
            )
            for layer in layers
            for source, level_db in _sources(layer, key, sample_rate_hz)
        ]
        self._kept: RecentResults[int, NDArray[np.float64]] = RecentResults(_POWERS_KEPT)

    def open(self) -> AmbientStem:
        """Returns a stem from the beginning of the session."""
        return AmbientStem(self)

    def read(self, start: int, frames: int, scratch: Scratch) -> Samples:
        """Returns the frames from ``start`` of the session, ``(2, frames)``, in the scratch."""
        block = scratch.array("sum", 2, frames)
        block.fill(0.0)
        for part in self._parts:
            gain = part.control.envelope(start, frames, scratch)
            part.source.add_to(block, start, gain, scratch)
        return block

    def powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """Returns its power in both ears in some tenths of a second, ``(4, n)``."""
        return np.asarray(self._both_powers(first_hop, last_hop)[0])

    def most_powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        """Returns the same where notes of one pitch add up, which they do now and then."""
        return np.asarray(self._both_powers(first_hop, last_hop)[1])

    def _both_powers(self, first_hop: int, last_hop: int) -> NDArray[np.float64]:
        parts = [np.zeros((2, ROWS, 0))]
        while first_hop < last_hop:
            number, at = divmod(first_hop, _POWERS_AT_ONCE)
            kept = self._kept.get(number, self._powers_of)
            parts.append(kept[:, :, at : at + last_hop - first_hop])
            first_hop += parts[-1].shape[2]
        return np.concatenate(parts, axis=2)

    def _powers_of(self, number: int) -> NDArray[np.float64]:
        first, last = number * _POWERS_AT_ONCE, (number + 1) * _POWERS_AT_ONCE
        total = np.zeros((2, ROWS, last - first))
        for part in self._parts:
            squares = part.control.mean_squares(first, last)
            powers = (part.source.powers(first, last) * squares[:, None, :]).sum(axis=0)
            total += np.stack([powers, part.alike * powers])
        return total


class AmbientStem:
    """A bed read from its beginning; see :class:`quietude.sound.stems.Stem`.

    Args:
        bed: The bed.
    """

    def __init__(self, bed: AmbientBed) -> None:
        self._bed = bed
        self._now = 0
        self._scratch = Scratch()

    def read(self, frames: int) -> Samples:
        """The next frames, ``(frames, 2)``."""
        block = self._bed.read(self._now, frames, self._scratch)
        self._now += frames
        return np.array(block.T, order="C")

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`."""
        self._now = frame


def _sources(layer: BedLayer, key: int, sample_rate_hz: int) -> Iterator[tuple[LayerSound, float]]:
    """Yields the sounds of a layer and their levels in dB."""
    own = key_of(key, layer.name)
    recording = _recording(layer, own, sample_rate_hz)
    level_db = layer.gain_db + recording.step_db
    if isinstance(layer, EventLayer):
        yield Events(recording, layer.clips_s, own, layer.scatter), level_db
        return
    for voice in range(layer.voices):
        grains = Grains(recording, key_of(own, voice), layer.grains)
        yield grains, level_db - 10.0 * math.log10(layer.voices)


def _recording(layer: BedLayer, key: int, sample_rate_hz: int) -> Recording:
    if isinstance(layer, NoiseLayer):
        noise = stereo_noise(layer.spectrum, layer.apart_m, key, sample_rate_hz)
        return Recording.of(noise.T, sample_rate_hz)
    return read_recording(layer.path, sample_rate_hz)
