"""Mastered blocks → one finished file, with everything inside it that players show."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import soundfile
from mutagen import MutagenError

from quietude.audio import plain_reason
from quietude.deliver.background import BackgroundEncoder
from quietude.deliver.encoders import open_encoder
from quietude.deliver.output import unwritable
from quietude.deliver.tags import id3_tag, tag_flac, tag_wav
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.audio import Samples
    from quietude.deliver.formats import Format
    from quietude.deliver.output import PendingFile
    from quietude.deliver.tags import Tags

_WAV_LIMIT = 4 * 1024**3 - 2**20
_BYTES_PER_FRAME = 4


def check_size(form: Format, total_frames: int, path: object) -> None:
    """Refuse what a format cannot hold, before any work is done for it.

    Raises:
        DeliveryError: for a WAV of more than 4 GiB.
    """
    if form.name == "wav" and total_frames * _BYTES_PER_FRAME > _WAV_LIMIT:
        message = "a WAV file cannot hold a session this long"
        raise DeliveryError(message, path=str(path), hint="Write a .flac instead.")


def write_session(
    pending: PendingFile,
    form: Format,
    blocks: Iterable[Samples],
    tags: Tags,
    sample_rate_hz: int,
) -> None:
    """Encode and tag a session into a pending file.

    Args:
        pending: Where it goes; what was written to it before is gone.
        form: The format.
        blocks: float32 ``(frames, 2)``.
        tags: Title and chapters.
        sample_rate_hz: Frames per second.

    Raises:
        DeliveryError: if the disk is full or the file cannot be written.
    """
    path = pending.temporary
    try:
        prefix = id3_tag(tags) if form.name == "mp3" else b""
        direct = open_encoder(path, form, sample_rate_hz, prefix)
        with closing(BackgroundEncoder(direct)) as encoder:
            for block in blocks:
                encoder.write(block)
            encoder.finish()
        if form.name == "flac":
            tag_flac(path, tags)
        elif form.name == "wav":
            tag_wav(path, tags)
    except OSError as error:
        raise unwritable(pending.path, error) from error
    except (soundfile.SoundFileError, MutagenError) as error:
        message = f"this file cannot be written ({plain_reason(error)})"
        raise DeliveryError(message, path=pending.path, hint="Is the disk full?") from error
