"""What the journal comes to: which episodes there are, from what they were made, and where."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quietude.series.build.journal import Event


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of the site as it was when we made it; its path is relative to the site."""

    path: str
    type: str
    bytes: int
    sha256: str
    mtime_ns: int

    def intact(self, site: Path) -> bool:
        """Whether it is still there as it was; what only looks touched is hashed."""
        from quietude.session.receipt import file_sha256

        try:
            found = (site / self.path).stat()
            if found.st_size != self.bytes:
                return False
            return found.st_mtime_ns == self.mtime_ns or (
                file_sha256(site / self.path) == self.sha256
            )
        except OSError:
            return False

    def data(self) -> list[Any]:
        """As the journal has it."""
        return [self.path, self.type, self.bytes, self.sha256, self.mtime_ns]


@dataclass(frozen=True, slots=True)
class Placed:
    """An episode whose files are in the site.

    Attributes:
        audio_key: What its sound was made from.
        tags_key: What its tags and texts were made from.
        duration_ms: How long it is.
        chapters: Titles and starts in milliseconds.
        files: By role: ``audio``, ``chapters``, ``vtt``, ``srt``, ``txt``.
    """

    audio_key: str
    tags_key: str
    duration_ms: int
    chapters: tuple[tuple[str, int], ...]
    files: dict[str, MadeFile]

    def data(self) -> dict[str, Any]:
        """As the journal has it."""
        return {
            "audio": self.audio_key,
            "tags": self.tags_key,
            "duration_ms": self.duration_ms,
            "chapters": [list(it) for it in self.chapters],
            "files": {role: it.data() for role, it in self.files.items()},
        }


@dataclass(slots=True)
class Ledger:
    """The state of a series, from the events of its journal.

    Attributes:
        seen: GUID and date of publishing of every episode ever asked for.
        placed: Those whose files are in the site.
        covers: Key and file of each edition's cover.
        editions: ``podcast:guid`` and address of each edition.
        made: Every path we ever wrote and have not removed.
        voices: What each wish for a voice came to.
        costs: Seconds of rendering, and seconds of session rendered.
        taken: How many events it comes from.
    """

    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    placed: dict[str, Placed] = field(default_factory=dict)
    covers: dict[str, tuple[str, MadeFile]] = field(default_factory=dict)
    editions: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    costs: tuple[float, float] = (0.0, 0.0)
    taken: int = 0

    @classmethod
    def of(cls, events: Iterable[Event]) -> Ledger:
        """What events come to."""
        ledger = cls()
        for it in events:
            ledger.take(it)
        return ledger

    def take(self, it: Event) -> None:
        """One more event; one that is damaged never happened."""
        self.taken += 1
        with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
            self._take(it)

    def events(self) -> Iterator[Event]:
        """The fewest events that come to the same."""
        for key, (guid, published) in self.seen.items():
            yield {"event": "seen", "episode": key, "guid": guid, "published": published}
        for token, (podcast_guid, base_url) in self.editions.items():
            edition = {"event": "edition", "edition": token}
            yield {**edition, "podcast_guid": podcast_guid, "base_url": base_url}
        for wanted, found in self.voices.items():
            yield {"event": "voice", "wanted": wanted, "found": found}
        if self.made:
            yield {"event": "placing", "paths": sorted(self.made)}
        for token, (key, made) in self.covers.items():
            yield {"event": "cover", "edition": token, "key": key, "file": made.data()}
        for key, it in self.placed.items():
            yield {"event": "placed", "episode": key, **it.data()}
        spent, session_s = self.costs
        if session_s:
            yield {"event": "rendered", "seconds": spent, "session_s": session_s}

    def _take(self, it: Event) -> None:  # noqa: C901  (a line for each kind of event)
        match it["event"]:
            case "seen":
                self.seen[it["episode"]] = it["guid"], it["published"]
            case "placing":
                self.made.update(it["paths"])
            case "placed":
                files = {role: MadeFile(*made) for role, made in it["files"].items()}
                chapters = tuple((title, ms) for title, ms in it["chapters"])
                self.placed[it["episode"]] = Placed(
                    it["audio"], it["tags"], it["duration_ms"], chapters, files
                )
                self.made.update(made.path for made in files.values())
            case "cover":
                self.covers[it["edition"]] = it["key"], MadeFile(*it["file"])
            case "edition":
                self.editions[it["edition"]] = it["podcast_guid"], it["base_url"]
            case "removed":
                self.made.difference_update(it["paths"])
            case "gone":
                self.placed.pop(it["episode"], None)
            case "edition-removed":
                self.covers.pop(it["edition"], None)
                self.editions.pop(it["edition"], None)
            case "voice":
                self.voices[it["wanted"]] = it["found"]
            case "rendered":
                spent, made = self.costs
                self.costs = spent + it["seconds"], made + it["session_s"]
            case _:
                pass
