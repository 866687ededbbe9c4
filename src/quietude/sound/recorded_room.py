"""The room of recorded phrases under everything else, so that no silence switches it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.sound.stems import in_the_middle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.sound.stems import Stem

_IN_S, _OUT_S = 0.008, 0.040
"""The fades at the edges of every phrase, as :mod:`quietude.speech.processing` makes them."""


@dataclass(frozen=True, slots=True)
class RecordedRoom:
    """A room.

    Attributes:
        loop: Its sound, float32 ``(frames,)``, whose end goes on at its beginning.
        spans: The first frame of each recorded phrase, and the one after its last, rising: its room
            is in it already.
        sample_rate_hz: Frames per second.
    """

    loop: Samples
    spans: Sequence[tuple[int, int]]
    sample_rate_hz: int

    def read(self, start: int, frames: int) -> Samples:
        """The room from a frame on, ``(frames,)``: away where a recorded phrase has its own.

        Noises that are not alike add in power, so the room fades with what is missing to the
        square of the phrase's own fade.
        """
        places = np.arange(start, start + frames)
        gain = np.ones(frames, dtype=np.float32)
        for first, last in self.spans:
            if first < start + frames and last > start:
                part = slice(max(0, first - start), min(frames, last - start))
                own = self._own(places[part], first, last)
                gain[part] = np.sqrt(np.maximum(0.0, gain[part] ** 2 - own**2))
        return np.asarray(self.loop[places % len(self.loop)] * gain, dtype=np.float32)

    def _own(self, places: NDArray[np.int64], first: int, last: int) -> NDArray[np.float64]:
        """The gain of the room within a phrase."""
        rate_hz = self.sample_rate_hz
        rises = np.clip((places - first) / (_IN_S * rate_hz), 0.0, 1.0)
        falls = np.clip((last - places) / (_OUT_S * rate_hz), 0.0, 1.0)
        own: NDArray[np.float64] = 0.5 - 0.5 * np.cos(np.pi * np.minimum(rises, falls))
        return own


class InRoom:
    """A stem, with a room under it.

    Args:
        stem: The stem.
        room: The room.
    """

    def __init__(self, stem: Stem, room: RecordedRoom) -> None:
        self._stem = stem
        self._room = room
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames; see :class:`quietude.sound.stems.Stem`."""
        block = self._stem.read(frames) + in_the_middle(self._room.read(self._now, frames))
        self._now += frames
        return block

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`quietude.sound.stems.Stem`."""
        self._stem.seek(frame)
        self._now = frame
