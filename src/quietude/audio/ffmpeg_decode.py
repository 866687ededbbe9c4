"""Tracks that libsndfile cannot read (M4A, AAC, WMA, …), decoded by ffmpeg.

pydub finds the program (ffmpeg or avconv), but decodes into memory: two hours of M4A took 4 GB. So
the program is run here, as pydub would run it, and writes the decoded track to the disk.
"""

from __future__ import annotations

import subprocess
import warnings
from typing import TYPE_CHECKING

import soundfile

from quietude._util.programs import find_program
from quietude._util.work_folder import temporary_work_folder
from quietude.audio.clip import muted_stderr
from quietude.errors import SoundError

if TYPE_CHECKING:
    from pathlib import Path

_SOUNDLESS = b"matches no streams"

_REASONS = dict.fromkeys(
    (
        "Invalid data found when processing input",
        "Invalid argument",
        "Input/output error",
        "End of file",
    ),
    "no sound file, or damaged",
)
"""The meaning of ffmpeg's messages for files it cannot read."""


def needs_ffmpeg(path: Path) -> bool:
    """Returns True if libsndfile cannot read a file."""
    try:
        with muted_stderr():
            soundfile.info(path)
    except (soundfile.SoundFileError, RuntimeError, TypeError):  # a .raw has a type it cannot guess
        return True
    return False


class DecodedTrack:
    """A track decoded by ffmpeg into a temporary 16-bit FLAC file, deleted with this object.

    Args:
        path: The track.

    Attributes:
        path: The temporary file.

    Raises:
        SoundError: if ffmpeg is not installed, or cannot read the track either.
    """

    def __init__(self, path: Path) -> None:
        if not (converter := _converter()):
            message = "this track cannot be read without ffmpeg"
            hint = "Install ffmpeg, or choose a WAV, FLAC, OGG or MP3."
            raise SoundError(message, path=path, hint=hint)
        # Deleted with this object, when the program ends, or by the next one if it was killed.
        self._work = temporary_work_folder("track")
        self.path = self._work.path / "track.flac"
        # A playlist may name web addresses; nothing is fetched from the network for a bed.
        command = [
            converter,
            "-nostdin",
            "-v",
            "error",
            "-protocol_whitelist",
            "file,crypto,data",
        ]
        command += ["-i", str(path.absolute()), "-map", "0:a:0", "-map_metadata", "-1", "-vn"]
        command += ["-sample_fmt", "s16", "-compression_level", "0", str(self.path)]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (found by pydub)
        if done.returncode or needs_ffmpeg(self.path):
            if _SOUNDLESS in done.stderr:
                message = "there is no sound in this file"
                raise SoundError(message, path=path, hint="For no bed: --bed none")
            message = f"this track cannot be read{_reason(done.stderr, path)}"
            hint = "Use a WAV, FLAC, OGG or MP3 file, or anything ffmpeg reads."
            raise SoundError(message, path=path, hint=hint)


def _converter() -> str | None:
    """The program pydub would run, with its whole path."""
    with warnings.catch_warnings():
        # pydub's sources warn of their own escapes when they are first compiled.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return find_program(str(AudioSegment.converter))


def _reason(said: bytes, path: Path) -> str:
    """The last line ffmpeg printed, without the path in it."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    words = lines[-1].replace(f"{path.absolute()}: ", "") if lines else ""
    return f" ({_REASONS.get(words, words)[:120]})" if words else ""
