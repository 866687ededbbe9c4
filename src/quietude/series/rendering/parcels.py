"""Files that a task needs, sent with it: the podcaster's own beds are not on other machines."""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quietude.script.bed import TrackBed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quietude.series.rendering.task import Task

_PLACES: dict[tuple[str, str], Path] = {}
"""Files that this process has stored, by their hash and ending."""

_LOCK = threading.Lock()


def tracks_of(task: Task) -> set[Path]:
    """Every sound file that a task names."""
    found: set[Path] = set()

    def note(bed: TrackBed) -> TrackBed:
        found.add(bed.path)
        return bed

    _mapped((task.script, task.sound), note)
    return found


def with_tracks(task: Task, parcels: Mapping[str, bytes]) -> Task:
    """A task whose sound files lie on this machine, in a folder that goes by their contents.

    Args:
        task: The task.
        parcels: The contents of each file by its path on the machine of the build.

    Raises:
        OSError: if one of them cannot be stored.
    """
    places = {path: _stored(path, data) for path, data in parcels.items()}

    def moved(bed: TrackBed) -> TrackBed:
        place = places.get(str(bed.path))
        return TrackBed(place) if place else bed

    script, sound = _mapped((task.script, task.sound), moved)
    return dataclasses.replace(task, script=script, sound=sound)


def _stored(name: str, data: bytes) -> Path:
    """Place of a file with these contents on this machine; written once."""
    key = hashlib.sha256(data).hexdigest(), Path(name).suffix.lower()
    with _LOCK:
        if key not in _PLACES or not _PLACES[key].is_file():
            # A folder of its own, since others may write to the one for temporary files.
            folder = Path(tempfile.mkdtemp(prefix="quietude-beds-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            _PLACES[key] = folder / f"bed{key[1]}"
            _PLACES[key].write_bytes(data)
        return _PLACES[key]


def _mapped(value: Any, change: Callable[[TrackBed], TrackBed]) -> Any:
    """A value in which each sound file is replaced; what holds none is the same object."""
    if isinstance(value, TrackBed):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change) for item in value)
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {
        field.name: new
        for field in dataclasses.fields(value)
        if field.init
        and (new := _mapped(getattr(value, field.name), change)) is not getattr(value, field.name)
    }
    return dataclasses.replace(value, **fields) if fields else value
