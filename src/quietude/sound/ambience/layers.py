"""Layers of a bed as the manifest of the sounds describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude.sound.ambience.events import Scatter
from quietude.sound.ambience.grains import GrainSettings
from quietude.sound.ambience.motion import MOTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.sound.ambience.motion import Motion


NOISE_GRAINS = GrainSettings((3.0, 7.0), 1.0, mirrored=False)


@dataclass(frozen=True, slots=True)
class NoiseLayer:
    """Noise computed when the bed is opened; see :mod:`quietude.sound.ambience.noise`.

    Attributes:
        name: Its name in the bed.
        gain_db: Its level.
        motions: The movements of its level.
        spectrum: Frequencies in Hz and levels in dB.
        apart_m: Distance of the microphones.
        grains: The lengths of its grains.
        voices: The number of times it sounds at once.
        alike_db: Nothing: parts of noise have nothing in common.
    """

    name: str
    gain_db: float
    motions: tuple[Motion, ...]
    spectrum: tuple[tuple[float, float], ...]
    apart_m: float
    grains: GrainSettings = NOISE_GRAINS
    voices: int = 1
    alike_db: float = 0.0


@dataclass(frozen=True, slots=True)
class GrainLayer:
    """A recording played in grains; see :mod:`quietude.sound.ambience.grains`.

    Attributes:
        name: Its name in the bed.
        gain_db: Its level.
        motions: The movements of its level.
        path: The recording.
        grains: The lengths of its grains.
        voices: The number of times it sounds at once, each in grains of its own.
        alike_db: The most by which its parts are louder together than their powers are: notes of
            one pitch may add up. It counts where the bed is kept below the voice.
    """

    name: str
    gain_db: float
    motions: tuple[Motion, ...]
    path: Path
    grains: GrainSettings
    voices: int
    alike_db: float = 0.0


@dataclass(frozen=True, slots=True)
class EventLayer:
    """Single sounds placed anew; see :mod:`quietude.sound.ambience.events`.

    Attributes:
        name: Its name in the bed.
        gain_db: Its level.
        motions: The movements of its level.
        path: The file of its clips, one after the other.
        clips_s: The start and the length of each.
        scatter: The rules by which they are placed.
        alike_db: The most by which its parts are louder together than their powers are: notes of
            one pitch may add up. It counts where the bed is kept below the voice.
    """

    name: str
    gain_db: float
    motions: tuple[Motion, ...]
    path: Path
    clips_s: tuple[tuple[float, float], ...]
    scatter: Scatter
    alike_db: float = 0.0


BedLayer = NoiseLayer | GrainLayer | EventLayer


def read_layer(row: dict[str, Any], folder: Path) -> BedLayer:
    """Returns a layer from its row in the manifest.

    Args:
        row: ``kind``, ``name``, ``gain_db``, ``motions`` and what the kind has besides.
        folder: The folder of its files.
    """
    given = dict(row)
    kind, name, gain_db = given.pop("kind"), given.pop("name"), given.pop("gain_db")
    motions = tuple(
        MOTIONS[word](**settings)
        for motion in given.pop("motions")
        for word, settings in motion.items()
    )
    if kind == "noise":
        spectrum = tuple((float(hz), float(db)) for hz, db in given["spectrum"])
        return NoiseLayer(name, gain_db, motions, spectrum, given["apart_m"])
    path, alike_db = folder / given.pop("file"), given.pop("alike_db", 0.0)
    if kind == "grains":
        low_s, high_s = given["grain_s"]
        grains = GrainSettings((low_s, high_s), given["fade_s"])
        return GrainLayer(name, gain_db, motions, path, grains, given["voices"], alike_db)
    clips_s = tuple((float(start), float(length)) for start, length in given.pop("clips_s"))
    return EventLayer(name, gain_db, motions, path, clips_s, Scatter(**given), alike_db)
