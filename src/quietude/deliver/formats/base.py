"""Base class of the output formats.

To add a format:

1. Write a module beside this one with a subclass of :class:`Format` (and, where no other format
   has it, its :class:`Encoder`). It needs a ``name``, a ``headroom_db``, :meth:`Format._open` and
   :meth:`Format.tag`; override another method or attribute only where its default does not hold.
   Measure ``headroom_db`` and ``level_change_db`` on spoken sessions, with and without a bed.
2. Add an instance of it to ``registry.FORMATS``. The command line, the session, the receipt and
   the checks of a site ask the format itself, so no other code changes; if a podcast may carry
   it, add its media type to ``MEDIA_TYPES`` in ``series/site/paths.py``.
3. Run ``tests/contract/test_formats.py``: every format in the registry joins it.
4. Add its columns to the tables of ``docs/files.md``; a test compares the headrooms there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import soundfile

from quietude.audio.clip import plain_reason
from quietude.audio.sound_file import SoundFileReader
from quietude.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import Tags

_BLOCK_FRAMES = 32_768


class Encoder(Protocol):
    """Turns blocks into the bytes of a file.

    Blocks are float32 ``(frames, 2)`` in −1…1. The same samples make the same file, whatever the
    size of the blocks.
    """

    def write(self, block: Samples) -> None:
        """Encode the next frames."""

    def finish(self) -> None:
        """Encode the rest; the file is complete once it is closed."""

    def close(self) -> None:
        """Release the file, finished or not."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Settings of an encoder that a listener or a target may choose.

    Attributes:
        bits: Bits a sample of a lossless file.
        vbr: LAME's V-quality for an MP3 of variable bit rate; None for a constant one.
        kbps: The constant bit rate of an MP3, in kb/s.
    """

    bits: int = 16
    vbr: int | None = None
    kbps: int = 128


@dataclass(frozen=True)
class Format(ABC):
    """A file format at one quality.

    Attributes:
        quality: The settings of its encoder.
        name: The word that ``--format`` takes, and the file's ending without the point.
        qualities: The attributes of :class:`Quality` that this format has.
        rates_hz: The sample rates it can be given; empty for any.
        exact: True if the decoded file has exactly the frames that went in. Otherwise it ends in
            less than one frame of the codec of silence, which players leave out.

    Raises:
        UsageError: if the format does not exist at that quality.
    """

    quality: Quality = Quality()

    name: ClassVar[str]
    qualities: ClassVar[frozenset[str]] = frozenset()
    rates_hz: ClassVar[tuple[int, ...]] = ()
    exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        self._check_quality()

    def _check_quality(self) -> None:  # noqa: B027  (most formats have one quality)
        """Refuse a quality that the format does not exist at, with a UsageError."""

    @property
    def suffix(self) -> str:
        """The usual ending of the file's name."""
        return f".{self.name}"

    @property
    def level_change_db(self) -> float:
        """Change of loudness between the encoder's input and the decoded file."""
        return 0.0

    @property
    @abstractmethod
    def headroom_db(self) -> float:
        """Distance to keep from the true-peak ceiling, since decoding overshoots."""

    def with_quality(self, quality: Quality) -> Self:
        """The same format at another quality; settings that it does not have are ignored.

        Raises:
            UsageError: if the format does not exist at that quality.
        """
        taken = {name: getattr(quality, name) for name in self.qualities}
        return replace(self, quality=replace(self.quality, **taken))

    def rate_hz(self, session_hz: int) -> int:
        """The sample rate of the decoded file, from that of the session."""
        del self
        return session_hz

    def frames(self, session_frames: int, session_hz: int) -> int:
        """The length of a session at the file's own sample rate."""
        return round(session_frames * self.rate_hz(session_hz) / session_hz)

    def check_installed(self) -> None:  # noqa: B027  (most encoders come with pip)
        """Refuse a format whose encoder is missing on this machine.

        Raises:
            DeliveryError: if it is.
        """

    def check(self, sample_rate_hz: int) -> None:
        """Refuse a format that cannot be encoded here, or not at this sample rate.

        Raises:
            UsageError: if it does not have the sample rate.
            DeliveryError: if its encoder is missing.
        """
        self.check_installed()
        if self.rates_hz and sample_rate_hz not in self.rates_hz:
            message = f"{self.name.upper()} files cannot have a sample rate of {sample_rate_hz} Hz"
            rates = ", ".join(map(str, self.rates_hz))
            raise UsageError(message, hint=f"Choose one of {rates}, or write another format.")

    def check_length(self, session_frames: int, path: Path) -> None:  # noqa: B027  (as above)
        """Refuse a session that is too long for the format, before any work is done for it.

        Raises:
            DeliveryError: if it is.
        """

    def open(self, path: Path, sample_rate_hz: int, tags: Tags) -> Encoder:
        """An encoder that writes to a path and replaces a file there.

        Args:
            path: The file.
            sample_rate_hz: The session's.
            tags: For formats that hold them before the sound, or whose encoder writes them; the
                others get them from :meth:`tag`.

        Raises:
            OSError: if the file cannot be opened.
            UsageError: if the format does not have the sample rate.
            DeliveryError: if its encoder is missing.
        """
        self.check(sample_rate_hz)
        return self._open(path, sample_rate_hz, tags.cleaned())

    @abstractmethod
    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> Encoder:
        """The encoder itself, once :meth:`check` has passed."""

    @abstractmethod
    def tag(self, path: Path, tags: Tags) -> None:
        """Write into a finished file the tags that :meth:`open` has not written.

        Raises:
            OSError: if the file cannot be written.
            mutagen.MutagenError: likewise, or if it cannot be read.
        """

    def decode(self, path: Path) -> Iterator[Samples]:
        """A file of this format from its beginning: float32 blocks ``(frames, channels)``.

        Raises:
            DeliveryError: if it cannot be decoded.
        """
        return decoded_by_libsndfile(path)

    def decode_session(self, path: Path, frames: int) -> Iterator[Samples]:
        """A finished session, decoded, without the silence that an inexact format adds.

        Args:
            path: The file.
            frames: The session's length at the file's rate. From an exact format comes whatever
                is in the file, so that its length can be checked.

        Raises:
            DeliveryError: if it cannot be decoded.
        """
        blocks = self.decode(path)
        return blocks if self.exact else _first(blocks, frames)

    def decoded_rate_hz(self, path: Path) -> int:
        """The sample rate of a file of this format.

        Raises:
            DeliveryError: if it cannot be read.
        """
        return rate_by_libsndfile(path)

    def software(self) -> dict[str, str]:
        """Versions, by name, of programs besides our own packages that encode this format."""
        return {}


def decoded_by_libsndfile(path: Path) -> Iterator[Samples]:
    """A sound file of any kind that libsndfile reads: float32 blocks ``(frames, channels)``.

    Raises:
        DeliveryError: if it cannot be decoded.
    """
    try:
        with SoundFileReader(path) as sound:
            while len(block := sound.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
                yield block
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"this file does not decode ({plain_reason(error)})"
        raise DeliveryError(message, path=path) from error


def rate_by_libsndfile(path: Path) -> int:
    """The sample rate of a sound file of any kind that libsndfile reads.

    Raises:
        DeliveryError: if it cannot be read.
    """
    try:
        return int(soundfile.info(path).samplerate)
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        raise DeliveryError(plain_reason(error), path=path) from error


def _first(blocks: Iterator[Samples], frames: int) -> Iterator[Samples]:
    """The first frames of a stream. It is read to its end, so that its errors are not missed."""
    left = frames
    for block in blocks:
        if left:
            yield block[:left]
        left -= min(left, len(block))
