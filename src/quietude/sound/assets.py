"""The sounds that come with Quietude, found through the manifest their maker wrote."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.files import is_file
from quietude._util.suggest import did_you_mean
from quietude.audio.clip import Clip, read_clip
from quietude.errors import SoundError
from quietude.script.bed import (
    NO_BED_NAME,
    SILENCE_NAME,
    Bed,
    BellFile,
    BellSound,
    LibraryBed,
    TrackBed,
    bed_of_id,
)
from quietude.sound.ambience.layers import BedLayer, read_layer
from quietude.sound.manifest import assets_folder, manifest
from quietude.sound.own_bell import read_bell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST_RATE_HZ = 44_100
"""The sample rate of every sound in the manifest."""


@dataclass(frozen=True, slots=True)
class BedAsset:
    """An ambient bed: layers that are summed.

    Attributes:
        id: The id ``--bed`` takes.
        title: The title for people.
        about: One sentence about it.
        loudness_lufs: Integrated loudness at the levels of its layers.
        layers: Its noise, grains and events.
        covers_db: The decibels by which it covers words more than its power in their band says.
    """

    id: str
    title: str
    about: str
    loudness_lufs: float
    layers: tuple[BedLayer, ...]
    covers_db: float = 0.0


@dataclass(frozen=True, slots=True)
class ClipAsset:
    """A bell or a tap.

    Attributes:
        id: The id a ``bell`` step takes.
        title: The title for people.
        path: The sound file.
        frames: Its length at :data:`MANIFEST_RATE_HZ`.
        momentary_max_lufs: Loudness of its loudest 400 ms: of a bell in both ears, of a tap in one.
        own: True for a file of the listener's.
    """

    id: str
    title: str
    path: Path
    frames: int
    momentary_max_lufs: float
    own: bool = False

    def clip(self, sample_rate_hz: int) -> Clip:
        """Returns the sound, mono, at a rate."""
        if self.own:
            return read_bell(self.path, self.path.stat().st_mtime_ns, sample_rate_hz)[0]
        return read_clip(self.path).resampled(sample_rate_hz)

    def frames_at(self, sample_rate_hz: int) -> int:
        """Its length at a rate, rounded up."""
        return -(-self.frames * sample_rate_hz // MANIFEST_RATE_HZ)

    def frames_above(self, drop_db: float, sample_rate_hz: int) -> int:
        """Frames until it stays ``drop_db`` below its loudest tenth of a second."""
        samples = self.clip(sample_rate_hz).samples
        hop = sample_rate_hz // 10
        powers = np.square(samples[: len(samples) // hop * hop]).reshape(-1, hop).mean(axis=1)
        above = np.flatnonzero(powers > powers.max() * 10.0 ** (-drop_db / 10.0))
        return int(above[-1] + 1) * hop


@cache
def beds() -> Mapping[str, BedAsset]:
    """Every bed by id."""
    folder = assets_folder()
    return {
        row["id"]: BedAsset(
            row["id"],
            row["title"],
            row["about"],
            row["loudness_lufs"],
            tuple(read_layer(layer, folder) for layer in row["layers"]),
            row.get("covers_db", 0.0),
        )
        for row in manifest()["beds"]
    }


def find_bed(name: str, folder: Path) -> Bed:
    """Returns the bed that a command line or a manifest names.

    A bed of the library comes first; any other name is a track if there is such a file, or if it
    looks like the path of one: with an ending or a folder in it.

    Args:
        name: The id of a bed, ``none``, ``silence``, or the path of a track.
        folder: The folder that relative paths begin in: that of the file the name stands in.
    """
    if name in {NO_BED_NAME, SILENCE_NAME}:
        return bed_of_id(name)
    written = Path(name)
    looks_like_path = written.name != name or bool(written.suffix)
    if name not in beds() and (looks_like_path or is_file(folder / written)):
        return TrackBed(folder / written)
    return LibraryBed(name)


def check_bed(bed: Bed, line: int = 0) -> None:
    """Refuse a bed that does not exist, before anything long is done.

    Raises:
        SoundError: with the line that asks for it (0 if none does); the hint names a likely one.
    """
    if isinstance(bed, LibraryBed):
        exists = bed.id in beds()
    else:
        exists = not isinstance(bed, TrackBed) or is_file(bed.path)
    if not exists:
        name = str(bed)
        hint = did_you_mean(name, beds(), "See the beds: quietude beds list")
        # A definition names beds by id alone; where no line is known, it may have been a file.
        message = f'there is no bed "{name[:80]}"' + ("" if line else ", nor a file of that name")
        raise SoundError(message, line=line, hint=hint)


def check_beds(named: Iterable[tuple[Bed, int]], source: str) -> None:
    """Refuse a bed of a session that does not exist, before anything long is done.

    Args:
        named: Its beds, each with the line of the script that names it; 0 if none does.
        source: The file of the script.

    Raises:
        SoundError: for the first of them; with file and line, where it is the script that asks.
    """
    for bed, line in named:
        try:
            check_bed(bed, line)
        except SoundError as error:
            if line:
                error.path = source
            raise


def bells() -> dict[str, ClipAsset]:
    """Every bell by id."""
    return _clips("bells")


def cues() -> dict[str, ClipAsset]:
    """Every other short sound by id."""
    return _clips("cues")


def find_bell(name: str, folder: Path) -> BellSound:
    """Returns the bell that a command line or a manifest names, as :func:`find_bed` does a bed.

    Args:
        name: The id of a bell, or the path of a sound file.
        folder: The folder that relative paths begin in.

    Raises:
        SoundError: if it is neither.
    """
    written = Path(name)
    looks_like_path = written.name != name or bool(written.suffix)
    found = BellFile(folder / written)
    if name not in bells() and (looks_like_path or is_file(found.path)):
        bell(found)
        return found
    bell(name)
    return name


def bell(bell_id: BellSound) -> ClipAsset:
    """A bell by id, or from a file.

    Raises:
        SoundError: if there is no such bell; the message names a likely one.
    """
    if isinstance(bell_id, BellFile):
        return _own_bell(bell_id.path)
    found = bells()
    if bell_id not in found:
        own = f"Bells: {', '.join(found)}; or a sound file."
        hint = did_you_mean(bell_id, found, own)
        message = f'there is no bell "{bell_id}"'
        raise SoundError(message, hint=hint)
    return found[bell_id]


def _own_bell(path: Path) -> ClipAsset:
    if not is_file(path):
        message = "there is no such bell"
        raise SoundError(message, path=path, hint="Bells by name: quietude beds list")
    clip, loudest_lufs = read_bell(path, path.stat().st_mtime_ns, MANIFEST_RATE_HZ)
    return ClipAsset(path.stem, path.stem, path, len(clip.samples), loudest_lufs, own=True)


def _clips(group: str) -> dict[str, ClipAsset]:
    folder = assets_folder()
    return {
        row["id"]: ClipAsset(
            row["id"], row["title"], folder / row["file"], row["frames"], row["momentary_max_lufs"]
        )
        for row in manifest()[group]
    }
