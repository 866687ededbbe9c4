"""The beds of a studio: those to choose from, a short sample of each, and those kept open."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude._util.dirs import cache_dir
from quietude._util.files import PendingFile
from quietude.script.bed import NO_BED_NAME, SILENCE_NAME, TrackBed, bed_of_id
from quietude.sound.assets import beds, check_bed
from quietude.sound.beds import open_bed
from quietude.sound.manifest import assets_folder
from quietude.studio.wav_stream import wav_bytes
from quietude.studio.words import text
from quietude.units import SAMPLE_RATE_HZ, db_to_gain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.script.bed import Bed
    from quietude.sound.beds import BedSource

SAMPLE_S = 12
_FADE_S = 0.4
_SAMPLE_LUFS = -26.0
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
        return open_bed(bed, SAMPLE_RATE_HZ, _SAMPLE_LUFS), _SAMPLE_LUFS


class BedSamples:
    """A few seconds of each bed as a WAV file; made once, and kept in the cache.

    Args:
        open_beds: The beds that are open already.
    """

    def __init__(self, open_beds: OpenBeds) -> None:
        self._open_beds = open_beds
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def sample(self, name: str) -> bytes:
        """Returns the sample of a bed.

        Raises:
            SoundError: if there is no such bed.
        """
        bed = bed_of_id(name)
        check_bed(bed)
        path = _sample_path(name)
        # A page asks in advance: whoever then presses the button waits for that one to be made,
        # rather than for two at half the speed.
        with self._making[name]:
            if not path.is_file():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with PendingFile(path, overwrite=True, private=True) as pending:
                    pending.write_bytes(self._made(bed))
                    pending.commit()
        return path.read_bytes()

    def make_all(self, wait: Callable[[], None]) -> None:
        """Makes the sample of every bed that has none yet.

        Args:
            wait: Called before each; returns when there is time for it.
        """
        for name in beds():
            wait()
            self.sample(name)

    def _made(self, bed: Bed) -> bytes:
        frames, fade = SAMPLE_S * SAMPLE_RATE_HZ, round(_FADE_S * SAMPLE_RATE_HZ)
        source, loudness_lufs = self._open_beds.at_any_level(bed)
        samples = source.open().read(frames) * np.float32(db_to_gain(_SAMPLE_LUFS - loudness_lufs))
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)[:, None]
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
        return wav_bytes(samples, SAMPLE_RATE_HZ)


def _sample_path(name: str) -> Path:
    manifest = (assets_folder() / "manifest.json").read_bytes()
    version = hashlib.sha256(manifest).hexdigest()[:12]
    return cache_dir() / "studio" / f"bed-{name}-{version}.wav"
