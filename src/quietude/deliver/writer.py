"""Mastered blocks → one finished file, with its tags, chapters and cover."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import soundfile
from mutagen import MutagenError

from quietude._util.files import unwritable
from quietude.audio.clip import plain_reason
from quietude.deliver.encoder_thread import BackgroundEncoder
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude._util.files import PendingFile
    from quietude.audio.clip import Samples
    from quietude.deliver.formats.base import Format
    from quietude.deliver.tags import Tags


class SessionWriter:
    """Writes a session into a pending file, from its beginning.

    Args:
        pending: The file; anything written to it before is lost.
        form: Its format.
        tags: Title, chapters, cover and the rest.
        sample_rate_hz: Frames per second.

    Raises:
        DeliveryError: if the file cannot be written; every method raises it too.
    """

    def __init__(self, pending: PendingFile, form: Format, tags: Tags, sample_rate_hz: int) -> None:
        self._pending, self._form, self._tags = pending, form, tags
        with self._errors():
            self._encoder = BackgroundEncoder(form.open(pending.temporary, sample_rate_hz, tags))

    def write(self, block: Samples) -> None:
        """Encode the next frames: float32 ``(frames, 2)``."""
        with self._errors():
            self._encoder.write(block)

    def finish(self) -> None:
        """Complete the file, and write its tags."""
        with self._errors():
            self._encoder.finish()
            self._encoder.close()
            self._form.tag(self._pending.temporary, self._tags)

    def close(self) -> None:
        """Release the file, finished or not."""
        with self._errors():
            self._encoder.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise errors of other libraries as our own, about the file the person asked for."""
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
