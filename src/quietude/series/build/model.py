"""A build as plain values: its options, and its actions for each episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

VERSION_CHARS = 8

if TYPE_CHECKING:
    from datetime import datetime

    from quietude.series.build.voices import FoundVoice
    from quietude.series.manifest.model import EpisodeSpec

Action = Literal["render", "retag", "place", "keep", "wait", "skip"]
"""The next step for an episode. One that waits has its sound, which is put in its place when its
day has come; one that is skipped is not in the feed."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build that do not stand in the manifest.

    Attributes:
        base_url: The address the site will have; "" for that of the build before.
        force: True to render everything anew.
        only: Ids of the only episodes to touch; empty for all.
        until: Episodes later than this are held back; None for now.
        render: False to bring out only what is rendered already.
        allow_commands: True if programs may speak that the manifest names.
    """

    base_url: str = ""
    force: bool = False
    only: frozenset[str] = frozenset()
    until: datetime | None = None
    render: bool = True
    allow_commands: bool = False


@dataclass(frozen=True, slots=True)
class LastSound:
    """The sound that an episode had before: by its key, or by the hash of its file.

    Attributes:
        audio_key: Its key; "" where only the published record is left.
        sha256: The hash of its file; "" where its key is known.
        version: The part of its address.
    """

    audio_key: str
    sha256: str
    version: str


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
        due: False for one that is held back until its day.
        before: The sound it had before; None for a new episode.
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
    due: bool = True
    before: LastSound | None = None

    def version(self, sha256: str) -> str:
        """Part of its address: caches and players keep what they fetched under another one.

        Args:
            sha256: The hash of its file.
        """
        before = self.before
        if before is None:
            return ""
        same = before.audio_key == self.audio_key if before.audio_key else before.sha256 == sha256
        return before.version if same else self.audio_key[:VERSION_CHARS]


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
