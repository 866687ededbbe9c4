"""The beds of a studio: those to choose from, and those kept open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script.bed import NO_BED_NAME, SILENCE_NAME, TrackBed
from quietude.sound.assets import beds
from quietude.sound.beds import open_bed
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from quietude.script.bed import Bed
    from quietude.sound.beds import BedSource

SAMPLE_LUFS = -26.0
"""The loudness of a sample of a bed."""

_MOST_OPEN = 3


@dataclass(frozen=True, slots=True)
class BedChoice:
    """A bed to choose: its id, its title and a line about it."""

    id: str
    title: str
    about: str


def bed_choices() -> list[BedChoice]:
    """The beds that come with Quietude, the air of a room, and none."""
    found = [BedChoice(one.id, one.title, one.about) for one in beds().values()]
    found.sort(key=lambda one: one.title)
    return [
        *found,
        BedChoice(SILENCE_NAME, text("bed.silence"), text("bed.silence.about")),
        BedChoice(NO_BED_NAME, text("bed.none"), text("bed.none.about")),
    ]


class OpenBeds:
    """Beds that stay open: reading one takes a third of a second."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[Bed, int, float, int], BedSource] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(
        self, bed: Bed, sample_rate_hz: int, loudness_lufs: float, seed: int = 0
    ) -> BedSource:
        """Opens a bed, or returns it open; see :func:`quietude.sound.beds.open_bed`."""
        if isinstance(bed, TrackBed):  # its file may change
            return open_bed(bed, sample_rate_hz, loudness_lufs)
        key = (bed, sample_rate_hz, loudness_lufs, seed)
        with self._lock:
            if key not in self._open:
                self._open[key] = open_bed(*key)
            self._open.move_to_end(key)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            return self._open[key]

    def at_any_level(self, bed: Bed) -> tuple[BedSource, float]:
        """A bed with its loudness in LUFS: the one that is open already, if there is one."""
        with self._lock:
            for (known, rate_hz, loudness_lufs, _), source in self._open.items():
                if known == bed and rate_hz == SAMPLE_RATE_HZ:
                    return source, loudness_lufs
        return open_bed(bed, SAMPLE_RATE_HZ, SAMPLE_LUFS), SAMPLE_LUFS
