"""The takes of a studio as files: kept, chosen, and deleted for good.

Takes of a script lie in a folder of their own below ``takes`` in the studio's folder, under the
names that ``quietude render --takes`` finds them by. A voice is personal data: only its owner can
read them, and a take that is deleted is gone, with every copy that was fitted to a session.
"""

from __future__ import annotations

import io
import re
import threading
from typing import TYPE_CHECKING

import soundfile

from quietude._util.files import PendingFile
from quietude.audio.clip import plain_reason
from quietude.errors import UsageError
from quietude.speech.cache import user_cache
from quietude.speech.takes.folder import LONGEST_S, Take
from quietude.speech.takes.line_id import line_id

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.session.own_voice.reading_sheet import SheetLine
    from quietude.studio.folder import StudioFolder

LARGEST_BYTES = 40_000_000
"""Two minutes at 96 kHz with 24 bits are 35 MB."""

_SHORTEST_S = 0.3
_SOURCE = re.compile(r"(exercise|document):([^/\\:\x00-\x1f]{1,100})")


class KeptTakes:
    """The takes of a studio; see the module.

    Args:
        folder: The studio's folder.
    """

    def __init__(self, folder: StudioFolder) -> None:
        self.folder = folder.path / "takes"
        self._lock = threading.Lock()

    def folder_of(self, source: str) -> Path:
        """The folder of a script's takes, which need not be there.

        Args:
            source: ``exercise:ID`` or ``document:ID``.

        Raises:
            UsageError: if it is neither.
        """
        match = _SOURCE.fullmatch(source)
        if not match or match[2].startswith("."):
            message = "there is no such script in the studio"
            raise UsageError(message)
        return self.folder / f"{match[1]} {match[2]}"

    def recorded(self, source: str) -> Path | None:
        """The folder of a script's takes; None if nothing is recorded."""
        folder = self.folder_of(source)
        return folder if folder.is_dir() and any(folder.glob("*.wav")) else None

    def of(self, source: str, line: str) -> list[Take]:
        """The takes of a line, by its id; the one that is heard is the last."""
        pattern = re.compile(rf".* {re.escape(line)}(?: (\d{{1,3}}))?\.wav")
        folder = self.folder_of(source)
        paths = folder.glob("*.wav") if folder.is_dir() else ()
        matches = [(path, pattern.fullmatch(path.name)) for path in paths]
        found = [Take(path, int(match[1] or 1)) for path, match in matches if match]
        return sorted(found, key=lambda take: take.number)

    def keep(self, source: str, line: SheetLine, wav: bytes) -> Take:
        """Keeps a recording as the newest take of a line.

        Args:
            source: The script.
            line: The line.
            wav: A WAV file.

        Raises:
            UsageError: if it is no WAV file, or too short or long for a line.
        """
        _check(wav)
        folder = self.folder_of(source)
        with self._lock:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            newest = max((take.number for take in self.of(source, line_id(line.text))), default=0)
            path = folder / _file_name(line.file_name, newest + 1)
            with PendingFile(path, overwrite=False, private=True) as pending:
                pending.write_bytes(wav)
                pending.commit()
            folder.chmod(0o700)
        return Take(path, newest + 1)

    def take(self, source: str, line: str, number: int) -> Take:
        """A take by its number.

        Raises:
            UsageError: if there is none.
        """
        for take in self.of(source, line):
            if take.number == number:
                return take
        message = "there is no such take"
        raise UsageError(message, hint="It may have been deleted.")

    def choose(self, source: str, line: str, number: int) -> None:
        """Makes a take the one that is heard: the last is, so it gets the next number.

        Raises:
            UsageError: if there is none.
        """
        with self._lock:
            path = self.take(source, line, number).path
            newest = self.of(source, line)[-1].number
            if newest != number:
                stem = path.stem.removesuffix(f" {number}")
                path.rename(path.with_name(_file_name(stem, newest + 1)))

    def delete(self, source: str, line: str = "", number: int | None = None) -> int:
        """Deletes takes for good, with their copies in the cache; returns their number.

        Args:
            source: The script.
            line: The id of a line; "" for all lines.
            number: A take of the line; None for all of them.
        """
        folder = self.folder_of(source)
        with self._lock:
            if line:
                gone = [one for one in self.of(source, line) if number in {None, one.number}]
            else:
                paths = sorted(folder.glob("*.wav")) if folder.is_dir() else []
                gone = [Take(path, 1) for path in paths]
            for take in gone:
                user_cache().remove_starting(take.key_prefix)
                take.path.unlink()
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return len(gone)


def _check(wav: bytes) -> None:
    try:
        info = soundfile.info(io.BytesIO(wav))
    except (soundfile.SoundFileError, RuntimeError) as error:
        message = f"this recording cannot be read ({plain_reason(error)})"
        raise UsageError(message, hint="Record the line again.") from error
    if info.format != "WAV" or not _SHORTEST_S <= info.duration <= LONGEST_S:
        message = f"this recording lasts {info.duration:.1f} s, which no line does"
        raise UsageError(message, hint="Record the line again.")


def _file_name(stem: str, number: int) -> str:
    return f"{stem}.wav" if number == 1 else f"{stem} {number}.wav"
