"""MPEG-1 layer III frames apart from where their data lies, so that streams can be joined.

The data of a frame may begin in the frames before it (the bit reservoir), so frames of two streams
cannot simply be put one after the other. Here a stream is taken apart into frames that carry their
own data, and put together again, where each looks as far back as it must (ISO/IEC 11172-3, 2.4.1.7
and 2.4.2.7).
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
_BEGIN_BITS = 9
FURTHEST_BACK = (1 << _BEGIN_BITS) - 1
"""How many bytes before itself a frame's data may begin."""

_FIRST_GRANULE_BIT, _GRANULE_BITS = 20, 59
_LENGTH_BITS = 12
_WINDOW_BIT, _WINDOW_BITS = 33, 4
"""The flag for switched windows, two bits for which, and one for mixed ones."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a stereo stream without protection.

    Attributes:
        head: Header and side information, as they were.
        data: Its own main data, wherever that lay.
        slot_bytes: The room for main data between its side information and the next frame.
        spare_bytes: How much of the room before it was left to it: what it may have used.
    """

    head: bytes
    data: bytes
    slot_bytes: int
    spare_bytes: int

    @property
    def last_windows(self) -> tuple[int, int]:
        """The windows of its second half, left and right: what follows must fit to them."""
        side = int.from_bytes(self.head[HEADER_BYTES:], "big")
        left = _bits(side, _FIRST_GRANULE_BIT + 2 * _GRANULE_BITS + _WINDOW_BIT, _WINDOW_BITS)
        right = _bits(side, _FIRST_GRANULE_BIT + 3 * _GRANULE_BITS + _WINDOW_BIT, _WINDOW_BITS)
        return _windows(left), _windows(right)


class Unpacker:
    """Takes a stream apart as it comes, from its beginning: stereo, without protection."""

    def __init__(self) -> None:
        self._stream = bytearray()
        self._main = bytearray()
        self._slot = 0  # where in all main data the next frame's room begins
        self._used = 0  # and up to where the frames before have used it

    def add(self, stream: bytes) -> list[Frame]:
        """Take the next bytes, of whatever number; answers the frames they complete.

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

    def _frame(self, whole: bytes) -> Frame:
        head, room = whole[:_HEAD_BYTES], len(whole) - _HEAD_BYTES
        base = self._slot - len(self._main)
        self._main += whole[_HEAD_BYTES:]
        side = int.from_bytes(head[HEADER_BYTES:], "big")
        start = self._slot - _bits(side, 0, _BEGIN_BITS) - base
        length = -(-sum(_lengths(side)) // 8)
        data = bytes(self._main[start : start + length])
        spare = min(self._slot - self._used, FURTHEST_BACK)
        self._used = max(self._used, self._slot - FURTHEST_BACK) + length
        self._slot += room
        del self._main[:-FURTHEST_BACK]
        return Frame(head, data, room, spare)


class Packer:
    """Puts frames together into a stream; what they leave free is filled with zeros."""

    def __init__(self) -> None:
        self._heads: deque[tuple[bytes, int]] = deque()
        self._main = bytearray()
        self._base = 0  # where in all main data the first byte of _main lies
        self._slot = 0
        self._filled = 0

    @property
    def spare_bytes(self) -> int:
        """How much room before the next frame is left to it."""
        return min(self._slot - self._filled, FURTHEST_BACK)

    def add(self, frame: Frame) -> bytes:
        """Take the next frame, whose own stream must not have left it more room than is here.

        Returns:
            Frames that are complete.

        Raises:
            ValueError: if it does not fit.
        """
        start = max(self._filled, self._slot - FURTHEST_BACK)
        if start > self._slot or start + len(frame.data) > self._slot + frame.slot_bytes:
            message = "the frames before leave this one too little room"
            raise ValueError(message)
        self._main += bytes(start - self._filled)
        self._main += frame.data
        self._filled = start + len(frame.data)
        side = int.from_bytes(frame.head[HEADER_BYTES:], "big")
        side &= (1 << _SIDE_BITS - _BEGIN_BITS) - 1
        side |= self._slot - start << _SIDE_BITS - _BEGIN_BITS
        head = frame.head[:HEADER_BYTES] + side.to_bytes(SIDE_INFO_BYTES, "big")
        self._heads.append((head, frame.slot_bytes))
        self._slot += frame.slot_bytes
        return self._complete(self._slot - FURTHEST_BACK)

    def finish(self) -> bytes:
        """The frames that are left."""
        return self._complete(self._slot)

    def _complete(self, until: int) -> bytes:
        done = bytearray()
        while self._heads and self._base + self._heads[0][1] <= until:
            head, room = self._heads.popleft()
            done += head
            done += self._main[:room].ljust(room, b"\0")
            if len(self._main) < room:
                self._filled = self._base + room
            del self._main[:room]
            self._base += room
        return bytes(done)


def _lengths(side: int) -> Iterator[int]:
    for granule in range(4):
        yield _bits(side, _FIRST_GRANULE_BIT + granule * _GRANULE_BITS, _LENGTH_BITS)


def _bits(side: int, at: int, count: int) -> int:
    return side >> _SIDE_BITS - at - count & (1 << count) - 1


def _windows(bits: int) -> int:
    """Without the flag, the three bits after it mean something else."""
    return bits if bits >> _WINDOW_BITS - 1 else 0
