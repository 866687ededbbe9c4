"""Builds on a cluster of worker processes of this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from manifests import MANIFEST, MORE, URL, LogWatcher, built, files, write_series
from quietude.errors import QuietudeError, SeriesError, UsageError
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.build.state_folder import state_folder_of
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.cluster_pool import ClusterPool


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A cluster of two worker processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("shared", [False, True])
def test_a_cluster_whose_worker_is_killed_makes_the_same(
    tmp_path: Path, scheduler: str, *, shared: bool
) -> None:
    path = write_series(tmp_path, MANIFEST + MORE)
    killed: list[int] = []

    class Struck(ClusterPool):
        def progress(self, slot: int) -> tuple[str, float]:
            if not killed and self._client.processing() and any(self._client.processing().values()):
                pids = list(self._client.run(os.getpid).values())
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)
            return super().progress(slot)

    report = build(
        read_manifest(path),
        tmp_path / "site",
        BuildOptions(URL),
        lambda _: Struck(scheduler),
        LogWatcher(),
        shared=shared,
    )
    assert killed
    assert (report.rendered, report.failed) == (8, [])
    built(path, tmp_path / "here")
    assert files(tmp_path / "site") == files(tmp_path / "here")
    assert list((state_folder_of(tmp_path / "site") / "built").iterdir()) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("address", "error", "said"),
    [
        ("tcp://127.0.0.1:9", SeriesError, "no scheduler responds"),
        ("tls://127.0.0.1:9", UsageError, "needs a certificate"),
        ("127.0.0.1:8786", UsageError, "not the address of a scheduler"),
        ("tcp://host:port", UsageError, "not the address of a scheduler"),
    ],
)
def test_a_missing_cluster_is_reported(address: str, error: type[QuietudeError], said: str) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(error, match=said):
        ClusterPool(address)
