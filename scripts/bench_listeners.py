"""Measure a series for many listeners: each build, its memory along the way, and what is kept.

    python scripts/bench_listeners.py [--listeners 1000] [--exercises 1] [--engine tone]

Every listener gets a session of 20 seconds of each exercise, real files, without a bed. `--names`
is the number of different names among them: sessions with the same name share their sound, so that
with few of them a large site is there sooner, and finding that nothing is to do costs the same.
Then nothing is changed, and one listener is added. Processor seconds are those of all processes;
memory is that of the whole tree, with what they share counted once (Linux only).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import PERSONAL, Cost, Memory, children_s, tree_mb

SYLLABLES = ("Ma", "lo", "ti", "ka", "ne", "ro", "sa", "vi", "da", "jo")
MANIFEST = """\
show: {{id: bench, title: Bench, description: A bench, author: Nobody}}
defaults: {{engine: {engine}, bed: none, duration: 20s}}
listeners: people.csv
episodes: [{episodes}]
"""
MADE = ("rendered", "retagged")


def write_table(folder: Path, listeners: int, names: int, *, added: bool = False) -> None:
    """The table of the listeners, with that many different names; or with one listener more."""
    spoken = ["".join(parts).capitalize() for parts in itertools.product(SYLLABLES, repeat=4)]
    rows = "".join(f"{n},{spoken[n % names]}\n" for n in range(listeners))
    rows += f"added,{spoken[-1]}\n" if added else ""
    (folder / "people.csv").write_text(f"id,name\n{rows}", encoding="utf-8")


def prepare(folder: Path, arguments: argparse.Namespace) -> None:
    """The manifest, its definitions and the table."""
    ids = [f"exercise-{number}" for number in range(1, arguments.exercises + 1)]
    listed = ", ".join(f"{{file: {id_}.yaml}}" for id_ in ids)
    manifest = MANIFEST.format(engine=arguments.engine, episodes=listed)
    (folder / "listeners.yaml").write_text(manifest, encoding="utf-8")
    for id_ in ids:
        (folder / f"{id_}.yaml").write_text(PERSONAL.format(id=id_), encoding="utf-8")
    write_table(folder, arguments.listeners, arguments.names)


def build(folder: Path, jobs: int, sessions: int) -> Cost:
    """Build the site, printing the memory of its processes after each tenth of the sessions."""
    command = [sys.executable, "-m", "quietude", "series", "build", "listeners.yaml", "-o", "site",
               "--base-url", "https://example.org", "--jobs", str(jobs), "--json"]  # fmt: skip
    before, started, made = children_s(), time.perf_counter(), 0
    with (
        (folder / "complaints.txt").open("w", encoding="utf-8") as complaints,
        subprocess.Popen(  # noqa: S603  (our own command)
            command, cwd=folder, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
        Memory(process.pid, own=True, every_s=2) as memory,
    ):
        assert process.stdout
        for line in process.stdout:
            if json.loads(line).get("event") not in MADE:
                continue
            made += 1
            if made % max(1, sessions // 10) == 0:
                print(f"  {made} sessions: {tree_mb(process.pid):.0f} MB", flush=True)
        code = process.wait()
    if code:
        sys.exit((folder / "complaints.txt").read_text(encoding="utf-8")[-2000:])
    cpu_s = children_s() - before
    return Cost(time.perf_counter() - started, cpu_s, memory.together_mb, memory.largest_mb)


def told(name: str, cost: Cost, sessions: int = 0) -> None:
    """Print the cost of one step, for each session too where it made some."""
    each = f", {cost.cpu_s / sessions:.3f} a session" if sessions else ""
    memory = f"{cost.memory_mb:.0f} MB together, {cost.largest_mb:.0f} MB the largest"
    print(f"{name}: {cost.cpu_s:.1f} s of processor{each}; {memory}; {cost.wall_s:.0f} s in all",
          flush=True)  # fmt: skip


def kept(folder: Path) -> str:
    """Size of the state, of the site and of its journal."""
    state = folder / ".site.quietude"
    sizes = {path.name: path.stat().st_size for path in state.iterdir() if path.is_file()}
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    whole = sum(path.stat().st_size for path in files)
    listed = ", ".join(f"{name} {size / 1e6:.2f} MB" for name, size in sorted(sizes.items()))
    return f"state: {listed}; site: {len(files)} files, {whole / 1e6:.0f} MB"


def main() -> None:
    """Measure each step, and print it as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=1000)
    parser.add_argument("--names", type=int, default=0, help="by default one a listener")
    parser.add_argument("--exercises", type=int, default=1)
    parser.add_argument("--engine", default="tone")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    arguments.names = arguments.names or arguments.listeners
    sessions = arguments.exercises * arguments.listeners
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        os.environ["QUIETUDE_CACHE_DIR"] = str(folder / "cache")
        prepare(folder, arguments)
        told(f"{sessions} sessions", build(folder, arguments.jobs, sessions), sessions)
        print(kept(folder), flush=True)
        told("nothing to do", build(folder, 1, sessions))
        write_table(folder, arguments.listeners, arguments.names, added=True)
        told("one listener more", build(folder, 1, sessions))
        print(kept(folder), flush=True)


if __name__ == "__main__":
    main()
