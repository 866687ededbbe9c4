"""The manifest of the sounds that come with Quietude: where they lie, and what each is called.

Lists of beds read this alone: what opens the sounds brings numpy and scipy along.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from quietude.errors import SoundError


@dataclass(frozen=True, slots=True)
class SoundTitle:
    """The name of a sound for people.

    Attributes:
        id: The id that options and scripts take.
        title: The title.
        about: One sentence about it; empty for a short sound.
    """

    id: str
    title: str
    about: str


@cache
def assets_folder() -> Path:
    """The folder of the sounds: in the installed package, or beside the sources in a checkout.

    Raises:
        SoundError: if neither exists.
    """
    package = Path(str(files("quietude")))
    for folder in (package / "audio_assets", package.parents[1] / "audio_assets"):
        if (folder / "manifest.json").is_file():
            return folder
    message = "the sounds that come with Quietude are missing"
    raise SoundError(message, path=package, hint="Install it again: pip install quietude")


@cache
def manifest() -> dict[str, Any]:
    """The manifest as its maker wrote it: lists of ``beds``, ``bells`` and ``cues``.

    Raises:
        SoundError: if the sounds are missing.
    """
    return dict(json.loads((assets_folder() / "manifest.json").read_text(encoding="utf-8")))


def sound_titles(group: Literal["beds", "bells"]) -> list[SoundTitle]:
    """The titles of the sounds of a kind, sorted by id."""
    rows = manifest()[group]
    found = (SoundTitle(row["id"], row["title"], row.get("about", "")) for row in rows)
    return sorted(found, key=lambda sound: sound.id)
