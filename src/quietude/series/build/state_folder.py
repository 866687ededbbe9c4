"""The folder beside a site where its state is: what is to be uploaded holds none of it.

For the site ``shows/calm`` it is ``shows/.calm.quietude``: the journal, the lock, the secret that
makes paths unguessable, rendered sessions on their way into the site, and the facts their tags
and texts are written from. It belongs to its owner alone, since what is spoken is personal.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
from base64 import b32encode
from pathlib import Path
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from quietude._util.files import is_there
from quietude.errors import SeriesError
from quietude.series.build.journal import Journal, read_events, rewrite
from quietude.series.build.state import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from quietude.series.build.journal import Event

_TOKEN_CHARS = 26  # of 5 bits each: 130 bits
_WORTH_SHORTENING, _OVERTAKEN = 2000, 4
"""A journal is shortened from so many lines on, when it has so many times what it comes to."""


def workshop_folder(site: Path) -> Path:
    """Where the state of a site is kept."""
    whole = Path(os.path.abspath(site))  # noqa: PTH100  (resolve() would follow a link)
    return whole.parent / f".{whole.name}.quietude"


class Workshop:
    """The state of a series, held by one process at a time. Use it as a context manager.

    Args:
        site: The folder of the site.
        rehearsal: Whether nothing is to be written: what is added stays in memory, and there is
            no lock.

    Attributes:
        ledger: What was built so far.

    Raises:
        SeriesError: if another process is building here, or it cannot be written.
    """

    def __init__(self, site: Path, *, rehearsal: bool = False) -> None:
        self.site = site
        self.folder = workshop_folder(site)
        self._journal: Journal | None = None
        self._lock: FileLock | None = None
        if rehearsal:
            self.ledger = Ledger.of(read_events(self.folder / "journal.jsonl"))
            return
        self._fresh = not is_there(self.folder)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("built", "facts"):
                (self.folder / name).mkdir(mode=0o700, exist_ok=True)
            self._lock = FileLock(self.folder / "lock", timeout=0)
            self._lock.acquire()
        except Timeout as error:
            message = f"another build of this series is running{self._who()}"
            hint = "Wait for it to end, or end it."
            raise SeriesError(message, path=site, hint=hint) from error
        except OSError as error:
            message = f"the state of this series cannot be kept here ({error.strerror})"
            hint = "It lies beside the site: choose a folder that can be written to."
            raise SeriesError(message, path=self.folder, hint=hint) from error
        try:
            path = self.folder / "journal.jsonl"
            self.ledger = Ledger.of(read_events(path))
            self._shorten(path)
            self._journal = Journal(path)
        except BaseException:
            self._lock.release()
            raise

    @property
    def built(self) -> Path:
        """Where rendered sessions are, by key, until they are in the site."""
        return self.folder / "built"

    def facts(self, audio_key: str) -> Path:
        """The file with the facts of a session."""
        return self.folder / "facts" / f"{audio_key}.json"

    def add(self, event: str, **what: Any) -> None:
        """Put an event on the disk, then into the ledger."""
        self.add_all([{"event": event, **what}])

    def add_all(self, events: Sequence[Event]) -> None:
        """Put several events on the disk at once."""
        if events and self._journal:
            self._journal.add(*events)
        for it in events:
            self.ledger.take(it)

    def token(self, *parts: str) -> str:
        """A name nobody can guess, the same every time: HMAC-SHA-256 with this series' secret."""
        mac = hmac.new(self._secret(), "\0".join(parts).encode(), hashlib.sha256)
        return b32encode(mac.digest()).decode().lower()[:_TOKEN_CHARS]

    def tidy(self) -> None:
        """Remove what a build left that was killed."""
        for it in self.built.iterdir():
            if it.name.startswith("."):
                shutil.rmtree(it, ignore_errors=True)

    def drop(self, needed: set[str]) -> None:
        """Remove rendered sessions and facts by keys that nobody needs any more."""
        for it in self.built.iterdir():
            if it.name not in needed:
                shutil.rmtree(it, ignore_errors=True)
        for it in (self.folder / "facts").glob("*.json"):
            if it.stem not in needed:
                with contextlib.suppress(OSError):
                    it.unlink()

    def close(self) -> None:
        """Let others build."""
        if self._journal and self._lock:
            self._journal.close()
            self._lock.release()
            if self._fresh and not self.ledger.seen:
                # Refused before anything was begun: nothing is left behind.
                shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self.close()

    def _shorten(self, path: Path) -> None:
        """Write the journal anew once most of its lines have been overtaken by later ones."""
        if self.ledger.taken < _WORTH_SHORTENING:
            return
        events = list(self.ledger.events())
        if self.ledger.taken > _OVERTAKEN * len(events):
            rewrite(path, events)

    def _secret(self) -> bytes:
        path = self.folder / "secret"
        there = is_there(path)
        if not there and self._journal is None:
            return b"a rehearsal"
        if not there:
            fresh = self.folder / ".secret.new"
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(32).encode())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        return path.read_bytes()

    def _who(self) -> str:
        started: dict[str, Any] = {}
        with contextlib.suppress(SeriesError):
            for it in read_events(self.folder / "journal.jsonl"):
                started = it if it.get("event") == "start" else started
        return f" (process {started['pid']} on {started['host']})" if "pid" in started else ""
