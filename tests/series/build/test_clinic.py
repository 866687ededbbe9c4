"""Listeners come and go: their settings, their addresses, and being forgotten."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from manifests import URL, InlinePool, LogWatcher, built, files, run_here, write_series
from quietude.errors import ManifestError, UsageError
from quietude.series.build.builder import build
from quietude.series.build.forget import forget
from quietude.series.build.model import BuildOptions
from quietude.series.build.site_contents import ADDRESSES
from quietude.series.build.state_folder import state_folder_of
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.task import Failed, Made, Task

CLINIC = """\
show: {id: for-you, title: For You, description: Made for one person., author: Ada}
defaults: {engine: tone, bed: none}
listeners:
  file: people.csv
  settings: {episodes: exercises, duration: length, until: ends, key: key}
episodes: [{file: one.yaml}, {file: two.yaml}]
"""
HEAD = "id,name,exercises,length,ends,key\n"


def clinic(folder: Path, *rows: str) -> Path:
    path = write_series(folder, CLINIC)
    (folder / "people.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def addresses(site: Path) -> dict[str, str]:
    with (state_folder_of(site) / ADDRESSES).open(encoding="utf-8", newline="") as file:
        return dict(list(csv.reader(file))[1:])


def test_each_listener_has_their_own_exercises_length_and_end(tmp_path: Path) -> None:
    path = clinic(tmp_path, "1,Ada,one,,,", "2,Tom,,20s,,", "3,Eve,two one,,2026-06-01,")
    ada, tom, eve = read_manifest(path).editions
    assert [spec.id for spec in ada.episodes] == ["one"]
    assert [spec.request.duration_s for spec in tom.episodes] == [20.0, 20.0]
    assert eve.until == datetime(2026, 6, 1, tzinfo=UTC)
    assert ada.episodes[0].request.slot_values == {"name": "Ada"}


def test_a_setting_a_row_cannot_have_is_named_with_its_line_and_without_its_value(
    tmp_path: Path,
) -> None:
    path = clinic(tmp_path, "1,Ada,three,,,", "2,Tom,,2s,,", "3,Eve,,,soon,", "4,Bo,,forever,,")
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    problems = caught.value.problems
    assert [problem.line for problem in problems] == [2, 3, 4, 5]
    assert all("people.csv" in str(problem.path) for problem in problems)
    assert not any(word in str(caught.value) for word in ("three", "soon", "forever", "Tom"))


def test_a_listener_is_added_without_saying_the_address_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(clinic(tmp_path, "1,Ada,one,,,"), site)
    path = clinic(tmp_path, "1,Ada,one,,,", "2,Tom,one,,,")
    report = build(read_manifest(path), site, BuildOptions(), lambda _: InlinePool(), LogWatcher())
    assert report.failed == []
    known = addresses(site)
    assert set(known) == {"1", "2"}
    assert all(url.startswith(f"{URL}/") for url in known.values())


def test_a_listener_without_a_session_yet_has_no_address(tmp_path: Path) -> None:
    def only_ada(task: Task) -> Made | Failed:
        if "Tom" in task.request.slot_values.values():
            return Failed(task.key, "no", "later")
        return run_here(task)

    site = tmp_path / "site"
    path = clinic(tmp_path, "1,Ada,one,,,", "2,Tom,one,,,")
    report = built(path, site, InlinePool(only_ada))
    assert len(report.failed) == 1
    assert set(addresses(site)) == {"1"}


def test_each_is_published_as_soon_as_theirs_is_done(tmp_path: Path) -> None:
    site = tmp_path / "site"
    feeds: list[int] = []

    def counted(task: Task) -> Made | Failed:
        feeds.append(len(list(site.glob("*/feed.xml"))))
        return run_here(task)

    built(
        clinic(tmp_path, "1,Ada,one,,,", "2,Tom,one,,,", "3,Eve,one,,,"), site, InlinePool(counted)
    )
    assert feeds[-1] >= 1
    assert len(list(site.glob("*/feed.xml"))) == 3


def test_an_end_removes_a_listener_and_another_key_is_another_address(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built(clinic(tmp_path, "1,Ada,one,,,", "2,Tom,one,,,"), site)
    before = addresses(site)
    report = built(clinic(tmp_path, "1,Ada,one,,,new", "2,Tom,one,,2026-01-01,"), site)
    after = addresses(site)
    assert set(after) == {"1"}
    assert after["1"] != before["1"]
    assert len(list(site.glob("*/feed.xml"))) == 1
    assert report.spoken == 0


def test_a_listener_is_forgotten(tmp_path: Path) -> None:
    site = tmp_path / "site"
    path = clinic(tmp_path, "1,Ada,one,,,", "2,Wilhelmina,one,,,")
    built(path, site)
    token = addresses(site)["2"].split("/")[-2]
    done = forget(read_manifest(path), site, "2")
    assert done.episodes == 1
    assert done.files > 5
    assert done.phrases == 1
    assert set(addresses(site)) == {"1"}
    assert not (site / token).exists()
    for name, data in files(state_folder_of(site)).items():
        assert token.encode() not in data, name
        assert b"Wilhelmina" not in data, name
    cached = [p for p in Path(os.environ["QUIETUDE_CACHE_DIR"]).rglob("*") if p.is_file()]
    assert not any(b"Wilhelmina" in p.read_bytes() for p in cached)
    with pytest.raises(UsageError, match="nothing is known"):
        forget(read_manifest(path), site, "3")
    assert built(clinic(tmp_path, "1,Ada,one,,,"), site).kept == 1
