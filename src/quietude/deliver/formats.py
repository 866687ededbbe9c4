"""Which files can be written, and what each does to the level of what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: What ``--format`` takes.
        suffix: The usual end of the file's name.
        level_change_db: What its encoder does to the loudness of what goes in.
        headroom_db: How far below the true-peak ceiling to stay, because decoding overshoots.
        exact: Whether the decoded file has exactly the frames that went in.
    """

    name: str
    suffix: str
    level_change_db: float
    headroom_db: float
    exact: bool


FORMATS: dict[str, Format] = {
    # LAME scales its input by 0.95 at constant bit rates below 192 kb/s; measured: -0.44 LU.
    "mp3": Format("mp3", ".mp3", -0.4455, 0.5, exact=True),
    "wav": Format("wav", ".wav", 0.0, 0.02, exact=True),
    "flac": Format("flac", ".flac", 0.0, 0.02, exact=True),
}


def format_of(path: Path, name: str | None = None) -> Format:
    """The format of an output: by name if one is given, else by the end of the path.

    Raises:
        UsageError: if it is none that can be written.
    """
    wanted = (name or path.suffix.lstrip(".")).lower()
    if wanted not in FORMATS:
        shown = f'"{wanted[:20]}"' if wanted else "a file without an ending"
        message = f"{shown} is no format that can be written"
        raise UsageError(message, hint=f"End the file in {', '.join(f'.{it}' for it in FORMATS)}.")
    return FORMATS[wanted]
