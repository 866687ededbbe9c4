"""Building a series as a job, with the progress of each episode told to the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quietude._util.concurrency import cores
from quietude.errors import ManifestError, UsageError
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.local_pool import LocalPool
from quietude.studio.hints import in_page
from quietude.studio.series.shows import site_of, some_url
from quietude.studio.words import text as words
from quietude.studio.words import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.rendering.pool import Pool
    from quietude.series.rendering.task import Failed, Made
    from quietude.studio.jobs import Report, StudioJob
    from quietude.studio.series.shows import Shows


class SeriesBuilder:
    """Builds series as jobs; stopped and started again, one goes on where it was.

    Args:
        shows: The series.
        tell: Tells pages about an episode.
        open_pool: Opens the processes that render.
    """

    def __init__(
        self,
        shows: Shows,
        tell: Callable[[dict[str, Any]], None],
        open_pool: Callable[[int], Pool] | None = None,
    ) -> None:
        self._shows = shows
        self._tell = tell
        self._open_pool = open_pool or (lambda tasks: LocalPool(min(cores(), tasks)))

    def __call__(self, job: StudioJob, report: Report) -> None:
        """Does one job.

        Raises:
            QuietudeError: if the series cannot be built, or not all of it.
        """
        show_id = str(job.chosen["series"])
        path = self._shows.path(show_id)
        watcher = _Following(show_id, report, self._tell)
        report(0.0, None, words("stage.prepare"))
        try:
            manifest = read_manifest(path)
            options = BuildOptions(str(job.chosen.get("url") or "") or some_url(path))
            done = build(manifest, site_of(path), options, self._open_pool, watcher)
        except ManifestError as error:
            first = error.problems[0]
            message = f"{error.message}: {first.message}"
            raise UsageError(message, hint=first.hint) from error
        if done.failed:
            cause = done.failed[0][1]
            message = words("series.some-failed", count=len(done.failed), cause=cause.cause)
            raise UsageError(message, hint=cause.hint)


class _Following:
    """Follows a build, tells pages of its episodes, and stops it when it is to stop."""

    def __init__(
        self, show_id: str, report: Report, tell: Callable[[dict[str, Any]], None]
    ) -> None:
        self._show_id = show_id
        self._report = report
        self._tell = tell
        self._total_s = self._done_s = 0.0
        self._rate: float | None = None

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        wanted = [one for feed in feeds for one in feed.episodes if one.action == "render"]
        self._total_s = sum(one.estimated_s for one in wanted)
        self._rate = rate
        self._share(0.0)

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        for episode, stage, share in tasks:
            self._say(episode, "running", texts().get(f"stage.{stage}", ""), share)
        self._share(sum(episode.estimated_s * share for episode, _, share in tasks))

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        del made
        if how in {"rendered", "prepared"}:
            self._done_s += episode.estimated_s
        self._say(episode, "done", texts().get(f"series.{how}", how), 1.0)
        self._share(0.0)

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        self._done_s += episode.estimated_s
        self._say(episode, "failed", failure.cause, 1.0, failure.hint)

    def _say(
        self, episode: ScheduledEpisode, state: str, note: str, share: float, hint: str = ""
    ) -> None:
        told = {"key": episode.key, "state": state, "note": note, "share": share}
        told["hint"] = in_page(hint)
        self._tell({"series": {"id": self._show_id, **told}})

    def _share(self, running_s: float) -> None:
        done_s = self._done_s + running_s
        left = (self._total_s - done_s) * self._rate if self._rate else None
        self._report(min(done_s / self._total_s, 0.999) if self._total_s else 0.0, left, "")
