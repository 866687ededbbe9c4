"""MP3 through LAME, with an ID3 tag and the Info frame that LAME's library omits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import lameenc
import numpy as np

from quietude._util.files import unwritable
from quietude.deliver.formats.base import Format
from quietude.deliver.formats.id3 import HEADER_BYTES, id3_size, id3_tag
from quietude.deliver.formats.mp3_info import SAMPLE_RATES_HZ, FrameCounter, info_frame
from quietude.deliver.formats.mp3_segments import SegmentedEncoder
from quietude.deliver.formats.pcm import as_16_bits
from quietude.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.deliver.tags import Tags

LAME_QUALITY = 5

CONSTANT_KBPS = {128: -0.4455, 192: -0.27}
"""The constant bit rates in kb/s, each with the change of loudness it brings, in dB.

LAME scales its input by 0.95, which is −0.4455 dB, at constant bit rates below 192 kb/s, and by
less above; measured: −0.44 LU.
"""

CONSTANT_HEADROOM_DB = 0.5
VBR_HEADROOM_DB = (0.3, 0.3, 0.3, 0.3, 0.4, 0.5, 0.7)
"""For V0 to V6. Measured with two voices, with and without a bed, with and without the limiter:
they overshoot by at most 0.03, 0.11, 0.16, 0.14, 0.16, 0.26 and 0.30 dB; V6 once by 0.55."""

VBR_QUALITIES = range(len(VBR_HEADROOM_DB))
"""LAME's V0 to V6; beyond V6 it lowers the sample rate, and the exact length is lost."""

_VBR_MTRH = 4
_COPY_BYTES = 1 << 20


class Mp3(Format):
    """MP3 at a constant bit rate, or at a variable one where the quality has a ``vbr``."""

    name = "mp3"
    qualities = frozenset({"vbr", "kbps"})
    rates_hz = SAMPLE_RATES_HZ

    def _check_quality(self) -> None:
        vbr, kbps = self.quality.vbr, self.quality.kbps
        if vbr is not None and vbr not in VBR_QUALITIES:
            message = f"V{vbr} is not an MP3 quality"
            raise UsageError(message, hint="Choose from 0 (the best) to 6 (the smallest file).")
        if kbps not in CONSTANT_KBPS:
            message = f"an MP3 of {kbps} kb/s cannot be written"
            raise UsageError(message, hint=f"Choose {' or '.join(map(str, CONSTANT_KBPS))}.")

    @property
    def level_change_db(self) -> float:
        """Change of loudness, in dB; at a variable bit rate LAME leaves the level alone."""
        return 0.0 if self.quality.vbr is not None else CONSTANT_KBPS[self.quality.kbps]

    @property
    def headroom_db(self) -> float:
        """Distance to keep from the true-peak ceiling, in dB."""
        vbr = self.quality.vbr
        return CONSTANT_HEADROOM_DB if vbr is None else VBR_HEADROOM_DB[vbr]

    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> Mp3Encoder:
        quality = self.quality
        return Mp3Encoder(path, id3_tag(tags), sample_rate_hz, quality.vbr, quality.kbps)

    def tag(self, path: Path, tags: Tags) -> None:
        """Nothing: the ID3 tag stands before the sound, and the encoder has written it."""


class Mp3Encoder:
    """MP3 through LAME, with the Info or Xing frame that its library omits.

    That frame comes first and is filled in last, when the number of frames is known: players
    take the length and the gapless trim from it.

    Args:
        path: The file; one that exists is replaced.
        prefix: The bytes before the sound, such as an ID3 tag.
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
        self._put(bytes(self._encoder.encode(as_16_bits(block).tobytes())))

    def finish(self) -> None:
        """End the stream and fill in the Info frame."""
        self._put(bytes(self._encoder.flush()))
        self._file.seek(self._start)
        self._file.write(self._info(self._sample_frames, self._peak))

    def close(self) -> None:
        """Release the file, finished or not."""
        if isinstance(self._encoder, SegmentedEncoder):
            self._encoder.close()
        self._file.close()

    def _put(self, data: bytes) -> None:
        if not data:
            return
        first = not self._counter.frames
        self._counter.add(data)
        if first:  # keep room for the Info frame, whose length is known by now
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


def retag_mp3(source: Path, pending: PendingFile, tags: Tags) -> None:
    """Copy an MP3 of ours with other tags; its sound stays as it is, byte for byte.

    Args:
        source: The finished file; it may be the one that the pending file is to replace.
        pending: The copy.
        tags: The tags of the copy.

    Raises:
        DeliveryError: if the one cannot be read or the other written.
    """
    try:
        with source.open("rb") as old, pending.temporary.open("wb") as new:
            old.seek(id3_size(old.read(HEADER_BYTES)))
            new.write(id3_tag(tags))
            shutil.copyfileobj(old, new, _COPY_BYTES)
    except FileNotFoundError as error:
        message = "this file has been removed"
        raise DeliveryError(message, path=source) from error
    except OSError as error:
        raise unwritable(pending.path, error) from error
