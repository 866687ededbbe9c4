"""An engine's own folder, for the phrase at hand: what is spoken is personal, and does not stay.

Only its owner can read it. It goes away with its engine; what a killed process left behind is
removed when the next engine is opened.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from quietude._util.work_folder import clear_abandoned, owner_lock

PREFIX = "quietude-voice-"
_YOUNG_S = 60.0
"""It takes a moment from making a folder to locking it."""


class Scratch:
    """A folder among the system's temporary ones, locked while it is in use."""

    def __init__(self) -> None:
        clear_abandoned(Path(tempfile.gettempdir()), PREFIX, _YOUNG_S)
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock = owner_lock(self.path)
        with contextlib.suppress(OSError):  # without locks there, nobody else clears it either
            self._lock.acquire()

    def close(self) -> None:
        """Remove it."""
        self._lock.release()
        self._folder.cleanup()
