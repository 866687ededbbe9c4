"""M4A and M4B, through ffmpeg where it is installed; nothing else here needs it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

import numpy as np

from quietude.deliver.language_codes import terminological
from quietude.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.deliver.tags import ChapterTag

AAC_KBPS = 128

_READ_FRAMES = 65_536
_FRAME_BYTES = 8
_PATIENCE_S = 20.0
_BACKSLASH = "\\"  # at the end of a line, even escaped, ffmpeg takes it for a continuation
_ESCAPED = str.maketrans({it: f"\\{it}" for it in "=;#\\\n"})


def find_ffmpeg() -> str:
    """Where ffmpeg is.

    Raises:
        DeliveryError: if it is not installed.
    """
    found = shutil.which("ffmpeg")
    if not found:
        message = "M4A and M4B files are made by ffmpeg, which is not installed"
        raise DeliveryError(message, hint="Install ffmpeg, or write .mp3, .opus, .ogg or .flac.")
    return found


def ffmpeg_version() -> str:
    """The version ffmpeg gives itself; empty if it gives none."""
    try:
        done = subprocess.run(  # noqa: S603  (no shell, our own arguments)
            [find_ffmpeg(), "-version"],
            capture_output=True, check=True, timeout=_PATIENCE_S, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    words = done.stdout.decode("utf-8", "replace").partition("\n")[0].split()
    return words[2] if words[:2] == ["ffmpeg", "version"] and len(words) > 2 else ""  # noqa: PLR2004


class M4aEncoder:
    """AAC in an MP4 file, with chapters as a QuickTime text track and as ``chpl``.

    Args:
        path: Where it goes; what is there is replaced.
        chapters: In order.
        sample_rate_hz: Frames per second.
        language: What is spoken, as a BCP 47 code.

    Raises:
        DeliveryError: if ffmpeg is missing, or fails later on.
    """

    def __init__(
        self, path: Path, chapters: list[ChapterTag], sample_rate_hz: int, language: str
    ) -> None:
        program = find_ffmpeg()
        # Both are read by ffmpeg while we write to its input, so neither can be a pipe of ours.
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  (closed by close)
        self._metadata = tempfile.NamedTemporaryFile("w", encoding="utf-8")  # noqa: SIM115
        self._metadata.write(_ffmetadata(chapters))
        self._metadata.flush()
        rate = str(sample_rate_hz)
        command = [
            *(program, "-v", "error", "-nostdin", "-y"),
            *("-f", "f32le", "-ar", rate, "-ac", "2", "-i", "pipe:0"),
            *("-f", "ffmetadata", "-i", self._metadata.name),
            *("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"),
            *("-metadata:s:a:0", f"language={terminological(language)}"),
            *("-c:a", "aac", "-b:a", f"{AAC_KBPS}k", "-movie_timescale", rate),
            *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "ipod", str(path)),
        ]
        self._process = subprocess.Popen(  # noqa: S603  (no shell, our own arguments)
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._complaints
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
        """Let go of the file, whether it is finished or not."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for it in (self._process.stdin, self._complaints, self._metadata):
            try:
                if it:
                    it.close()
            except OSError:  # what could not be written any more to a process that has gone
                continue

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    def _failure(self) -> DeliveryError:
        self._process.wait()
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        reason = said[-1].rsplit(": ", 1)[-1].lower() if said else "no reason given"
        message = f"this file cannot be written (ffmpeg: {reason[:120]})"
        return DeliveryError(message, hint=None if said else "Is the disk full?")


def ffmpeg_blocks(path: Path, frames: int) -> Iterator[Samples]:
    """A file decoded by ffmpeg, at most ``frames`` of it: float32 blocks ``(frames, 2)``.

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
        left = frames
        while data := process.stdout.read(_READ_FRAMES * _FRAME_BYTES):
            block = np.frombuffer(data, dtype="<f4").reshape(-1, 2)[:left]
            left -= len(block)
            if len(block):
                yield block.astype(np.float32)
        if process.wait():
            message = "this file does not decode (ffmpeg)"
            raise DeliveryError(message, path=path)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _ffmetadata(chapters: list[ChapterTag]) -> str:
    parts = [";FFMETADATA1"]
    for it in chapters:
        parts += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={it.start_ms}", f"END={it.end_ms}"]
        parts.append(f"title={it.title.rstrip(_BACKSLASH).translate(_ESCAPED)}")
    return "\n".join(parts) + "\n"
