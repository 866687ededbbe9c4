"""Fingerprints of what sessions and feeds are made from, found without making them.

A plan costs milliseconds, and the key of a session is taken from its plan. Of thousands of sessions
nearly all are as they were: for these a fingerprint of everything that a plan is composed from says
so. It holds more than the key does, even the program itself, since a false alarm costs a plan, and
a change that is missed would cost the listener a session.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sysconfig
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude.script.bed import BellFile, TrackBed
from quietude.series.build.keys import VERSIONS
from quietude.series.manifest.model import FinishedAudio

if TYPE_CHECKING:
    from quietude.series.build.voices import FoundVoice
    from quietude.series.manifest.model import EpisodeSpec
    from quietude.series.model import Site

FINGERPRINT_CHARS = 32

_BIG = frozenset({"lexicon", "slot_values"})


@cache
def program_fingerprint() -> str:
    """Fingerprint of the program on this machine, and of the packages it may use.

    Files go by their sizes and times. Where there are none to look at, as in a program that is one
    file, its version has to do.
    """
    folder = Path(__file__).parents[2]
    parts = [version("quietude"), repr(VERSIONS), _stamp(Path(sysconfig.get_paths()["purelib"]))]
    parts += [
        f"{path.relative_to(folder)} {_stamp(path)}"
        for path in sorted(folder.rglob("*"))
        if path.suffix != ".pyc" and path.name != "__pycache__"
    ]
    return _digest("\n".join(parts))


class SessionFingerprints:
    """Fingerprints of sessions: scripts, sounds and lexicons that many share are read once."""

    def __init__(self) -> None:
        # Each object is kept beside its fingerprint, so that no other can have its address.
        self._known: dict[int, tuple[object, str]] = {}
        self._folders: dict[Path, str] = {}

    def of(self, spec: EpisodeSpec, voice: FoundVoice) -> str:
        """Fingerprint of everything that a session is composed from; of its details, a hash."""
        request = spec.request
        small = [
            getattr(request, field.name)
            for field in dataclasses.fields(request)
            if field.name not in _BIG
        ]
        parts = (
            program_fingerprint(),
            self._shared(spec.script),
            self._shared(spec.sound),
            self._shared(request.lexicon),
            self._shared(voice.identity),
            voice.voice,
            repr(small),
            repr(sorted(request.slot_values.items())),
            self._takes(request.takes) if request.takes else "",
        )
        return _digest("\0".join(parts))

    def of_recording(self, recording: FinishedAudio) -> str:
        """Fingerprint of finished audio, and of everything that is written beside it."""
        return _digest(f"{program_fingerprint()}\0{self._shared(recording)}")

    def _takes(self, folder: Path) -> str:
        """The names, sizes and times of the files in a folder of takes, read once."""
        if folder not in self._folders:
            paths = sorted(path for path in folder.rglob("*") if path.is_file())
            self._folders[folder] = _digest("\n".join(f"{one} {_stamp(one)}" for one in paths))
        return self._folders[folder]

    def _shared(self, value: object) -> str:
        known = self._known.get(id(value))
        if known is None:
            files = sorted(f"{path} {_stamp(path)}" for path in _files(value))
            known = self._known[id(value)] = value, _digest("\0".join([repr(value), *files]))
        return known[1]


def site_fingerprint(site: Site) -> str:
    """Fingerprint of everything that a feed and what belongs to it are written from."""
    return _digest(program_fingerprint() + repr(site))


def _digest(text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:FINGERPRINT_CHARS]


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return "missing"
    return f"{status.st_size} {status.st_mtime_ns}"


def _files(value: Any) -> set[Path]:
    """Every sound file that a script or a sound names."""
    if isinstance(value, TrackBed | BellFile | FinishedAudio):
        return {value.path}
    if isinstance(value, tuple):
        return set().union(*map(_files, value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return set()
    return set().union(*(_files(getattr(value, field.name)) for field in dataclasses.fields(value)))
