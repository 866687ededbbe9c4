"""MPEG-1 layer III frames separated from their bit reservoir, so that streams can be joined.

A frame has a header, side information, and room for main data (the coded spectrum). At a constant
bit rate every frame has nearly the same room, but not every sound needs it: what a frame leaves
free, the next ones use. So the main data of a frame may begin up to 511 bytes before its own
header, in the room of earlier frames, and it always ends within its own. This is the bit reservoir;
``main_data_begin`` in the side information says how many bytes before the header the data begins,
headers and side information not counted (ISO/IEC 11172-3, 2.4.1.7 and 2.4.2.7)::

    frame      |head 1|...room 1....|head 2|...room 2....|head 3|...room 3....|
    main data         |11111|2222222       |22222|3333333       |3333333333|00|

Frames of two streams therefore cannot simply be put one after the other. Here a stream is taken
apart into frames that carry their own data, and put together again, where each frame's data begins
as early as there is room.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.deliver.formats.mp3_info import HEADER_BYTES, SIDE_INFO_BYTES, frame_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_BYTES = HEADER_BYTES + SIDE_INFO_BYTES
_SIDE_BITS = 8 * SIDE_INFO_BYTES

# Side information of a stereo frame: main_data_begin (9 bits), private bits (3), scfsi (8), then
# 59 bits for each of granule 0 left, 0 right, 1 left and 1 right.
_BEGIN_BITS = 9
_FIRST_GRANULE_BIT, _GRANULE_BITS, _GRANULES = 20, 59, 4
# In those 59: part2_3_length (12), big_values (9), global_gain (8), scalefac_compress (4), and from
# bit 33 window_switching_flag (1), block_type (2) and mixed_block_flag (1).
_LENGTH_BITS = 12
_WINDOW_BIT, _WINDOW_BITS = 33, 4

MAX_LOOKBACK = (1 << _BEGIN_BITS) - 1
"""The most bytes before its header that a frame's data may begin."""


@dataclass(frozen=True, slots=True)
class Mp3Frame:
    """A frame of a stereo stream without protection.

    Attributes:
        head: Header and side information, as they were in the stream.
        data: Its own main data, wherever that lay.
        room_bytes: The bytes for main data between its side information and the next header.
        spare_bytes: The reservoir before it: bytes of earlier rooms that its stream had left
            free, and that its data may have used.
    """

    head: bytes
    data: bytes
    room_bytes: int
    spare_bytes: int

    @property
    def last_windows(self) -> tuple[int, int]:
        """The windows of the second granule, left and right, as bits of the side information.

        The transform of the next frame overlaps with these, and its windows have to match.
        """
        side = int.from_bytes(self.head[HEADER_BYTES:], "big")
        left, right = (
            _bits(side, _FIRST_GRANULE_BIT + number * _GRANULE_BITS + _WINDOW_BIT, _WINDOW_BITS)
            for number in (2, 3)
        )
        return _windows(left), _windows(right)


class FrameReader:
    """Takes a stream apart as it comes, from its beginning: stereo, without protection."""

    def __init__(self) -> None:
        self._stream = bytearray()  # bytes of a frame that is not complete yet
        self._main = bytearray()  # the rooms of the last frames, joined
        # Positions count the bytes of all rooms from the beginning of the stream.
        self._room_start = 0  # the next frame's room
        self._used_end = 0  # the end of the last frame's data

    def add(self, stream: bytes) -> list[Mp3Frame]:
        """Take the next bytes, any number of them, and return the frames they complete.

        Raises:
            ValueError: if it is another kind of stream.
        """
        self._stream += stream
        found = []
        while len(self._stream) >= HEADER_BYTES:
            length = frame_bytes(bytes(self._stream[:HEADER_BYTES]))
            if len(self._stream) < length:
                break
            found.append(self._frame(bytes(self._stream[:length])))
            del self._stream[:length]
        return found

    def _frame(self, whole: bytes) -> Mp3Frame:
        head, room = whole[:_HEAD_BYTES], len(whole) - _HEAD_BYTES
        main_start = self._room_start - len(self._main)
        self._main += whole[_HEAD_BYTES:]
        side = int.from_bytes(head[HEADER_BYTES:], "big")
        lookback = _bits(side, 0, _BEGIN_BITS)
        start = self._room_start - lookback - main_start
        length = -(-sum(_data_bits(side)) // 8)
        data = bytes(self._main[start : start + length])
        spare = min(self._room_start - self._used_end, MAX_LOOKBACK)
        # Counted as FrameWriter packs: right after the data before it, or 511 bytes before the
        # header where more than that is free. LAME puts bits of filling there instead.
        self._used_end = max(self._used_end, self._room_start - MAX_LOOKBACK) + length
        self._room_start += room
        del self._main[:-MAX_LOOKBACK]
        return Mp3Frame(head, data, room, spare)


class FrameWriter:
    """Puts frames together into a stream; room that they leave free is filled with zeros."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[bytes, int]] = deque()  # heads, each with the size of its room
        self._main = bytearray()  # main data for the rooms of the frames that wait
        # Positions count the bytes of all rooms from the beginning of the stream.
        self._main_start = 0  # the first byte of _main
        self._room_start = 0  # the next frame's room
        self._filled_end = 0  # the end of the last frame's data

    @property
    def spare_bytes(self) -> int:
        """The reservoir: bytes before the next frame that its data may use."""
        return min(self._room_start - self._filled_end, MAX_LOOKBACK)

    def add(self, frame: Mp3Frame) -> bytes:
        """Append a frame, and return the frames that are complete.

        Its data fits for certain if the frame's ``spare_bytes`` are no more than those here.

        Raises:
            ValueError: if it does not fit.
        """
        start = max(self._filled_end, self._room_start - MAX_LOOKBACK)
        room_end = self._room_start + frame.room_bytes
        if start > self._room_start or start + len(frame.data) > room_end:
            message = "the frames before leave this one too little room"
            raise ValueError(message)
        self._main += bytes(start - self._filled_end)
        self._main += frame.data
        self._filled_end = start + len(frame.data)
        # The first nine bits of the side information say where the data begins now.
        side = int.from_bytes(frame.head[HEADER_BYTES:], "big")
        side &= (1 << _SIDE_BITS - _BEGIN_BITS) - 1
        side |= self._room_start - start << _SIDE_BITS - _BEGIN_BITS
        head = frame.head[:HEADER_BYTES] + side.to_bytes(SIDE_INFO_BYTES, "big")
        self._waiting.append((head, frame.room_bytes))
        self._room_start = room_end
        # No later frame can reach a room that ends this far back.
        return self._complete(self._room_start - MAX_LOOKBACK)

    def finish(self) -> bytes:
        """Return the frames that are left."""
        return self._complete(self._room_start)

    def _complete(self, until: int) -> bytes:
        """The frames whose rooms end at a position or before it."""
        done = bytearray()
        while self._waiting and self._main_start + self._waiting[0][1] <= until:
            head, room = self._waiting.popleft()
            done += head
            done += self._main[:room].ljust(room, b"\0")
            if len(self._main) < room:
                self._filled_end = self._main_start + room
            del self._main[:room]
            self._main_start += room
        return bytes(done)


def _data_bits(side: int) -> Iterator[int]:
    """The bits of main data of each granule and channel (``part2_3_length``)."""
    for granule in range(_GRANULES):
        yield _bits(side, _FIRST_GRANULE_BIT + granule * _GRANULE_BITS, _LENGTH_BITS)


def _bits(side: int, at: int, count: int) -> int:
    """Some bits of the side information, counted from its beginning."""
    return side >> _SIDE_BITS - at - count & (1 << count) - 1


def _windows(bits: int) -> int:
    """The window bits, or 0 without the flag: the three bits after it then mean something else."""
    return bits if bits >> _WINDOW_BITS - 1 else 0
