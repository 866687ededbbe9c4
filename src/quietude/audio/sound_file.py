"""A sound file that is read block by block, without a seam between them."""

from __future__ import annotations

import soundfile


class SoundFileReader(soundfile.SoundFile):  # type: ignore[misc]  # (soundfile has no types)
    """A sound file whose next block begins where the last one ended.

    After each read soundfile seeks to where the file is already. In an MP3 of a variable bit rate
    that decodes the first 0.1 s of the next block anew, without what came before it: up to 0.36 of
    full scale off. A file that is said not to be seekable is left alone; :meth:`seek` works.
    """

    def seekable(self) -> bool:
        """False, so that no read is followed by a seek."""
        return False
