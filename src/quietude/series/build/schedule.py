"""What a build has to do: every episode with its keys, against what the ledger says is there."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from quietude.errors import ManifestError, QuietudeError, SeriesError, UsageError
from quietude.plan.estimate import estimated_seconds
from quietude.plan.request import AUTO
from quietude.series.build.episode_files import Look, dated, paths_of, tags_key
from quietude.series.build.keys import audio_key
from quietude.series.site.paths import FEED, url_of
from quietude.series.site.record import episode_guid, podcast_guid, read_record
from quietude.session.prepare import bell_decay_frames, script_for, session_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.series.build.state import Placed
    from quietude.series.build.state_folder import Workshop
    from quietude.series.build.voices import Found, Voices
    from quietude.series.manifest.model import Edition, Manifest, Wanted

Work = Literal["render", "retag", "keep", "skip"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One episode of the agenda.

    Attributes:
        key: What the ledger knows it by: its edition's token and its id.
        it: What the manifest wants, with its date; the voice is the one found.
        guid: What players know it by.
        audio_key: What its sound is made from.
        tags_key: What is written of it.
        paths: Where its files go, by role.
        voice: Who speaks.
        seconds: About how long it is.
        work: What is to be done; an episode that is skipped is not in the feed.
    """

    key: str
    it: Wanted
    guid: str
    audio_key: str
    tags_key: str
    paths: dict[str, str]
    voice: Found | None
    seconds: float
    work: Work


@dataclass(frozen=True, slots=True)
class Feed:
    """One edition of the agenda.

    Attributes:
        token: Its folder's name, or "" where it is the site itself.
        listener: Whose it is, or "".
        base_url: Where it will be found.
        podcast_guid: Its ``podcast:guid``.
        entries: Its episodes, in order.
    """

    token: str
    listener: str
    base_url: str
    podcast_guid: str
    entries: tuple[Entry, ...]

    @property
    def folder(self) -> str:
        """Its folder within the site, with a slash at its end, or ""."""
        return f"{self.token}/" if self.token else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person who builds asks for besides the manifest.

    Attributes:
        base_url: Where the site will be found; "" for where it was to be before.
        force: Whether everything is rendered anew.
        only: The ids of the only episodes to touch; empty for all.
    """

    base_url: str = ""
    force: bool = False
    only: frozenset[str] = frozenset()


def agenda(
    manifest: Manifest, workshop: Workshop, voices: Voices, look: Look, wish: Wish
) -> list[Feed]:
    """Everything there is to do, feed by feed.

    Raises:
        ManifestError: for every episode that cannot be composed or spoken here.
        UsageError: if the site's address is not known, or one of the only episodes is not there.
    """
    return _Agenda(manifest, workshop, voices, look, wish).feeds()


class _Agenda:
    def __init__(
        self, manifest: Manifest, workshop: Workshop, voices: Voices, look: Look, wish: Wish
    ) -> None:
        self._manifest, self._workshop, self._voices = manifest, workshop, voices
        self._look, self._wish = look, wish
        self._first_day = datetime.now(UTC).replace(microsecond=0)
        self._problems: list[QuietudeError] = []
        self._seen: list[dict[str, str]] = []

    def feeds(self) -> list[Feed]:
        ids = {it.id for edition in self._manifest.editions for it in edition.episodes}
        if unknown := sorted(self._wish.only - ids):
            message = f'there is no episode "{unknown[0][:60]}"'
            raise UsageError(message, hint=f"There are: {', '.join(sorted(ids)[:20])}.")
        feeds = [self._feed(it) for it in self._manifest.editions]
        if self._problems:
            raise ManifestError(self._problems)
        self._workshop.add_all(self._seen)
        return feeds

    def _feed(self, edition: Edition) -> Feed:
        workshop, show = self._workshop, self._manifest.show
        token = workshop.token("listener", show.id, edition.listener) if edition.listener else ""
        record = read_record(workshop.site / token)
        known_guid, known_url = workshop.ledger.editions.get(token, ("", ""))
        if record:
            known_guid, known_url = record.podcast_guid, record.base_url
        base_url = self._wish.base_url
        if base_url and token:
            base_url = f"{base_url}/{token}"
        base_url = base_url or known_url
        if not base_url:
            message = "where the site will be found is not known yet"
            raise UsageError(message, hint="Say it once: --base-url https://example.org/show")
        guid = known_guid or podcast_guid(url_of(base_url, FEED))
        if (guid, base_url) != workshop.ledger.editions.get(token):
            self._seen.append(
                {"event": "edition", "edition": token, "podcast_guid": guid, "base_url": base_url}
            )
        guids = {it.episode.id: it.episode.guid for it in record.episodes} if record else {}
        entries = [self._entry(token, guid, guids, it) for it in edition.episodes]
        listed = tuple(it for it in entries if it)
        return Feed(token, edition.listener, base_url, guid, listed)

    def _entry(
        self, token: str, podcast: str, guids: Mapping[str, str], it: Wanted
    ) -> Entry | None:
        workshop = self._workshop
        key = f"{token}/{it.id}"
        guid, published = workshop.ledger.seen.get(key, ("", ""))
        first_day = self._first_day + timedelta(minutes=it.number - 1)
        stored = guids.get(it.id) or guid or episode_guid(podcast, it.id)
        published = published or first_day.isoformat()
        if stored != guid:
            self._seen.append(
                {"event": "seen", "episode": key, "guid": stored, "published": published}
            )
        it = dated(it, published)
        stem = workshop.token("episode", it.id) if it.personal and not token else it.id
        paths = paths_of(f"{token}/" if token else "", stem)
        try:
            voice = self._voices.find(it)
            request = dataclasses.replace(it.request, voice=voice.voice if voice else AUTO)
            script = script_for(it.script, request, accept_care_risks=True)
            plan = session_plan(script, request, voice.engine if voice else None, it.sound.target)
            decided = it.sound.for_script(it.script)
            sound = audio_key(plan, decided, voice.identity) if voice else ""
            seconds = estimated_seconds(plan, bell_decay_frames(plan, it.sound.target))
        except QuietudeError as error:
            self._problems.append(self._with_place(error, it))
            return None
        except OSError as error:
            message = f"the track for its bed cannot be read ({error.strerror})"
            self._problems.append(self._with_place(SeriesError(message), it))
            return None
        words = tags_key(self._look, it, paths)
        work = self._work(key, it, sound, words)
        return Entry(key, it, stored, sound, words, paths, voice, seconds, work)

    def _work(self, key: str, it: Wanted, sound: str, words: str) -> Work:
        workshop, wish = self._workshop, self._wish
        placed = workshop.ledger.placed.get(key)
        if wish.only and it.id not in wish.only:
            return "keep" if placed and _whole(placed, workshop) else "skip"
        if (
            wish.force
            or placed is None
            or placed.audio_key != sound
            or not placed.files["audio"].intact(workshop.site)
            or not workshop.facts(sound).exists()
        ):
            return "render"
        return "keep" if placed.tags_key == words and _whole(placed, workshop) else "retag"

    def _with_place(self, error: QuietudeError, it: Wanted) -> SeriesError:
        where = f"{error.where}: " if error.line and error.path else ""
        message = f"{it.id}: {where}{error.message}"
        return SeriesError(message, path=self._manifest.path, line=it.line, hint=error.hint)


def _whole(placed: Placed, workshop: Workshop) -> bool:
    return all(it.intact(workshop.site) for it in placed.files.values())
