"""Tracks that libsndfile does not read (M4A, AAC, WMA, …), decoded by pydub through ffmpeg."""

from __future__ import annotations

import shutil
import tempfile
import warnings
import weakref
from pathlib import Path

import soundfile

from quietude.errors import SoundError


def is_foreign(path: Path) -> bool:
    """Whether a file holds something libsndfile does not read."""
    try:
        soundfile.info(path)
    except (soundfile.SoundFileError, RuntimeError):
        return True
    return False


class Decoded:
    """A foreign track as a temporary WAV file, which goes with this object.

    Args:
        path: The track.

    Raises:
        SoundError: if ffmpeg is not here, or cannot read the track either.
    """

    def __init__(self, path: Path) -> None:
        if shutil.which("ffmpeg") is None:
            message = "this track cannot be read without ffmpeg"
            hint = "Install ffmpeg, or choose a WAV, FLAC, OGG or MP3."
            raise SoundError(message, path=path, hint=hint)
        with warnings.catch_warnings():
            # pydub's sources warn of their own escapes when they are first compiled.
            warnings.simplefilter("ignore")
            from pydub import AudioSegment
            from pydub.exceptions import CouldntDecodeError

        folder = tempfile.mkdtemp(prefix="quietude-")
        # Removed with this object, and at the latest when the program ends.
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder) / "track.wav"
        try:
            AudioSegment.from_file(path).export(self.path, format="wav").close()
        except (CouldntDecodeError, IndexError, OSError) as error:
            message = "this track cannot be read"
            hint = "WAV, FLAC, OGG and MP3 can be, and what ffmpeg reads."
            raise SoundError(message, path=path, hint=hint) from error
