"""The Info or Xing frame at the beginning of an MP3, which LAME's library leaves out.

Without it players guess the length and play the encoder's padding. The layout is that of the
LAME tag (G. Bouvigne, "MP3 Info Tag rev 1", gabriel.mp3-tech.org/mp3infotag.html) inside a Xing
header, in an otherwise silent frame. The header is called Info at a constant bit rate and Xing at a
variable one, where players seek by its table of contents.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass, field

ENCODER_DELAY = 576
"""Frames of silence LAME puts before the sound."""

SAMPLES_PER_FRAME = 1152
SAMPLE_RATES_HZ = (32_000, 44_100, 48_000)
"""The rates of MPEG-1 layer III, the only ones written."""

# ISO/IEC 11172-3, 2.4.2.3: bit rates of layer III by their code (0 is "free", 15 forbidden), and
# sample rates by theirs (3 is reserved).
_BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATE_CODES = (44_100, 48_000, 32_000)
HEADER_BYTES, SIDE_INFO_BYTES = 4, 32
_CRC_SPAN = 190
"""The bytes of the frame that the checksum of the LAME tag covers: all before it."""

_MPEG1_LAYER3 = 0xFFFA
"""The first 15 bits of a header: sync word, MPEG-1, layer III. The 16th says if it has a CRC."""

_TOC_ENTRIES = 100
_XING_KBPS = 128
_MAX_PADDING = 0xFFF


def frame_bytes(header: bytes) -> int:
    """The length of a frame, from its header of four bytes.

    At 144 times the bit rate by the sample rate it lasts 1152 samples (ISO/IEC 11172-3, 2.4.3.1).

    Raises:
        ValueError: if they are not the header of an MPEG-1 layer III frame.
    """
    word = int.from_bytes(header[:4], "big")
    bitrate = (word >> 12) & 15
    rate_code = (word >> 10) & 3
    if word >> 16 & 0xFFFE != _MPEG1_LAYER3 or not 0 < bitrate < 15 or rate_code == 3:  # noqa: PLR2004
        message = f"not an MPEG-1 layer III frame: {header[:4].hex()}"
        raise ValueError(message)
    padding = (word >> 9) & 1
    return 144_000 * _BITRATES_KBPS[bitrate] // _RATE_CODES[rate_code] + padding


@dataclass(slots=True)
class FrameCounter:
    """Counts the frames of a stream that arrives in pieces of any size.

    Attributes:
        starts: The position of each frame in bytes; None to save the memory, since a session of
            eight hours has a million.
        frames: The number of frames that have begun.
        stream_bytes: The number of bytes so far.
        first_header: The header of the first frame; empty before that.
    """

    starts: array[int] | None = field(default_factory=lambda: array("Q"))
    frames: int = 0
    stream_bytes: int = 0
    first_header: bytes = b""
    _next: int = 0
    _rest: bytes = b""

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        # _rest is the beginning of a header whose other bytes have not come yet.
        window = self._rest + data
        base = self.stream_bytes - len(self._rest)
        self.stream_bytes += len(data)
        while self._next - base + HEADER_BYTES <= len(window):
            at = self._next - base
            header = window[at : at + HEADER_BYTES]
            self.first_header = self.first_header or header
            self.frames += 1
            if self.starts is not None:
                self.starts.append(self._next)
            self._next += frame_bytes(header)
        self._rest = window[max(0, min(len(window), self._next - base)) :]


def info_frame(
    counter: FrameCounter, sample_frames: int, peak: float, vbr: int | None = None
) -> bytes:
    """The Info or Xing frame of a finished stream; its length depends on the first header only.

    Args:
        counter: The stream's frames; it has seen at least one, and kept their starts if the bit
            rate varies.
        sample_frames: The frames of sound that went into the encoder.
        peak: Their highest magnitude, linear.
        vbr: LAME's V-quality if the bit rate varies, else None.
    """
    header = bytearray(counter.first_header)
    header[2] &= 0xFD  # no padding byte
    if vbr is not None:
        # The frame must have room for the tag, whatever the first frame of the sound needed.
        header[2] = header[2] & 0x0F | _BITRATES_KBPS.index(_XING_KBPS) << 4
    length = frame_bytes(bytes(header))
    # The stream lasts as long as its frames: delay, sound, and padding at the end.
    padding = counter.frames * SAMPLES_PER_FRAME - ENCODER_DELAY - sample_frames
    padding = max(0, min(padding, _MAX_PADDING))
    total = counter.stream_bytes + length
    toc = _even_toc() if vbr is None else _toc(counter, length)
    quality = 0 if vbr is None else 100 - 10 * vbr
    name = b"Info" if vbr is None else b"Xing"
    xing = struct.pack(">4sIII100sI", name, 0b1111, counter.frames, total, toc, quality)
    lame = struct.pack(
        ">9sBBIHHBB3sBBHIH",
        b"LAME3.100",
        0x01 if vbr is None else 0x04,  # tag revision 0; constant rate, or LAME's VBR mtrh
        0,  # low-pass: not stated
        round(min(peak, 1.0) * (1 << 23)),
        0,
        0,  # no replay gain, radio or audiophile
        0,  # encoding flags: not stated
        _BITRATES_KBPS[header[2] >> 4] if vbr is None else 0,
        (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        0,  # noise shaping, stereo mode and source rate: not stated
        0,  # no gain applied by mp3gain
        0,  # no preset
        total,
        0,  # checksum of the music: not stated
    )
    frame = bytes(header) + bytes(SIDE_INFO_BYTES) + xing + lame
    frame = frame[:_CRC_SPAN] + struct.pack(">H", crc16(frame[:_CRC_SPAN]))
    return frame.ljust(length, b"\0")


def _even_toc() -> bytes:
    """The table of contents at a constant bit rate, where bytes and time go together."""
    return bytes(entry * 256 // 100 for entry in range(_TOC_ENTRIES))


def _toc(counter: FrameCounter, info_bytes: int) -> bytes:
    """The table of contents: the position of each hundredth of the time, in 256ths of the file."""
    assert counter.starts is not None
    total = counter.stream_bytes + info_bytes
    positions = [
        info_bytes + counter.starts[entry * counter.frames // _TOC_ENTRIES]
        for entry in range(_TOC_ENTRIES)
    ]
    return bytes(position * 256 // total for position in positions)


def crc16(data: bytes) -> int:
    """CRC-16/ARC: polynomial 0x8005, reflected, starting from 0."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
