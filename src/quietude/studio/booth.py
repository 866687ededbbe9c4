"""The booth: lines of a script recorded at the page, one take after another, and kept or deleted.

Takes of a script lie in a folder of their own, ``takes``, in the studio's folder: files that
``quietude render --takes`` reads as well. A voice is personal data, so only its owner can read
them, and a take that is deleted is gone, its fitted copy in the cache too.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import soundfile

from quietude.audio.clip import plain_reason
from quietude.errors import SoundError, UsageError
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.session.reading_sheet import sheet_lines
from quietude.speech.cache import user_cache
from quietude.speech.takes.folder import LONGEST_S, Take, Takes
from quietude.speech.takes.line_id import line_id
from quietude.speech.takes.report import problems_of
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.script.model import Script
    from quietude.studio.folder import StudioFolder

LARGEST_BYTES = 40_000_000
"""Two minutes at 96 kHz with 24 bits are 35 MB."""

_SHORTEST_S = 0.2
_SOURCE = re.compile(r"(exercise|document):([^/\\:\x00-\x1f]{1,100})")


class Booth:
    """The takes of a studio; see the module.

    Args:
        folder: The studio's folder.
    """

    def __init__(self, folder: StudioFolder) -> None:
        self._folder = folder.path / "takes"
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
        return self._folder / f"{match[1]} {match[2]}"

    def takes_of(self, source: str) -> Path | None:
        """The folder of a script's takes, if there are some."""
        folder = self.folder_of(source)
        return folder if folder.is_dir() and any(folder.glob("*.wav")) else None

    def lines(
        self, script: Script, source: str, details: Mapping[str, str] | None = None
    ) -> list[dict[str, Any]]:
        """The lines to read, in order, each with its takes and their faults.

        Args:
            script: The script.
            source: Its name in the studio.
            details: The personal details.
        """
        rows = sheet_lines(script, Request(slot_values=dict(details or {})))
        folder = self.folder_of(source)
        shown: list[dict[str, Any]] = []
        for row in rows:
            if not row.number:
                if shown:
                    shown[-1]["silence_s"] = round(row.silence_s, 1)
                continue
            title = script.sections[row.section].title if script.sections else ""
            shown.append({
                "id": line_id(row.text),
                "number": row.number,
                "section": title,
                "text": row.text,
                "personal": row.is_personal,
                "silence_s": 0.0,
                "takes": self.takes(folder, row.text),
            })  # fmt: skip
        return shown

    def takes(self, folder: Path, text: str) -> list[dict[str, Any]]:
        """The takes of a line, the one that is heard last, with what is wrong with each."""
        found = []
        for path, number in _files(folder, line_id(text)):
            try:
                quality = Take(path, number).heard()[1]
            except SoundError as error:
                found.append({"take": number, "seconds": 0.0, "problems": [error.message]})
                continue
            utterance = Utterance(text, "", 115, 0, 0)
            found.append({
                "take": number,
                "seconds": round(quality.seconds, 1),
                "problems": list(problems_of(utterance, quality, quality.speech_db)),
            })  # fmt: skip
        return found

    def keep(self, source: str, text: str, number: int, wav: bytes) -> None:
        """Keeps a recording as the newest take of a line.

        Args:
            source: The script's name in the studio.
            text: The line.
            number: The number of the line.
            wav: A WAV file.

        Raises:
            UsageError: if it is no WAV file, or too short or long for a line.
        """
        from quietude.speech.takes.line_id import take_name

        try:
            info = soundfile.info(io.BytesIO(wav))
        except (soundfile.SoundFileError, RuntimeError) as error:
            message = f"this recording cannot be read ({plain_reason(error)})"
            raise UsageError(message, hint="Record the line again.") from error
        if info.format != "WAV" or not _SHORTEST_S <= info.duration <= LONGEST_S:
            message = f"this recording lasts {info.duration:.1f} s, which no line does"
            raise UsageError(message, hint="Record the line again.")
        folder = self.folder_of(source)
        with self._lock:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.parent.chmod(0o700)
            newest = max((take for _, take in _files(folder, line_id(text))), default=0)
            name = take_name(number, text)
            _write_private(folder / _file_name(name, newest + 1), wav)

    def path(self, source: str, line: str, take: int) -> Path:
        """The file of a take.

        Raises:
            UsageError: if there is none.
        """
        for path, number in _files(self.folder_of(source), line):
            if number == take:
                return path
        message = "there is no such take"
        raise UsageError(message, hint="It may have been deleted.")

    def choose(self, source: str, line: str, take: int) -> None:
        """Makes a take the one that is heard: the newest is, so it gets the next number."""
        with self._lock:
            path = self.path(source, line, take)
            newest = max(number for _, number in _files(path.parent, line))
            if newest != take:
                stem = path.stem.removesuffix(f" {take}")
                path.rename(path.with_name(_file_name(stem, newest + 1)))

    def delete(self, source: str, line: str, take: int | None = None) -> int:
        """Deletes a take of a line for good, or all of them; returns their number."""
        folder = self.folder_of(source)
        with self._lock:
            gone = [path for path, number in _files(folder, line) if take is None or number == take]
            for path in gone:
                _delete(folder, path)
        return len(gone)

    def delete_all(self, source: str) -> int:
        """Deletes every take of a script for good; returns their number."""
        folder = self.folder_of(source)
        with self._lock:
            gone = sorted(folder.glob("*.wav")) if folder.is_dir() else []
            for path in gone:
                _delete(folder, path)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return len(gone)


def _files(folder: Path, line: str) -> list[tuple[Path, int]]:
    """The takes of a line with their numbers, rising."""
    pattern = re.compile(rf".* {re.escape(line)}(?: (\d{{1,3}}))?\.wav")
    paths = folder.glob("*.wav") if folder.is_dir() else ()
    matches = [(path, pattern.fullmatch(path.name)) for path in paths]
    found = [(path, int(match[1] or 1)) for path, match in matches if match]
    return sorted(found, key=lambda one: one[1])


def _file_name(stem: str, take: int) -> str:
    return f"{stem}.wav" if take == 1 else f"{stem} {take}.wav"


def _delete(folder: Path, path: Path) -> None:
    take = Take(path, 1)
    user_cache().remove(Takes(folder).key(take, SAMPLE_RATE_HZ))
    path.unlink()


def _write_private(path: Path, data: bytes) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
