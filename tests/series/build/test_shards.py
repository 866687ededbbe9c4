from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from manifests import MANIFEST, MORE, TODAY, InlinePool, LogWatcher, built, files, write_series
from quietude.errors import UsageError
from quietude.series.build.model import BuildOptions
from quietude.series.build.report import BuildReport
from quietude.series.build.shards import SHARDS, Shard, build_shard, parse_shard, take_shares
from quietude.series.build.state_folder import state_folder_of
from quietude.series.manifest.reader import read_manifest


def share(manifest: Path, site: Path, text: str) -> BuildReport:
    options = BuildOptions(until=TODAY)
    wanted = read_manifest(manifest)
    return build_shard(
        wanted, site, options, parse_shard(text), lambda _: InlinePool(), LogWatcher()
    )


class NoPool(InlinePool):
    def submit(self, *_: object) -> Iterator[None]:  # type: ignore[override]
        message = "everything is rendered already"
        raise AssertionError(message)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/2", "١/٤"])
def test_text_that_is_no_share(text: str) -> None:
    with pytest.raises(UsageError, match="not a share"):
        parse_shard(text)


def test_every_session_is_in_one_share() -> None:
    keys = [f"{number * 7919:064x}"[::-1] for number in range(1, 400)]
    counts = [sum(Shard(number, 7).has(key) for key in keys) for number in range(1, 8)]
    assert sum(counts) == len(keys)
    assert min(counts) > 0


@pytest.mark.slow
def test_shares_rendered_apart_are_the_same_site(tmp_path: Path) -> None:
    manifest = write_series(tmp_path, MANIFEST + MORE)
    built(manifest, tmp_path / "whole")
    site = tmp_path / "site"
    rendered = [share(manifest, site, f"{number}/3").prepared for number in (1, 2, 3)]
    assert sum(rendered) == 8
    assert not site.exists()
    assert share(manifest, site, "2/3").prepared == 0  # it runs again, and has nothing to do
    elsewhere = shutil.move(state_folder_of(site) / SHARDS / "3-of-3", tmp_path / "from-afar")
    assert take_shares(site, [Path(elsewhere)]) == 8
    report = built(manifest, site, NoPool())
    assert (report.rendered, report.failed) == (8, [])
    assert files(site) == files(tmp_path / "whole")
    assert not (state_folder_of(site) / SHARDS).exists()


def test_a_share_renders_only_what_is_missing(tmp_path: Path) -> None:
    two_more = "".join(MORE.replace(", bed: rain", "").splitlines(keepends=True)[:2])
    manifest = write_series(tmp_path)
    built(manifest, tmp_path / "site")
    assert share(manifest, tmp_path / "site", "1/1").prepared == 0
    manifest.write_text(MANIFEST + two_more, encoding="utf-8")
    assert share(manifest, tmp_path / "site", "1/1").prepared == 2


def test_a_folder_without_shares_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no share"):
        take_shares(tmp_path / "site", [tmp_path / "empty"])
