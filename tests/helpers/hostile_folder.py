"""A folder in which whatever is imported or started by name alone leaves a mark."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

_MARK = "run-by-accident"
_TRAP = "open({mark!r}, 'a').write(__name__ + chr(10))\nraise ImportError('a trap')\n"
_PROGRAMS = (
    "ffmpeg", "ffprobe", "ffplay", "avconv", "flite", "espeak", "espeak-ng", "say", "aplay", "afplay",
    "xdg-open", "sh", "env", "python", "python3", "apt-get", "uname", "getconf", "ldconfig", "gcc",
)  # fmt: skip


def traps(folder: Path) -> Path:
    """Fill a folder with a double of every module that anybody could import."""
    installed = importlib.metadata.packages_distributions()
    own = {"quietude", "sitecustomize", "usercustomize"}
    for name in {*sys.stdlib_module_names, *installed, *own} - {"__main__"}:
        if name.isidentifier():
            (folder / f"{name}.py").write_text(_TRAP.format(mark=str(folder / _MARK)))
    return folder


def trap_programs(folder: Path) -> None:
    """Put doubles of programs there that are looked for on the PATH."""
    for name in _PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho {name} >> '{folder / _MARK}'\nexit 9\n")
        program.chmod(0o755)


def sprung(folder: Path) -> list[str]:
    """Names of the traps of a folder that somebody walked into."""
    mark = folder / _MARK
    return mark.read_text().split() if mark.exists() else []
