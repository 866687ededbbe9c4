"""One MP3 on several cores: its segments are encoded side by side and joined to the frame.

An encoder remembers what it has seen, so each segment begins some frames early, until its encoder
has found its way in, and ends some frames late. Within that overlap lies the joint: a frame after
which the earlier encoder has left at least as much of the bit reservoir as the later one had, and
where both use the same windows, so that the overlapping halves of their transforms cancel as they
must. If there is no such frame, the earlier encoder goes on through the next segment until there
is.

Where the segments lie depends on the sound's length alone: the same samples make the same bytes
on any number of cores.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from quietude._util.concurrency import cores
from quietude.deliver.formats.mp3_frames import Frame, Packer, Unpacker
from quietude.deliver.formats.mp3_info import SAMPLES_PER_FRAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    import lameenc

SEGMENT, EARLY, LATE = 640, 12, 8
"""How many frames a segment has, how many earlier its encoder begins, and how many it is given of
the next. With 17 s a segment, some 3 % is encoded twice."""

FURTHER = 16
"""How many frames at a time the earlier encoder goes on where it has found no joint."""

_SAMPLE_BYTES = 4
_FRAME_BYTES = SAMPLES_PER_FRAME * _SAMPLE_BYTES
_AT_ONCE = 64 * _FRAME_BYTES
"""LAME takes twice the memory of what it is given at once."""

_MOST_WORKERS = 4
"""More would wait for the mix, and each holds a segment in memory."""


class _Sound:
    """The samples that an encoder may still ask for, in pieces that the encoders share."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._start = 0
        self.end = 0

    def add(self, pcm: bytes) -> None:
        """Take the next bytes."""
        self._pieces.extend(pcm[it : it + _AT_ONCE] for it in range(0, len(pcm), _AT_ONCE))
        self.end += len(pcm)

    def between(self, start: int, end: int) -> deque[bytes]:
        """The pieces from one byte to before another."""
        found: deque[bytes] = deque()
        at = self._start
        for it in self._pieces:
            part = it[max(0, start - at) : max(0, end - at)]
            if part:
                found.append(part)
            at += len(it)
        return found

    def drop(self, before: int) -> None:
        """Let go of what lies wholly before a byte."""
        while self._pieces and self._start + len(self._pieces[0]) <= before:
            self._start += len(self._pieces.popleft())


class _Segment:
    """A stretch of the sound, and what an encoder of its own makes of it.

    What comes out is taken apart only when it is asked for: thousands of small pieces made beside
    large ones would keep memory from being given back.

    Args:
        first: The number of its first frame.
        encoder: One that has seen nothing.

    Attributes:
        first: As above.
        end: The number of the frame after the last it was given; it may yet go on.
        last: Whether the sound ends there.
    """

    def __init__(self, first: int, encoder: lameenc.Encoder) -> None:
        self.first = self.end = first
        self.last = False
        self._encoder = encoder
        self._encoded: deque[bytes] = deque()
        self._unpacker = Unpacker()
        self._frames: deque[Frame] = deque()
        self._next = first
        self._work: list[Future[None]] = []

    def begin(self, pool: ThreadPoolExecutor, sound: deque[bytes], *, last: bool) -> None:
        """Encode its sound on another core; the pieces are let go of one by one."""
        self._given(sound, last=last)
        self._work.append(pool.submit(self._encode, sound))

    def go_on(self, sound: deque[bytes], *, last: bool) -> None:
        """Encode what follows, here and now."""
        self._finish()
        self._given(sound, last=last)
        self._encode(sound)

    def frame(self, number: int) -> Frame | None:
        """One of its frames by its number in the whole; those before it are let go.

        Returns:
            None for one that is not there: some of what an encoder was given last stays in it
            until it is given more.
        """
        self._finish()
        while self._next < number and self._more():
            self._frames.popleft()
            self._next += 1
        return self._frames[0] if self._more() else None

    def _more(self) -> bool:
        """Take more apart, if need be; answers whether there is any."""
        while not self._frames and self._encoded:
            self._frames += self._unpacker.add(self._encoded.popleft())
        return bool(self._frames)

    def _finish(self) -> None:
        while self._work:
            self._work.pop().result()

    def _given(self, sound: deque[bytes], *, last: bool) -> None:
        self.end += -(-sum(map(len, sound)) // _FRAME_BYTES)
        self.last = last

    def _encode(self, sound: deque[bytes]) -> None:
        while sound:
            self._encoded.append(bytes(self._encoder.encode(sound.popleft())))
        if self.last:
            self._encoded.append(bytes(self._encoder.flush()))


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
        self._sound = _Sound()
        self._segments: deque[_Segment] = deque()
        self._packer = Packer()
        self._begun = 0
        self._next = 0

    def encode(self, pcm: bytes) -> bytes:
        """Take the next samples, 16 bits and stereo; answers frames that are complete."""
        self._sound.add(pcm)
        done = bytearray()
        while self._sound.end >= self._late_end() * _FRAME_BYTES:
            self._begin(self._late_end() * _FRAME_BYTES, last=False)
            while len(self._segments) > self._workers:
                done += self._join()
        return bytes(done)

    def flush(self) -> bytes:
        """Encode what is left; answers the rest of the stream."""
        self._begin(self._sound.end, last=True)
        done = bytearray()
        while len(self._segments) > 1:
            done += self._join()
        while frame := self._segments[0].frame(self._next):
            done += self._write(frame)
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
        return (self._begun + 1) * SEGMENT + LATE

    def _begin(self, end: int, *, last: bool) -> None:
        segment = _Segment(self._first(), self._new_encoder())
        sound = self._sound.between(segment.first * _FRAME_BYTES, end)
        segment.begin(self._pool, sound, last=last)
        self._segments.append(segment)
        self._begun += 1
        # What comes after the end of the first segment is what its encoder may go on with.
        self._sound.drop(min(self._first(), self._segments[0].end) * _FRAME_BYTES)

    def _join(self) -> bytes:
        """Write the first segment up to where it joins the second, or make one of the two."""
        earlier, later = self._segments[0], self._segments[1]
        done = bytearray()
        while True:
            while frame := earlier.frame(self._next):
                done += self._write(frame)
                if self._fits(frame, later):
                    self._segments.popleft()
                    return bytes(done)
            if earlier.end >= later.end:
                break
            self._go_on(earlier, until=min(earlier.end + FURTHER, later.end))
        if later.last:
            earlier.go_on(deque(), last=True)
        del self._segments[1]
        return bytes(done)

    def _write(self, frame: Frame) -> bytes:
        self._next += 1
        return self._packer.add(frame)

    def _fits(self, frame: Frame, later: _Segment) -> bool:
        """Whether the other encoder's frames may follow the one that was just written."""
        if self._next <= later.first + EARLY:
            return False
        same, following = later.frame(self._next - 1), later.frame(self._next)
        return (
            same is not None
            and following is not None
            and same.last_windows == frame.last_windows
            and following.spare_bytes <= self._packer.spare_bytes
        )

    def _go_on(self, earlier: _Segment, until: int) -> None:
        sound = self._sound.between(earlier.end * _FRAME_BYTES, until * _FRAME_BYTES)
        earlier.go_on(sound, last=False)
