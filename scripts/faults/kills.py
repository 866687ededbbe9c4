"""Kills at random moments: of renders, builds, a cluster's client, takes, and the studio."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faults.places import (
    HANG_S,
    INNOCENT,
    RENDER,
    SERIES,
    TAKES,
    Place,
    Row,
    forked,
    lasts,
    start,
    wait,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_INTERRUPTED = 130
_LOCAL_CLUSTER = """
import sys, time, distributed
if __name__ == "__main__":
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
_STUDIO = ["studio", "studio", "--no-browser", "--port", "0"]
_WISH = {
    "source": "exercise:taking-a-break",
    "duration_s": 120,
    "voice": "tone:tone",
    "bed": "none",
}


def render_kills(count: int, choice: random.Random) -> Row:
    """A session in two formats, with captions and a receipt."""
    row = Row("`kill -9` of `render`: two formats, captions, receipt")
    _kills(row, RENDER, "out", count, choice, whole=True)
    return row


def takes_kills(count: int, choice: random.Random) -> Row:
    """The same, spoken by recordings."""
    row = Row("`kill -9` of `render --takes`: recordings cleaned, two formats, captions")
    _kills(row, TAKES, "out", count, choice, whole=True)
    return row


def series_kills(count: int, choice: random.Random) -> Row:
    """A series with its worker processes: the main one killed, or the whole group."""
    row = Row("`kill -9` of `series build -j 2`, three episodes: the main process, or all of them")
    _kills(row, [*SERIES, "-j", "2"], "site", count, choice, whole=False)
    return row


def cluster_kills(count: int, choice: random.Random) -> Row:
    """A series on a Dask cluster, which stays when its client is killed."""
    row = Row("`kill -9` of `series build --cluster`: a Dask cluster of two workers")
    with tempfile.TemporaryDirectory() as base, _cluster(Path(base)) as address:
        if address:
            _kills(row, [*SERIES, "--cluster", address], "site", count, choice, whole=False)
            time.sleep(1)
            if left := list((Path(base) / "tmp").glob("quietude-*")):
                row.left += 1
                row.notes.append(f"left by workers: {left}")
    return row


def interruptions(count: int, choice: random.Random) -> Row:
    """Ctrl-C, SIGTERM and SIGHUP: nothing stays, before any other command."""
    row = Row("Ctrl-C, SIGTERM, SIGHUP to `render`: nothing left at once, exit 128 + signal")
    with tempfile.TemporaryDirectory() as base:
        good, lasts_s = _undisturbed(Path(base), RENDER)
        wanted = good.hashes("out")
        for number in range(count):
            place = _another(good, Path(base) / str(number))
            how = choice.choice([signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
            code, told = forked(place, RENDER, choice.uniform(0.05, 1.1) * lasts_s, how=how)
            row.tried += 1
            row.told(told)
            row.ended(code in {0, 128 + how}, f"{how.name}: {code}: {told}")
            row.looked(place)
            row.partial += place.hashes("out") not in ({}, wanted)
            shutil.rmtree(place.folder)
    return row


def studio_kills(count: int, choice: random.Random) -> Row:
    """A studio that saves a session; the next start of it goes on."""
    row = Row("`kill -9` of `studio` while it saves a session; the next start finishes it")
    with tempfile.TemporaryDirectory() as base:
        good = Place(Path(base) / "good")
        good.record_takes()
        pid = start(good, _STUDIO)
        started = time.monotonic()
        row.ended(_saved(good, ask=True), "nothing was saved")
        lasts_s = time.monotonic() - started
        os.kill(pid, signal.SIGTERM)
        wait(good, pid)
        wanted = good.hashes("studio")
        for number in range(count):
            place = _another(good, Path(base) / str(number))  # its samples of beds are made
            pid = start(place, _STUDIO)
            started = time.monotonic()
            _ask(place)
            wish_known = time.monotonic() - started
            time.sleep(choice.uniform(0, 1.1 * max(lasts_s - wish_known, 0.1)))
            os.kill(pid, signal.SIGKILL)
            row.told(wait(place, pid)[1])
            forked(place, INNOCENT)
            row.tried += 1
            row.partial += place.hashes("studio") not in ({}, wanted)
            pid = start(place, _STUDIO)
            row.ended(_saved(place, ask=False), "the job was not finished")
            os.kill(pid, signal.SIGTERM)
            row.told(wait(place, pid)[1])
            row.looked(place)
            row.ended(place.hashes("studio") == wanted, "another file")
            shutil.rmtree(place.folder)
    return row


def _kills(  # noqa: PLR0913  (a campaign has many sides)
    row: Row,
    arguments: Sequence[str],
    output: str,
    count: int,
    choice: random.Random,
    *,
    whole: bool,
) -> None:
    """Kill a command at random moments, run another one, look, and run it to its end."""
    with tempfile.TemporaryDirectory() as base:
        good, lasts_s = _undisturbed(Path(base), arguments)
        wanted = good.hashes(output)
        for number in range(count):
            place = _another(good, Path(base) / str(number))
            if choice.randrange(2):  # over the results of an earlier run
                forked(place, arguments)
            before = place.hashes(output)
            for _ in range(choice.choice([1, 1, 2])):  # some twice in a row
                after_s = choice.uniform(0, 1.1 * lasts_s)
                row.told(forked(place, arguments, after_s, group=bool(choice.randrange(2)))[1])
                row.tried += 1
            row.told(forked(place, INNOCENT if whole else arguments)[1])
            after = place.hashes(output)
            row.partial += whole and after not in (before, wanted, {})
            if whole:
                row.looked(place)
            status, told = forked(place, arguments)
            row.told(told)
            row.looked(place)
            row.ended(status == 0 and place.hashes(output) == wanted, f"{status}: {told}")
            shutil.rmtree(place.folder)


def _undisturbed(base: Path, arguments: Sequence[str]) -> tuple[Place, float]:
    """A place with the right results, and the time they take with what was spoken kept."""
    good = Place(base / "good")
    good.record_takes()
    code, told = forked(good, arguments)
    assert code == 0, told
    for made in ("out", "site", ".site.quietude"):
        shutil.rmtree(good.folder / made, ignore_errors=True)
    return good, lasts(good, arguments)


def _another(good: Place, folder: Path) -> Place:
    place = Place(folder)
    if (good.folder / "cache").exists():  # workers of a cluster keep their phrases themselves
        shutil.copytree(good.folder / "cache", place.folder / "cache")
    shutil.copytree(good.folder / "takes", place.folder / "takes")
    return place


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """The address of a cluster of this machine; "" without Dask."""
    place = Place(folder / "cluster")
    environment = {**place.environment(), "PYTHONSAFEPATH": "1", "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir()
    program = folder / "cluster.py"
    program.write_text(_LOCAL_CLUSTER)
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(60)


def _state(place: Place, name: str) -> Any:
    deadline = time.monotonic() + HANG_S
    path = place.folder / f"studio/.studio/{name}.json"
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            return json.loads(path.read_bytes())
        time.sleep(0.01)
    message = f"{path} does not appear"
    raise TimeoutError(message)


def _ask(place: Place) -> None:
    """Ask the studio to save a session, as its page does; some of the first requests are early."""
    port, secrets = _state(place, "server")["port"], _state(place, "secrets")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/save",
        data=json.dumps(_WISH).encode(),
        headers={
            "x-quietude-token": secrets["token"],
            "Cookie": f"quietude-{port}={secrets['key']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=HANG_S):  # noqa: S310
        return


def _saved(place: Place, *, ask: bool) -> bool:
    """Wait until the studio has saved its session."""
    if ask:
        _ask(place)
    deadline = time.monotonic() + HANG_S
    while time.monotonic() < deadline:
        states = {job["state"] for job in _state(place, "jobs")}
        if states and states <= {"done", "failed"}:
            return states == {"done"}
        time.sleep(0.02)
    return False
