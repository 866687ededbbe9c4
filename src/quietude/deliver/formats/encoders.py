"""Blocks → encoded audio in a file.

Every encoder takes float32 blocks ``(frames, 2)`` in −1…1; the same samples make the same file,
whatever the size of the blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import lameenc
import numpy as np
import soundfile

from quietude.deliver.formats.m4a import M4aEncoder, find_ffmpeg
from quietude.deliver.formats.mp3_info import SAMPLE_RATES_HZ, FrameCounter, info_frame
from quietude.deliver.formats.mp3_segments import SegmentedEncoder
from quietude.deliver.formats.ogg import OggEncoder
from quietude.deliver.formats.quantise import Quantiser, as_24_bits, rounded
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import ChapterTag

LAME_QUALITY = 5
_VBR_MTRH = 4
AAC_RATES_HZ = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000)


class Encoder(Protocol):
    """Turns blocks into the bytes of a file."""

    def write(self, block: Samples) -> None:
        """Encode the next frames."""

    def finish(self) -> None:
        """Encode what is left; the file is complete once it is closed."""

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""


class SoundFileEncoder:
    """WAV and FLAC, through libsndfile.

    It is given a path: an error in a file object of ours would get lost on the way through C.

    Args:
        path: Where it goes; what is there is replaced.
        form: WAV or FLAC, at 16 or 24 bits.
        sample_rate_hz: Frames per second.
    """

    def __init__(self, path: Path, form: Format, sample_rate_hz: int) -> None:
        self._quantise = as_24_bits if form.bits == 24 else Quantiser()  # noqa: PLR2004
        self._file = soundfile.SoundFile(
            path, "w", sample_rate_hz, 2, subtype=f"PCM_{form.bits}", format=form.name.upper()
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
    """MP3 through LAME, with the Info or Xing frame that its library omits.

    That frame goes first and is filled in last, when the number of frames is known: players
    take the length and the gapless trim from it.

    Args:
        path: Where it goes; what is there is replaced.
        prefix: What stands before the sound, such as an ID3 tag.
        sample_rate_hz: Frames per second; one of
            :data:`quietude.deliver.formats.mp3_info.SAMPLE_RATES_HZ`.
        vbr: LAME's V-quality, or None for a constant bit rate.
        kbps: That constant bit rate.
    """

    def __init__(
        self,
        path: Path,
        prefix: bytes,
        sample_rate_hz: int,
        vbr: int | None = None,
        kbps: int = 128,
    ) -> None:
        self._file = path.open("wb")
        self._file.write(prefix)
        self._start = len(prefix)
        self._counter = FrameCounter() if vbr is not None else FrameCounter(starts=None)
        self._sample_frames = 0
        self._peak = 0.0
        self._vbr = vbr
        self._encoder: SegmentedEncoder | lameenc.Encoder
        if vbr is None:
            self._encoder = SegmentedEncoder(lambda: _lame(sample_rate_hz, kbps=kbps))
        else:
            self._encoder = _lame(sample_rate_hz, vbr=vbr)

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        self._sample_frames += len(block)
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))
        self._put(bytes(self._encoder.encode(rounded(block).tobytes())))

    def finish(self) -> None:
        """End the stream and fill in the Info frame."""
        self._put(bytes(self._encoder.flush()))
        self._file.seek(self._start)
        self._file.write(self._info(self._sample_frames, self._peak))

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""
        if isinstance(self._encoder, SegmentedEncoder):
            self._encoder.close()
        self._file.close()

    def _put(self, data: bytes) -> None:
        if not data:
            return
        first = not self._counter.frames
        self._counter.add(data)
        if first:  # the room the Info frame will take
            self._file.write(self._info(0, 0.0))
        self._file.write(data)

    def _info(self, sample_frames: int, peak: float) -> bytes:
        return info_frame(self._counter, sample_frames, peak, self._vbr)


def _lame(sample_rate_hz: int, *, kbps: int = 0, vbr: int = 0) -> lameenc.Encoder:
    """LAME for stereo, at a constant bit rate or, where that is 0, a V-quality."""
    encoder = lameenc.Encoder()
    encoder.silence()
    if kbps:
        encoder.set_bit_rate(kbps)
    else:
        encoder.set_vbr(_VBR_MTRH)
        encoder.set_vbr_quality(vbr)
    encoder.set_in_sample_rate(sample_rate_hz)
    encoder.set_out_sample_rate(sample_rate_hz)
    encoder.set_channels(2)
    encoder.set_quality(LAME_QUALITY)
    return encoder


def open_encoder(  # noqa: PLR0913  (the last is for one kind of file alone)
    path: Path,
    form: Format,
    sample_rate_hz: int,
    prefix: bytes = b"",
    chapters: Sequence[ChapterTag] = (),
    *,
    language: str = "",
) -> Encoder:
    """The encoder of a format, writing to a path.

    Args:
        path: Where it goes; what is there is replaced.
        form: The format.
        sample_rate_hz: Frames per second.
        prefix: For an MP3, what stands before the sound.
        chapters: For M4A and M4B, whose encoder writes them.
        language: Likewise: what is spoken.

    Raises:
        OSError: if the file cannot be opened.
        UsageError: if the format cannot have that sample rate.
        DeliveryError: if what encodes it is not installed.
    """
    check_available(form, sample_rate_hz)
    match form.name:
        case "mp3":
            return Mp3Encoder(path, prefix, sample_rate_hz, form.vbr, form.kbps)
        case "ogg":
            return OggEncoder(path, "VORBIS", sample_rate_hz)
        case "opus":
            return OggEncoder(path, "OPUS", sample_rate_hz)
        case "m4a" | "m4b":
            return M4aEncoder(path, list(chapters), sample_rate_hz, language)
        case _:
            return SoundFileEncoder(path, form, sample_rate_hz)


def check_available(form: Format, sample_rate_hz: int) -> None:
    """Refuse a format that cannot have that sample rate, or whose encoder is not installed.

    Raises:
        UsageError: for an MP3 or AAC at such a rate.
        DeliveryError: for an M4A or M4B without ffmpeg.
    """
    if form.name in {"m4a", "m4b"}:
        find_ffmpeg()
    rates = {"mp3": SAMPLE_RATES_HZ, "m4a": AAC_RATES_HZ, "m4b": AAC_RATES_HZ}.get(form.name)
    if rates and sample_rate_hz not in rates:
        message = f"an {form.name.upper()} cannot have {sample_rate_hz} frames a second here"
        hint = f"Choose {', '.join(map(str, rates))}, or another format."
        raise UsageError(message, hint=hint)
