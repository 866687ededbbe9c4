"""Build a series: render what is missing, write what is stale anew, leave the rest as it is."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import time
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from quietude.errors import QuietudeError
from quietude.series.build.episode_files import TagTemplate, write_episode
from quietude.series.build.pool import run_tasks
from quietude.series.build.report import BuildReport
from quietude.series.build.schedule import schedule
from quietude.series.build.site_contents import (
    publish_feed,
    remove_leftovers,
    remove_partial_files,
    write_addresses,
)
from quietude.series.build.state_folder import StateFolder
from quietude.series.build.task import (
    AUDIO,
    TIMELINE,
    Failed,
    Made,
    Task,
    store_files,
    write_synced,
)
from quietude.series.build.timeline_cache import read_timeline
from quietude.series.build.voices import VoiceFinder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.plan.timeline import Timeline
    from quietude.series.build.model import (
        Action,
        BuildOptions,
        ScheduledEpisode,
        ScheduledFeed,
    )
    from quietude.series.build.pool import Pool
    from quietude.series.build.report import BuildWatcher
    from quietude.series.manifest.model import Manifest


def preview_build(
    manifest: Manifest, site: Path, options: BuildOptions, watcher: BuildWatcher
) -> BuildReport:
    """Report what a build would do. Nothing is written, and no engine is opened.

    Raises:
        QuietudeError: as :func:`build`, as far as it can be known.
    """
    with StateFolder(site, dry_run=True) as state_folder:
        voices = VoiceFinder(state_folder, dry_run=True, public=not manifest.show.private)
        feeds = schedule(manifest, state_folder, voices, TagTemplate.of(manifest), options)
        watcher.planned(feeds, rate=_rate(state_folder))
        kept = len(_episodes(feeds, "keep"))
        return BuildReport(feeds, kept=kept, damaged=state_folder.state.damaged)


def build(  # noqa: PLR0913  (each is a different kind of thing)
    manifest: Manifest,
    site: Path,
    options: BuildOptions,
    open_pool: Callable[[int], Pool],
    watcher: BuildWatcher,
    *,
    shared: bool = True,
) -> BuildReport:
    """Bring a site up to date with its manifest.

    A build may be stopped at any moment, and run again: finished work is kept, and the result is
    the same.

    Args:
        manifest: The series.
        site: The folder to upload.
        options: Options that do not stand in the manifest.
        open_pool: Opens the pool that renders a number of sessions; not called for none.
        watcher: Follows the build.
        shared: True if the workers of the pool see our folders; else files are sent back.

    Returns:
        The outcome, with the episodes that failed; these do not keep others from being made.

    Raises:
        ManifestError: if something in the manifest cannot be made here.
        SeriesError: if another build is running, or the state cannot be kept.
        DeliveryError: if the feed cannot be written.
    """
    started = time.monotonic()
    with StateFolder(site) as state_folder:
        host = platform.node()
        state_folder.add("start", pid=os.getpid(), host=host, version=version("quietude"))
        state_folder.remove_partial_sessions()
        remove_partial_files(state_folder)
        template = TagTemplate.of(manifest)
        voices = VoiceFinder(state_folder, dry_run=False, public=not manifest.show.private)
        feeds = schedule(manifest, state_folder, voices, template, options)
        watcher.planned(feeds, rate=_rate(state_folder))
        report = BuildReport(feeds, kept=len(_episodes(feeds, "keep")))
        report.damaged = state_folder.state.damaged
        work = _Build(state_folder, template, report, watcher)
        work.retag()
        work.render(open_pool, shared=shared, force=options.force)
        for feed in feeds:
            publish_feed(state_folder, manifest, feed)
        write_addresses(state_folder, feeds)
        report.removed = remove_leftovers(state_folder, feeds)
        needed = {files.audio_key for files in state_folder.state.episodes.values()}
        state_folder.remove_all_but(needed)
        report.seconds = time.monotonic() - started
        state_folder.add(
            "end",
            rendered=report.rendered,
            retagged=report.retagged,
            kept=report.kept,
            failed=len(report.failed),
        )
        return report


def _rate(state_folder: StateFolder) -> float | None:
    """Seconds of work for a second of session, by the builds so far; None if there were none."""
    spent, session_s = state_folder.state.costs
    return spent / session_s if session_s else None


def _episodes(feeds: list[ScheduledFeed], action: Action) -> list[ScheduledEpisode]:
    return [episode for feed in feeds for episode in feed.episodes if episode.action == action]


def _by_sound(episodes: list[ScheduledEpisode]) -> dict[str, list[ScheduledEpisode]]:
    """Episodes by their audio keys: listeners may share a session."""
    groups: dict[str, list[ScheduledEpisode]] = {}
    for episode in episodes:
        groups.setdefault(episode.audio_key, []).append(episode)
    return groups


class _Build:
    """The part of a build that makes the files of episodes."""

    def __init__(
        self,
        state_folder: StateFolder,
        template: TagTemplate,
        report: BuildReport,
        watcher: BuildWatcher,
    ) -> None:
        self._state_folder, self._template = state_folder, template
        self._report, self._watcher = report, watcher

    def retag(self) -> None:
        """Write tags and texts anew where the sound may stay."""
        known = self._state_folder.state.episodes
        for episodes in _by_sound(_episodes(self._report.feeds, "retag")).values():
            if timeline := self._timeline(episodes):
                for episode in episodes:
                    source = self._state_folder.site / known[episode.key].files["audio"].path
                    self._write(episode, source, timeline, None, how="retagged")

    def render(self, open_pool: Callable[[int], Pool], *, shared: bool, force: bool) -> None:
        """Render every session that is missing, once however many episodes have it."""
        wanted = _by_sound(_episodes(self._report.feeds, "render"))
        tasks: list[Task] = []
        for key, episodes in wanted.items():
            folder = self._state_folder.built / key
            if force:
                shutil.rmtree(folder, ignore_errors=True)
            if (folder / TIMELINE).exists():
                self._take_rendered(episodes, None)  # by a build that was ended
            else:
                tasks.append(self._task(episodes[0], shared=shared))
        if not tasks:
            return
        # The longest first: none of them is left over for one worker at the end.
        tasks.sort(key=lambda task: -task.estimated_s)
        pool = open_pool(len(tasks))
        try:
            for task, outcome in run_tasks(pool, tasks, lambda now: self._running(wanted, now)):
                self._take(wanted[task.key], outcome)
        except BaseException:
            pool.kill()
            raise
        pool.close()

    def _task(self, episode: ScheduledEpisode, *, shared: bool) -> Task:
        spec, voice = episode.spec, episode.voice
        assert voice  # only a dry run does without
        return Task(
            key=episode.audio_key,
            script=spec.script,
            request=replace(spec.request, voice=voice.full_id),
            sound=spec.sound,
            identity=voice.identity,
            folder=self._state_folder.built if shared else None,
            estimated_s=episode.estimated_s,
        )

    def _take(self, episodes: list[ScheduledEpisode], outcome: Made | Failed) -> None:
        """Put the result of a task into the site, for every episode that has this sound."""
        if isinstance(outcome, Failed):
            self._fail_all(episodes, outcome)
            return
        if outcome.files:
            try:
                store_files(self._state_folder.built, outcome.key, outcome.files)
            except OSError as error:
                cause = f"the rendered session cannot be stored here ({error.strerror})"
                self._fail_all(episodes, Failed(outcome.key, cause, "Is the disk full?"))
                return
        self._state_folder.add(
            "rendered",
            audio=outcome.key,
            seconds=round(outcome.seconds, 2),
            session_s=round(outcome.session_s, 2),
            spoken=outcome.spoken,
        )
        self._report.spoken += outcome.spoken
        self._take_rendered(episodes, outcome)

    def _take_rendered(self, episodes: list[ScheduledEpisode], made: Made | None) -> None:
        folder = self._state_folder.built / episodes[0].audio_key
        if timeline := self._timeline(episodes, folder / TIMELINE):
            for episode in episodes:
                self._write(episode, folder / AUDIO, timeline, made, how="rendered")
        # One that failed may find its session again in the next build.
        failed = {episode.key for episode, _ in self._report.failed}
        if not failed & {episode.key for episode in episodes}:
            shutil.rmtree(folder, ignore_errors=True)

    def _timeline(
        self, episodes: list[ScheduledEpisode], new: Path | None = None
    ) -> Timeline | None:
        """Load the timeline that some episodes share; on failure let them fail, and return None.

        Args:
            episodes: The episodes.
            new: The timeline of a session just rendered, to be kept; None for one that is kept.
        """
        key = episodes[0].audio_key
        kept = self._state_folder.timeline(key)
        source = new or kept
        try:
            data = source.read_bytes()
            timeline = read_timeline(data.decode())
            if new:
                write_synced(kept.with_suffix(".new"), data)
                kept.with_suffix(".new").replace(kept)
        except ValueError:
            # Damaged after it was written: without it, the next build renders the session anew.
            with contextlib.suppress(OSError):
                source.unlink()
            cause = "the stored timeline of its session is damaged"
            failure = Failed(key, cause, "Run the same command again.")
        except OSError as error:
            cause = f"the timeline of its session cannot be stored ({error.strerror})"
            failure = Failed(key, cause, "Is the disk full?")
        else:
            return timeline
        self._fail_all(episodes, failure)
        return None

    def _write(
        self,
        episode: ScheduledEpisode,
        source: Path,
        timeline: Timeline,
        made: Made | None,
        *,
        how: str,
    ) -> None:
        try:
            write_episode(self._state_folder, episode, self._template, source, timeline)
        except QuietudeError as error:
            hint = error.hint or "Make room if the disk is full, and run it again."
            self._fail(episode, Failed(episode.audio_key, error.message, hint))
        except OSError as error:
            cause = f"its files cannot be written ({error.strerror})"
            self._fail(episode, Failed(episode.audio_key, cause, "Is the disk full?"))
        else:
            if how == "rendered":
                self._report.rendered += 1
            else:
                self._report.retagged += 1
            self._watcher.finished(episode, how, made)

    def _fail_all(self, episodes: list[ScheduledEpisode], failure: Failed) -> None:
        for episode in episodes:
            self._fail(episode, failure)

    def _fail(self, episode: ScheduledEpisode, failure: Failed) -> None:
        cause, hint = failure.cause, failure.hint
        self._state_folder.add("failed", episode=episode.key, cause=cause, hint=hint)
        self._report.failed.append((episode, failure))
        self._watcher.failed(episode, failure)

    def _running(
        self, wanted: dict[str, list[ScheduledEpisode]], tasks: list[tuple[Task, str, float]]
    ) -> None:
        self._watcher.running([(wanted[task.key][0], stage, done) for task, stage, done in tasks])
