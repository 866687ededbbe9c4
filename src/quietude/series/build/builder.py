"""Build a series: render what is missing, write what is stale anew, leave the rest as it is."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

from quietude.errors import ManifestError
from quietude.series.build.episode_files import TagTemplate
from quietude.series.build.episode_work import EpisodeWork, episodes_to
from quietude.series.build.feed_publisher import FeedPublisher
from quietude.series.build.report import BuildReport
from quietude.series.build.schedule import schedule, with_any_address
from quietude.series.build.site_contents import remove_leftovers, remove_partial_files
from quietude.series.build.state_folder import StateFolder
from quietude.series.build.voices import VoiceFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quietude.series.build.model import BuildOptions
    from quietude.series.build.report import BuildWatcher
    from quietude.series.manifest.model import Manifest
    from quietude.series.rendering.pool import Pool


def preview_build(
    manifest: Manifest, site: Path, options: BuildOptions, watcher: BuildWatcher
) -> BuildReport:
    """Report what a build would do. Nothing is written or spoken.

    Voices are looked up as by a build, so that one that is missing, or may not be published, is
    told now.

    Raises:
        QuietudeError: as :func:`build`, as far as it can be known.
    """
    with StateFolder(site, dry_run=True) as state_folder:
        options = with_any_address(options, state_folder)
        voices = VoiceFinder(state_folder, dry_run=False, public=not manifest.show.private)
        feeds = schedule(manifest, state_folder, voices, TagTemplate.of(manifest), options)
        watcher.planned(feeds, rate=_rate(state_folder))
        report = BuildReport(feeds, manifest.path, kept=len(episodes_to(feeds, "keep")))
        report.damaged = state_folder.state.damaged
        return report


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
        ManifestError: if something in the manifest cannot be made here, or it names programs that
            the options do not allow.
        SeriesError: if another build is running, or the state cannot be kept.
        DeliveryError: if the feed cannot be written.
    """
    started = time.monotonic()
    if manifest.commands and options.render and not options.allow_commands:
        # A manifest reads like data, and may come from anywhere.
        raise ManifestError(manifest.commands)
    with StateFolder(site) as state_folder:
        host = platform.node()
        interrupted = state_folder.state.running
        state_folder.add("start", pid=os.getpid(), host=host, version=version("quietude"))
        if interrupted:
            state_folder.remove_partial_sessions()
            remove_partial_files(state_folder)
        template = TagTemplate.of(manifest)
        public = not manifest.show.private
        voices = VoiceFinder(state_folder, dry_run=not options.render, public=public)
        feeds = schedule(manifest, state_folder, voices, template, options)
        watcher.planned(feeds, rate=_rate(state_folder))
        report = BuildReport(feeds, manifest.path, kept=len(episodes_to(feeds, "keep")))
        report.damaged = state_folder.state.damaged
        publisher = FeedPublisher(state_folder, manifest, feeds)
        work = EpisodeWork(state_folder, template, report, watcher, publisher.done)
        if not options.render:
            work.refuse_unrendered()
        tasks = work.tasks(shared=shared, force=options.force) if options.render else []
        if not tasks:
            state_folder.write_later()
            work.write_known()
        else:
            with _opened(open_pool, len(tasks)) as pool:
                work.check_lengths(pool, tasks)
                state_folder.write_later()
                work.write_known()
                publisher.publish_finished()
                work.render(pool, tasks)
        publisher.publish_all()
        report.removed = remove_leftovers(state_folder, feeds)
        needed = {files.audio_key for files in state_folder.state.episodes.values()}
        needed |= {episode.audio_key for feed in feeds for episode in feed.episodes}
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


@contextlib.contextmanager
def _opened(open_pool: Callable[[int], Pool], tasks: int) -> Iterator[Pool]:
    """A pool that is killed if anything goes wrong with it."""
    pool = open_pool(tasks)
    try:
        yield pool
    except BaseException:
        pool.kill()
        raise
    pool.close()


def _rate(state_folder: StateFolder) -> float | None:
    """Seconds of work for a second of session, by the builds so far; None if there were none."""
    spent, session_s = state_folder.state.costs
    return spent / session_s if session_s else None
