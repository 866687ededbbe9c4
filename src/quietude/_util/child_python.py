"""Python processes of our own import what is installed, never what lies in the current folder.

``python -m`` and ``python -c`` put the current folder first on the import path, and so does an
empty entry in ``PYTHONPATH``. A ``random.py`` beside somebody's scripts would be run, and an
innocent ``json.py`` would break whoever imports the real one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

OPTIONS = ("-P", "-X", "utf8")
"""Options of an interpreter of ours: a safe import path, and UTF-8 on every system.

Not -I: it would hide a checkout that is not installed."""

_SAFE_PATH, _PATH = "PYTHONSAFEPATH", "PYTHONPATH"


def leave_out_current_folder() -> None:
    """Take the current folder off the import path of this process.

    It stays if Quietude itself, or what is installed, lies there: then it is no accident.
    """
    current = _current_folder()
    if current and not _is_installed(current):
        sys.path[:] = [entry for entry in sys.path if not _is(entry, current)]


def safe_environment() -> dict[str, str | None]:
    """The variables that keep the current folder off the import path of a child; None: not set.

    A child started with ``-P`` needs the second only; other libraries' children need both.
    """
    current = _current_folder()
    entries = os.environ.get(_PATH, "").split(os.pathsep)
    kept = [entry for entry in entries if Path(entry).is_absolute() and not _is(entry, current)]
    if any(_is_package_parent(entry) for entry in entries if entry and _is(entry, current)):
        kept.append(current)  # a checkout that is not installed, used from its own folder
    return {_SAFE_PATH: "1", _PATH: os.pathsep.join(kept) or None}


def child_environment() -> dict[str, str]:
    """The whole environment of a child started with :data:`OPTIONS`."""
    path = safe_environment()[_PATH]
    kept = {name: value for name, value in os.environ.items() if name != _PATH}
    return kept if path is None else kept | {_PATH: path}


def set_environment(values: dict[str, str | None]) -> dict[str, str | None]:
    """Set variables of this process, which later children inherit; returns the values before."""
    before = {name: os.environ.get(name) for name in values}
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    return before


def _current_folder() -> str:
    try:
        return str(Path.cwd().resolve())
    except OSError:  # it was removed
        return ""


def _is(entry: str, folder: str) -> bool:
    return os.path.realpath(entry or os.curdir) == folder


def _is_package_parent(entry: str) -> bool:
    return os.path.realpath(entry) == str(Path(__file__).resolve().parents[2])


def _is_installed(folder: str) -> bool:
    """True for the folder that holds Quietude, or one that Python itself installs into."""
    library = str(Path(os.__file__).resolve().parent)
    return _is_package_parent(folder) or folder == library or folder.endswith("-packages")
