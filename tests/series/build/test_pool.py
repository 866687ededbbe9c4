"""Real processes: they share nothing with the tests but files."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from manifests import MANIFEST, URL, InlinePool, Silent, built, files, write_series
from quietude.cli.app import EXIT_INTERRUPTED
from quietude.cli.signals import EXIT_BY_SIGNAL
from quietude.errors import QuietudeError, SeriesError, UsageError
from quietude.series.build.builder import build
from quietude.series.build.cluster import ClusterPool
from quietude.series.build.journal import Journal, read_events, rewrite
from quietude.series.build.pool import LocalPool
from quietude.series.build.progress_table import Board
from quietude.series.build.schedule import Wish
from quietude.series.build.state import Ledger
from quietude.series.build.state_folder import workshop_folder
from quietude.series.build.task import Failed, Made, Task
from quietude.series.manifest.reader import read_manifest

MORE = "".join(f"  - {{file: one.yaml, id: e{n}, rate: {100 + n}, bed: rain}}\n" for n in range(6))


def test_a_board_tells_stages_apart() -> None:
    board = Board(2)
    board.write(1, "encode", 1, 4)
    assert (board.read(0), board.read(1)) == (("wait", 0.0), ("encode", 0.25))
    board.write(1, "unheard-of", 0, 0)
    assert board.read(1) == ("wait", 0.0)


@pytest.mark.parametrize("torn", [b'{"event": "placed", "ep', b"\xff\x00garbage", b""])
def test_a_torn_last_line_never_happened(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add({"event": "one"}, {"event": "two"})
    with path.open("ab") as file:
        file.write(torn)
    assert [it["event"] for it in read_events(path)] == ["one", "two"]
    with Journal(path) as journal:
        journal.add({"event": "three"})
        # Another process may read it while it is open.
        assert [it["event"] for it in read_events(path)] == ["one", "two", "three"]


def test_a_damaged_line_never_happened(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    whole = {"event": "seen", "episode": "/a", "guid": "g", "published": "2026-01-01"}
    lines = [b"{}", b"[1]", b'{"event": "seen"}', b'{"event": "placed", "files": 7}', b"\xff{"]
    path.write_bytes(b"\n".join([*lines, json.dumps(whole).encode(), b""]))
    assert Ledger.of(read_events(path)).seen == {"/a": ("g", "2026-01-01")}


def test_a_journal_is_shortened_and_comes_to_the_same(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    site = tmp_path / "site"
    built(path, site)
    journal = workshop_folder(site) / "journal.jsonl"
    ledger = Ledger.of(read_events(journal))
    with Journal(journal) as more:
        more.add(*[{"event": "start", "pid": n} for n in range(2000)])
    before, long = files(site), journal.stat().st_size
    report = built(path, site)
    assert (report.kept, report.rendered) == (2, 0)
    assert files(site) == before
    assert journal.stat().st_size < long / 4
    if os.name == "posix":
        assert journal.stat().st_mode & 0o077 == 0
    after = Ledger.of(read_events(journal))
    assert dataclasses.replace(after, taken=0) == dataclasses.replace(ledger, taken=0)
    assert not list(workshop_folder(site).glob("*.new"))


def test_a_journal_that_cannot_be_shortened_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add({"event": "one"})
    before = path.read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        rewrite(path, [{"event": "two"}])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_worker_processes_make_what_one_process_makes(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    built(path, tmp_path / "here")
    report = build(
        read_manifest(path), tmp_path / "there", Wish(URL), lambda: LocalPool(2), Silent()
    )
    assert (report.rendered, report.failed) == (2, [])
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + MORE)

    class Struck(LocalPool):
        """The first worker dies when its task has begun."""

        struck = False

        def stage(self, slot: int) -> tuple[str, float]:
            stage, done = super().stage(slot)
            if stage != "wait" and not Struck.struck:
                Struck.struck = True
                os.kill(_children()[0], signal.SIGKILL)
            return stage, done

    report = build(read_manifest(path), tmp_path / "site", Wish(URL), lambda: Struck(2), Silent())
    assert Struck.struck
    assert (report.rendered, report.failed) == (8, [])
    built(path, tmp_path / "here")
    assert files(tmp_path / "site") == files(tmp_path / "here")


def _children() -> list[int]:
    import multiprocessing

    return [it.pid for it in multiprocessing.active_children() if it.pid]


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "quietude", "series", "build", str(folder / "series.yaml"),
         "-o", str(folder / "site"), "--base-url", URL, "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )  # fmt: skip


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (signal.SIGKILL, -signal.SIGKILL),
        (signal.SIGINT, EXIT_INTERRUPTED),
        (signal.SIGTERM, EXIT_BY_SIGNAL + signal.SIGTERM),
    ],
)
def test_a_build_that_is_ended_leaves_no_process_and_ends_the_same(
    tmp_path: Path, sent: signal.Signals, status: int
) -> None:
    write_series(tmp_path, MANIFEST + MORE)
    run = _started(tmp_path, "--jobs", "2")
    assert run.stdout
    for line in run.stdout:
        if '"rendered"' in line:
            break
    if sent == signal.SIGINT:
        os.killpg(run.pid, sent)  # as a terminal does
    else:
        run.send_signal(sent)
    run.communicate(timeout=60)
    assert run.returncode == status
    until = time.monotonic() + 30
    while _alive(run.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _alive(run.pid)
    # Where it was rendered already, it is not rendered again.
    report = built(tmp_path / "series.yaml", tmp_path / "site")
    assert (report.kept > 0, report.failed) == (True, [])
    built(tmp_path / "series.yaml", tmp_path / "whole")
    assert files(tmp_path / "site") == files(tmp_path / "whole")


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
        def stage(self, slot: int) -> tuple[str, float]:
            if not killed and self._client.processing() and any(self._client.processing().values()):
                pids = list(self._client.run(os.getpid).values())
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)
            return super().stage(slot)

    report = build(
        read_manifest(path),
        tmp_path / "site",
        Wish(URL),
        lambda: Struck(scheduler),
        Silent(),
        shared=shared,
    )
    assert killed
    assert (report.rendered, report.failed) == (8, [])
    built(path, tmp_path / "here")
    assert files(tmp_path / "site") == files(tmp_path / "here")
    assert list((workshop_folder(tmp_path / "site") / "built").iterdir()) == []


@pytest.mark.slow
def test_two_hundred_listeners_cost_what_is_personal(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + "listeners: people.csv\n")
    rows = "".join(f"{n},Name{n}\n" for n in range(100))
    (tmp_path / "people.csv").write_text("id,name\n" + rows)
    seen: list[Made | Failed] = []

    def work(task: Task) -> Made | Failed:
        from quietude.series.build.task import run_task

        seen.append(run_task(task, lambda *_: None))
        return seen[-1]

    report = built(path, tmp_path / "site", InlinePool(work))
    assert (report.rendered, report.failed) == (200, [])
    # One phrase of each session has a name in it; the other was spoken once for all.
    assert report.spoken == 200 + 1
    site = tmp_path / "site"
    folders = [it for it in site.iterdir() if it.is_dir()]
    assert len({it.name for it in folders}) == 100
    assert all(len(it.name) == 26 for it in folders)
    assert not any("Name" in str(it) for it in site.rglob("*"))
    feed = (folders[0] / "feed.xml").read_text(encoding="utf-8")
    assert "Name" not in feed
    assert "<itunes:block>Yes</itunes:block>" in feed
    for it in site.rglob("*.mp3"):
        assert b"N\0a\0m\0e" not in it.read_bytes()[:200_000]
    # A listener who leaves the table leaves the site.
    (tmp_path / "people.csv").write_text("id,name\n" + rows.replace("7,Name7\n", "", 1))
    assert built(path, site).rendered == 0
    assert len([it for it in site.iterdir() if it.is_dir()]) == 99


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("address", "error", "said"),
    [
        ("tcp://127.0.0.1:9", SeriesError, "no scheduler answers"),
        ("tls://127.0.0.1:9", UsageError, "needs a certificate"),
        ("127.0.0.1:8786", UsageError, "no address of a scheduler"),
        ("tcp://host:port", UsageError, "no address of a scheduler"),
    ],
)
def test_a_cluster_that_is_not_there_is_said(
    address: str, error: type[QuietudeError], said: str
) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(error, match=said):
        ClusterPool(address)
