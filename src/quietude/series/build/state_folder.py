"""The folder with the state of a series: beside its site, so that none of it is uploaded.

For the site ``shows/calm`` it is ``shows/.calm.quietude``. It holds the journal, the lock, the
secret that makes paths unguessable, rendered sessions on their way into the site, and the timelines
that tags and texts are written from. Only its owner can read it, since spoken words are private.
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
from quietude._util.moves import put_in_place
from quietude._util.private_folder import (
    UntrustedFolderError,
    is_link,
    private_folder,
    remove_inside,
)
from quietude._util.strict_reading import read_bounded
from quietude.errors import SeriesError
from quietude.series.build.journal import Journal, read_events, rewrite
from quietude.series.build.state import SeriesState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from quietude.series.build.journal import Event
    from quietude.series.manifest.model import Edition

_SECRET_BYTES = 64
_TOKEN_CHARS = 26  # of 5 bits each: 130 bits
_WORTH_SHORTENING, _OVERTAKEN = 2000, 4
"""A journal of at least this many lines is shortened, if its state takes fewer by this factor."""


def state_folder_of(site: Path) -> Path:
    """Path of the folder with the state of a site."""
    whole = Path(os.path.abspath(site))  # noqa: PTH100  (resolve() would follow a link)
    return whole.parent / f".{whole.name}.quietude"


class StateFolder:
    """The state of a series, held by one process at a time. Use it as a context manager.

    Args:
        site: The folder of the site.
        dry_run: True to write nothing: events stay in memory, and there is no lock.

    Attributes:
        site: The folder of the site.
        path: The folder itself.
        state: The state of the series.

    Raises:
        SeriesError: if another process is building here, or it cannot be written.
    """

    def __init__(self, site: Path, *, dry_run: bool = False) -> None:
        self.site = site
        self.path = state_folder_of(site)
        self._journal: Journal | None = None
        self._lock: FileLock | None = None
        self._fresh = False
        self._later: list[Event] = []
        self._known_secret = b""
        if dry_run:
            self.state = SeriesState.from_events(read_events(self.path / "journal.jsonl"))
            return
        self._fresh = not is_there(self.path)
        try:
            for folder in (self.path, self.path / "built", self.path / "timelines"):
                private_folder(folder)
            self._refuse_links()
            self._lock = FileLock(self.path / "lock", timeout=0)
            self._lock.acquire()
        except Timeout as error:
            message = f"another build of this series is running{self._who()}"
            hint = "Wait for it to end, or end it."
            raise SeriesError(message, path=site, hint=hint) from error
        except UntrustedFolderError as error:
            message = f"the state of this series cannot be trusted: {error.message}"
            raise SeriesError(message, path=error.path, hint=error.hint) from error
        except OSError as error:
            message = f"the state of this series cannot be kept here ({error.strerror})"
            hint = "It lies beside the site: choose a folder that can be written to."
            raise SeriesError(message, path=self.path, hint=hint) from error
        try:
            path = self.path / "journal.jsonl"
            self.state = SeriesState.from_events(read_events(path))
            self._shorten(path)
            self._journal = Journal(path)
        except BaseException:
            self._lock.release()
            raise

    @property
    def built(self) -> Path:
        """The folder of rendered sessions, by key, until they are in the site."""
        return self.path / "built"

    def timeline(self, audio_key: str) -> Path:
        """The file with the timeline of a session."""
        return self.path / "timelines" / f"{audio_key}.json"

    def feed_is_intact(self, token: str) -> bool:
        """Return True if the files of an edition's feed are as we wrote them."""
        known = self.state.feeds.get(token)
        return known is not None and known.is_intact(f"{self.site}/{token}")

    def add(self, event: str, **details: Any) -> None:
        """Write an event to the journal, then apply it to the state."""
        self.add_all([{"event": event, **details}])

    def add_all(self, events: Sequence[Event]) -> None:
        """Write several events at once."""
        if events and self._journal:
            self._journal.add(*events)
        for event in events:
            self.state.apply(event)

    def later(self, events: Sequence[Event]) -> None:
        """Take events for :meth:`write_later`: a build that is refused until then has none."""
        self._later = list(events)

    def write_later(self) -> None:
        """Write the events that were taken for now."""
        self.add_all(self._later)
        self._later = []

    def token(self, *parts: str) -> str:
        """A name nobody can guess, the same every time: HMAC-SHA-256 with this series' secret."""
        self._known_secret = self._known_secret or self._secret()
        mac = hmac.new(self._known_secret, "\0".join(parts).encode(), hashlib.sha256)
        return b32encode(mac.digest()).decode().lower()[:_TOKEN_CHARS]

    def listener_token(self, show_id: str, edition: Edition) -> str:
        """The name of a listener's folder, which only their id, their key and our secret make."""
        key = (edition.key,) if edition.key else ()
        return self.token("listener", show_id, edition.listener, *key)

    def keep(self) -> None:
        """Keep the folder though no episode is known yet: it holds sessions for the next build."""
        self._fresh = False

    def purge(self) -> None:
        """Write the journal anew from the state, so that nothing that was forgotten is in it.

        Raises:
            SeriesError: if it cannot be written.
        """
        if self._journal is None:
            return
        self._journal.close()
        path = self.path / "journal.jsonl"
        rewrite(path, self.state.events())
        self._journal = Journal(path)

    def remove_partial_sessions(self) -> None:
        """Remove half-rendered sessions that a killed build left."""
        for folder in self.built.iterdir():
            if folder.name.startswith("."):
                remove_inside(self.built, folder.name)

    def remove_all_but(self, needed: set[str]) -> None:
        """Remove rendered sessions and timelines, except those with the audio keys given."""
        for folder in self.built.iterdir():
            if folder.name not in needed:
                remove_inside(self.built, folder.name)
        for path in (self.path / "timelines").glob("*.json"):
            if path.stem not in needed:
                with contextlib.suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Release the lock, so that others can build."""
        if self._journal and self._lock:
            self._journal.close()
            self._lock.release()
            if self._fresh and not self.state.seen:
                # The build was refused before it began: leave nothing behind.
                shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _refuse_links(self) -> None:
        """Refuse links among our files: what is written through them lands somewhere else.

        Raises:
            UntrustedFolderError: for the first of them.
        """
        for path in sorted(self.path.iterdir()):
            if is_link(path):
                message = "it holds a link to another place"
                raise UntrustedFolderError(message, path, "Remove the link.")

    def _shorten(self, path: Path) -> None:
        """Write the journal anew once later lines have overtaken most of it, or if it is damaged.

        A damaged one is kept beside it, for whoever wants to know what happened.
        """
        if self.state.damaged:
            with contextlib.suppress(OSError):
                shutil.copyfile(path, self.path / "journal.damaged")
            rewrite(path, self.state.events())
            return
        if self.state.event_count < _WORTH_SHORTENING:
            return
        events = list(self.state.events())
        if self.state.event_count > _OVERTAKEN * len(events):
            rewrite(path, events)

    def _secret(self) -> bytes:
        path = self.path / "secret"
        exists = is_there(path)
        if not exists and self._journal is None:
            return b"a dry run"
        if not exists:
            fresh = self.path / ".secret.new"
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(32).encode())
                file.flush()
                os.fsync(file.fileno())
            put_in_place(fresh, path)
        secret = read_bounded(path, _SECRET_BYTES)
        if len(secret) != _SECRET_BYTES:
            message = "the secret that the addresses of this series are made with is damaged"
            hint = "Put it back from a backup. Without it (remove the file), every address is new."
            raise SeriesError(message, path=path, hint=hint)
        return secret

    def _who(self) -> str:
        started: dict[str, Any] = {}
        with contextlib.suppress(SeriesError):
            for event in read_events(self.path / "journal.jsonl"):
                started = event if event.get("event") == "start" else started
        return f" (process {started['pid']} on {started['host']})" if "pid" in started else ""
