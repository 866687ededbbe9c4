"""A bed by its name: one of ours, a listener's own track, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio import read_samples, resample
from quietude.errors import SoundError
from quietude.sound import assets
from quietude.sound.foreign import Decoded, is_foreign
from quietude.sound.loudness import PowerMeter, hop_frames
from quietude.sound.room import NO_BED, ROOM_TONE, ROOM_TONE_LU, room_tone
from quietude.sound.stems import Loop, LoopedLayers
from quietude.sound.track import LoopedTrack, measure_track
from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.audio import Samples
    from quietude.sound.stems import Stem


@dataclass(frozen=True, slots=True)
class Bed:
    """A bed that never ends.

    Attributes:
        open: Begins it; it can be begun as often as needed.
        powers: Its power, of both ears together, in each of its first so many tenths of a second:
            ``(2, n)``, as :class:`quietude.sound.loudness.PowerMeter` answers it.
    """

    open: Callable[[], Stem]
    powers: Callable[[int], NDArray[np.float64]]


def open_bed(bed: str, sample_rate_hz: int, loudness_lufs: float) -> Bed:
    """A bed, at a loudness.

    Args:
        bed: The id of a bed, the path of a track, or ``none``.
        sample_rate_hz: The session's rate.
        loudness_lufs: How loud it is before anything is done with it.

    Raises:
        SoundError: if there is no such bed or track, or if it cannot be used.
    """
    if bed == NO_BED:
        return Bed(lambda: LoopedLayers([]), lambda hops: np.zeros((2, hops)))
    if bed == ROOM_TONE:
        gain = db_to_gain(loudness_lufs + ROOM_TONE_LU)
        return _looped([_Layer(room_tone(sample_rate_hz), gain, (0, 99_999))], sample_rate_hz)
    asset = assets.beds().get(bed)
    if asset:
        return _looped(list(_layers(asset, sample_rate_hz, loudness_lufs)), sample_rate_hz)
    path = Path(bed)
    if not path.is_file():
        message = f'there is no bed "{bed[:80]}", nor a file of that name'
        hint = f"Beds: {', '.join(sorted(assets.beds()))}, {NO_BED}."
        raise SoundError(message, hint=hint)
    decoded = Decoded(path) if is_foreign(path) else None
    track = decoded.path if decoded else path
    measured = measure_track(track, sample_rate_hz)
    gain = db_to_gain(loudness_lufs - measured.loudness_lufs)
    powers = gain**2 * measured.powers
    return Bed(
        open=lambda: LoopedTrack(track, sample_rate_hz, gain, measured, owner=decoded),
        powers=lambda hops: powers[:, np.arange(hops) % powers.shape[1]],
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    """One loop of a bed: its sound, its linear gain, and where in it each ear begins."""

    samples: Samples
    gain: float
    ears: tuple[int, int]


def _layers(asset: assets.BedAsset, sample_rate_hz: int, loudness_lufs: float) -> Iterator[_Layer]:
    for layer in asset.layers:
        samples, rate_hz = read_samples(layer.path)
        samples = resample_loop(samples, rate_hz, sample_rate_hz)
        ears = (0, len(samples) // 2 if layer.spread else 0)
        gain = db_to_gain(layer.gain_db + loudness_lufs - asset.loudness_lufs)
        yield _Layer(samples, gain, ears)


def _looped(layers: Sequence[_Layer], sample_rate_hz: int) -> Bed:
    loops = [Loop(it.samples, it.gain, it.ears) for it in layers]
    powers = [
        _looped_powers(it.samples[:, channel], it.gain, offset, sample_rate_hz)
        for it in layers
        for channel, offset in zip((0, -1), it.ears, strict=True)
    ]
    return Bed(
        open=lambda: LoopedLayers(loops),
        powers=lambda hops: np.sum([it(hops) for it in powers], axis=0),
    )


def _looped_powers(
    loop: Samples, gain: float, offset: int, sample_rate_hz: int
) -> Callable[[int], NDArray[np.float64]]:
    """The power of one ear of a loop that begins at an offset, by the tenth of a second."""
    hop = hop_frames(sample_rate_hz)
    meter = PowerMeter(sample_rate_hz, 1)
    meter.add(np.concatenate([loop[-hop:], loop])[:, None])  # so that the filter is under way
    powers = gain**2 * meter.powers()[:, 1:]

    def first(hops: int) -> NDArray[np.float64]:
        at = (np.arange(hops) * hop + offset) % len(loop) // hop
        return np.asarray(powers[:, np.minimum(at, powers.shape[1] - 1)])

    return first


def resample_loop(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """A seamless loop at another rate, still seamless: the filter sees it go round."""
    if from_hz == to_hz:
        return samples
    margin = from_hz // 10
    around = np.concatenate([samples[-margin:], samples, samples[:margin]])
    start = round(margin * to_hz / from_hz)
    frames = round(len(samples) * to_hz / from_hz)
    return resample(around, from_hz, to_hz)[start : start + frames]
