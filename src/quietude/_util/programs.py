"""Programs of the system, found on the PATH and never in the current folder."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def find_program(name: str) -> str | None:
    """The whole path of a program on the PATH, or None.

    Windows looks in the current folder first, and so does an empty or relative entry of a PATH: a
    ``ffmpeg.exe`` that came with somebody's scripts would be run.

    Args:
        name: Its name. One with a folder in it is a path, and taken as it is.
    """
    if Path(name).name != name:
        found = shutil.which(name)
        return str(Path(found).absolute()) if found else None
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if Path(folder).is_absolute():
            for ending in _endings(name):
                if found := shutil.which(str(Path(folder, name + ending))):
                    return found
    return None


def _endings(name: str) -> list[str]:
    """The endings that make a name one of a program: those of Windows, if it has none."""
    if sys.platform != "win32":
        return [""]
    known = [end for end in os.environ.get("PATHEXT", ".EXE;.BAT;.CMD").split(";") if end]
    return [""] if name.upper().endswith(tuple(known)) else known
