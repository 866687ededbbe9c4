"""Real worker processes: they share nothing with the tests but files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from pebble import ProcessPool

from manifests import MANIFEST, MORE, URL, LogWatcher, built, files, write_series
from quietude.cli.app import EXIT_INTERRUPTED
from quietude.cli.signals import EXIT_BY_SIGNAL
from quietude.errors import SeriesError
from quietude.series.build.builder import build
from quietude.series.build.model import BuildOptions
from quietude.series.manifest.reader import read_manifest
from quietude.series.rendering.local_pool import LocalPool, ProgressTable
from quietude.series.rendering.task import Failed, Made, Task
from slow_close import begin


def test_the_progress_table_tells_slots_and_stages_apart() -> None:
    table = ProgressTable(2)
    table.write(1, "encode", 1, 4)
    assert (table.read(0), table.read(1)) == (("wait", 0.0), ("encode", 0.25))
    table.write(1, "unheard-of", 0, 0)
    assert table.read(1) == ("wait", 0.0)


@pytest.mark.slow
def test_worker_processes_make_what_one_process_makes(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    built(path, tmp_path / "here")
    report = build(
        read_manifest(path),
        tmp_path / "there",
        BuildOptions(URL),
        lambda _: LocalPool(2),
        LogWatcher(),
    )
    assert (report.rendered, report.failed) == (2, [])
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + MORE)

    class Struck(LocalPool):
        """The first worker dies when its task has begun."""

        struck = False

        def progress(self, slot: int) -> tuple[str, float]:
            stage, done = super().progress(slot)
            if stage != "wait" and not Struck.struck:
                Struck.struck = True
                os.kill(_children()[0], signal.SIGKILL)
            return stage, done

    report = build(
        read_manifest(path), tmp_path / "site", BuildOptions(URL), lambda _: Struck(2), LogWatcher()
    )
    assert Struck.struck
    assert (report.rendered, report.failed) == (8, [])
    built(path, tmp_path / "here")
    assert files(tmp_path / "site") == files(tmp_path / "here")


@pytest.mark.slow
def test_a_task_that_kills_its_workers_fails_alone(tmp_path: Path) -> None:
    path = write_series(tmp_path, MANIFEST + MORE)

    class Deadly(LocalPool):
        """Rendering "The Second" ends the process, as a fault in a C library would."""

        def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
            if task.script.id == "two":
                return self._pool.schedule(os._exit, args=(9,))
            return super().submit(task, slot)

    report = build(
        read_manifest(path), tmp_path / "site", BuildOptions(URL), lambda _: Deadly(2), LogWatcher()
    )
    assert report.rendered == 7
    ((entry, failure),) = report.failed
    assert entry.spec.id == "two"
    assert "died, 2 times" in failure.cause


@pytest.mark.slow
def test_workers_that_cannot_start_end_the_build(tmp_path: Path) -> None:
    path = write_series(tmp_path)

    class Stillborn(LocalPool):
        def _started(self) -> ProcessPool:
            context = multiprocessing.get_context("spawn")
            return ProcessPool(self._jobs, initializer=os._exit, initargs=(1,), context=context)

    with pytest.raises(SeriesError, match="no worker process"):
        build(
            read_manifest(path),
            tmp_path / "site",
            BuildOptions(URL),
            lambda _: Stillborn(2),
            LogWatcher(),
        )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="workers are ended without a signal")
def test_workers_close_their_voices_to_the_end(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir()

    class SlowToClose(LocalPool):
        def _started(self) -> ProcessPool:
            context = multiprocessing.get_context("spawn")
            given = (self._table, closed)
            return ProcessPool(self._jobs, initializer=begin, initargs=given, context=context)

    build(
        read_manifest(path),
        tmp_path / "site",
        BuildOptions(URL),
        lambda _: SlowToClose(1),
        LogWatcher(),
    )
    assert len(list(closed.iterdir())) == 1


def _children() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]


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
    run.communicate(timeout=300)
    assert run.returncode == status
    until = time.monotonic() + 300
    while _alive(run.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _alive(run.pid)
    # Where it was rendered already, it is not rendered again.
    report = built(tmp_path / "series.yaml", tmp_path / "site")
    assert (report.kept > 0, report.failed) == (True, [])
    built(tmp_path / "series.yaml", tmp_path / "whole")
    assert files(tmp_path / "site") == files(tmp_path / "whole")
