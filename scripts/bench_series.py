"""What a series costs besides its sessions: as ratios measured side by side in one run.

    python scripts/bench_series.py [--episodes 8] [--minutes 5] [--rounds 3]

The job: episodes over the rain bed whose phrases are in the cache, so that making them is what is
measured. One process renders them one after the other with `render`; a build makes the same with
one worker, and with two. The table gives episodes a minute as ratios to the plain renders, the
work of the processor likewise, and the most memory a process had. A second table: how long it
takes to find that nothing has changed. Absolute figures say more about the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from quietude import Options, Request, parse_script, render

LINES = (
    "You may let the breath come and go in its own time.",
    "Perhaps notice the floor, and how it carries you today.",
    "There is nothing you have to do right now, and nowhere to be.",
)
HEAD = "show: {id: bench, title: Bench, description: A bench, author: Nobody}\n"


@dataclass(frozen=True)
class Cost:
    """One run: seconds by the wall and of all processors, and the largest process in MB."""

    wall_s: float
    cpu_s: float
    memory_mb: float


def definition(number: int) -> str:
    """An episode: a dozen phrases with pauses that stretch."""
    steps = "".join(
        f"      - {LINES[n % len(LINES)]} Number {n} of {number}.\n      - pause: 1-60s\n"
        for n in range(12)
    )
    head = f"id: e{number}\ntitle: Episode {number}\nintensity: light\nbed: rain\n"
    return f"{head}sections:\n  - title: One\n    steps:\n{steps}"


def prepare(folder: Path, episodes: int, minutes: float) -> None:
    """The definitions, the manifest, and every phrase in the cache."""
    listed = ""
    for number in range(episodes):
        (folder / f"e{number}.yaml").write_text(definition(number), encoding="utf-8")
        listed += f"  - file: e{number}.yaml\n"
    made = f"defaults: {{engine: tone, duration: {minutes * 60:.0f}s}}\nstart: 2026-01-01\n"
    (folder / "series.yaml").write_text(f"{HEAD}{made}episodes:\n{listed}", encoding="utf-8")
    plain(folder, episodes, minutes)


def plain(folder: Path, episodes: int, minutes: float) -> None:
    """What there is to do at the least: each episode rendered, one after the other."""
    for number in range(episodes):
        render(
            parse_script((folder / f"e{number}.yaml").read_text(encoding="utf-8")),
            folder / "plain" / f"e{number}.mp3",
            Request(duration_s=minutes * 60),
            Options(engine="tone", overwrite=True),
        )


def build(folder: Path, jobs: int, *, fresh: bool) -> None:
    """The same as a site."""
    if fresh:
        for name in ("site", ".site.quietude"):
            shutil.rmtree(folder / name, ignore_errors=True)
    subprocess.run(  # noqa: S603  (ourselves)
        [sys.executable, "-m", "quietude", "series", "build", "series.yaml", "-o", "site",
         "--base-url", "https://example.org", "--jobs", str(jobs)],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


def run(contender: str, folder: Path, arguments: argparse.Namespace) -> Cost:
    """One contender in a process of its own."""
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--contender", contender, "--folder", str(folder)]
    command += ["--episodes", str(arguments.episodes), "--minutes", str(arguments.minutes)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - started, cpu_s, float(shown.stdout.split()[-1]))


def contend(contender: str, folder: Path, arguments: argparse.Namespace) -> None:
    """Do what one contender does; print the memory of the largest process."""
    if contender == "prepare":
        prepare(folder, arguments.episodes, arguments.minutes)
    elif contender == "plain":
        plain(folder, arguments.episodes, arguments.minutes)
    else:
        build(folder, 2 if contender == "two" else 1, fresh=contender != "again")
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(max(resource.getrusage(it).ru_maxrss for it in both) / 1024)


NAMES = {
    "plain": "plain renders, one process",
    "one": "a build, 1 worker",
    "two": "a build, 2 workers",
    "again": "a build with nothing to do",
}


def main() -> None:
    """Measure, round after round, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender:
        contend(arguments.contender, arguments.folder, arguments)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["QUIETUDE_CACHE_DIR"] = str(folder / "cache")
        # In a process of its own: a child's memory is counted from its parent's.
        run("prepare", folder, arguments)
        costs: dict[str, list[Cost]] = {it: [] for it in NAMES}
        for _ in range(arguments.rounds):
            for it in NAMES:
                costs[it].append(run(it, folder, arguments))
    base_wall = statistics.median(it.wall_s for it in costs["plain"])
    base_cpu = statistics.median(it.cpu_s for it in costs["plain"])
    minutes = f"{arguments.minutes:g} minutes"
    print(f"{arguments.episodes} episodes of {minutes}, medians of {arguments.rounds} rounds")
    print(f"{'':<30} {'episodes/min':>13} {'CPU':>6} {'largest process':>16}")
    for it, name in NAMES.items():
        wall = statistics.median(cost.wall_s for cost in costs[it])
        cpu = statistics.median(cost.cpu_s for cost in costs[it])
        memory = max(cost.memory_mb for cost in costs[it])
        rate = f"{base_wall / wall:.2f} ×"
        print(f"{name:<30} {rate:>13} {cpu / base_cpu:>6.2f} {memory:>13.0f} MB")


if __name__ == "__main__":
    main()
