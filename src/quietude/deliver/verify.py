"""Reading a finished file back: is it as long and as loud as it was meant to be?"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import soundfile

from quietude.audio import plain_reason
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.audio import Samples

_BLOCK = 65_536


def decoded_blocks(file: IO[bytes]) -> Iterator[Samples]:
    """A finished file, decoded from its beginning: float32 blocks ``(frames, channels)``.

    Raises:
        DeliveryError: if it cannot be decoded.
    """
    file.seek(0)
    try:
        with soundfile.SoundFile(file) as sound:
            while len(block := sound.read(_BLOCK, dtype="float32", always_2d=True)):
                yield block
    except (soundfile.SoundFileError, RuntimeError) as error:
        message = f"the finished file does not decode ({plain_reason(error)})"
        raise DeliveryError(message, hint="Is the disk full?") from error
