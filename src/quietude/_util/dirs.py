"""User folders, and every environment variable that Quietude reads.

``QUIETUDE_DATA_DIR``, ``QUIETUDE_CACHE_DIR`` and ``QUIETUDE_CONFIG_DIR`` replace the system's
folders; ``QUIETUDE_VOICES_URL`` names a mirror of the published voices; ``QUIETUDE_REGION`` stands
in for ``--region``, ``QUIETUDE_ALLOW_COMMANDS`` for ``--allow-commands``.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

REGION_VARIABLE = "QUIETUDE_REGION"
"""Country whose support lines the show notes list; the command line reads it."""

COMMANDS_VARIABLE = "QUIETUDE_ALLOW_COMMANDS"
"""1 if manifests may run programs as voices; the command line reads it."""

_APP = "quietude"


def data_dir() -> Path:
    """Folder for what this user installed: voices and measured speaking rates."""
    return _named("QUIETUDE_DATA_DIR") or platformdirs.user_data_path(_APP, appauthor=False)


def cache_dir() -> Path:
    """Folder for what can be made again: spoken phrases."""
    return _named("QUIETUDE_CACHE_DIR") or platformdirs.user_cache_path(_APP, appauthor=False)


def config_dir() -> Path:
    """Folder for this user's settings: their own lexicon."""
    return _named("QUIETUDE_CONFIG_DIR") or platformdirs.user_config_path(_APP, appauthor=False)


def voices_url(published: str) -> str:
    """Returns the address of the voices: the mirror this user named, or the published one."""
    return os.environ.get("QUIETUDE_VOICES_URL") or published


def _named(variable: str) -> Path | None:
    named = os.environ.get(variable)
    return Path(named) if named else None
