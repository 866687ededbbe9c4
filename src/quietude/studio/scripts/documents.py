"""The scripts of a studio: plain files in its folder, and the versions they had.

A script is saved against the revision it was changed from. If the file has another one by then,
from another tab or an editor, nothing is overwritten: the words are kept as a version, and whoever
wrote them decides.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_device_name, write_private
from quietude._util.strict_reading import ReadingError, read_bounded
from quietude.errors import UsageError
from quietude.studio.words import text as words

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.studio.folder import StudioFolder

LONGEST_CHARS = 1_000_000
_LARGEST_BYTES = 5 * LONGEST_CHARS
SUFFIXES = (".md", ".txt")
_ID = re.compile(r"[^/\\:\x00-\x1f]{1,100}\.(md|txt)")
_BETWEEN_VERSIONS_S = 60.0
_MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving.

    Attributes:
        revision: The revision of the file now.
        text: The words of the file now.
        conflict: True if the file had changed meanwhile, and was left as it is.
    """

    revision: str
    text: str
    conflict: bool


def revision_of(text: str) -> str:
    """The revision of some words: the same words are the same revision."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Documents:
    """The scripts of a studio; see the module.

    Args:
        folder: Its folder; the scripts are in ``scripts``.
    """

    def __init__(self, folder: StudioFolder) -> None:
        self._folder = folder.path / "scripts"
        self._versions = folder.state / "versions"
        self._lock = threading.Lock()

    def path(self, document_id: str) -> Path:
        """The file of a script.

        Raises:
            UsageError: if there is none of that name.
        """
        path = self._folder / document_id
        if not _ID.fullmatch(document_id) or document_id.startswith(".") or not path.is_file():
            message = "there is no such script in the studio"
            raise UsageError(message, hint="It may have been removed or renamed.")
        return path

    def all(self) -> list[dict[str, Any]]:
        """Every script: its id, title, and the time of its last change, the latest first."""
        found = [
            {"id": path.name, "title": path.stem, "when": path.stat().st_mtime}
            for suffix in SUFFIXES
            for path in self._folder.glob(f"*{suffix}")
            if _ID.fullmatch(path.name) and not path.name.startswith(".")
        ]
        return sorted(found, key=lambda one: -float(one["when"]))

    def create(self, name: str, text: str, suffix: str = ".md") -> str:
        """Makes a script with a name that is free; returns its id.

        Raises:
            UsageError: if it is too long.
        """
        _check_length(text)
        clean = unicodedata.normalize("NFC", name)
        clean = "".join(sign if sign.isalnum() or sign in " -_.()'’" else " " for sign in clean)
        clean = " ".join(clean.split()).strip(". ")[:60] or words("write.untitled")
        if is_device_name(clean):  # the folder may be synced to another system
            clean = f"{clean} {words('write.untitled')}"
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            path, number = self._folder / f"{clean}{suffix}", 1
            while path.exists():
                number += 1
                path = self._folder / f"{clean} {number}{suffix}"
            write_private(path, text)
        self._keep(path.name, text, words("write.version.first"))
        return path.name

    def read(self, document_id: str) -> tuple[str, str]:
        """The words of a script, and their revision.

        Raises:
            UsageError: if there is no such script, or it is not text.
        """
        path = self.path(document_id)
        try:
            text = read_bounded(path, _LARGEST_BYTES).decode("utf-8-sig")
        except (OSError, ValueError) as error:
            message = "this script cannot be read as text"
            raise UsageError(message, path=path, hint="Save it as UTF-8.") from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, revision_of(text)

    def save(self, document_id: str, text: str, base: str) -> Saved:
        """Saves the words of a script.

        Args:
            document_id: The script.
            text: Its words.
            base: The revision that was changed.

        Raises:
            UsageError: if there is no such script, or it is too long.
        """
        _check_length(text)
        with self._lock:
            now, revision = self.read(document_id)
            if text == now:
                return Saved(revision, now, conflict=False)
            if base != revision:
                self._keep(document_id, text, words("write.version.other"))
                return Saved(revision, now, conflict=True)
            self._keep_now_and_then(document_id, now)
            write_private(self.path(document_id), text)
        return Saved(revision_of(text), text, conflict=False)

    def keep(self, document_id: str, label: str) -> None:
        """Keeps a version of a script as it is now."""
        text, _ = self.read(document_id)
        self._keep(document_id, text, label)

    def versions(self, document_id: str) -> list[dict[str, Any]]:
        """The versions of a script, the latest first: number, time, label, number of words."""
        self.path(document_id)
        found = []
        for path in reversed(self._kept_versions(document_id)):
            head, _, text = _text_of(path).partition("\n")
            when, _, label = head.partition(" ")
            found.append(
                {
                    "number": int(path.stem),
                    "when": float(when) if when.isdecimal() else path.stat().st_mtime,
                    "label": label,
                    "words": len(text.split()),
                }
            )
        return found

    def version(self, document_id: str, number: int) -> str:
        """The words of a version.

        Raises:
            UsageError: if there is none of that number.
        """
        self.path(document_id)
        path = self._versions_of(document_id) / f"{number:05d}.txt"
        if not path.is_file():
            message = "there is no such version"
            raise UsageError(message)
        return _text_of(path).partition("\n")[2]

    def remove(self, document_id: str) -> None:
        """Removes a script; its words stay among the versions of its name."""
        path = self.path(document_id)
        self.keep(document_id, words("write.version.removed"))
        path.unlink()

    def _versions_of(self, document_id: str) -> Path:
        return self._versions / document_id

    def _keep_now_and_then(self, document_id: str, text: str) -> None:
        latest = self._kept_versions(document_id)[-1:]
        # A version of tomorrow was kept while the clock was wrong.
        if not latest or abs(time.time() - latest[0].stat().st_mtime) > _BETWEEN_VERSIONS_S:
            self._keep(document_id, text, "")

    def _kept_versions(self, document_id: str) -> list[Path]:
        """The files of a script's versions, the first one first."""
        found = self._versions_of(document_id).glob("*.txt")
        numbered = [path for path in found if path.stem.isascii() and path.stem.isdecimal()]
        return sorted(numbered, key=lambda path: int(path.stem))

    def _keep(self, document_id: str, text: str, label: str) -> None:
        folder = self._versions_of(document_id)
        kept = self._kept_versions(document_id)
        number = int(kept[-1].stem) + 1 if kept else 1
        write_private(folder / f"{number:05d}.txt", f"{time.time():.0f} {label}\n{text}")
        for path in kept[: max(len(kept) + 1 - _MOST_VERSIONS, 0)]:
            path.unlink(missing_ok=True)


def _text_of(path: Path) -> str:
    """The content of a version, which a crash may have damaged."""
    try:
        return read_bounded(path, _LARGEST_BYTES).decode("utf-8", "replace")
    except (OSError, ReadingError):
        return ""


def _check_length(text: str) -> None:
    if len(text) > LONGEST_CHARS:
        message = "this script is longer than the studio takes"
        raise UsageError(message, hint="Cut it into several scripts.")
