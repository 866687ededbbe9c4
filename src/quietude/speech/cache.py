"""The phrase cache: clips by the hash of all that shapes their samples, on disk.

One file a phrase: a line of JSON (format, rate, SHA-256 of the rest, where the words start if the
engine told, and where they were found in the sound if somebody looked), then the samples as 16-bit
integers, which is what the engines speak in; no codec, so that a clip is there as fast as its file
can be read. Times and samples stand in one file, so they always belong to each other.

What was not used for longest goes first when the folder grows beyond its bound, but nothing that
was used today: a render under way, here or in another process, needs it. Written to a temporary
name and renamed, so that a reader never sees half a file and two renders can share the folder; an
entry whose hash does not match counts as absent. Folder and files belong to their owner alone: what
is spoken is personal.
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

from quietude.audio.clip import Clip
from quietude.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.speech.engines.base import Identity, Phrase

FORMAT = 1
_SUFFIX = ".phrase"
_HEADER_LIMIT = 1 << 16
_STORED = np.dtype("<i2")
_FULL_SCALE = 32768
_NEEDED_S = 24 * 3600.0

BOUND_BYTES = 2_000_000_000
"""How much the cache may hold before what was not used for longest is removed: six hours of speech
at 44 100 Hz."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What is in a cache: where, how many phrases, how many bytes."""

    folder: Path
    phrases: int
    size_bytes: int


def cache_key(identity: Identity, phrase: Phrase, processing: str, sample_rate_hz: int) -> str:
    """The key of a phrase: SHA-256, in hexadecimal, of everything that shapes its samples.

    Args:
        identity: The engine, its versions and settings.
        phrase: Text, voice and rate.
        processing: The version and parameters of what is done to the clip afterwards.
        sample_rate_hz: The rate of the clip that is kept.
    """
    parts = {
        "format": FORMAT,
        "engine": asdict(identity),
        "phrase": asdict(phrase),
        "processing": processing,
        "sample_rate_hz": sample_rate_hz,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class PhraseCache:
    """Clips on disk, by key.

    Args:
        folder: Where they are; made when the first one is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str, *, verify: bool = True) -> Clip | None:
        """The clip of a key, or None if it is not there or no longer whole.

        Args:
            key: The entry's.
            verify: False to read an entry without hashing it: for one that was verified before.
                Files appear whole and are never changed, so once is enough.
        """
        loaded = self._load(key, verify=verify)
        return _clip(*loaded) if loaded else None

    def found_marks(self, key: str, finder: str) -> tuple[int, ...] | None:
        """Where a finder found the words of an entry; None if it never looked.

        Args:
            key: The entry's.
            finder: Who looked, and which version: what another one found does not count.
        """
        loaded = self._load(key)
        found = loaded[0].get("found") if loaded else None
        return tuple(found["marks"]) if found and found["finder"] == finder else None

    def keep_found_marks(self, key: str, clip: Clip, finder: str, marks: Sequence[int]) -> None:
        """Keep with an entry where its words were found, or, as no marks, that they were not.

        Nothing is kept where the entry is no longer of that clip, or cannot be written: somebody
        will look again.

        Args:
            key: The entry's.
            clip: The sound in which they were found.
            finder: As for :meth:`found_marks`.
            marks: The frame at which each word starts, −1 where that was not found.
        """
        with self.claim(key), contextlib.suppress(OSError):
            loaded = self._load(key)
            if loaded and loaded[1] == _payload(clip):
                header = loaded[0] | {"found": {"finder": finder, "marks": list(marks)}}
                _write_atomically(self._path(key), _entry(header, loaded[1]))

    def shrink(self, bound_bytes: int = BOUND_BYTES) -> CacheInfo:
        """Remove what was not used for longest, as far as the bound asks for and today allows.

        Args:
            bound_bytes: How much may stay.

        Returns:
            What was removed.
        """
        entries: list[tuple[float, Path, int]] = []
        for path, size in self._entries():
            with contextlib.suppress(OSError):  # another render may have removed it
                entries.append((path.stat().st_mtime, path, size))
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
        """Speak a phrase alone: other processes that want the same one wait for it meanwhile.

        What they find then is what they would have spoken. A claim ends with its process. Some
        phrases share a claim (one in 256), which costs a moment and nothing else. Where the folder
        cannot be written there is nothing to claim; :meth:`put` says so.
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
        """Keep a clip.

        Returns:
            The clip as it is kept, in 16 bits: what :meth:`get` reads.

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

    def info(self) -> CacheInfo:
        """How much it holds."""
        sizes = [size for _, size in self._entries()]
        return CacheInfo(self.folder, len(sizes), sum(sizes))

    def clear(self) -> CacheInfo:
        """Remove every phrase; answers what was removed."""
        count = total = 0
        for path, size in list(self._entries()):
            with contextlib.suppress(OSError):
                path.unlink()
                count, total = count + 1, total + size
        return CacheInfo(self.folder, count, total)

    def _load(self, key: str, *, verify: bool = True) -> tuple[dict[str, Any], bytes] | None:
        """Header and samples of an entry whose hash is right, and whose marks lie within it."""
        # No Path: it would keep the parts of every name, and a night has thousands of phrases.
        path = f"{self.folder}{os.sep}{key[:2]}{os.sep}{key}{_SUFFIX}"
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                header = json.loads(file.readline(_HEADER_LIMIT))
                payload = file.read()
            if verify and header["sha256"] != hashlib.sha256(payload).hexdigest():
                return None
            found = header.get("found", {"finder": "", "marks": ()})
            frames = len(payload) // _STORED.itemsize
            marks = [*header.get("marks", ()), *found["marks"]]
            if not all(type(it) is int and -1 <= it <= frames for it in marks):
                return None
            header["rate_hz"], found["finder"] = int(header["rate_hz"]), str(found["finder"])
            if verify:
                with contextlib.suppress(OSError):
                    os.utime(path)  # used now
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
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
