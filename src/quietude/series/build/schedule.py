"""Compare a manifest with the state of its series: every episode, with its next action."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from quietude.errors import ManifestError, QuietudeError, SeriesError, UsageError
from quietude.plan.estimate import estimated_seconds
from quietude.plan.request import AUTO
from quietude.script.speaking_time import USUAL
from quietude.series.build.episode_files import TagTemplate, episode_paths
from quietude.series.build.keys import audio_key
from quietude.series.build.model import Action, BuildOptions, ScheduledEpisode, ScheduledFeed
from quietude.series.site.paths import FEED, url_of
from quietude.series.site.record import episode_guid, podcast_guid, read_record
from quietude.session.planning import script_for, session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.speech.engines.registry import engine_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.model import Plan
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.build.voices import FoundVoice, VoiceFinder
    from quietude.series.manifest.model import Edition, EpisodeSpec, Manifest


def schedule(
    manifest: Manifest,
    state_folder: StateFolder,
    voices: VoiceFinder,
    template: TagTemplate,
    options: BuildOptions,
) -> list[ScheduledFeed]:
    """Schedule every episode of every feed.

    Raises:
        ManifestError: for every episode that cannot be composed or spoken here.
        UsageError: if the site's address is not known, or an episode named by ``only`` does not
            exist.
    """
    return _Scheduler(manifest, state_folder, voices, template, options).feeds()


class _Scheduler:
    def __init__(
        self,
        manifest: Manifest,
        state_folder: StateFolder,
        voices: VoiceFinder,
        template: TagTemplate,
        options: BuildOptions,
    ) -> None:
        self._manifest, self._state_folder, self._voices = manifest, state_folder, voices
        self._template, self._options = template, options
        self._first_day = datetime.now(UTC).replace(microsecond=0)
        self._problems: list[QuietudeError] = []
        self._events: list[dict[str, str]] = []

    def feeds(self) -> list[ScheduledFeed]:
        ids = {spec.id for edition in self._manifest.editions for spec in edition.episodes}
        if unknown := sorted(self._options.only - ids):
            message = f'there is no episode "{unknown[0][:60]}"'
            raise UsageError(message, hint=f"There are: {', '.join(sorted(ids)[:20])}.")
        feeds = [self._feed(edition) for edition in self._manifest.editions]
        if self._problems:
            raise ManifestError(self._problems)
        # Only now: a build that is refused leaves nothing behind.
        self._state_folder.add_all(self._events)
        return feeds

    def _feed(self, edition: Edition) -> ScheduledFeed:
        state_folder, show = self._state_folder, self._manifest.show
        token = ""
        if edition.listener:
            token = state_folder.token("listener", show.id, edition.listener)
        record = read_record(state_folder.site / token)
        known_guid, known_url = state_folder.state.editions.get(token, ("", ""))
        if record:
            known_guid, known_url = record.podcast_guid, record.base_url
        base_url = self._options.base_url
        if base_url and token:
            base_url = f"{base_url}/{token}"
        base_url = base_url or known_url
        if not base_url:
            message = "the address of the site is not known yet"
            raise UsageError(message, hint="Give it once: --base-url https://example.org/show")
        guid = known_guid or podcast_guid(url_of(base_url, FEED))
        if (guid, base_url) != state_folder.state.editions.get(token):
            self._events.append(
                {"event": "edition", "edition": token, "podcast_guid": guid, "base_url": base_url}
            )
        published = record.episodes if record else ()
        guids = {known.episode.id: known.episode.guid for known in published}
        episodes = [self._episode(token, guid, guids, spec) for spec in edition.episodes]
        possible = tuple(episode for episode in episodes if episode)
        return ScheduledFeed(token, edition.listener, base_url, guid, possible)

    def _episode(
        self, token: str, podcast: str, guids: Mapping[str, str], spec: EpisodeSpec
    ) -> ScheduledEpisode | None:
        key = f"{token}/{spec.id}"
        guid, first_seen = self._identify(key, podcast, guids, spec)
        if spec.published is None:
            spec = dataclasses.replace(spec, published=datetime.fromisoformat(first_seen))
        hidden = spec.personal and not token
        stem = self._state_folder.token("episode", spec.id) if hidden else spec.id
        paths = episode_paths(f"{token}/" if token else "", stem)
        try:
            voice = self._voices.find(spec)
            spec = self._voices.readable(spec)
            plan, sound_key = _plan_and_key(spec, voice)
            self._voices.check_letters(spec, plan)
            bells = bell_decay_frames(plan, spec.sound.target)
            timing = engine_row(voice.engine).timing if voice else USUAL
            estimated_s = estimated_seconds(plan, bells, timing)
        except QuietudeError as error:
            self._problems.append(self._with_place(error, spec))
            return None
        except OSError as error:
            message = f"the track for its bed cannot be read ({error.strerror})"
            self._problems.append(self._with_place(SeriesError(message), spec))
            return None
        tags_key = self._template.key(spec, paths)
        action = self._action(key, spec.id, sound_key, tags_key)
        return ScheduledEpisode(
            key, spec, guid, sound_key, tags_key, paths, voice, estimated_s, action
        )

    def _identify(
        self, key: str, podcast: str, guids: Mapping[str, str], spec: EpisodeSpec
    ) -> tuple[str, str]:
        """GUID of an episode, and the date for it if the manifest states none; both are stored.

        The published record goes before our own state, since players know the GUIDs in it.
        """
        known, published = self._state_folder.state.seen.get(key, ("", ""))
        first_day = self._first_day + timedelta(minutes=spec.number - 1)
        guid = guids.get(spec.id) or known or episode_guid(podcast, spec.id)
        published = published or first_day.isoformat()
        if guid != known:
            self._events.append(
                {"event": "seen", "episode": key, "guid": guid, "published": published}
            )
        return guid, published

    def _action(self, key: str, episode_id: str, sound_key: str, tags_key: str) -> Action:
        site, options = self._state_folder.site, self._options
        files = self._state_folder.state.episodes.get(key)
        if options.only and episode_id not in options.only:
            return "keep" if files and files.are_intact(site) else "skip"
        if (
            options.force
            or files is None
            or files.audio_key != sound_key
            or not files.files["audio"].is_intact(site)
            or not self._state_folder.timeline(sound_key).exists()
        ):
            return "render"
        return "keep" if files.tags_key == tags_key and files.are_intact(site) else "retag"

    def _with_place(self, error: QuietudeError, spec: EpisodeSpec) -> SeriesError:
        where = f"{error.where}: " if error.line and error.path else ""
        message = f"{spec.id}: {where}{error.message}"
        return SeriesError(message, path=self._manifest.path, line=spec.line, hint=error.hint)


def _plan_and_key(spec: EpisodeSpec, voice: FoundVoice | None) -> tuple[Plan, str]:
    """Plan and audio key of an episode; the key is "" where its voice is not known."""
    request = dataclasses.replace(spec.request, voice=voice.voice if voice else AUTO)
    script = script_for(spec.script, request, accept_care_risks=True)
    plan = session_plan(script, request, voice.engine if voice else None, spec.sound.target)
    if voice is None:
        return plan, ""
    return plan, audio_key(plan, spec.sound, voice.identity)
