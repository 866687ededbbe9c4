"""Shares of a build, for job arrays and CI: each renders its part, and a merge takes them all.

A share writes nothing into the site and takes no lock: it reads the state of the series, renders
its part of what is missing, and leaves the sessions under their keys in a folder of its own. Any
number of shares may run at a time, on any machines; which sessions are whose goes by their keys.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quietude.errors import UsageError
from quietude.series.build.episode_files import TagTemplate
from quietude.series.build.episode_work import EpisodeWork
from quietude.series.build.report import BuildReport
from quietude.series.build.schedule import schedule, with_any_address
from quietude.series.build.state_folder import StateFolder
from quietude.series.build.voices import VoiceFinder
from quietude.series.rendering.pool import run_tasks
from quietude.series.rendering.task import TIMELINE, Failed, is_rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from quietude.series.build.model import BuildOptions
    from quietude.series.build.report import BuildWatcher
    from quietude.series.manifest.model import Manifest
    from quietude.series.rendering.pool import Pool

SHARDS = "shards"
_SHARE = re.compile(r"([1-9][0-9]{0,4})/([1-9][0-9]{0,4})", re.ASCII)
"""An address for a share that needs none: it writes no feed."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several shares of a build: ``number`` from 1 to ``of``."""

    number: int
    of: int

    def has(self, key: str) -> bool:
        """Return True if the session with this key is in the share."""
        return int(key[:12], 16) % self.of == self.number - 1

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number}-of-{self.of}"


def parse_shard(text: str) -> Shard:
    """Parse a share such as ``3/40``.

    Raises:
        UsageError: for any other text.
    """
    match = _SHARE.fullmatch(text.strip())
    if not match or int(match[1]) > int(match[2]):
        message = f'"{text[:20]}" is not a share of a build'
        raise UsageError(message, hint="Write it like --shard 3/40: the third of forty.")
    return Shard(int(match[1]), int(match[2]))


def build_shard(  # noqa: PLR0913, PLR0917  (each is a different kind of thing)
    manifest: Manifest,
    site: Path,
    options: BuildOptions,
    share: Shard,
    open_pool: Callable[[int], Pool],
    watcher: BuildWatcher,
) -> BuildReport:
    """Render one share of what a build would render; :func:`take_shares` brings it into the site.

    Raises:
        ManifestError: if something in the manifest cannot be made here.
        SeriesError: if the pool breaks again and again.
    """
    with StateFolder(site, dry_run=True) as state_folder:
        options = with_any_address(options, state_folder)
        template = TagTemplate.of(manifest)
        voices = VoiceFinder(state_folder, dry_run=False, public=not manifest.show.private)
        feeds = schedule(manifest, state_folder, voices, template, options)
        watcher.planned(feeds, rate=None)
        report = BuildReport(feeds, manifest.path)
        folder = state_folder.path / SHARDS / share.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = EpisodeWork(state_folder, template, report, watcher, lambda _: None)
        tasks = [
            replace(task, folder=folder)
            for task in work.tasks(shared=True, force=False)
            if share.has(task.key) and not is_rendered(folder / task.key, task.alternates)
        ]
        if not tasks:
            return report
        pool = open_pool(len(tasks))
        try:
            for task, outcome in run_tasks(pool, tasks, work.running):
                episode = work.episode_of(task)
                if isinstance(outcome, Failed):
                    report.failed.append((episode, outcome))
                    watcher.failed(episode, outcome)
                else:
                    report.prepared += 1
                    report.spoken += outcome.spoken
                    watcher.finished(episode, "prepared", outcome)
        except BaseException:
            pool.kill()
            raise
        pool.close()
        return report


def take_shares(site: Path, others: Sequence[Path] = ()) -> int:
    """Take rendered shares into the state of a series, for the next build to place.

    Args:
        site: The folder of the site.
        others: Folders of shares from other machines, besides those beside the site.

    Returns:
        Number of sessions taken.

    Raises:
        SeriesError: if a build is running, or the state cannot be kept.
        UsageError: if one of the folders holds no share.
    """
    taken = 0
    with StateFolder(site) as state_folder:
        own = state_folder.path / SHARDS
        folders = sorted(own.iterdir()) if own.is_dir() else []
        for given in others:
            inner = sorted(path.parent for path in given.rglob(f"*/{TIMELINE}"))
            if not inner:
                message = "this folder holds no share of a build"
                raise UsageError(message, path=given)
            folders += sorted({path.parent for path in inner})
        for folder in folders:
            for session in sorted(folder.iterdir()) if folder.is_dir() else []:
                place = state_folder.built / session.name
                if not _KEY.fullmatch(session.name) or not (session / TIMELINE).is_file():
                    continue
                if not (place / TIMELINE).exists():
                    shutil.rmtree(place, ignore_errors=True)
                    shutil.copytree(session, place)
                    taken += 1
        state_folder.keep()
        shutil.rmtree(own, ignore_errors=True)
    return taken


_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
