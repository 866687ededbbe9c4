"""State of a series, folded from the events of its journal: its episodes, and their files."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quietude._util.files import file_sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.series.build.journal import Event


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

    def is_intact(self, site: Path) -> bool:
        """Return True if the file is still as it was. One that looks touched is hashed."""
        try:
            status = (site / self.path).stat()
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
        files: Its files by role: ``audio``, ``chapters``, ``vtt``, ``srt``, ``txt``.
    """

    audio_key: str
    tags_key: str
    duration_ms: int
    chapters: tuple[tuple[str, int], ...]
    files: dict[str, WrittenFile]

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
        }


@dataclass(slots=True)
class SeriesState:
    """State of a series, from the events of its journal.

    Attributes:
        seen: GUID and date of publishing of every episode that was ever asked for.
        episodes: The episodes whose files are in the site.
        covers: Key and file of each edition's cover.
        editions: ``podcast:guid`` and address of each edition.
        written: Every path we ever wrote and have not removed.
        voices: The voice that was found for each voice asked for.
        costs: Seconds of rendering, and seconds of session rendered.
        event_count: Number of events it comes from.
    """

    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    episodes: dict[str, EpisodeFiles] = field(default_factory=dict)
    covers: dict[str, tuple[str, WrittenFile]] = field(default_factory=dict)
    editions: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    costs: tuple[float, float] = (0.0, 0.0)
    event_count: int = 0

    @classmethod
    def from_events(cls, events: Iterable[Event]) -> SeriesState:
        """State after some events."""
        state = cls()
        for event in events:
            state.apply(event)
        return state

    def apply(self, event: Event) -> None:
        """Apply an event; one that is damaged is ignored."""
        self.event_count += 1
        with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
            self._apply(event)

    def events(self) -> Iterator[Event]:
        """The fewest events that give this state."""
        for key, (guid, published) in self.seen.items():
            yield {"event": "seen", "episode": key, "guid": guid, "published": published}
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

    def _apply(self, event: Event) -> None:  # noqa: C901  (a line for each kind of event)
        match event["event"]:
            case "seen":
                self.seen[event["episode"]] = event["guid"], event["published"]
            case "placing":
                self.written.update(event["paths"])
            case "placed":
                files = {role: WrittenFile(*data) for role, data in event["files"].items()}
                chapters = tuple((title, ms) for title, ms in event["chapters"])
                self.episodes[event["episode"]] = EpisodeFiles(
                    event["audio"], event["tags"], event["duration_ms"], chapters, files
                )
                self.written.update(file.path for file in files.values())
            case "cover":
                self.covers[event["edition"]] = event["key"], WrittenFile(*event["file"])
            case "edition":
                self.editions[event["edition"]] = event["podcast_guid"], event["base_url"]
            case "removed":
                self.written.difference_update(event["paths"])
            case "gone":
                self.episodes.pop(event["episode"], None)
            case "edition-removed":
                self.covers.pop(event["edition"], None)
                self.editions.pop(event["edition"], None)
            case "voice":
                self.voices[event["wanted"]] = event["found"]
            case "rendered":
                spent, session_s = self.costs
                self.costs = spent + event["seconds"], session_s + event["session_s"]
            case _:
                pass
