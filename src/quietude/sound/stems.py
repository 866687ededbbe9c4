"""Stems, the parts of a mix: voice, bed, cues. Each is read once, in blocks, from any frame on.

A stem is silent where it has nothing to play, and can be read past its end. Blocks of any size give
the same samples. tests/contract/test_stems.py holds every stem class to this.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples
    from quietude.audio.gain_curve import GainCurve
    from quietude.plan.model import Utterance
    from quietude.plan.timeline import Placement


class Stem(Protocol):
    """A part of the mix."""

    def read(self, frames: int) -> Samples:
        """The next frames: float32, shape ``(frames, 2)``."""

    def seek(self, frame: int) -> None:
        """Goes on at a frame of the session, without reading what comes before it.

        Called before the first read, at most once.
        """


class OneShot(Protocol):
    """A sound of known length that can be read from any frame: a bell, a tap, a swell."""

    @property
    def frames(self) -> int:
        """Its length."""

    def read(self, start: int, frames: int) -> Samples:
        """Returns frames ``start`` to ``start + frames``: float32 ``(frames, 2)``."""


def in_the_middle(mono: Samples) -> Samples:
    """Returns a mono block ``(frames,)`` as ``(frames, 2)``, a view that must not be written to."""
    return np.broadcast_to(mono[:, None], (len(mono), 2))


class VoiceStem:
    """The narration, in the middle; a phrase is in memory only while it plays.

    Args:
        placements: The phrases and their times.
        phrase: Fetches the sound of an utterance, ``(frames,)``, at the session's rate.
    """

    def __init__(
        self, placements: Sequence[Placement], phrase: Callable[[Utterance], Samples]
    ) -> None:
        self._waiting = deque(placements)
        self._phrase = phrase
        self._playing: tuple[Placement, Samples] | None = None
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames; see :class:`Stem`."""
        block = np.zeros(frames, dtype=np.float32)
        end = self._now + frames
        while (current := self._current()) and current[0].start_frame < end:
            placement, samples = current
            first = max(placement.start_frame, self._now)
            last = min(placement.end_frame, end)
            part = samples[first - placement.start_frame : last - placement.start_frame]
            block[first - self._now : last - self._now] += part
            if placement.end_frame > end:
                break
            self._playing = None
        self._now = end
        return in_the_middle(block)

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`Stem`."""
        while self._waiting and self._waiting[0].end_frame <= frame:
            self._waiting.popleft()
        self._now = frame

    def _current(self) -> tuple[Placement, Samples] | None:
        if self._playing is None and self._waiting:
            placement = self._waiting.popleft()
            self._playing = (placement, self._phrase(placement.utterance))
        return self._playing


class CueStem:
    """Bells, swells and taps, each from its own frame, ringing over one another.

    Args:
        cues: The start frame and the sound of each, by ascending frame.
    """

    def __init__(self, cues: Iterable[tuple[int, OneShot]]) -> None:
        self._waiting = deque(cues)
        self._ringing: list[tuple[int, OneShot]] = []
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames; see :class:`Stem`."""
        block = np.zeros((frames, 2), dtype=np.float32)
        end = self._now + frames
        while self._waiting and self._waiting[0][0] < end:
            self._ringing.append(self._waiting.popleft())
        for start, sound in self._ringing:
            first = max(start, self._now)
            last = min(start + sound.frames, end)
            if last > first:
                block[first - self._now : last - self._now] += sound.read(
                    first - start, last - first
                )
        self._ringing = [
            (start, sound) for start, sound in self._ringing if start + sound.frames > end
        ]
        self._now = end
        return block

    def seek(self, frame: int) -> None:
        """Goes on at a frame, where what was struck before still rings; see :class:`Stem`."""
        self._waiting = deque(
            (start, sound) for start, sound in self._waiting if start + sound.frames > frame
        )
        self._now = frame


class Loop:
    """A seamless loop, played round and round; kept in 16 bits, half the memory of float32.

    Args:
        samples: int16, ``(frames, 1)`` or ``(frames, 2)``.
        gain: The linear value of one step.
        offsets: The frame of the loop at which the left and the right ear begin.
    """

    def __init__(self, samples: NDArray[np.int16], gain: float, offsets: tuple[int, int]) -> None:
        self._channels = (samples[:, 0], samples[:, -1])
        self._gain = np.float32(gain)
        self._offsets = offsets

    def add_to(self, block: Samples, start: int) -> None:
        """Adds the frames from ``start`` of the session to a block ``(frames, 2)``."""
        for channel, (samples, offset) in enumerate(
            zip(self._channels, self._offsets, strict=True)
        ):
            at, done = (start + offset) % len(samples), 0
            while done < len(block):
                part = samples[at : at + len(block) - done]
                block[done : done + len(part), channel] += self._gain * part
                done, at = done + len(part), 0


class LoopedLayers:
    """A bed of loops of different lengths, summed; without loops it is silence.

    Args:
        loops: The loops.
    """

    def __init__(self, loops: Sequence[Loop]) -> None:
        self._loops = loops
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames; see :class:`Stem`."""
        block = np.zeros((frames, 2), dtype=np.float32)
        for loop in self._loops:
            loop.add_to(block, self._now)
        self._now += frames
        return block

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`Stem`."""
        self._now = frame


class GainShapedStem:
    """A stem under a gain curve.

    Args:
        stem: The stem to shape.
        curve: Its gain over the session.
    """

    def __init__(self, stem: Stem, curve: GainCurve) -> None:
        self._stem = stem
        self._curve = curve
        self._now = 0

    def read(self, frames: int) -> Samples:
        """The next frames; see :class:`Stem`."""
        block = self._stem.read(frames)
        shaped = self._curve.apply(block, self._now)
        self._now += frames
        return shaped

    def seek(self, frame: int) -> None:
        """Goes on at a frame; see :class:`Stem`."""
        self._stem.seek(frame)
        self._now = frame
