"""Sessions and feeds that are as they were: found without composing or writing them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from manifests import MANIFEST, built, files, previewed, write_series
from quietude.errors import DeliveryError
from quietude.plan.model import Plan
from quietude.series.build import fingerprints, schedule, site_contents
from quietude.series.manifest.model import EpisodeSpec
from quietude.series.model import Site
from quietude.series.site import publish as site_publish
from quietude.series.site.paths import FEED, RECORD


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    listeners = "listeners: people.csv\n"
    text = MANIFEST.replace("start: 2026-03-01\nevery: 1w\n", listeners)
    write_series(folder, text.replace("  - file: two.yaml\n", ""))
    (folder / "people.csv").write_text("id,name\n1,Ada\n2,Tom\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        assert built(folder / "series.yaml", folder / "site").rendered == 2
    return folder


@pytest.fixture
def series(original: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(original, tmp_path / "series"))
    built(folder / "series.yaml", folder / "site")  # scripts know their paths: composed once more
    return folder


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans composed and the feeds written from now on."""
    log: list[str] = []
    composed, published = schedule.plan_of, site_publish.publish

    def plan_of(spec: EpisodeSpec, engine: str | None) -> Plan:
        log.append(spec.id)
        return composed(spec, engine)

    def publish(site: Site, folder: Path) -> list[str]:
        log.append("feed")
        return published(site, folder)

    monkeypatch.setattr(schedule, "plan_of", plan_of)
    monkeypatch.setattr(site_contents, "publish", publish)
    return log


def test_an_unchanged_episode_is_neither_composed_nor_written(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, before = _counted(monkeypatch), files(series / "site")
    assert built(series / "series.yaml", series / "site").kept == 2
    assert log == []
    assert files(series / "site") == before


def test_one_detail_composes_one_listener(series: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = _counted(monkeypatch)
    (series / "people.csv").write_text("id,name\n1,Ada\n2,Tim\n")
    actions = previewed(series / "series.yaml", series / "site")
    assert sorted(action.split()[0] for action in actions) == ["keep", "render"]
    assert log == ["one"]


def test_another_program_composes_all_and_renders_nothing(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = _counted(monkeypatch)
    for module in (fingerprints, site_contents):
        monkeypatch.setattr(module, "program_fingerprint", lambda: "new", raising=False)
    assert built(series / "series.yaml", series / "site").kept == 2
    assert sorted(log) == ["feed", "feed", "one", "one"]
    log.clear()
    assert built(series / "series.yaml", series / "site").kept == 2
    assert log == []


def test_a_feed_that_was_touched_is_put_right(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files(series / "site")
    feed = min((series / "site").rglob(FEED))
    feed.write_text("scribble")
    log = _counted(monkeypatch)
    assert built(series / "series.yaml", series / "site").kept == 2
    assert log == ["feed"]
    assert files(series / "site") == whole
    min((series / "site").rglob(RECORD)).write_text("scribble")
    with pytest.raises(DeliveryError, match="damaged"):
        built(series / "series.yaml", series / "site")


def test_a_track_with_other_contents_is_another_fingerprint(tmp_path: Path) -> None:
    track = tmp_path / "my.wav"
    track.write_bytes(b"one")
    before = fingerprints._stamp(track)
    track.write_bytes(b"other")
    assert fingerprints._stamp(track) != before
    assert fingerprints._stamp(tmp_path / "none.wav") == "missing"
