"""Episodes that wait for their day: rendered ahead, outside of the site, and brought out by a job."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from manifests import InlinePool, LogWatcher, built, files, write_series
from quietude.errors import ManifestError
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.build.report import BuildReport
from quietude.series.build.state_folder import state_folder_of
from quietude.series.manifest.reader import read_manifest

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def titles(folder: Path) -> list[str]:
    items = ET.parse(folder / "site" / "feed.xml").iter("item")
    return [item.findtext("title") or "" for item in items]


def brought_out(folder: Path, until: datetime) -> BuildReport:
    def no_pool(_: int) -> InlinePool:
        message = "nothing is rendered by this command"
        raise AssertionError(message)

    options = BuildOptions(until=until, render=False)
    manifest = read_manifest(folder / "series.yaml")
    return build(manifest, folder / "site", options, no_pool, LogWatcher())


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        folder = tmp_path_factory.mktemp("series")
        report = built(write_series(folder), folder / "site", until=FIRST)
    assert (report.rendered, report.prepared) == (1, 1)
    return folder


@pytest.fixture
def series(ahead: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ahead, tmp_path / "series"))


def test_nothing_of_an_episode_is_there_before_its_day(series: Path) -> None:
    assert titles(series) == ["The First"]
    assert not [name for name in files(series / "site") if "two" in name]
    assert built(series / "series.yaml", series / "site", until=FIRST).kept == 1


def test_an_episode_that_is_out_is_not_taken_back_by_a_day_ahead(series: Path) -> None:
    manifest = series / "series.yaml"
    text = manifest.read_text(encoding="utf-8")
    moved = text.replace("file: one.yaml", "{file: one.yaml, published: 2031-01-01}")
    assert moved != text
    manifest.write_text(moved, encoding="utf-8")
    before = files(series / "site")
    with pytest.raises(ManifestError, match="a day ahead does not take"):
        built(manifest, series / "site", until=FIRST)
    assert files(series / "site") == before


def test_a_job_brings_out_what_is_due_without_rendering(series: Path) -> None:
    assert brought_out(series, FIRST + timedelta(days=6)).rendered == 0
    report = brought_out(series, FIRST + WEEK)
    assert (report.rendered, report.kept, report.failed) == (1, 1, [])
    assert titles(series) == ["The Second", "The First"]
    assert not list((state_folder_of(series / "site") / "built").iterdir())
    before = files(series / "site")
    assert brought_out(series, FIRST + 2 * WEEK).kept == 2
    assert files(series / "site") == before


def test_the_site_is_the_same_as_if_all_had_been_built_on_that_day(
    series: Path, tmp_path: Path
) -> None:
    brought_out(series, FIRST + WEEK)
    built(write_series(tmp_path / "fresh"), tmp_path / "fresh" / "site")
    assert files(series / "site") == files(tmp_path / "fresh" / "site")


def test_an_edit_of_an_episode_that_waits_is_rendered_first(series: Path) -> None:
    path = series / "two.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Hello", "Good day"), encoding="utf-8")
    (_, failure), = brought_out(series, FIRST + WEEK).failed  # fmt: skip
    assert failure.hint == "Run quietude series build."
    assert titles(series) == ["The First"]
    assert built(series / "series.yaml", series / "site", until=FIRST).rendered == 1
    assert titles(series) == ["The Second", "The First"]  # its day had come


def test_an_episode_that_is_out_is_not_taken_back(series: Path) -> None:
    brought_out(series, FIRST + WEEK)
    assert brought_out(series, FIRST).kept == 2
    assert len(titles(series)) == 2


def test_a_length_that_only_the_phrases_can_tell_is_refused_before_any_mix(tmp_path: Path) -> None:
    manifest = write_series(tmp_path)
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("bed: none}", "bed: none, duration: 12s}"), encoding="utf-8")
    pool = InlinePool()
    with pytest.raises(ManifestError) as caught:
        built(manifest, tmp_path / "site", pool)
    assert all(task.only_speak for task in pool.tasks)
    assert [problem.line for problem in caught.value.problems] == [11, 12]
    assert "Ask for a duration of 0:1" in str(caught.value.problems[0].hint)
    assert not (tmp_path / "site").exists()
    assert not state_folder_of(tmp_path / "site").exists()  # no date is fixed by a refused build
