"""The phrase cache: clips on disk, by the hash of everything that shapes their samples.

Each phrase has one file: a line of JSON (format, sample rate, SHA-256 of the samples, word starts
from the engine, word starts from alignment), then the samples as 16-bit integers, the format that
engines speak in. There is no codec, so a clip loads as fast as its file can be read. Times and
samples are in one file, so they always belong to each other.

When the folder grows beyond its bound, the least recently used phrases are removed, but none that
was used today: a render under way, here or in another process, needs it. Files are written to a
temporary name and renamed, so that a reader never sees half a file and two renders can share the
folder; an entry whose hash does not match counts as missing. Only their owner can read folder and
files: spoken texts are personal.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from quietude._util.dirs import cache_dir
from quietude._util.moves import replace_file
from quietude._util.private_folder import UntrustedFolderError, private_folder
from quietude._util.strict_reading import parse_json, read_rest, text, whole
from quietude.audio.clip import Clip
from quietude.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.speech.engines.base import Identity, Phrase

FORMAT = 1
_SUFFIX = ".phrase"
_NEW = ".new-"
_HEADER_LIMIT = 1 << 16
_PAYLOAD_LIMIT = 1 << 28
_HIGHEST_HZ = 768_000
_STORED = np.dtype("<i2")
_FULL_SCALE = 32768
_NEEDED_S = 24 * 3600.0
"""Age of last use up to which a phrase may still be needed by a render under way."""

_TORN_S = 60.0
"""Age of a temporary file from which it is nobody's: writing one takes milliseconds."""

BOUND_BYTES = 2_000_000_000
"""Size at which the least recently used phrases are removed: six hours of speech at 44 100 Hz."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Contents of a cache: its folder, the number of phrases, their size in bytes."""

    folder: Path
    phrases: int
    size_bytes: int


def user_cache() -> PhraseCache:
    """The cache of this user; see :func:`quietude._util.dirs.cache_dir`.

    Raises:
        SpeechError: if others may write to it: what it holds might be anybody's words.
    """
    folder = cache_dir() / "phrases"
    try:
        if folder.exists() or folder.is_symlink():
            private_folder(folder)
    except UntrustedFolderError as error:
        message = f"the phrase cache cannot be trusted: {error.message}"
        raise SpeechError(message, path=folder, hint=error.hint) from error
    except OSError:
        pass  # reading or writing it will tell why
    return PhraseCache(folder)


def cache_key(identity: Identity, phrase: Phrase, processing: str, sample_rate_hz: int) -> str:
    """The key of a phrase: SHA-256, in hexadecimal, of everything that shapes its samples.

    Args:
        identity: The engine, its versions and settings.
        phrase: Text, voice and rate.
        processing: Version and parameters of the processing after it was spoken.
        sample_rate_hz: Rate of the clip that is kept.
    """
    parts = {
        "format": FORMAT,
        "engine": asdict(identity),
        "phrase": asdict(phrase),
        "processing": processing,
        "sample_rate_hz": sample_rate_hz,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


PREFIX = 32
"""Digits that the keys of everything made of one clip have in common."""


def derived_key(key: str, processing: str) -> str:
    """The key of a clip that is made of another; its beginning is the same.

    Args:
        key: The key of the other.
        processing: Version and parameters of what is done to it.
    """
    return key[:PREFIX] + hashlib.sha256(f"{key} {processing}".encode()).hexdigest()[PREFIX:]


class PhraseCache:
    """Clips on disk, by key.

    Args:
        folder: Their folder; made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str, *, verify: bool = True) -> Clip | None:
        """The clip of a key, or None if it is missing or damaged.

        Args:
            key: Key of the entry.
            verify: False to read an entry without hashing it: for one that was verified before.
                Files appear whole and are never changed, so once is enough.
        """
        loaded = self._load(key, verify=verify)
        return _clip(*loaded) if loaded else None

    def found_marks(self, key: str, finder: str) -> tuple[int, ...] | None:
        """Word starts that a finder found in an entry; None if it never looked.

        Args:
            key: Key of the entry.
            finder: Name and version of the aligner; marks of any other do not count.
        """
        loaded = self._load(key)
        found = loaded[0].get("found") if loaded else None
        return tuple(found["marks"]) if found and found["finder"] == finder else None

    def keep_found_marks(self, key: str, clip: Clip, finder: str, marks: Sequence[int]) -> None:
        """Keeps with an entry the word starts that were found; no marks if they were not found.

        Nothing is kept if the entry no longer holds that clip, or cannot be written: then they are
        looked for again next time.

        Args:
            key: Key of the entry.
            clip: The clip in which they were found.
            finder: As for :meth:`found_marks`.
            marks: The frame at which each word starts, −1 if unknown.
        """
        with self.claim(key), contextlib.suppress(OSError):
            loaded = self._load(key)
            if loaded and loaded[1] == _payload(clip):
                header = loaded[0] | {"found": {"finder": finder, "marks": list(marks)}}
                _write_atomically(self._path(key), _entry(header, loaded[1]))

    def shrink(self, bound_bytes: int = BOUND_BYTES) -> CacheInfo:
        """Removes the least recently used phrases until the rest fits the bound.

        Phrases that were used today stay.

        Args:
            bound_bytes: Size that may stay.

        Returns:
            The phrases that were removed.
        """
        entries: list[tuple[float, Path, int]] = []
        for path, size in self._entries():
            with contextlib.suppress(OSError):  # another render may have removed it
                entries.append((path.stat().st_mtime, path, size))
        self._remove_torn(_NEEDED_S)
        excess = sum(size for _, _, size in entries) - bound_bytes
        oldest = time.time() - _NEEDED_S
        count = total = 0
        for used, path, size in sorted(entries):
            if total >= excess or used > oldest:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                count, total = count + 1, total + size
        return CacheInfo(self.folder, count, total)

    @contextlib.contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Context in which no other process speaks the phrase: one that needs it waits.

        It then finds the phrase in the cache. A claim ends with its process. Some phrases share a
        claim (one in 256), which costs a moment and nothing else. If the folder cannot be written
        there is no claim; :meth:`put` raises the error.
        """
        lock = FileLock(self.folder / "claims" / key[:2], mode=0o600)
        try:
            self._make_folder(self.folder / "claims")
            lock.acquire()
        except OSError:
            yield
            return
        try:
            yield
        finally:
            lock.release()

    def put(self, key: str, clip: Clip) -> Clip:
        """Keeps a clip.

        Returns:
            The clip rounded to 16 bits, as :meth:`get` reads it.

        Raises:
            SpeechError: if the folder cannot be written, or the disk is full.
        """
        payload = _payload(clip)
        digest = hashlib.sha256(payload).hexdigest()
        header = {"format": FORMAT, "rate_hz": clip.sample_rate_hz, "sha256": digest}
        header |= {"marks": clip.marks} if clip.marks else {}
        path = self._path(key)
        try:
            self._make_folder(path.parent)
            _write_atomically(path, _entry(header, payload))
        except OSError as error:
            message = f"the phrase cache cannot be written ({error.strerror})"
            hint = "Make room, or name another folder in QUIETUDE_CACHE_DIR."
            raise SpeechError(message, path=self.folder, hint=hint) from error
        return _clip(header, payload)

    def entry(self, key: str) -> bytes | None:
        """The whole entry of a key as it is stored, for the cache of another machine."""
        loaded = self._load(key)
        return _entry(*loaded) if loaded else None

    def put_entry(self, key: str, data: bytes) -> None:
        """Keeps an entry of another machine; one that is damaged counts as missing, as ever.

        Raises:
            OSError: if it cannot be written.
        """
        path = self._path(key)
        self._make_folder(path.parent)
        _write_atomically(path, data)

    def info(self) -> CacheInfo:
        """Number and size of the phrases it holds."""
        sizes = [size for _, size in self._entries()]
        return CacheInfo(self.folder, len(sizes), sum(sizes))

    def remove_starting(self, prefix: str) -> int:
        """Removes every entry whose key begins so; returns their number.

        Args:
            prefix: At least the first two digits of the keys.
        """
        found = [*(self.folder / prefix[:2]).glob(f"{prefix}*{_SUFFIX}")]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def clear(self) -> CacheInfo:
        """Removes every phrase; returns their number and size."""
        self._remove_torn(_TORN_S)
        count = total = 0
        for path, size in list(self._entries()):
            with contextlib.suppress(OSError):
                path.unlink()
                count, total = count + 1, total + size
        return CacheInfo(self.folder, count, total)

    def _remove_torn(self, age_s: float) -> None:
        """Removes what processes left that were killed while they kept a phrase."""
        for path in self.folder.glob(f"??/{_NEW}*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > age_s:
                    path.unlink()

    def _load(self, key: str, *, verify: bool = True) -> tuple[dict[str, Any], bytes] | None:
        """Header and samples of an entry; None if its hash is wrong or a mark lies outside it."""
        # No Path: it would keep the parts of every name, and a long session has thousands.
        path = f"{self.folder}{os.sep}{key[:2]}{os.sep}{key}{_SUFFIX}"
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                header = parse_json(file.readline(_HEADER_LIMIT))
                payload = read_rest(file, _PAYLOAD_LIMIT)
            if verify and header["sha256"] != hashlib.sha256(payload).hexdigest():
                return None
            found = header.get("found", {"finder": "", "marks": ()})
            frames = len(payload) // _STORED.itemsize
            marks = [*header.get("marks", ()), *found["marks"]]
            if not all(type(mark) is int and -1 <= mark <= frames for mark in marks):
                return None
            whole(header["rate_hz"], least=1, most=_HIGHEST_HZ)
            text(found["finder"])
            if verify:
                with contextlib.suppress(OSError):
                    os.utime(path)  # the time of last use
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return header, payload

    def _entries(self) -> Iterator[tuple[Path, int]]:
        for path in sorted(self.folder.glob(f"??/*{_SUFFIX}")):
            with contextlib.suppress(OSError):
                yield path, path.stat().st_size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _make_folder(self, folder: Path) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def _clip(header: Mapping[str, Any], payload: bytes) -> Clip:
    samples = np.frombuffer(payload, dtype=_STORED).astype(np.float32)
    samples /= np.float32(_FULL_SCALE)
    return Clip(samples, header["rate_hz"], tuple(header.get("marks", ())))


def _payload(clip: Clip) -> bytes:
    scaled = np.rint(clip.samples * _FULL_SCALE)
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype(_STORED).tobytes()


def _entry(header: Mapping[str, Any], payload: bytes) -> bytes:
    return json.dumps(header).encode() + b"\n" + payload


def _write_atomically(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_NEW)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        replace_file(Path(name), path)
    except PermissionError:
        Path(name).unlink(missing_ok=True)
        if not path.exists():  # else Windows keeps it for somebody who reads the same phrase
            raise
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
