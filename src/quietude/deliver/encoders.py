"""Blocks → encoded audio in a file.

Every encoder takes float32 blocks ``(frames, 2)`` in −1…1. WAV and FLAC hold 16 bits with
triangular dither from a fixed seed, so the same samples make the same file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import lameenc
import numpy as np
import soundfile

from quietude.deliver.mp3 import SAMPLE_RATES_HZ, FrameCounter, info_frame
from quietude.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio import Samples
    from quietude.deliver.formats import Format

MP3_KBPS = 128
LAME_QUALITY = 5


class Encoder(Protocol):
    """Turns blocks into the bytes of a file."""

    def write(self, block: Samples) -> None:
        """Encode the next frames."""

    def finish(self) -> None:
        """Encode what is left; the file is complete once it is closed."""

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""


class Quantiser:
    """float32 → int16 with triangular dither of ±1 step (Lipshitz et al., JAES 40(5), 1992)."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)

    def __call__(self, block: Samples) -> NDArray[np.int16]:
        """The block as 16-bit integers; the same whatever the size of the blocks."""
        noise = self._random.random((len(block), block.shape[1], 2), dtype=np.float32)
        scaled = block * np.float32(32768.0) + (noise[..., 0] - noise[..., 1])
        return np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)


class SoundFileEncoder:
    """WAV and FLAC, through libsndfile.

    It is given a path: an error in a file object of ours would get lost on the way through C.

    Args:
        path: Where it goes; what is there is replaced.
        format_name: ``WAV`` or ``FLAC``.
        sample_rate_hz: Frames per second.
    """

    def __init__(self, path: Path, format_name: str, sample_rate_hz: int) -> None:
        self._quantise = Quantiser()
        self._file = soundfile.SoundFile(
            path, "w", sample_rate_hz, 2, subtype="PCM_16", format=format_name
        )

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        self._file.write(self._quantise(block))

    def finish(self) -> None:
        """Complete the header."""
        self._file.flush()

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""
        self._file.close()


class Mp3Encoder:
    """MP3 at a constant bit rate, through LAME, with the Info frame that its library omits.

    The Info frame goes first and is filled in last, when the number of frames is known: players
    take the length and the gapless trim from it.

    Args:
        path: Where it goes; what is there is replaced.
        prefix: What stands before the sound, such as an ID3 tag.
        sample_rate_hz: Frames per second; one of :data:`quietude.deliver.mp3.SAMPLE_RATES_HZ`.
    """

    def __init__(self, path: Path, prefix: bytes, sample_rate_hz: int) -> None:
        self._file = path.open("wb")
        self._file.write(prefix)
        self._start = len(prefix)
        self._quantise = Quantiser()
        self._counter = FrameCounter()
        self._sample_frames = 0
        self._peak = 0.0
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_bit_rate(MP3_KBPS)
        self._encoder.set_in_sample_rate(sample_rate_hz)
        self._encoder.set_out_sample_rate(sample_rate_hz)
        self._encoder.set_channels(2)
        self._encoder.set_quality(LAME_QUALITY)

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        self._sample_frames += len(block)
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))
        self._put(bytes(self._encoder.encode(self._quantise(block).tobytes())))

    def finish(self) -> None:
        """End the stream and fill in the Info frame."""
        self._put(bytes(self._encoder.flush()))
        self._file.seek(self._start)
        self._file.write(info_frame(self._counter, self._sample_frames, self._peak))

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""
        self._file.close()

    def _put(self, data: bytes) -> None:
        if not data:
            return
        first = not self._counter.frames
        self._counter.add(data)
        if first:  # the room the Info frame will take
            self._file.write(info_frame(self._counter, 0, 0.0))
        self._file.write(data)


def open_encoder(path: Path, form: Format, sample_rate_hz: int, prefix: bytes = b"") -> Encoder:
    """The encoder of a format, writing to a path.

    Args:
        path: Where it goes; what is there is replaced.
        form: The format.
        sample_rate_hz: Frames per second.
        prefix: For an MP3, what stands before the sound.

    Raises:
        OSError: if the file cannot be opened.
        UsageError: if the format cannot have that sample rate.
    """
    if form.name != "mp3":
        return SoundFileEncoder(path, form.name.upper(), sample_rate_hz)
    if sample_rate_hz not in SAMPLE_RATES_HZ:
        message = f"an MP3 cannot have {sample_rate_hz} frames a second here"
        hint = f"Choose {', '.join(map(str, SAMPLE_RATES_HZ))}, or another format."
        raise UsageError(message, hint=hint)
    return Mp3Encoder(path, prefix, sample_rate_hz)
