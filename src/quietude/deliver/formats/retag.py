"""Other tags for a finished MP3: its sound is copied as it is, byte for byte."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from quietude._util.files import unwritable
from quietude.deliver.formats.id3 import id3_tag
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from pathlib import Path

    from quietude._util.files import PendingFile
    from quietude.deliver.tags import Tags

_HEADER = 10


def retag_mp3(source: Path, pending: PendingFile, tags: Tags) -> None:
    """Write an MP3 of ours into a pending file, with other tags.

    Args:
        source: The finished file; it may be the one that the pending file is to replace.
        pending: Where the other goes.
        tags: What it is to say of itself.

    Raises:
        DeliveryError: if the one cannot be read or the other written.
    """
    try:
        with source.open("rb") as old, pending.temporary.open("wb") as new:
            old.seek(sound_start(old.read(_HEADER)))
            new.write(id3_tag(tags))
            shutil.copyfileobj(old, new, 1 << 20)
    except FileNotFoundError as error:
        message = "this file has been removed"
        raise DeliveryError(message, path=source) from error
    except OSError as error:
        raise unwritable(pending.path, error) from error


def sound_start(header: bytes) -> int:
    """Where the sound of an MP3 begins, from its first ten bytes."""
    if header[:3] != b"ID3" or len(header) < _HEADER:
        return 0
    size = 0
    for byte in header[6:10]:
        size = size << 7 | byte & 0x7F
    return _HEADER + size
