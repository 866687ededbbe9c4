"""Which files can be written, and what each does to the level of what it is given."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

CONSTANT_KBPS = {128: -0.4455, 192: -0.27}
"""The constant bit rates of an MP3, and what LAME does to the loudness at each."""

OPUS_RATE_HZ = 48_000
"""The rate an Opus file decodes to, whatever went in."""

BITS = (16, 24)
VBR_HEADROOM_DB = (0.3, 0.3, 0.3, 0.3, 0.4, 0.5, 0.7)
"""For V0 to V6. Measured with two voices, with and without a bed, through the limiter and not:
they overshoot by at most 0.03, 0.11, 0.16, 0.14, 0.16, 0.26 and 0.30 dB; V6 once by 0.55."""

VBR_QUALITIES = range(len(VBR_HEADROOM_DB))
"""LAME's V0 to V6; beyond V6 it lowers the sample rate, and the exact length is gone."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: What ``--format`` takes.
        suffix: The usual end of the file's name.
        level_change_db: What its encoder does to the loudness of what goes in.
        headroom_db: How far below the true-peak ceiling to stay, because decoding overshoots.
        exact: Whether the decoded file has exactly the frames that went in. Where it has not, it
            ends in less than one frame of the codec of silence, which players cut off.
        bits: The depth of a lossless file.
        vbr: LAME's V-quality for an MP3 of variable bit rate, None for a constant one.
        kbps: The constant bit rate of an MP3.
    """

    name: str
    suffix: str
    level_change_db: float
    headroom_db: float
    exact: bool
    bits: int = 16
    vbr: int | None = None
    kbps: int = 128

    def rate_hz(self, session_hz: int) -> int:
        """The rate the file decodes to, of a session at this rate."""
        return OPUS_RATE_HZ if self.name == "opus" else session_hz

    def frames(self, session_frames: int, session_hz: int) -> int:
        """How many frames a session has at the file's own rate."""
        return round(session_frames * self.rate_hz(session_hz) / session_hz)


FORMATS: dict[str, Format] = {
    # LAME scales its input by 0.95 at constant bit rates below 192 kb/s; measured: -0.44 LU.
    "mp3": Format("mp3", ".mp3", CONSTANT_KBPS[128], 0.5, exact=True),
    "wav": Format("wav", ".wav", 0.0, 0.02, exact=True),
    "flac": Format("flac", ".flac", 0.0, 0.02, exact=True),
    "ogg": Format("ogg", ".ogg", 0.0, 0.7, exact=True),
    "opus": Format("opus", ".opus", 0.0, 0.5, exact=True),
    "m4a": Format("m4a", ".m4a", 0.0, 0.5, exact=False),
    "m4b": Format("m4b", ".m4b", 0.0, 0.5, exact=False),
}


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of an output: by name if one is given, else by the end of the path.

    Raises:
        UsageError: if it is none that can be written.
    """
    wanted = (name or path.suffix.lstrip(".")).lower()
    if wanted not in FORMATS:
        shown = f'"{wanted[:20]}"' if wanted else "a file without an ending"
        message = f"{shown} is no format that can be written"
        raise UsageError(message, hint=f"End the file in {', '.join(f'.{it}' for it in FORMATS)}.")
    return FORMATS[wanted]


def with_quality(
    form: Format, *, bits: int = 16, vbr: int | None = None, kbps: int = 128
) -> Format:
    """A format at another quality; what a format does not have leaves it as it is.

    Args:
        form: The format.
        bits: 16 or 24, for WAV and FLAC.
        vbr: 0 (best) to 6, for MP3; None for a constant bit rate.
        kbps: That constant bit rate: one of :data:`CONSTANT_KBPS`.

    Raises:
        UsageError: for a depth or quality there is not.
    """
    if bits not in BITS:
        message = f"a file cannot have {bits} bits a sample"
        raise UsageError(message, hint="Choose 16 or 24.")
    if vbr is not None and vbr not in VBR_QUALITIES:
        message = f"there is no MP3 quality V{vbr}"
        raise UsageError(message, hint="Choose from 0, the best, to 6, the smallest.")
    if form.name in {"wav", "flac"}:
        return dataclasses.replace(form, bits=bits)
    if form.name == "mp3" and vbr is not None:
        # Unlike at a constant rate, LAME leaves the level alone here.
        headroom_db = VBR_HEADROOM_DB[vbr]
        return dataclasses.replace(form, vbr=vbr, level_change_db=0.0, headroom_db=headroom_db)
    if form.name == "mp3":
        return dataclasses.replace(form, kbps=kbps, level_change_db=CONSTANT_KBPS[kbps])
    return form
