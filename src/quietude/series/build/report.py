"""Progress and outcome of a build, for those who follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.rendering.task import Failed, Made


class BuildWatcher(Protocol):
    """Follows a build."""

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        """Take what there is to do; ``rate`` is seconds of work a second of session, if known."""

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        """Take the sessions being rendered, each with its stage and the share that is done."""

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        """Take an episode that is in the site now: ``rendered``, ``prepared`` or ``retagged``."""

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        """Take an episode that could not be made."""


@dataclass(slots=True)
class BuildReport:
    """Outcome of a build.

    Attributes:
        feeds: Everything there was to do.
        manifest: The file that asks for it.
        rendered: Number of episodes with new sound.
        prepared: Number of episodes with new sound that are held back until their day.
        retagged: Number of episodes with new tags and texts only.
        kept: Number of episodes that stayed as they were.
        spoken: Number of phrases spoken.
        failed: Episodes that could not be made, each with the cause.
        removed: Files of ours that were removed, since nothing refers to them any more.
        damaged: Lines of the journal that were damaged, and are left out of it from now on.
        seconds: Duration of the build.
    """

    feeds: list[ScheduledFeed]
    manifest: Path
    rendered: int = 0
    prepared: int = 0
    retagged: int = 0
    kept: int = 0
    spoken: int = 0
    failed: list[tuple[ScheduledEpisode, Failed]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    damaged: int = 0
    seconds: float = 0.0
