"""Series from Python: build a folder to publish from a manifest, and check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quietude._util.concurrency import cores
from quietude.api.errors import speaks_python
from quietude.series.build.builder import build, preview_build
from quietude.series.build.model import BuildOptions
from quietude.series.checks.run import check_folder
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.local_pool import LocalPool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.series.build.model import ScheduledEpisode, ScheduledFeed
    from quietude.series.build.report import BuildReport, BuildWatcher
    from quietude.series.checks.finding import SiteFinding
    from quietude.series.rendering.task import Failed, Made


class SilentWatcher:
    """Follows a build and says nothing; a subclass says what it likes."""

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        """Take what there is to do."""

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        """Take the sessions being rendered, each with its stage and the share that is done."""

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        """Take an episode that is in the site now."""

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        """Take an episode that could not be made."""


@speaks_python
def build_series(  # noqa: PLR0913  (all by name, each as the command has it)
    manifest: str | Path,
    output: str | Path,
    *,
    base_url: str = "",
    only: Iterable[str] = (),
    force: bool = False,
    dry_run: bool = False,
    jobs: int | None = None,
    watcher: BuildWatcher | None = None,
) -> BuildReport:
    """Render all new and changed episodes of a series, and write a folder to upload.

    Args:
        manifest: The manifest, a YAML file.
        output: The folder to build.
        base_url: The address it will be uploaded to; "" for that of the last build.
        only: Ids of the only episodes to build.
        force: True to render unchanged episodes too.
        dry_run: True to say what would be done, and speak and write nothing.
        jobs: Worker processes; None for one a core.
        watcher: Follows the build.

    Raises:
        ManifestError: with everything that is wrong in the manifest.
        QuietudeError: if it cannot be built here or now.
    """
    series = read_manifest(Path(manifest))
    options = BuildOptions(base_url.rstrip("/"), force=force, only=frozenset(only))
    following = watcher or SilentWatcher()
    if dry_run:
        return preview_build(series, Path(output), options, following)
    return build(
        series,
        Path(output),
        options,
        lambda tasks: LocalPool(min(jobs or cores(), tasks)),
        following,
    )


@speaks_python
def check_series(folder: str | Path, *, url: str = "") -> list[SiteFinding]:
    """Returns what directories, players and hosts would object to in a built series.

    Args:
        folder: The folder of the series.
        url: The address it was uploaded to; "" to ask no host.

    Raises:
        UsageError: if the folder holds no series.
    """
    return list(check_folder(Path(folder), url=url))
