"""Short sounds held whole in memory: a phrase or a bell, and the reading of sound files."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from quietude.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Samples = NDArray[np.float32]
"""float32 in −1…1; ``(frames,)`` for mono, ``(frames, channels)`` otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A mono sound in memory.

    Attributes:
        samples: float32, shape ``(frames,)``, nominally −1…1.
        sample_rate_hz: Frames per second.
        marks: For speech, the frame at which each word starts, or −1 for a word whose time is not
            known; empty if the engine gave no times. See :mod:`quietude.speech.word_times`.
    """

    samples: Samples
    sample_rate_hz: int
    marks: tuple[int, ...] = ()

    @property
    def frames(self) -> int:
        """The number of frames."""
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return len(self.samples) / self.sample_rate_hz

    def resampled(self, sample_rate_hz: int) -> Clip:
        """Returns the same sound at another rate (soxr HQ, linear phase); itself at its own."""
        if sample_rate_hz == self.sample_rate_hz:
            return self
        samples = resample(self.samples, self.sample_rate_hz, sample_rate_hz)
        ratio = sample_rate_hz / self.sample_rate_hz
        marks = tuple(
            min(round(mark * ratio), len(samples)) if mark >= 0 else mark for mark in self.marks
        )
        return Clip(samples, sample_rate_hz, marks)


def resample(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """Resample along the first axis with soxr's HQ recipe."""
    converted: Any = soxr.resample(samples, from_hz, to_hz, quality="HQ")
    return np.ascontiguousarray(converted, dtype=np.float32)


def read_samples(path: Path) -> tuple[Samples, int]:
    """Reads a whole file: ``(frames, channels)`` float32, and its rate in Hz.

    Raises:
        SoundError: if the file is missing, is no sound file, or is damaged.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"cannot read this sound file ({plain_reason(error)})"
        raise SoundError(message, path=path) from error
    return samples, int(rate)


def read_clip(path: Path) -> Clip:
    """Reads a whole file as a mono clip; several channels are averaged.

    Raises:
        SoundError: as :func:`read_samples`.
    """
    samples, rate = read_samples(path)
    return Clip(np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32)), rate)


_REASONS = {
    "file does not exist or is not a regular file (possibly a pipe?)": "no sound in it, or damaged",
    "format not recognised": "no sound file, or damaged",
    "file contains data in an unimplemented format": "no sound in it, or damaged",
    "unspecified internal error": "damaged",
    "sf_info struct incomplete": "damaged",
    "supported file format but file is malformed": "damaged",
}
"""The meaning of libsndfile's messages, in small letters: an empty MP3 "does not exist"."""

_STDERR = 2
_one_at_a_time = threading.Lock()


def plain_reason(error: BaseException) -> str:
    """The reason a sound library gives for an error, without the path it repeats."""
    text = str(getattr(error, "error_string", "") or error)
    reason = text.rsplit(": ", 1)[-1].strip().rstrip(".") or type(error).__name__
    return _REASONS.get(reason.lower(), reason)


@contextmanager
def muted_stderr() -> Iterator[None]:
    """Discards what C libraries write to the standard error meanwhile.

    libmpg123 prints a line there for every damaged frame, and libsndfile has no way to stop it.
    Whatever other threads write there is lost as well, so use this around single reads, not
    around the reading of a whole file.
    """
    with _one_at_a_time:
        try:
            kept = os.dup(_STDERR)
        except OSError:  # no standard error, as under pythonw
            yield
            return
        try:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, _STDERR)
            os.close(nothing)
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
