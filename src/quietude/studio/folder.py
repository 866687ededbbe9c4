"""The folder of a studio: saved sessions and scripts, and beside them what the studio remembers.

What it remembers can hold personal details, so only its owner can read it: recent sessions, jobs
that are not done, the secrets of its pages. Everything is written whole or not at all.
"""

from __future__ import annotations

import json
import secrets
import threading
from typing import TYPE_CHECKING, Any

import platformdirs
from filelock import FileLock, Timeout

from quietude._util.files import is_device_name, write_private
from quietude._util.strict_reading import LARGE_BYTES, read_json
from quietude.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STATE = ".studio"


def default_folder() -> Path:
    """The folder ``Quietude`` among this user's documents."""
    return platformdirs.user_documents_path() / "Quietude"


class StudioFolder:
    """A folder and its state; see the module.

    Args:
        path: The folder; made if it is missing.

    Raises:
        UsageError: if it cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.state = self.path / _STATE
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.state.chmod(0o700)
        except OSError as error:
            message = f"the studio cannot use this folder ({(error.strerror or '').lower()})"
            raise UsageError(message, path=self.path, hint="Name another one.") from error
        self._writing = threading.Lock()
        self._lock = FileLock(self.state / "lock", mode=0o600, thread_local=False)

    def claim(self) -> bool:
        """True if no other studio has this folder; then this one has it until its process ends."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Lets another studio have the folder."""
        self._lock.release()

    def read(self, name: str, default: Any) -> Any:
        """Returns what is kept under a name; the default if there is nothing of its kind."""
        try:
            found = read_json(self.state / f"{name}.json", LARGE_BYTES)
        except (OSError, ValueError):
            return default
        return found if type(found) is type(default) else default

    def write(self, name: str, data: Any) -> None:
        """Remembers something under a name."""
        text = json.dumps(data, ensure_ascii=False, indent=1)
        with self._writing:
            write_private(self.state / f"{name}.json", text)

    def secret(self, name: str) -> str:
        """A secret that stays the same from one start to the next."""
        kept: Mapping[str, str] = self.read("secrets", {})
        if not isinstance(kept.get(name), str) or not kept[name].isascii():
            kept = {**kept, name: secrets.token_urlsafe(24)}
            self.write("secrets", kept)
        return kept[name]

    def free_path(self, stem: str, suffix: str) -> Path:
        """A path in the folder that nothing has yet: ``A Walk.mp3``, then ``A Walk (2).mp3``."""
        clean = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in stem)  # noqa: PLR2004
        clean = " ".join(clean.split()).strip(". ")[:80] or "Session"
        if is_device_name(clean):  # the folder may be synced to another system
            clean = f"Session {clean}"
        path, number = self.path / f"{clean}{suffix}", 1
        while path.exists():
            number += 1
            path = self.path / f"{clean} ({number}){suffix}"
        return path
