"""Compare a manifest with the state of its series: every episode, with its next action."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_there
from quietude.errors import ManifestError, QuietudeError, SeriesError, UsageError
from quietude.plan.estimate import estimated_seconds
from quietude.plan.request import AUTO
from quietude.script.speaking_time import USUAL
from quietude.series.build.calendar import Seen, calendar
from quietude.series.build.episode_files import TagTemplate, episode_paths
from quietude.series.build.fingerprints import SessionFingerprints
from quietude.series.build.keys import audio_key, recording_key
from quietude.series.build.model import (
    Action,
    BuildOptions,
    LastSound,
    ScheduledEpisode,
    ScheduledFeed,
)
from quietude.series.build.state import KnownSession
from quietude.series.build.state_folder import state_folder_of
from quietude.series.rendering.finished_audio import recording_sha256
from quietude.series.rendering.task import is_rendered
from quietude.series.site.paths import FEED, RECORD, url_of
from quietude.series.site.record import episode_guid, podcast_guid, read_record
from quietude.session.own_voice.session_takes import takes_of
from quietude.session.planning import script_for, session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.speech.engines.registry import engine_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quietude.plan.model import Plan
    from quietude.series.build.calendar import Entry
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.build.voices import FoundVoice, VoiceFinder
    from quietude.series.manifest.model import Edition, EpisodeSpec, Manifest
    from quietude.series.model import Published

_ADDRESS_TO_COME = "https://address-to-come.invalid"


def refuse_unknown_address(site: Path, options: BuildOptions) -> None:
    """Refuse a first build without an address before its manifest is read, which may take long.

    Raises:
        UsageError: if none is given, and none was.
    """
    if not options.base_url and not is_there(state_folder_of(site)) and not is_there(site / RECORD):
        raise _unknown_address()


def known_address(state_folder: StateFolder) -> str:
    """Returns the address of the site an earlier build was given; "" if there was none."""
    state = state_folder.state
    address = state.base_url
    if not address:
        record = read_record(state_folder.site)
        known = {"": record.base_url} if record else {}
        known |= {token: url for token, (_, url) in state.editions.items()}
        for token, url in sorted(known.items()):
            address = url.removesuffix(f"/{token}") if token else url
    return address


def with_any_address(options: BuildOptions, state_folder: StateFolder) -> BuildOptions:
    """Returns the options with an address, for work whose result does not depend on it."""
    if options.base_url or known_address(state_folder):
        return options
    return dataclasses.replace(options, base_url=_ADDRESS_TO_COME)


def _unknown_address() -> UsageError:
    message = "the address of the site is not known yet"
    return UsageError(message, hint="Give it once: --base-url https://example.org/show")


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
        now = datetime.now(UTC).replace(microsecond=0)
        self._first_day, self._until = now, options.until or now
        self._fingerprints = SessionFingerprints()
        self._problems: list[QuietudeError] = []
        self._events: list[dict[str, Any]] = []

    def feeds(self) -> list[ScheduledFeed]:
        ids = {spec.id for edition in self._manifest.editions for spec in edition.episodes}
        if unknown := sorted(self._options.only - ids):
            message = f'there is no episode "{unknown[0][:60]}"'
            raise UsageError(message, hint=f"There are: {', '.join(sorted(ids)[:20])}.")
        base_url = self._base_url()
        seen = _by_edition(self._state_folder.state.seen)
        # A listener past their time is treated like somebody who left the table.
        current = [
            edition
            for edition in self._manifest.editions
            if edition.until is None or edition.until > self._until
        ]
        feeds = [self._feed(edition, base_url, seen) for edition in current]
        if self._problems:
            raise ManifestError(self._problems)
        # Not yet: a build that is refused leaves nothing behind.
        self._state_folder.later(self._events)
        return feeds

    def _base_url(self) -> str:
        """Address of the whole site, which is stored once and for all its editions."""
        base_url = self._options.base_url or known_address(self._state_folder)
        if not base_url:
            raise _unknown_address()
        if base_url != self._state_folder.state.base_url:
            self._events.append({"event": "site", "base_url": base_url})
        return base_url

    def _feed(
        self, edition: Edition, site_url: str, all_seen: Mapping[str, Mapping[str, Seen]]
    ) -> ScheduledFeed:
        state_folder, show = self._state_folder, self._manifest.show
        token = ""
        if edition.listener:
            token = state_folder.listener_token(show.id, edition)
        # A file we wrote ourselves, and nobody has touched, says no more than our own state does.
        intact = state_folder.feed_is_intact(token)
        record = None if intact else read_record(state_folder.site / token)
        known_guid, _ = state_folder.state.editions.get(token, ("", ""))
        known_guid = record.podcast_guid if record else known_guid
        base_url = f"{site_url}/{token}" if token else site_url
        guid = known_guid or podcast_guid(url_of(base_url, FEED))
        if (guid, base_url) != state_folder.state.editions.get(token):
            self._events.append(
                {"event": "edition", "edition": token, "podcast_guid": guid, "base_url": base_url}
            )
        published = {known.episode.id: known for known in record.episodes} if record else {}
        seen = dict(all_seen.get(token, {}))
        seen |= {name: _seen_in_feed(known) for name, known in published.items()}
        entries = calendar(
            edition.episodes, seen, self._manifest.dates, self._first_day, self._until
        )
        episodes = [
            self._episode(token, guid, seen.get(spec.id), published.get(spec.id), spec, entry)
            for spec in edition.episodes
            if (entry := entries.get(spec.id))
        ]
        possible = tuple(episode for episode in episodes if episode)
        return ScheduledFeed(token, edition.listener, base_url, guid, possible)

    def _episode(  # noqa: PLR0913, PLR0917  (all that is known of it)
        self,
        token: str,
        podcast: str,
        seen: Seen | None,
        published: Published | None,
        spec: EpisodeSpec,
        entry: Entry,
    ) -> ScheduledEpisode | None:
        key = f"{token}/{spec.id}"
        guid = seen.guid if seen else episode_guid(podcast, spec.id)
        if seen and seen.is_taken_back(entry.published, self._until):
            day = datetime.fromisoformat(seen.published).date()
            message = f"this is out since {day}: a day ahead does not take it back"
            hint = "Leave its date as it was, or delete it from the list to take it out."
            self._problems.append(self._with_place(SeriesError(message, hint=hint), spec))
            return None
        spec = dataclasses.replace(spec, published=entry.published, number=entry.number)
        when = entry.published.isoformat()
        now = Seen(guid, when, entry.number, spec.season, out=entry.due)
        if now != self._state_folder.state.seen.get(key):
            self._events.append({"event": "seen", "episode": key, **dataclasses.asdict(now)})
        hidden = spec.personal and not token
        stem = self._state_folder.token("episode", spec.id) if hidden else spec.id
        try:
            folder = f"{token}/" if token else ""
            paths = episode_paths(folder, stem, spec)
            recording = spec.recording
            voice = None if recording else self._voices.find(spec)
            tags_key = self._template.key(spec, paths)

            def next_step(sound_key: str) -> Action:
                return self._action(key, spec, sound_key, tags_key, due=entry.due)

            if recording:
                fingerprint = self._fingerprints.of_recording(recording)
            else:
                fingerprint = self._fingerprints.of(spec, voice) if voice else ""
            known = self._state_folder.state.sessions.get(key)
            action: Action = "render"
            if known and known.fingerprint == fingerprint:
                action = next_step(known.audio_key)
            if known is None or action == "render":
                # Only what may have to be rendered is composed.
                known, spec = self._composed(spec, voice, fingerprint)
                action = next_step(known.audio_key)
                if fingerprint and known != self._state_folder.state.sessions.get(key):
                    self._events.append({"event": "composed", "episode": key, **known.data()})
        except QuietudeError as error:
            self._problems.append(self._with_place(error, spec))
            return None
        except OSError as error:
            what = "its audio, the track for its bed, or its cover"
            message = f"{what} cannot be read ({error.strerror})"
            self._problems.append(self._with_place(SeriesError(message), spec))
            return None
        return ScheduledEpisode(
            key=key,
            spec=spec,
            guid=guid,
            audio_key=known.audio_key,
            tags_key=tags_key,
            paths=paths,
            voice=voice,
            estimated_s=known.estimated_s,
            action=action,
            due=entry.due,
            before=self._before(key, published),
        )

    def _composed(
        self, spec: EpisodeSpec, voice: FoundVoice | None, fingerprint: str
    ) -> tuple[KnownSession, EpisodeSpec]:
        """A session by its plan, and its episode with the details that its voice can read.

        Raises:
            QuietudeError: if it cannot be composed or spoken here.
            OSError: if its track cannot be read.
        """
        if recording := spec.recording:
            status = recording.path.stat()
            sha256 = recording_sha256(recording.path, status.st_size, status.st_mtime_ns)
            seconds = round(recording.seconds, 1)
            return KnownSession(fingerprint, recording_key(recording, sha256), seconds), spec
        spec = self._voices.readable(spec)
        plan, sound_key = _plan_and_key(spec, voice)
        self._voices.check_letters(spec, plan)
        bells = bell_decay_frames(plan, spec.sound.target)
        timing = engine_row(voice.engine).timing if voice else USUAL
        estimated_s = round(estimated_seconds(plan, bells, timing), 1)
        return KnownSession(fingerprint, sound_key, estimated_s), spec

    def _before(self, key: str, published: Published | None) -> LastSound | None:
        """The sound an episode had last: by our own state, or else by the published record."""
        if known := self._state_folder.state.sounds.get(key):
            return LastSound(known[0], "", known[1])
        if published:
            return LastSound("", published.audio.sha256, published.audio.version)
        return None

    def _action(
        self, key: str, spec: EpisodeSpec, sound_key: str, tags_key: str, *, due: bool
    ) -> Action:
        folder, options = self._state_folder, self._options
        site, files = folder.site, folder.state.episodes.get(key)
        if options.only and spec.id not in options.only:
            return "keep" if files and files.are_intact(site) else "skip"
        prepared = bool(sound_key) and is_rendered(folder.built / sound_key, spec.alternates)
        if options.force:
            return "render"
        if not due:
            return "wait" if prepared or not options.render else "render"
        if (
            files is None
            or files.audio_key != sound_key
            or not all(
                role in files.files and files.files[role].is_intact(site)
                for role in ("audio", *spec.alternates)
            )
            or not folder.timeline(sound_key).exists()
        ):
            return "place" if prepared else "render"
        return "keep" if files.tags_key == tags_key and files.are_intact(site) else "retag"

    def _with_place(self, error: QuietudeError, spec: EpisodeSpec) -> SeriesError:
        where = f"{error.where}: " if error.line and error.path else ""
        message = f"{spec.id}: {where}{error.message}"
        return SeriesError(message, path=self._manifest.path, line=spec.line, hint=error.hint)


def _by_edition(seen: Mapping[str, Seen]) -> dict[str, dict[str, Seen]]:
    """Episodes that were ever there, by the token of their edition and their id."""
    found: dict[str, dict[str, Seen]] = {}
    for key, known in seen.items():
        token, _, name = key.rpartition("/")
        found.setdefault(token, {})[name] = known
    return found


def _seen_in_feed(known: Published) -> Seen:
    """An episode as the published record knows it, which goes before our own state."""
    episode = known.episode
    when = episode.published.isoformat()
    return Seen(episode.guid, when, episode.number, episode.season, out=True)


def _plan_and_key(spec: EpisodeSpec, voice: FoundVoice | None) -> tuple[Plan, str]:
    """Plan and audio key of an episode; the key is "" where its voice is not known."""
    request = dataclasses.replace(spec.request, voice=voice.voice if voice else AUTO)
    plan = plan_of(dataclasses.replace(spec, request=request), voice.engine if voice else None)
    if voice is None:
        return plan, ""
    return plan, audio_key(plan, spec.sound, voice.identity, takes_of(spec.request))


def plan_of(spec: EpisodeSpec, engine: str | None) -> Plan:
    """Plan of an episode, whose request names the voice by its id within the engine.

    Raises:
        QuietudeError: if there can be no such plan.
    """
    script = script_for(spec.script, spec.request, accept_care_risks=True)
    return session_plan(script, spec.request, engine, spec.sound.target)
