"""Small series for tests, and a pool that needs no processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from quietude.errors import ManifestError
from quietude.series.build.builder import build, preview_build
from quietude.series.build.model import BuildOptions, ScheduledEpisode, ScheduledFeed
from quietude.series.build.report import BuildReport
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.task import Failed, Made, OpenVoices, Task, run_task

URL = "https://example.org/show"
TODAY = datetime(2026, 12, 31, tzinfo=UTC)

SHORT = """\
id: {id}
title: {title}
intensity: light
slots:
  name: {{ask: "Your name?", default: ""}}
sections:
  - title: Arriving
    role: arrive
    steps:
      - {words}{{{{ ", " + name if name }}}}.
  - title: Coming back
    role: return
    steps: [Thank you for your time.]
"""

MANIFEST = """\
show:
  id: calm
  title: Calm Evenings
  description: Short sessions for the evening.
  author: Ada
  cover: art.png
defaults: {engine: tone, bed: none}
start: 2026-03-01
every: 1w
episodes:
  - file: one.yaml
  - file: two.yaml
"""

MORE = "".join(f"  - {{file: one.yaml, id: e{n}, rate: {100 + n}, bed: rain}}\n" for n in range(6))
"""Six more episodes, each spoken at its own rate."""


def write_series(folder: Path, manifest: str = MANIFEST) -> Path:
    """A manifest with two definitions of a few seconds and a picture beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, title, words in (("one", "The First", "Welcome"), ("two", "The Second", "Hello")):
        text = SHORT.format(id=name, title=title, words=words)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    Image.new("RGB", (300, 300), "teal").save(folder / "art.png")
    path = folder / "series.yaml"
    path.write_text(manifest, encoding="utf-8")
    return path


def run_here(task: Task) -> Made | Failed:
    """Render a task in this process."""
    return run_task(task, lambda *_: None, OpenVoices())


def manifest_problems(folder: Path, manifest: str) -> list[tuple[int | None, str]]:
    """Lines and messages of everything that is wrong in a manifest."""
    with pytest.raises(ManifestError) as caught:
        read_manifest(write_series(folder, manifest))
    return [(problem.line, problem.message) for problem in caught.value.problems]


class InlinePool:
    """Runs a task when it is submitted, in this process."""

    window = 2

    def __init__(self, work: Callable[[Task], Made | Failed] | None = None) -> None:
        self.tasks: list[Task] = []
        self.ended = ""
        self._work = work or run_here

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        assert 0 <= slot < self.window
        self.tasks.append(task)
        future: Future[Made | Failed] = Future()
        try:
            future.set_result(self._work(task))
        except Exception as error:  # noqa: BLE001  (as an executor does)
            future.set_exception(error)
        return future

    def progress(self, slot: int) -> tuple[str, float]:
        assert slot < self.window
        return "encode", 0.5

    def deaths(self, error: BaseException) -> int:
        del error
        return 0

    def renew(self) -> None:
        pass

    def close(self) -> None:
        self.ended = "closed"

    def kill(self) -> None:
        self.ended = "killed"


class LogWatcher:
    """A watcher that logs every call."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.rate: float | None = None

    def planned(self, feeds: list[ScheduledFeed], *, rate: float | None) -> None:
        self.rate = rate
        episodes = [episode for feed in feeds for episode in feed.episodes]
        self.log += [f"{episode.action} {episode.key}" for episode in episodes]

    def running(self, tasks: list[tuple[ScheduledEpisode, str, float]]) -> None:
        pass

    def finished(self, episode: ScheduledEpisode, how: str, made: Made | None) -> None:
        assert made is None or made.key == episode.audio_key
        self.log.append(f"{how} {episode.key}")

    def failed(self, episode: ScheduledEpisode, failure: Failed) -> None:
        self.log.append(f"failed {episode.key}: {failure.cause}")


def built(
    manifest: Path, site: Path, pool: InlinePool | None = None, **options: object
) -> BuildReport:
    """Build a series in this process."""
    given = BuildOptions(**{"base_url": URL, "until": TODAY, **options})  # type: ignore[arg-type]
    pool = pool or InlinePool()
    return build(read_manifest(manifest), site, given, lambda _: pool, LogWatcher())


def previewed(manifest: Path, site: Path) -> list[str]:
    """Returns the actions of a build, as words."""
    watcher = LogWatcher()
    options = BuildOptions(base_url=URL, until=TODAY)
    preview_build(read_manifest(manifest), site, options, watcher)
    return watcher.log


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
