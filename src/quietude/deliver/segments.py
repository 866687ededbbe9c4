"""One MP3 on several cores: its segments are encoded side by side and joined to the frame.

An encoder remembers what it has seen, so each segment begins some frames early, until its encoder
has found its way in, and ends some frames late. Within that overlap lies the joint: a frame after
which the earlier encoder has left at least as much of the bit reservoir as the later one had, and
where both use the same windows, so that the overlapping halves of their transforms cancel as they
must. If there is no such frame, one encoder goes on through the next segment.

Where the segments lie depends on the sound's length alone: the same samples make the same bytes
on any number of cores.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.deliver.layer3 import Frame, Packer, frames
from quietude.deliver.mp3 import SAMPLES_PER_FRAME
from quietude.machine import cores

if TYPE_CHECKING:
    from collections.abc import Callable

    import lameenc

SEGMENT, EARLY, LATE = 1024, 12, 16
"""How many frames a segment has, how many earlier its encoder begins, and how far a joint is
sought. With 27 s a segment, some 3 % is encoded twice."""

FURTHER = 64
"""How many frames the earlier encoder goes on where it found no joint. That is one segment encoded
twice, and rarely needed; to go on through the whole of the next is two, and takes their memory."""

_UNTOUCHED = 4
"""So many frames before its end an encoder does not know yet that the sound ends."""

_SAMPLE_BYTES = 4
_FRAME_BYTES = SAMPLES_PER_FRAME * _SAMPLE_BYTES
_AT_ONCE = 64 * _FRAME_BYTES
"""LAME takes twice the memory of what it is given at once."""

_MOST_WORKERS = 4
"""More would wait for the mix, and each holds a segment in memory."""


@dataclass(slots=True)
class _Segment:
    """A stretch of the sound and what it becomes.

    Attributes:
        first: The number of its first frame.
        pcm: Its sound.
        encoded: What an encoder of its own makes of it.
    """

    first: int
    pcm: bytes
    encoded: Future[list[Frame]]

    @property
    def end(self) -> int:
        """The number of the frame after its last."""
        return self.first + -(-len(self.pcm) // _FRAME_BYTES)

    def frame(self, number: int) -> Frame:
        """One of its frames by its number in the whole."""
        return self.encoded.result()[number - self.first]


class SegmentedEncoder:
    """LAME at a constant bit rate, on as many cores as there are.

    Args:
        new_encoder: Makes an encoder of stereo samples, always set in the same way.
        workers: How many segments are encoded side by side; by default one a core, four at most.
    """

    def __init__(self, new_encoder: Callable[[], lameenc.Encoder], workers: int = 0) -> None:
        self._new_encoder = new_encoder
        self._workers = workers or min(_MOST_WORKERS, cores())
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="lame")
        self._pcm = bytearray()
        self._segments: deque[_Segment] = deque()
        self._packer = Packer()
        self._begun = 0
        self._next = 0

    def encode(self, pcm: bytes) -> bytes:
        """Take the next samples, 16 bits and stereo; answers frames that are complete."""
        self._pcm += pcm
        done = bytearray()
        while len(self._pcm) >= (self._late_end() - self._first()) * _FRAME_BYTES:
            self._begin((self._late_end() - self._first()) * _FRAME_BYTES)
            while len(self._segments) > self._workers:
                done += self._join()
        return bytes(done)

    def flush(self) -> bytes:
        """Encode what is left; answers the rest of the stream."""
        self._begin(len(self._pcm))
        done = bytearray()
        while len(self._segments) > 1:
            done += self._join()
        last = self._segments.popleft()
        done += self._take(last, last.first + len(last.encoded.result()))
        self.close()
        return bytes(done + self._packer.finish())

    def close(self) -> None:
        """Let go of the cores; what has not begun is not encoded any more."""
        self._pool.shutdown(cancel_futures=True)

    def _first(self) -> int:
        """The first frame of the segment that is being collected."""
        return max(0, self._begun * SEGMENT - EARLY)

    def _late_end(self) -> int:
        """The frame after its last, joint and all."""
        return (self._begun + 1) * SEGMENT + LATE + _UNTOUCHED

    def _begin(self, pcm_bytes: int) -> None:
        with memoryview(self._pcm) as collected:
            pcm = bytes(collected[:pcm_bytes])
        first = self._first()
        self._segments.append(_Segment(first, pcm, self._pool.submit(self._encoded, pcm)))
        self._begun += 1
        del self._pcm[: (self._first() - first) * _FRAME_BYTES]

    def _encoded(self, pcm: bytes) -> list[Frame]:
        encoder, stream = self._new_encoder(), bytearray()
        for start in range(0, len(pcm), _AT_ONCE):
            stream += encoder.encode(pcm[start : start + _AT_ONCE])
        stream += encoder.flush()
        return list(frames(bytes(stream)))

    def _join(self) -> bytes:
        """Write the first segment up to where it joins the second."""
        earlier, later = self._segments[0], self._segments[1]
        begins = later.first + EARLY
        done = bytearray(self._take(earlier, begins))
        for number in range(max(begins, self._next), earlier.end - _UNTOUCHED):
            done += self._take(earlier, number + 1)
            if self._fits(earlier, later, number):
                self._segments.popleft()
                return bytes(done)
        self._go_on(earlier, later)
        return bytes(done)

    def _fits(self, earlier: _Segment, later: _Segment, number: int) -> bool:
        windows = earlier.frame(number).last_windows == later.frame(number).last_windows
        return windows and self._packer.spare_bytes >= later.frame(number + 1).spare_bytes

    def _go_on(self, earlier: _Segment, later: _Segment) -> None:
        """Let the encoder of the first segment go on: some way into the second, then through it."""
        within = (earlier.end - later.first) * _FRAME_BYTES
        end = within + FURTHER * _FRAME_BYTES
        if earlier.end - later.first > EARLY + LATE + _UNTOUCHED or end >= len(later.pcm):
            end = len(later.pcm)
            del self._segments[1]
        pcm = earlier.pcm + later.pcm[within:end]
        self._segments[0] = _Segment(earlier.first, pcm, self._pool.submit(self._encoded, pcm))

    def _take(self, segment: _Segment, until: int) -> bytes:
        done = b"".join(self._packer.add(segment.frame(it)) for it in range(self._next, until))
        self._next = max(self._next, until)
        return done
