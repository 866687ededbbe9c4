"""What is told of a build: while it goes on, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from quietude.series.build.schedule import Entry, Feed
    from quietude.series.build.task import Failed, Made


class Watcher(Protocol):
    """Whoever follows a build."""

    def planned(self, feeds: list[Feed], *, rate: float | None) -> None:
        """What there is to do; ``rate`` is seconds of work a second of session, if known."""

    def running(self, tasks: list[tuple[Entry, str, float]]) -> None:
        """Which sessions are being rendered, at what stage, and how much of it is done."""

    def finished(self, entry: Entry, how: str, made: Made | None) -> None:
        """An episode is in the site: ``rendered`` or ``retagged``."""

    def failed(self, entry: Entry, failure: Failed) -> None:
        """An episode could not be made."""


@dataclass(slots=True)
class Report:
    """What a build came to.

    Attributes:
        feeds: What there was to do.
        rendered: Episodes whose sound is new.
        retagged: Episodes whose tags and texts are new.
        kept: Episodes that stayed as they were.
        spoken: How many phrases were spoken.
        failed: Episodes that could not be made, each with why.
        removed: Files nobody refers to any more, which we had made.
        seconds: How long it took.
    """

    feeds: list[Feed]
    rendered: int = 0
    retagged: int = 0
    kept: int = 0
    spoken: int = 0
    failed: list[tuple[Entry, Failed]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    seconds: float = 0.0
