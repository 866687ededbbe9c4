"""Real schedulers and workers as processes, each worker with a home, a cache and a folder alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from manifests import MANIFEST, URL, built, files, write_series
from quietude.series.build.state_folder import state_folder_of

SESSIONS = "".join(f"  - {{file: one.yaml, id: n{n}, set: {{name: N{n}}}}}\n" for n in range(6))
PRIVATE = MANIFEST.replace("  author: Ada\n", "  author: Ada\n  private: true\n")

pytestmark = pytest.mark.slow


@contextmanager
def _dask(folder: Path, *words: str, until: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A command of Dask with a home of its own; yields the line that says it is ready."""
    folder.mkdir(parents=True)
    apart = {"HOME": str(folder), "TMPDIR": str(folder)}
    apart["QUIETUDE_CACHE_DIR"] = str(folder / "cache")
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words], cwd=folder, env={**os.environ, **apart},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr
        yield next(line for line in process.stderr if until in line), process
    finally:
        process.terminate()
        process.communicate(timeout=300)


@contextmanager
def _cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with ExitStack() as stack:
        schedule = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        line, scheduler = stack.enter_context(
            _dask(folder / "scheduler", *schedule, until="Scheduler at:")
        )
        address = line.split()[-1]
        for number in range(workers):
            work = ("worker", address, "--nthreads", "1", "--no-dashboard")
            stack.enter_context(
                _dask(folder / f"worker{number}", *work, until="Starting established")
            )
        yield address, scheduler


def _build(folder: Path, address: str) -> subprocess.Popen[str]:
    command = ["series", "build", "series.yaml", "-o", "site", "--base-url", URL, "--json"]
    return subprocess.Popen(
        [sys.executable, "-m", "quietude", *command, "--cluster", address, "--until", "2027-01-01"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "QUIETUDE_CACHE_DIR": str(folder / "own-cache")},
    )  # fmt: skip


def test_two_clusters_with_homes_of_their_own_make_the_same_and_speak_each_phrase_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path / "here-cache"))
    text = PRIVATE.replace("bed: none", "bed: own.wav") + SESSIONS
    path = write_series(tmp_path / "show", text)
    noise = np.random.default_rng(1).standard_normal((30 * 8000, 1)) * 0.1
    soundfile.write(tmp_path / "show" / "own.wav", noise, 8000)
    here = built(path, tmp_path / "here")
    assert (here.rendered, here.failed) == (8, [])
    for name in ("first", "second"):
        write_series(tmp_path / name / "show", text)
        (tmp_path / name / "show" / "own.wav").write_bytes(
            (tmp_path / "show" / "own.wav").read_bytes()
        )
        with _cluster(tmp_path / name) as (address, _):
            out, err = _build(tmp_path / name / "show", address).communicate(timeout=600)
        events = [json.loads(line) for line in out.splitlines()]
        assert events[-1]["event"] == "done", err
        site = tmp_path / name / "show" / "site"
        assert _sounds(site) == _sounds(tmp_path / "here")
        journal = (state_folder_of(site) / "journal.jsonl").read_text(encoding="utf-8")
        rendered = [event for line in journal.splitlines()
                    if (event := json.loads(line))["event"] == "rendered"]  # fmt: skip
        assert sum(event["spoken"] for event in rendered) == here.spoken
        caches = [tmp_path / name / f"worker{number}" / "cache" for number in range(2)]
        assert all(any(cache.rglob("*.phrase")) for cache in caches)


def _sounds(site: Path) -> dict[str, bytes]:
    """The sounds of a site, whatever secret their names are made with."""
    sounds = [data for name, data in files(site).items() if name.endswith(".mp3")]
    return {str(number): data for number, data in enumerate(sorted(sounds))}


def test_the_death_of_a_scheduler_is_a_sentence_and_the_same_command_goes_on(
    tmp_path: Path,
) -> None:
    pytest.importorskip("distributed")
    more = "".join(f"  - {{file: one.yaml, id: e{n}, rate: {100 + n}}}\n" for n in range(20))
    write_series(tmp_path / "show", MANIFEST + more)
    journal = state_folder_of(tmp_path / "show" / "site") / "journal.jsonl"
    with _cluster(tmp_path / "first", workers=1) as (address, scheduler):
        building = _build(tmp_path / "show", address)
        for _ in range(3000):
            if journal.exists() and '"placed"' in journal.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)
        os.kill(scheduler.pid, signal.SIGKILL)
        out, err = building.communicate(timeout=600)
    assert building.returncode == 1
    assert "no scheduler responds" in out + err
    assert "Traceback" not in out + err
    kept = journal.read_text(encoding="utf-8").count('"event": "placed"')
    assert kept
    with _cluster(tmp_path / "second", workers=1) as (address, _):
        resumed = _build(tmp_path / "show", address)
        out, err = resumed.communicate(timeout=600)
    assert resumed.returncode == 0, err
    done = json.loads(out.splitlines()[-1])
    assert done["kept"] >= kept
    assert done["rendered"] + done["kept"] == 22
