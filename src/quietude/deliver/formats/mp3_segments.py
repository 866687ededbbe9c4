"""One MP3 encoded on several cores: in segments side by side, joined to the frame.

Measured on an idle machine of two cores, a cached render of ten minutes takes 5.2 s with segments,
and 7.5 to 7.7 s with one encoder, at the same CPU time.

An encoder's output depends on what it has heard before, so each segment begins some frames early,
until its encoder is in step with the sound, and ends some frames late. Within that overlap lies the
joint. It may follow any frame after which

- the earlier encoder leaves at least as large a bit reservoir as the later one had there (see
  :mod:`quietude.deliver.formats.mp3_frames`), so that the later frames' data fits; and
- both encoders use the same windows, since each transform (the MDCT) covers half of the next one,
  and their aliases cancel only between windows that belong together (J. Princen and
  A. Bradley, IEEE Trans. ASSP 34(5), 1986).

Where there is no such frame, the earlier encoder goes on through the next segment until there is.

The segments' places depend on the length of the sound alone: the same samples make the same bytes
on any number of cores.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from quietude._util.concurrency import cores
from quietude.deliver.formats.mp3_frames import FrameReader, FrameWriter, Mp3Frame
from quietude.deliver.formats.mp3_info import SAMPLES_PER_FRAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    import lameenc

SEGMENT, EARLY, LATE = 640, 12, 8
"""Frames of a segment, and those before and after it that its encoder is given as well. With 17 s
a segment, some 3 % is encoded twice."""

FURTHER = 16
"""Frames at a time that the earlier encoder goes on by where it has found no joint."""

_SAMPLE_BYTES = 4  # 16 bits, two channels
_FRAME_BYTES = SAMPLES_PER_FRAME * _SAMPLE_BYTES
_AT_ONCE = 64 * _FRAME_BYTES
"""LAME takes twice the memory of what it is given at once."""

_MAX_WORKERS = 4
"""More would wait for the mix, and each holds a segment in memory."""


class _Pcm:
    """The samples that an encoder may still need, in pieces that the encoders share.

    Positions are in bytes from the beginning of the sound.
    """

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._start = 0
        self.end = 0

    def add(self, pcm: bytes) -> None:
        """Take the next bytes."""
        self._pieces.extend(pcm[at : at + _AT_ONCE] for at in range(0, len(pcm), _AT_ONCE))
        self.end += len(pcm)

    def between(self, start: int, end: int) -> deque[bytes]:
        """The bytes from one position to another, in pieces."""
        found: deque[bytes] = deque()
        at = self._start
        for piece in self._pieces:
            part = piece[max(0, start - at) : max(0, end - at)]
            if part:
                found.append(part)
            at += len(piece)
        return found

    def drop(self, before: int) -> None:
        """Forget the pieces that end at a position or before it."""
        while self._pieces and self._start + len(self._pieces[0]) <= before:
            self._start += len(self._pieces.popleft())


class _Segment:
    """A stretch of the sound with an encoder of its own, and the frames that come out.

    The encoder's output is taken apart only when frames are asked for: thousands of small pieces
    made beside large ones would keep memory from being given back.

    Args:
        first: The number of its first frame.
        encoder: A new encoder.

    Attributes:
        first: As above.
        end: The number of the frame after the last it was given; it may grow.
        last: True if the sound ends here.
    """

    def __init__(self, first: int, encoder: lameenc.Encoder) -> None:
        self.first = self.end = first
        self.last = False
        self._encoder = encoder
        self._encoded: deque[bytes] = deque()
        self._reader = FrameReader()
        self._frames: deque[Mp3Frame] = deque()
        self._next = first
        self._work: list[Future[None]] = []

    def begin(self, pool: ThreadPoolExecutor, pcm: deque[bytes], *, last: bool) -> None:
        """Encode its samples on another core; the pieces are freed one by one."""
        self._extend(pcm, last=last)
        self._work.append(pool.submit(self._encode, pcm))

    def go_on(self, pcm: deque[bytes], *, last: bool) -> None:
        """Encode the samples that follow, in this thread."""
        self._wait()
        self._extend(pcm, last=last)
        self._encode(pcm)

    def frame(self, number: int) -> Mp3Frame | None:
        """A frame by its number in the whole sound; frames before it are forgotten.

        Returns:
            None if it has not come out: an encoder keeps some of its last samples until it is
            given more.
        """
        self._wait()
        while self._next < number and self._has_frames():
            self._frames.popleft()
            self._next += 1
        return self._frames[0] if self._has_frames() else None

    def _has_frames(self) -> bool:
        """True if there are frames; takes more of the encoder's output apart if need be."""
        while not self._frames and self._encoded:
            self._frames += self._reader.add(self._encoded.popleft())
        return bool(self._frames)

    def _wait(self) -> None:
        while self._work:
            self._work.pop().result()

    def _extend(self, pcm: deque[bytes], *, last: bool) -> None:
        self.end += -(-sum(map(len, pcm)) // _FRAME_BYTES)
        self.last = last

    def _encode(self, pcm: deque[bytes]) -> None:
        while pcm:
            self._encoded.append(bytes(self._encoder.encode(pcm.popleft())))
        if self.last:
            self._encoded.append(bytes(self._encoder.flush()))


class SegmentedEncoder:
    """LAME at a constant bit rate, on all cores; its methods are those of LAME's encoder.

    Args:
        new_encoder: Makes a stereo encoder, with the same settings each time.
        workers: Segments that are encoded side by side; by default one a core, four at most.
    """

    def __init__(self, new_encoder: Callable[[], lameenc.Encoder], workers: int = 0) -> None:
        self._new_encoder = new_encoder
        self._workers = workers or min(_MAX_WORKERS, cores())
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="lame")
        self._pcm = _Pcm()
        self._segments: deque[_Segment] = deque()
        self._writer = FrameWriter()
        self._begun = 0
        self._next = 0

    def encode(self, pcm: bytes) -> bytes:
        """Take the next samples, 16 bits and stereo, and return the frames that are complete."""
        self._pcm.add(pcm)
        done = bytearray()
        while self._pcm.end >= self._late_end() * _FRAME_BYTES:
            self._begin(self._late_end() * _FRAME_BYTES, last=False)
            while len(self._segments) > self._workers:
                done += self._join()
        return bytes(done)

    def flush(self) -> bytes:
        """Encode the rest, and return the rest of the stream."""
        self._begin(self._pcm.end, last=True)
        done = bytearray()
        while len(self._segments) > 1:
            done += self._join()
        while frame := self._segments[0].frame(self._next):
            done += self._write(frame)
        self.close()
        return bytes(done + self._writer.finish())

    def close(self) -> None:
        """Release the threads; segments that wait are not encoded any more."""
        self._pool.shutdown(cancel_futures=True)

    def _first(self) -> int:
        """The first frame of the segment that is being collected."""
        return max(0, self._begun * SEGMENT - EARLY)

    def _late_end(self) -> int:
        """The frame after its last, with those given late."""
        return (self._begun + 1) * SEGMENT + LATE

    def _begin(self, end: int, *, last: bool) -> None:
        segment = _Segment(self._first(), self._new_encoder())
        pcm = self._pcm.between(segment.first * _FRAME_BYTES, end)
        segment.begin(self._pool, pcm, last=last)
        self._segments.append(segment)
        self._begun += 1
        # The earliest segment's encoder may have to go on from its end.
        self._pcm.drop(min(self._first(), self._segments[0].end) * _FRAME_BYTES)

    def _join(self) -> bytes:
        """Write the first segment up to its joint with the second, or make one of the two."""
        earlier, later = self._segments[0], self._segments[1]
        done = bytearray()
        while True:
            while frame := earlier.frame(self._next):
                done += self._write(frame)
                if self._is_joint(frame, later):
                    self._segments.popleft()
                    return bytes(done)
            if earlier.end >= later.end:
                break
            self._go_on(earlier, until=min(earlier.end + FURTHER, later.end))
        # No joint in the whole of the later segment: the earlier encoder has encoded all of it.
        if later.last:
            earlier.go_on(deque(), last=True)
        del self._segments[1]
        return bytes(done)

    def _write(self, frame: Mp3Frame) -> bytes:
        self._next += 1
        return self._writer.add(frame)

    def _is_joint(self, frame: Mp3Frame, later: _Segment) -> bool:
        """True if the later segment's frames may follow the one just written."""
        if self._next <= later.first + EARLY:  # its encoder is not in step yet
            return False
        same, following = later.frame(self._next - 1), later.frame(self._next)
        return (
            same is not None
            and following is not None
            and same.last_windows == frame.last_windows
            and following.spare_bytes <= self._writer.spare_bytes
        )

    def _go_on(self, earlier: _Segment, until: int) -> None:
        pcm = self._pcm.between(earlier.end * _FRAME_BYTES, until * _FRAME_BYTES)
        earlier.go_on(pcm, last=False)
