"""A manifest → its site: what is missing is rendered, what is stale is written, the rest stays."""

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
from quietude.series.build.episode_files import Look, place
from quietude.series.build.pool import run_tasks
from quietude.series.build.report import Report
from quietude.series.build.schedule import Entry, Feed, Wish, agenda
from quietude.series.build.site_contents import published_site, sweep, tidy_site, write_addresses
from quietude.series.build.state_folder import Workshop
from quietude.series.build.task import AUDIO, FACTS, Failed, Made, Task, keep, write_synced
from quietude.series.build.timeline_cache import read_facts
from quietude.series.build.voices import Voices
from quietude.session.receipt import file_sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.plan.timeline import Timeline
    from quietude.series.build.pool import Pool
    from quietude.series.build.report import Watcher
    from quietude.series.manifest.model import Manifest


def rehearse(manifest: Manifest, site: Path, wish: Wish, watcher: Watcher) -> Report:
    """What a build would do. Nothing is written, no engine is opened.

    Raises:
        QuietudeError: as :func:`build`, as far as it can be known.
    """
    with Workshop(site, rehearsal=True) as workshop:
        voices = Voices(workshop, rehearsal=True, public=not manifest.show.private)
        feeds = agenda(manifest, workshop, voices, look_of(manifest), wish)
        watcher.planned(feeds, rate=rate_of(workshop))
        return Report(feeds, kept=_count(feeds, "keep"))


def build(  # noqa: PLR0913  (each is a different kind of thing)
    manifest: Manifest,
    site: Path,
    wish: Wish,
    open_pool: Callable[[int], Pool],
    watcher: Watcher,
    *,
    shared: bool = True,
) -> Report:
    """Bring a site up to date with its manifest.

    It may be ended at any moment, and run again: what is done is kept, and the end is the same.

    Args:
        manifest: What is wanted.
        site: The folder to be uploaded.
        wish: What is asked for besides.
        open_pool: Opens the pool that renders a number of sessions; not called for none.
        watcher: Told how far it is.
        shared: Whether the workers of the pool see our folders; else files are sent back.

    Returns:
        What was done. Episodes that failed are in it; they do not keep others from being made.

    Raises:
        ManifestError: if something in it cannot be made here.
        SeriesError: if another build is running, or the state cannot be kept.
        DeliveryError: if the feed cannot be written.
    """
    started = time.monotonic()
    with Workshop(site) as workshop:
        workshop.add("start", pid=os.getpid(), host=platform.node(), version=version("quietude"))
        workshop.tidy()
        sweep(workshop)
        look = look_of(manifest)
        voices = Voices(workshop, rehearsal=False, public=not manifest.show.private)
        feeds = agenda(manifest, workshop, voices, look, wish)
        watcher.planned(feeds, rate=rate_of(workshop))
        report = Report(feeds, kept=_count(feeds, "keep"))
        work = _Build(workshop, look, report, watcher)
        work.retag()
        work.render(open_pool, shared=shared, force=wish.force)
        for feed in feeds:
            published_site(workshop, manifest, feed)
        write_addresses(workshop, feeds)
        report.removed = tidy_site(workshop, feeds)
        workshop.drop(_needed(workshop))
        report.seconds = time.monotonic() - started
        workshop.add(
            "end",
            rendered=report.rendered,
            retagged=report.retagged,
            kept=report.kept,
            failed=len(report.failed),
        )
        return report


def look_of(manifest: Manifest) -> Look:
    """What all episodes of a series share in their tags."""
    sha256 = file_sha256(manifest.cover) if manifest.cover else ""
    return Look(manifest.show, manifest.cover, sha256)


def rate_of(workshop: Workshop) -> float | None:
    """Seconds of work a second of session has taken here so far, or None."""
    spent, made = workshop.ledger.costs
    return spent / made if made else None


def _count(feeds: list[Feed], work: str) -> int:
    return sum(it.work == work for feed in feeds for it in feed.entries)


def _needed(workshop: Workshop) -> set[str]:
    return {it.audio_key for it in workshop.ledger.placed.values()}


def _by_sound(entries: list[Entry]) -> dict[str, list[Entry]]:
    """Episodes by their audio keys: listeners may share a session."""
    found: dict[str, list[Entry]] = {}
    for it in entries:
        found.setdefault(it.audio_key, []).append(it)
    return found


class _Build:
    """The part of a build that makes files."""

    def __init__(self, workshop: Workshop, look: Look, report: Report, watcher: Watcher) -> None:
        self._workshop, self._look = workshop, look
        self._report, self._watcher = report, watcher

    def entries(self, work: str) -> list[Entry]:
        return [it for feed in self._report.feeds for it in feed.entries if it.work == work]

    def retag(self) -> None:
        """Write tags and texts anew where the sound may stay."""
        placed = self._workshop.ledger.placed
        for entries in _by_sound(self.entries("retag")).values():
            if timeline := self._timeline(entries):
                for it in entries:
                    source = self._workshop.site / placed[it.key].files["audio"].path
                    self._place(it, source, timeline, None)

    def render(self, open_pool: Callable[[int], Pool], *, shared: bool, force: bool) -> None:
        """Render every session that is missing, once however many episodes have it."""
        wanted = _by_sound(self.entries("render"))
        tasks: list[Task] = []
        for key, entries in wanted.items():
            if force:
                shutil.rmtree(self._workshop.built / key, ignore_errors=True)
            if (self._workshop.built / key / FACTS).exists():
                self._place_all(entries, None)  # rendered before, by a build that was ended
            else:
                tasks.append(self._task(entries[0], shared=shared))
        if not tasks:
            return
        # The longest first: none of them is left over for one worker at the end.
        tasks.sort(key=lambda it: -it.seconds)
        pool = open_pool(len(tasks))
        try:
            for task, outcome in run_tasks(pool, tasks, lambda now: self._running(wanted, now)):
                self._take(wanted[task.key], outcome)
        except BaseException:
            pool.kill()
            raise
        pool.close()

    def _task(self, entry: Entry, *, shared: bool) -> Task:
        it, voice = entry.it, entry.voice
        assert voice  # only a rehearsal does without
        return Task(
            key=entry.audio_key,
            script=it.script,
            request=replace(it.request, voice=voice.full_id),
            sound=it.sound,
            identity=voice.identity,
            folder=self._workshop.built if shared else None,
            seconds=entry.seconds,
        )

    def _take(self, entries: list[Entry], outcome: Made | Failed) -> None:
        if isinstance(outcome, Failed):
            for it in entries:
                self._fail(it, outcome)
            return
        if outcome.files:
            try:
                keep(self._workshop.built, outcome.key, outcome.files)
            except OSError as error:
                cause = f"what was rendered cannot be kept here ({error.strerror})"
                for it in entries:
                    self._fail(it, Failed(outcome.key, cause, "Is the disk full?"))
                return
        self._workshop.add(
            "rendered",
            audio=outcome.key,
            seconds=round(outcome.seconds, 2),
            session_s=round(outcome.session_s, 2),
            spoken=outcome.spoken,
        )
        self._report.spoken += outcome.spoken
        self._place_all(entries, outcome)

    def _place_all(self, entries: list[Entry], made: Made | None) -> None:
        whole = self._workshop.built / entries[0].audio_key
        if timeline := self._timeline(entries, whole / FACTS):
            for it in entries:
                self._place(it, whole / AUDIO, timeline, made, rendered=True)
        if not {it.key for it in entries} & {it.key for it, _ in self._report.failed}:
            shutil.rmtree(whole, ignore_errors=True)

    def _timeline(self, entries: list[Entry], new: Path | None = None) -> Timeline | None:
        """What is known of the sound that some episodes share; None if that fails, and so they.

        Args:
            entries: The episodes.
            new: The facts of a session just rendered, to be kept; None for those that were.
        """
        key = entries[0].audio_key
        facts = self._workshop.facts(key)
        source = new or facts
        try:
            data = source.read_bytes()
            timeline = read_facts(data.decode())
            if new:
                write_synced(facts.with_suffix(".new"), data)
                facts.with_suffix(".new").replace(facts)
        except ValueError:
            # Damaged after it was written: without it, the next build renders the session anew.
            with contextlib.suppress(OSError):
                source.unlink()
            cause = "what was kept of its rendering is damaged"
            failure = Failed(key, cause, "Run the same command again.")
        except OSError as error:
            cause = f"what is known of its sound cannot be kept ({error.strerror})"
            failure = Failed(key, cause, "Is the disk full?")
        else:
            return timeline
        for it in entries:
            self._fail(it, failure)
        return None

    def _place(
        self,
        entry: Entry,
        source: Path,
        timeline: Timeline,
        made: Made | None,
        *,
        rendered: bool = False,
    ) -> None:
        try:
            place(
                self._workshop,
                entry.key,
                entry.it,
                self._look,
                entry.paths,
                source=source,
                timeline=timeline,
                audio_key=entry.audio_key,
            )
        except QuietudeError as error:
            hint = error.hint or "Make room if the disk is full, and run it again."
            self._fail(entry, Failed(entry.audio_key, error.message, hint))
        except OSError as error:
            cause = f"its files cannot be written ({error.strerror})"
            self._fail(entry, Failed(entry.audio_key, cause, "Is the disk full?"))
        else:
            if rendered:
                self._report.rendered += 1
            else:
                self._report.retagged += 1
            self._watcher.finished(entry, "rendered" if rendered else "retagged", made)

    def _fail(self, entry: Entry, failure: Failed) -> None:
        self._workshop.add("failed", episode=entry.key, cause=failure.cause, hint=failure.hint)
        self._report.failed.append((entry, failure))
        self._watcher.failed(entry, failure)

    def _running(
        self, wanted: dict[str, list[Entry]], tasks: list[tuple[Task, str, float]]
    ) -> None:
        self._watcher.running([(wanted[it.key][0], stage, done) for it, stage, done in tasks])
