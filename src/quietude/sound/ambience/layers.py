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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """Parts of every layer.

    Attributes:
        name: Its name in the bed.
        gain_db: Its level.
        motions: The movements of its level.
        alike_db: The most by which its parts are louder together than their powers are: notes of
            one pitch may add up; parts of noise have nothing in common. It counts where the bed is
            kept below the voice.
    """

    name: str
    gain_db: float
    motions: tuple[Motion, ...]
    alike_db: float = 0.0


NOISE_GRAINS = GrainSettings((3.0, 7.0), 1.0, mirrored=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseLayer(_Layer):
    """Noise computed when the bed is opened; see :mod:`quietude.sound.ambience.noise`.

    Attributes:
        spectrum: Frequencies in Hz and levels in dB.
        apart_m: Distance of the microphones.
        grains: The lengths of its grains.
        voices: The number of times it sounds at once.
    """

    spectrum: tuple[tuple[float, float], ...]
    apart_m: float
    grains: GrainSettings = NOISE_GRAINS
    voices: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GrainLayer(_Layer):
    """A recording played in grains; see :mod:`quietude.sound.ambience.grains`.

    Attributes:
        path: The recording.
        grains: The lengths of its grains.
        voices: The number of times it sounds at once, each in grains of its own.
    """

    path: Path
    grains: GrainSettings
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLayer(_Layer):
    """Single sounds placed anew; see :mod:`quietude.sound.ambience.events`.

    Attributes:
        path: The file of its clips, one after the other.
        clips_s: The start and the length of each.
        scatter: The rules by which they are placed.
    """

    path: Path
    clips_s: tuple[tuple[float, float], ...]
    scatter: Scatter


_LAYER_FIELDS = {"name", "gain_db", "motions", "alike_db", "path"}

BedLayer = NoiseLayer | GrainLayer | EventLayer


def read_layer(row: dict[str, Any], folder: Path) -> BedLayer:
    """Returns a layer from its row in the manifest.

    Args:
        row: ``kind``, ``name``, ``gain_db``, ``motions`` and what the kind has besides.
        folder: The folder of its files.
    """
    given = dict(row)
    kind = given.pop("kind")
    given["motions"] = tuple(
        MOTIONS[word](**settings)
        for motion in given["motions"]
        for word, settings in motion.items()
    )
    if kind == "noise":
        given["spectrum"] = tuple((float(hz), float(db)) for hz, db in given["spectrum"])
        return NoiseLayer(**given)
    given["path"] = folder / given.pop("file")
    if kind == "grains":
        low_s, high_s = given.pop("grain_s")
        return GrainLayer(grains=GrainSettings((low_s, high_s), given.pop("fade_s")), **given)
    clips_s = tuple((float(start), float(length)) for start, length in given.pop("clips_s"))
    own = {name: given.pop(name) for name in [*given] if name in _LAYER_FIELDS}
    return EventLayer(clips_s=clips_s, scatter=Scatter(**given), **own)
