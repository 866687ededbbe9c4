"""State of a series, folded from the events of its journal: its episodes, and their files."""

from __future__ import annotations

import os
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quietude._util.files import file_sha256
from quietude._util.strict_reading import ReadingError, number, text, whole
from quietude.series.build.calendar import Seen
from quietude.series.site.paths import is_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.series.build.journal import Event


ROLES = frozenset({"audio", "chapters"})
"""The files that every episode has."""

MORE_ROLES = frozenset({"vtt", "srt", "txt", "words", "cover", "opus", "m4a"})
"""Files that an episode may have besides."""

_EDITION = "(?:[a-z2-7]{26})?"
_SHA256 = "[0-9a-f]{64}"
_NAME = "[^\\x00-\\x1f]*"
_VERSION = "([0-9a-f]{8})?"
_FINGERPRINT = "[0-9a-f]{32}"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the site as it was when we wrote it; its path is relative to the site."""

    path: str
    type: str
    bytes: int
    sha256: str
    mtime_ns: int

    @classmethod
    def of(cls, site: Path, path: str, media_type: str, sha256: str) -> WrittenFile:
        """A file that has just been put in the site.

        Raises:
            OSError: if it is not there.
        """
        status = (site / path).stat()
        return cls(path, media_type, status.st_size, sha256, status.st_mtime_ns)

    @classmethod
    def read(cls, data: Any) -> WrittenFile:
        """Returns a file as the journal stores it.

        Raises:
            ReadingError: if it lies outside the site, or cannot be one.
            ValueError: if it has other parts.
        """
        path, media_type, size, sha256, mtime_ns = data
        return cls(
            _inside(path),
            text(media_type, _NAME),
            whole(size),
            text(sha256, _SHA256),
            whole(mtime_ns, least=-(1 << 62)),
        )

    def is_intact(self, site: Path) -> bool:
        """Return True if the file is still as it was. One that looks touched is hashed."""
        try:
            status = os.stat(f"{site}/{self.path}")  # noqa: PTH116  (thousands of them)
            if status.st_size != self.bytes:
                return False
            return status.st_mtime_ns == self.mtime_ns or (
                file_sha256(site / self.path) == self.sha256
            )
        except OSError:
            return False

    def data(self) -> list[Any]:
        """The file as the journal stores it."""
        return [self.path, self.type, self.bytes, self.sha256, self.mtime_ns]


@dataclass(frozen=True, slots=True)
class EpisodeFiles:
    """The files of an episode that are in the site.

    Attributes:
        audio_key: The key of its sound.
        tags_key: The key of its tags and texts.
        duration_ms: Its length.
        chapters: Titles and starts in milliseconds.
        files: Its files by role: ``audio``, ``chapters``, and those of ``MORE_ROLES`` it has.
        version: Part of its address; "" for the first sound it had, else the begin of its key.
    """

    audio_key: str
    tags_key: str
    duration_ms: int
    chapters: tuple[tuple[str, int], ...]
    files: dict[str, WrittenFile]
    version: str = ""

    def are_intact(self, site: Path) -> bool:
        """Return True if all files are still as they were written."""
        return all(file.is_intact(site) for file in self.files.values())

    def data(self) -> dict[str, Any]:
        """The files as the journal stores them."""
        return {
            "audio": self.audio_key,
            "tags": self.tags_key,
            "duration_ms": self.duration_ms,
            "chapters": [list(chapter) for chapter in self.chapters],
            "files": {role: file.data() for role, file in self.files.items()},
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that was composed before.

    Attributes:
        fingerprint: The fingerprint of everything it was composed from.
        audio_key: The key of its sound.
        estimated_s: Its estimated length.
    """

    fingerprint: str
    audio_key: str
    estimated_s: float

    def data(self) -> dict[str, Any]:
        """The session as the journal stores it."""
        return {
            "fingerprint": self.fingerprint,
            "audio": self.audio_key,
            "estimated_s": self.estimated_s,
        }


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """The files of a feed as they were written: by name, size in bytes and time in nanoseconds.

    ``fingerprint`` is that of everything they were written from.
    """

    fingerprint: str
    files: dict[str, tuple[int, int]]

    def is_intact(self, folder: str) -> bool:
        """Return True if all of them are as they were."""
        try:
            for name, stamp in self.files.items():
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116  (thousands of them)
                if (status.st_size, status.st_mtime_ns) != stamp:
                    return False
        except OSError:
            return False
        return bool(self.files)


@dataclass(slots=True)
class SeriesState:
    """State of a series, from the events of its journal.

    Attributes:
        seen: Every episode that was ever asked for: GUID, date and number.
        sounds: Audio key and version of the sound that each episode had last.
        base_url: The address of the site; "" if it is not known.
        episodes: The episodes whose files are in the site.
        covers: Key and file of each edition's cover.
        editions: ``podcast:guid`` and address of each edition.
        written: Every path we ever wrote and have not removed.
        voices: The voice that was found for each voice asked for.
        costs: Seconds of rendering, and seconds of session rendered.
        sessions: Each episode as it was last composed.
        feeds: The files of each feed as they were last written.
        running: True if the last build did not come to its end.
        event_count: Number of events it comes from.
        damaged: Number of those that were damaged, or not ours: they were passed over.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    sounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    base_url: str = ""
    episodes: dict[str, EpisodeFiles] = field(default_factory=dict)
    covers: dict[str, tuple[str, WrittenFile]] = field(default_factory=dict)
    editions: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    costs: tuple[float, float] = (0.0, 0.0)
    sessions: dict[str, KnownSession] = field(default_factory=dict)
    feeds: dict[str, KnownFeed] = field(default_factory=dict)
    running: bool = False
    event_count: int = 0
    damaged: int = 0

    @classmethod
    def from_events(cls, events: Iterable[Event]) -> SeriesState:
        """State after some events."""
        state = cls()
        for event in events:
            state.apply(event)
        return state

    def apply(self, event: Event) -> None:
        """Apply an event; one that is damaged, or names a place outside the site, is ignored."""
        self.event_count += 1
        try:
            self._apply(event)
        except (AttributeError, KeyError, TypeError, ValueError):
            self.damaged += 1

    def events(self) -> Iterator[Event]:  # noqa: C901, PLR0912  (a line for each kind of event)
        """The fewest events that give this state."""
        if self.running:
            yield {"event": "start"}
        if self.base_url:
            yield {"event": "site", "base_url": self.base_url}
        for key, seen in self.seen.items():
            yield {"event": "seen", "episode": key, **asdict(seen)}
        for key, (audio, version) in self.sounds.items():
            if key not in self.episodes:
                yield {"event": "sound", "episode": key, "audio": audio, "version": version}
        for key, session in self.sessions.items():
            yield {"event": "composed", "episode": key, **session.data()}
        for token, feed in self.feeds.items():
            yield {"event": "feed", "edition": token, **asdict(feed)}
        for token, (podcast_guid, base_url) in self.editions.items():
            edition = {"event": "edition", "edition": token}
            yield {**edition, "podcast_guid": podcast_guid, "base_url": base_url}
        for wanted, found in self.voices.items():
            yield {"event": "voice", "wanted": wanted, "found": found}
        if self.written:
            yield {"event": "placing", "paths": sorted(self.written)}
        for token, (key, file) in self.covers.items():
            yield {"event": "cover", "edition": token, "key": key, "file": file.data()}
        for key, files in self.episodes.items():
            yield {"event": "placed", "episode": key, **files.data()}
        spent, session_s = self.costs
        if session_s:
            yield {"event": "rendered", "seconds": spent, "session_s": session_s}

    def _apply(self, event: Event) -> None:  # noqa: C901, PLR0912  (a case for each kind of event)
        match event["event"]:
            case "seen":
                self.seen[text(event["episode"])] = _seen(event)
            case "site":
                self.base_url = text(event["base_url"], ".+")
            case "sound":
                version = text(event["version"], _VERSION)
                self.sounds[text(event["episode"])] = text(event["audio"]), version
            case "placing":
                self.written.update([_inside(path) for path in event["paths"]])
            case "placed":
                self._place(text(event["episode"]), event)
            case "cover":
                token, key = text(event["edition"], _EDITION), text(event["key"])
                self.covers[token] = key, WrittenFile.read(event["file"])
            case "edition":
                token, url = text(event["edition"], _EDITION), text(event["base_url"], ".+")
                self.editions[token] = str(uuid.UUID(event["podcast_guid"])), url
            case "removed":
                self.written.difference_update([_inside(path) for path in event["paths"]])
            case "gone":
                self.episodes.pop(event["episode"], None)
                self.sessions.pop(event["episode"], None)
            case "composed":
                session = KnownSession(
                    text(event["fingerprint"], _FINGERPRINT),
                    text(event["audio"], _SHA256),
                    number(event["estimated_s"], most=_LONGEST_S),
                )
                self.sessions[text(event["episode"])] = session
            case "feed":
                files = {
                    _inside(name): (whole(size), whole(mtime_ns, least=-(1 << 62)))
                    for name, (size, mtime_ns) in event["files"].items()
                }
                feed = KnownFeed(text(event["fingerprint"], _FINGERPRINT), files)
                self.feeds[text(event["edition"], _EDITION)] = feed
            case "start" | "end":
                self.running = event["event"] == "start"
            case "edition-removed":
                self.feeds.pop(event["edition"], None)
                self.covers.pop(event["edition"], None)
                self.editions.pop(event["edition"], None)
            case "forgotten":
                self._forget(text(event["edition"], _EDITION))
            case "voice":
                self.voices[text(event["wanted"])] = _voice(event["found"])
            case "rendered":
                spent, session_s = self.costs
                spent += number(event["seconds"], most=_LONGEST_S)
                self.costs = spent, session_s + number(event["session_s"], most=_LONGEST_S)
            case "damaged":
                raise ReadingError
            case _:
                pass

    def _forget(self, token: str) -> None:
        """Drop everything that is known of an edition, as if it had never been there."""
        known: dict[str, Any]
        for known in (self.seen, self.sounds, self.episodes, self.sessions):
            for key in [key for key in known if key.startswith(f"{token}/")]:
                del known[key]
        self.written = {path for path in self.written if not path.startswith(f"{token}/")}
        self.covers.pop(token, None)
        self.editions.pop(token, None)
        self.feeds.pop(token, None)

    def _place(self, key: str, event: Event) -> None:
        files = {role: WrittenFile.read(data) for role, data in event["files"].items()}
        if not ROLES <= set(files) <= ROLES | MORE_ROLES:
            raise ReadingError(key)
        self.episodes[key] = EpisodeFiles(
            text(event["audio"], _SHA256),
            text(event["tags"], _SHA256),
            whole(event["duration_ms"]),
            tuple((text(title), whole(ms)) for title, ms in event["chapters"]),
            files,
            text(event.get("version", ""), _VERSION),
        )
        self.sounds[key] = text(event["audio"]), self.episodes[key].version
        self.written.update(file.path for file in files.values())


_LONGEST_S = 1e9


def _inside(path: Any) -> str:
    """A path of the journal: whatever it names may be removed one day.

    Raises:
        ReadingError: if it does not lie in the site.
    """
    if not isinstance(path, str) or not is_safe(path):
        message = "a path leads out of the site"
        raise ReadingError(message)
    return path


def _seen(event: Event) -> Seen:
    published = text(event["published"])
    if datetime.fromisoformat(published).tzinfo is None:
        raise ReadingError(published)
    counted = (event.get("number"), event.get("season"))
    number_, season = (None if count is None else whole(count, 1) for count in counted)
    return Seen(text(event["guid"], ".+"), published, number_, season, event.get("out") is True)


def _voice(found: Any) -> dict[str, Any]:
    identity = found["identity"]
    for part in (found["engine"], found["voice"], identity["engine"], identity["version"]):
        text(part)
    settings = identity["settings"]
    if set(identity) != {"engine", "version", "settings"} or not isinstance(settings, dict):
        raise ReadingError(found["engine"])
    if not all(isinstance(value, str | int | float) for value in settings.values()):
        raise ReadingError(found["engine"])
    return {"engine": found["engine"], "voice": found["voice"], "identity": identity}
