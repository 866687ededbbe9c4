"""The files of episodes: rendered where they are missing, written anew where they are stale."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude._util.moves import put_in_place
from quietude._util.strict_reading import LARGE_BYTES, read_bounded
from quietude.errors import ManifestError, QuietudeError, SeriesError
from quietude.series.build.episode_files import SpokenTimeline, write_episode
from quietude.series.rendering.finished_audio import take_recording
from quietude.series.rendering.pool import run_tasks
from quietude.series.rendering.task import (
    AUDIO,
    TIMELINE,
    Failed,
    Made,
    Task,
    alternate_name,
    is_rendered,
    store_files,
    write_synced,
)
from quietude.series.rendering.timeline_cache import read_timeline, read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from quietude.series.build.episode_files import TagTemplate
    from quietude.series.build.model import Action, ScheduledEpisode, ScheduledFeed
    from quietude.series.build.report import BuildReport, BuildWatcher
    from quietude.series.build.state_folder import StateFolder
    from quietude.series.rendering.pool import Pool


def episodes_to(feeds: list[ScheduledFeed], *actions: Action) -> list[ScheduledEpisode]:
    """Episodes of all feeds whose next step is one of these."""
    return [episode for feed in feeds for episode in feed.episodes if episode.action in actions]


def _by_sound(episodes: Iterable[ScheduledEpisode]) -> dict[str, list[ScheduledEpisode]]:
    """Episodes by their audio keys: listeners may share a session."""
    groups: dict[str, list[ScheduledEpisode]] = {}
    for episode in episodes:
        groups.setdefault(episode.audio_key, []).append(episode)
    return groups


class EpisodeWork:
    """The part of a build that makes the files of episodes.

    Args:
        state_folder: The state of the series.
        template: Tags that all episodes share.
        report: Takes the outcome.
        watcher: Follows the build.
        done: Called with an episode once nothing more happens to it.
    """

    def __init__(
        self,
        state_folder: StateFolder,
        template: TagTemplate,
        report: BuildReport,
        watcher: BuildWatcher,
        done: Callable[[ScheduledEpisode], None],
    ) -> None:
        self._state_folder, self._template = state_folder, template
        self._report, self._watcher, self._done = report, watcher, done
        self._wanted = _by_sound(episodes_to(report.feeds, "render"))
        self._found: list[list[ScheduledEpisode]] = []
        self._recordings: list[list[ScheduledEpisode]] = []
        self._waiting = {
            episode.audio_key
            for feed in report.feeds
            for episode in feed.episodes
            if not episode.due
        }

    def retag(self) -> None:
        """Write tags and texts anew where the sound may stay."""
        known = self._state_folder.state.episodes
        for episodes in _by_sound(episodes_to(self._report.feeds, "retag")).values():
            if timeline := self._timeline(episodes):
                for episode in episodes:
                    files = known[episode.key].files
                    roles = ("audio", *episode.spec.alternates)
                    sources = {role: self._state_folder.site / files[role].path for role in roles}
                    self._write(episode, sources, timeline, None, how="retagged")

    def refuse_unrendered(self) -> None:
        """Let episodes fail that are due and not rendered, where nothing is to be rendered."""
        for episode in episodes_to(self._report.feeds, "render"):
            cause = "it is due, and not rendered as the manifest has it now"
            self._fail(episode, Failed(episode.audio_key, cause, "Run quietude series build."))

    def tasks(self, *, shared: bool, force: bool) -> list[Task]:
        """Every session to render, once however many episodes have it, the longest first.

        Finished audio needs no worker: :meth:`write_known` takes it.
        """
        tasks = []
        for key, episodes in self._wanted.items():
            folder = self._state_folder.built / key
            spec = episodes[0].spec
            if force or not is_rendered(folder, spec.alternates):
                shutil.rmtree(folder, ignore_errors=True)
            if is_rendered(folder, spec.alternates):
                self._found.append(episodes)  # rendered by a build that was ended
            elif spec.recording:
                self._recordings.append(episodes)
            else:
                tasks.append(self._task(episodes[0], shared=shared))
        # The longest first: none of them is left over for one worker at the end.
        return sorted(tasks, key=lambda task: -task.estimated_s)

    def check_lengths(self, pool: Pool, tasks: list[Task]) -> None:
        """Speak the sessions whose length only their phrases can decide, before anything is mixed.

        Raises:
            ManifestError: for each that cannot have the length asked for.
        """
        tight = [
            replace(task, only_speak=True) for task in tasks if self._wanted[task.key][0].spec.tight
        ]
        problems: dict[str, SeriesError] = {}
        for task, outcome in run_tasks(pool, tight, self.running):
            if isinstance(outcome, Failed) and outcome.is_length:
                spec, path = self._wanted[task.key][0].spec, self._report.manifest
                message = f"{spec.id}: {outcome.cause}"
                problem = SeriesError(message, path=path, line=spec.line, hint=outcome.hint)
                # A thousand listeners of an exercise have one problem: the one that asks for most.
                other = problems.get(spec.id)
                if other is None or (outcome.hint > (other.hint or "")):
                    problems[spec.id] = problem
        if problems:
            raise ManifestError(sorted(problems.values(), key=lambda one: one.line or 0))

    def write_known(self) -> None:
        """Write everything that needs no rendering: tags and texts, and sessions that are there."""
        self.retag()
        for episodes in _by_sound(episodes_to(self._report.feeds, "place")).values():
            self._take_rendered(episodes, None)
        for episodes in self._found:
            self._take_rendered(episodes, None)
        for episodes in self._recordings:
            self._take_recording(episodes)

    def render(self, pool: Pool, tasks: list[Task]) -> None:
        """Render sessions, and put each into the site as soon as it is there."""
        for task, outcome in run_tasks(pool, tasks, self.running):
            self._take(self._wanted[task.key], outcome)

    def _take_recording(self, episodes: list[ScheduledEpisode]) -> None:
        """Put finished audio into the site, for every episode that has it."""
        spec, key = episodes[0].spec, episodes[0].audio_key
        assert spec.recording
        try:
            take_recording(spec.recording, spec.title, self._state_folder.built, key)
        except QuietudeError as error:
            self._fail_all(episodes, Failed(key, error.message, error.hint or ""))
        except OSError as error:
            cause = f"its audio cannot be taken ({error.strerror})"
            self._fail_all(episodes, Failed(key, cause, "Is the disk full?"))
        else:
            self._take_rendered(episodes, None)

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
            extra_s=spec.extra_s,
            alternates=spec.alternates,
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
        due = [episode for episode in episodes if episode.due]
        for episode in episodes:
            if not episode.due:
                self._report.prepared += 1
                self._watcher.finished(episode, "prepared", made)
                self._done(episode)
        if due and (timeline := self._timeline(due, folder / TIMELINE)):
            for episode in due:
                sources = {"audio": folder / AUDIO}
                for name in episode.spec.alternates:
                    sources[name] = folder / alternate_name(name)
                self._write(episode, sources, timeline, made, how="rendered")
        # One that failed, or is held back, finds its session again in a later build.
        failed = {episode.key for episode, _ in self._report.failed}
        kept = episodes[0].audio_key in self._waiting
        if not kept and not failed & {episode.key for episode in episodes}:
            shutil.rmtree(folder, ignore_errors=True)

    def _timeline(
        self, episodes: list[ScheduledEpisode], new: Path | None = None
    ) -> SpokenTimeline | None:
        """Load the timeline that some episodes share; on failure let them fail, and return None.

        Args:
            episodes: The episodes.
            new: The timeline of a session just rendered, to be kept; None for one that is kept.
        """
        key = episodes[0].audio_key
        kept = self._state_folder.timeline(key)
        source = new or kept
        try:
            data = read_bounded(source, LARGE_BYTES)
            timeline = read_timeline(data.decode())
            spoken = SpokenTimeline(timeline, read_words(data.decode(), timeline))
            if new:
                write_synced(kept.with_suffix(".new"), data)
                put_in_place(kept.with_suffix(".new"), kept)
        except ValueError:
            # Damaged after it was written: without it, the next build renders the session anew.
            if new:
                shutil.rmtree(new.parent, ignore_errors=True)
            with contextlib.suppress(OSError):
                kept.unlink()
            cause = "the stored timeline of its session is damaged"
            failure = Failed(key, cause, "Run the same command again.")
        except OSError as error:
            cause = f"the timeline of its session cannot be stored ({error.strerror})"
            failure = Failed(key, cause, "Is the disk full?")
        else:
            return spoken
        self._fail_all(episodes, failure)
        return None

    def _write(
        self,
        episode: ScheduledEpisode,
        sources: dict[str, Path],
        timeline: SpokenTimeline,
        made: Made | None,
        *,
        how: str,
    ) -> None:
        try:
            write_episode(self._state_folder, episode, self._template, sources, timeline)
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
            self._done(episode)

    def _fail_all(self, episodes: list[ScheduledEpisode], failure: Failed) -> None:
        for episode in episodes:
            self._fail(episode, failure)

    def _fail(self, episode: ScheduledEpisode, failure: Failed) -> None:
        cause, hint = failure.cause, failure.hint
        self._state_folder.add("failed", episode=episode.key, cause=cause, hint=hint)
        self._report.failed.append((episode, failure))
        self._watcher.failed(episode, failure)
        self._done(episode)

    def episode_of(self, task: Task) -> ScheduledEpisode:
        """The first episode that has the sound of a task."""
        return self._wanted[task.key][0]

    def running(self, tasks: list[tuple[Task, str, float]]) -> None:
        """Tell the watcher which tasks are running."""
        self._watcher.running(
            [(self._wanted[task.key][0], stage, done) for task, stage, done in tasks]
        )
