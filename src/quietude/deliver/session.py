"""Mastered blocks → one finished file, with everything inside it that players show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import soundfile

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
    """Encode and tag a session into a pending file, from the file's beginning.

    Args:
        pending: Where it goes; what was written to it before is gone.
        form: The format.
        blocks: float32 ``(frames, 2)``.
        tags: Title and chapters.
        sample_rate_hz: Frames per second.

    Raises:
        DeliveryError: if the disk is full or the file cannot be written.
    """
    file = pending.file
    try:
        file.seek(0)
        file.truncate()
        if form.name == "mp3":
            file.write(id3_tag(tags))
        encoder = open_encoder(file, form, sample_rate_hz)
        for block in blocks:
            encoder.write(block)
        encoder.close()
        if form.name == "flac":
            tag_flac(file, tags)
        elif form.name == "wav":
            tag_wav(file, tags)
        file.flush()
        file.seek(0, os.SEEK_END)
    except OSError as error:
        raise unwritable(pending.path, error) from error
    except (soundfile.SoundFileError, RuntimeError) as error:
        message = f"this file cannot be written ({error})"
        raise DeliveryError(message, path=pending.path, hint="Is the disk full?") from error
