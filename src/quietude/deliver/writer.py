"""Mastered blocks → one finished file, with everything inside it that players show."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import soundfile
from mutagen import MutagenError

from quietude._util.files import unwritable
from quietude.audio.clip import plain_reason
from quietude.deliver.formats.encoder_thread import BackgroundEncoder
from quietude.deliver.formats.encoders import open_encoder
from quietude.deliver.formats.id3 import id3_tag
from quietude.deliver.formats.tagging import tag_file
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags

_WAV_LIMIT = 4 * 1024**3 - 2**20


def check_size(form: Format, total_frames: int, path: object) -> None:
    """Refuse what a format cannot hold, before any work is done for it.

    Raises:
        DeliveryError: for a WAV of more than 4 GiB.
    """
    if form.name == "wav" and total_frames * 2 * form.bits // 8 > _WAV_LIMIT:
        message = "a WAV file cannot hold a session this long"
        raise DeliveryError(message, path=str(path), hint="Write a .flac instead.")


class SessionWriter:
    """A session on its way into a pending file; what was written to it before is gone.

    Args:
        pending: Where it goes.
        form: The format.
        tags: Title, chapters, cover and the rest.
        sample_rate_hz: Frames per second.

    Raises:
        DeliveryError: if the file cannot be written; so do all methods.
    """

    def __init__(self, pending: PendingFile, form: Format, tags: Tags, sample_rate_hz: int) -> None:
        self._pending, self._form, self._tags = pending, form, tags
        with self._told():
            prefix = id3_tag(tags) if form.name == "mp3" else b""
            chapters = tags.shown().chapters
            encoder = open_encoder(
                pending.temporary, form, sample_rate_hz, prefix, chapters, language=tags.language
            )
            self._encoder = BackgroundEncoder(encoder)

    def write(self, block: Samples) -> None:
        """Encode the next frames: float32 ``(frames, 2)``."""
        with self._told():
            self._encoder.write(block)

    def finish(self) -> None:
        """Complete the file and write into it what players show."""
        with self._told():
            self._encoder.finish()
            self._encoder.close()
            tag_file(self._pending.temporary, self._form, self._tags)

    def close(self) -> None:
        """Let go of the file, whether it is finished or not."""
        with self._told():
            self._encoder.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What other libraries complain of, told about the file the person asked for."""
        path = self._pending.path
        try:
            yield
        except OSError as error:
            raise unwritable(path, error) from error
        except (soundfile.SoundFileError, MutagenError) as error:
            message = f"this file cannot be written ({plain_reason(error)})"
            raise DeliveryError(message, path=path, hint="Is the disk full?") from error
        except DeliveryError as error:
            error.path = error.path or path
            raise
