"""A build as plain values: its options, and its actions for each episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from quietude.series.build.voices import FoundVoice
    from quietude.series.manifest.model import EpisodeSpec

Action = Literal["render", "retag", "keep", "skip"]
"""The next step for an episode. One that is skipped is not in the feed."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build that do not stand in the manifest.

    Attributes:
        base_url: The address the site will have; "" for that of the build before.
        force: True to render everything anew.
        only: Ids of the only episodes to touch; empty for all.
    """

    base_url: str = ""
    force: bool = False
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScheduledEpisode:
    """An episode with what a build has to do for it.

    Attributes:
        key: Its key in the state of the series: its edition's token and its id.
        spec: The episode as the manifest asks for it, with its date.
        guid: The id by which players know it.
        audio_key: The key of its sound; "" where a dry run cannot know it.
        tags_key: The key of its tags and texts.
        paths: The files of the site that it consists of, by role.
        voice: The voice that speaks; None where a dry run cannot know it.
        estimated_s: Its estimated length.
        action: The next step.
    """

    key: str
    spec: EpisodeSpec
    guid: str
    audio_key: str
    tags_key: str
    paths: dict[str, str]
    voice: FoundVoice | None
    estimated_s: float
    action: Action


@dataclass(frozen=True, slots=True)
class ScheduledFeed:
    """An edition with what a build has to do for it.

    Attributes:
        token: The name of its folder, or "" if it is the site itself.
        listener: The id of its listener, or "".
        base_url: The address it will have.
        podcast_guid: Its ``podcast:guid``.
        episodes: Its episodes, in order.
    """

    token: str
    listener: str
    base_url: str
    podcast_guid: str
    episodes: tuple[ScheduledEpisode, ...]

    @property
    def folder(self) -> str:
        """Its folder within the site, with a slash at its end, or ""."""
        return f"{self.token}/" if self.token else ""
