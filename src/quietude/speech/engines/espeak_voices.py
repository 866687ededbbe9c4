"""The list of eSpeak NG's voices, kept: to ask for that list, a process has to be started.

The voices come with the library that pip brings, so the list holds until that is another. Voices of
a system (macOS, Windows) come and go, and are always asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.dirs import cache_dir
from quietude._util.files import PendingFile
from quietude._util.languages import primary_language
from quietude._util.strict_reading import ReadingError, read_json, text
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, str]
FIELDS = ("id", "name", "language", "gender")
_LARGEST = 1024 * 1024
_US_ENGLISH = "gmw/en-us"


def kept_voices() -> list[Row] | None:
    """Returns the rows of the voices; None if they have not been asked for, or cannot be read."""
    try:
        rows = read_json(_path(), _LARGEST)
        return [{field: text(row[field]) for field in FIELDS} for row in rows] or None
    except (OSError, ReadingError, TypeError, KeyError):
        return None


def keep_voices(rows: list[Row]) -> None:
    """Keeps the rows of the voices, where that can be done."""
    with contextlib.suppress(OSError, QuietudeError):
        path = _path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with PendingFile(path, overwrite=True, private=True) as pending:
            pending.write_bytes(json.dumps(rows).encode())
            pending.commit()


def default_voice(rows: Sequence[Row], language: str) -> str:
    """Returns the id of the voice for a language; US English if there is none."""
    wanted = language.lower().replace("_", "-")
    if wanted in {"en", "en-us"}:
        return _US_ENGLISH
    tags = {row["id"]: row["id"].split("/")[-1] for row in rows}
    exact = [id_ for id_, tag in tags.items() if tag == wanted]
    near = [id_ for id_, tag in tags.items() if primary_language(tag) == primary_language(wanted)]
    return min(exact or near or [_US_ENGLISH], key=len)


def _path() -> Path:
    """The file of the list for the library that is installed.

    Raises:
        OSError: if there is none.
    """
    found = find_spec("espeakng_loader")
    if found is None or not found.origin:
        message = "eSpeak NG is not installed"
        raise FileNotFoundError(message)
    data = Path(found.origin).with_name("espeak-ng-data") / "phontab"
    state = data.stat()
    key = f"{data} {state.st_mtime_ns} {state.st_size}"
    return cache_dir() / "voices" / f"espeak-{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
