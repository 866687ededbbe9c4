"""Reading a finished file back: is it as long and as loud as it was meant to be?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import soundfile

from quietude.audio.clip import plain_reason
from quietude.deliver.formats.m4a import ffmpeg_blocks
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format

_BLOCK = 65_536


def decoded_blocks(path: Path, form: Format | None = None, frames: int = 0) -> Iterator[Samples]:
    """A sound file, decoded from its beginning: float32 blocks ``(frames, channels)``.

    Args:
        path: The file.
        form: Its format, where that is not for libsndfile to read.
        frames: How many frames such a file holds; the silence after them is not decoded.

    Raises:
        DeliveryError: if it cannot be decoded.
    """
    if form and not form.exact:
        yield from ffmpeg_blocks(path, frames)
        return
    try:
        with soundfile.SoundFile(path) as sound:
            while len(block := sound.read(_BLOCK, dtype="float32", always_2d=True)):
                yield block
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        message = f"this file does not decode ({plain_reason(error)})"
        raise DeliveryError(message, path=path) from error
