"""A few seconds of each bed to choose from, made by a process of its own as soon as a studio opens.

Opening a bed takes up to a quarter of a second, and three times that in a process that is mixing
a session meanwhile. So whoever tries the beds while something plays finds them made.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from quietude._util import child_python
from quietude._util.dirs import cache_dir
from quietude._util.files import PendingFile
from quietude.errors import QuietudeError
from quietude.script.bed import bed_of_id
from quietude.sound.assets import beds, check_bed
from quietude.sound.manifest import assets_folder
from quietude.studio.beds import SAMPLE_LUFS, OpenBeds
from quietude.studio.wav_stream import wav_bytes
from quietude.units import SAMPLE_RATE_HZ, db_to_gain

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.script.bed import Bed

SAMPLE_S = 12
_FADE_S = 0.4
_NICENESS = 5


class BedSamples:
    """A few seconds of each bed as a WAV file; made once, and kept in the cache.

    Args:
        open_beds: The beds that are open already.
    """

    def __init__(self, open_beds: OpenBeds) -> None:
        self._open_beds = open_beds
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._maker: subprocess.Popen[bytes] | None = None

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

    def begin_all(self) -> None:
        """Starts a process that makes the sample of every bed that has none yet."""
        if all(_sample_path(name).is_file() for name in beds()):
            return
        with contextlib.suppress(OSError):  # then each is made when somebody wants to hear it
            self._maker = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                [sys.executable, *child_python.OPTIONS, "-m", __name__],
                env=child_python.child_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def close(self) -> None:
        """Ends the process that makes samples, if it still runs, once its file is whole."""
        if self._maker is not None:
            self._maker.communicate()

    def _made(self, bed: Bed) -> bytes:
        frames, fade = SAMPLE_S * SAMPLE_RATE_HZ, round(_FADE_S * SAMPLE_RATE_HZ)
        source, loudness_lufs = self._open_beds.at_any_level(bed)
        samples = source.open().read(frames) * np.float32(db_to_gain(SAMPLE_LUFS - loudness_lufs))
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)[:, None]
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
        return wav_bytes(samples, SAMPLE_RATE_HZ)


def make_all() -> None:
    """Makes the sample of every bed that has none yet, until the studio ends, however it ends."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    over = threading.Event()
    threading.Thread(target=_wait_for_end, args=(over,), daemon=True).start()
    samples = BedSamples(OpenBeds())
    with contextlib.suppress(QuietudeError, OSError):  # it is said where somebody wants to hear it
        for name in beds():
            if not over.is_set() and not _sample_path(name).is_file():
                samples.sample(name)


def _wait_for_end(over: threading.Event) -> None:
    os.read(0, 1)  # nothing is ever written: it returns when the other end is closed
    over.set()


def _sample_path(name: str) -> Path:
    manifest = (assets_folder() / "manifest.json").read_bytes()
    version = hashlib.sha256(manifest).hexdigest()[:12]
    return cache_dir() / "studio" / f"bed-{name}-{version}.wav"


if __name__ == "__main__":
    make_all()
