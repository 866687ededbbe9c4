"""M4A and M4B, through ffmpeg where it is installed; no other format needs it."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from mutagen import MutagenError
from mutagen.mp4 import MP4, MP4Cover

from quietude._util.languages import terminological_code
from quietude._util.programs import find_program
from quietude._util.work_folder import temporary_work_folder
from quietude.deliver.formats.base import Format
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import ChapterTag, Tags

AAC_KBPS = 128

_READ_FRAMES = 65_536
_FRAME_BYTES = 8  # two samples of 32 bits
_VERSION_TIMEOUT_S = 20.0
_BACKSLASH = "\\"  # at the end of a line ffmpeg takes it for a continuation, even escaped
_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "=;#\\\n"})
_MAX_TRACKS = 0xFFFF
_AUDIOBOOK = 2
"""Apple's media kind (``stik``) of a book."""


class M4a(Format):
    """AAC in an MP4 file, by ffmpeg."""

    name = "m4a"
    headroom_db = 0.5
    rates_hz = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000)
    exact = False

    def check_installed(self) -> None:
        """Refuse the format without ffmpeg.

        Raises:
            DeliveryError: if it is not installed.
        """
        find_ffmpeg()

    def _open(self, path: Path, sample_rate_hz: int, tags: Tags) -> M4aEncoder:
        return M4aEncoder(path, tags.chapters, sample_rate_hz, tags.language)

    def tag(self, path: Path, tags: Tags) -> None:
        """Write the atoms of Apple's metadata list; chapters and language are ffmpeg's.

        Raises:
            OSError: if the file cannot be written.
            mutagen.MutagenError: likewise, or if it cannot be read.
        """
        mp4 = MP4(path)
        mp4.update(self._atoms(tags.cleaned()))
        mp4.save()

    def _atoms(self, tags: Tags) -> dict[str, list[Any]]:
        texts = {
            "\xa9nam": tags.title,
            "\xa9ART": tags.artist,
            "\xa9alb": tags.album,
            "\xa9gen": tags.genre,
            "\xa9cmt": tags.comment,
            "\xa9day": tags.date,
            "\xa9lyr": tags.lyrics_text,
            "cprt": tags.copyright,
        }
        atoms: dict[str, list[Any]] = {name: [text] for name, text in texts.items() if text}
        if tags.track:
            number, _, total = tags.track.partition("/")
            atoms["trkn"] = [(min(int(number), _MAX_TRACKS), min(int(total or 0), _MAX_TRACKS))]
        if tags.ai_content:
            atoms["----:com.apple.iTunes:AI-CONTENT"] = [tags.ai_content.encode()]
            atoms["----:com.apple.iTunes:VOICE"] = [tags.voice_kind.encode()]
        if tags.cover:
            atoms["covr"] = [MP4Cover(tags.cover, imageformat=MP4Cover.FORMAT_JPEG)]
        return atoms

    def decode(self, path: Path) -> Iterator[Samples]:
        """A file decoded by ffmpeg: float32 blocks ``(frames, 2)``.

        Raises:
            DeliveryError: if ffmpeg is missing or cannot decode it.
        """
        return decoded_by_ffmpeg(path)

    def decoded_rate_hz(self, path: Path) -> int:
        """The sample rate of an M4A.

        Raises:
            DeliveryError: if it cannot be read.
        """
        try:
            stream: Any = MP4(path).info
        except (MutagenError, OSError) as error:
            message = "this is not an M4A that players can read"
            raise DeliveryError(message, path=path) from error
        return int(stream.sample_rate)

    def software(self) -> dict[str, str]:
        """The version of ffmpeg."""
        return {"ffmpeg": ffmpeg_version()}


class M4b(M4a):
    """An M4A that says it is an audiobook, so that players keep their place in it."""

    name = "m4b"

    def _atoms(self, tags: Tags) -> dict[str, list[Any]]:
        return super()._atoms(tags) | {"stik": [_AUDIOBOOK]}


def find_ffmpeg() -> str:
    """The path of ffmpeg.

    Raises:
        DeliveryError: if it is not installed.
    """
    found = find_program("ffmpeg")
    if not found:
        message = "M4A and M4B files are made by ffmpeg, which is not installed"
        raise DeliveryError(message, hint="Install ffmpeg, or write .mp3, .opus, .ogg or .flac.")
    return found


def ffmpeg_version() -> str:
    """The version that ffmpeg prints; empty if it prints none."""
    try:
        done = subprocess.run(  # noqa: S603  (no shell, our own arguments)
            [find_ffmpeg(), "-version"],
            capture_output=True, check=True, timeout=_VERSION_TIMEOUT_S, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    words = done.stdout.decode("utf-8", "replace").partition("\n")[0].split()
    return words[2] if words[:2] == ["ffmpeg", "version"] and len(words) > 2 else ""  # noqa: PLR2004


class M4aEncoder:
    """AAC in an MP4 file, with chapters as a QuickTime text track and as ``chpl``.

    Args:
        path: The file; one that exists is replaced.
        chapters: In order.
        sample_rate_hz: Frames per second.
        language: The BCP 47 code of the narration.

    Raises:
        DeliveryError: if ffmpeg is missing, or fails later on.
    """

    def __init__(
        self, path: Path, chapters: Sequence[ChapterTag], sample_rate_hz: int, language: str
    ) -> None:
        program = find_ffmpeg()
        # Files, since pipes that nobody reads or writes while we feed its input would block it.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by close)
        self._work = temporary_work_folder("m4a")
        metadata = self._work.path / "chapters.txt"
        metadata.write_text(_ffmetadata(chapters), encoding="utf-8")
        rate = str(sample_rate_hz)
        command = [
            *(program, "-v", "error", "-nostdin", "-y"),
            *("-f", "f32le", "-ar", rate, "-ac", "2", "-i", "pipe:0"),
            *("-f", "ffmetadata", "-i", str(metadata)),
            *("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"),
            *("-metadata:s:a:0", f"language={terminological_code(language)}"),
            *("-c:a", "aac", "-b:a", f"{AAC_KBPS}k", "-movie_timescale", rate),
            *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "ipod", str(path)),
        ]
        self._process = subprocess.Popen(  # noqa: S603  (no shell, our own arguments)
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._errors
        )

    def write(self, block: Samples) -> None:
        """Encode the next frames."""
        try:
            self._input.write(np.ascontiguousarray(block, dtype="<f4").tobytes())
        except OSError as error:
            raise self._failure() from error

    def finish(self) -> None:
        """End the stream and wait until the file is complete."""
        try:
            self._input.close()
        except OSError as error:
            raise self._failure() from error
        if self._process.wait():
            raise self._failure()

    def close(self) -> None:
        """Release the file, finished or not."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._work.close()
        for file in (self._process.stdin, self._errors):
            with suppress(OSError):  # data that was still to be written to a process that is gone
                if file:
                    file.close()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    def _failure(self) -> DeliveryError:
        self._process.wait()
        self._errors.seek(0)
        printed = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        reason = printed[-1].rsplit(": ", 1)[-1].lower() if printed else "no reason given"
        message = f"this file cannot be written (ffmpeg: {reason[:120]})"
        return DeliveryError(message, hint=None if printed else "Is the disk full?")


def decoded_by_ffmpeg(path: Path) -> Iterator[Samples]:
    """A sound file decoded by ffmpeg: float32 blocks ``(frames, 2)``.

    Raises:
        DeliveryError: if ffmpeg is missing or cannot decode it.
    """
    command = [find_ffmpeg(), "-v", "error", "-nostdin", "-i", str(path)]
    command += ["-f", "f32le", "-ac", "2", "pipe:1"]
    process = subprocess.Popen(  # noqa: S603  (no shell, our own arguments)
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout
        while data := process.stdout.read(_READ_FRAMES * _FRAME_BYTES):
            yield np.frombuffer(data, dtype="<f4").reshape(-1, 2).astype(np.float32)
        if process.wait():
            message = "this file does not decode (ffmpeg)"
            raise DeliveryError(message, path=path)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _ffmetadata(chapters: Sequence[ChapterTag]) -> str:
    parts = [";FFMETADATA1"]
    for chapter in chapters:
        parts += ["[CHAPTER]", "TIMEBASE=1/1000"]
        parts += [f"START={chapter.start_ms}", f"END={chapter.end_ms}"]
        parts.append(f"title={chapter.title.rstrip(_BACKSLASH).translate(_ESCAPED)}")
    return "\n".join(parts) + "\n"
