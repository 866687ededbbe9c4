"""Measure the cost of a series besides its sessions, side by side in one run, as one table.

    python scripts/bench_series.py [--episodes 8] [--minutes 5] [--rounds 3] [--listeners 100]

Episodes over the rain bed whose phrases are in the cache, so that making them is what is measured:
rendered one after the other by one process, and built as a series with one worker and with two.
Then two sessions each for a table of listeners, real files; and 10 000 sessions through the real
scheduler against a simulated clock, on many workers some of which die. Memory is that of the whole
tree of processes: what each has for itself and its share of what they have together; and of the
largest by itself, by the system's high-water mark (Linux only). Absolute figures say more about the
machine.
"""

from __future__ import annotations

import argparse
import heapq
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from measuring import PERSONAL, Cost, cost_of
from quietude import Output, Request, Sound, parse_script, render
from quietude.series.rendering.pool import run_tasks
from quietude.series.rendering.task import Failed, Made, Task
from quietude.speech.engines.base import Identity

LINES = (
    "You may let the breath come and go in its own time.",
    "Perhaps notice the floor, and how it carries you today.",
    "There is nothing you have to do right now, and nowhere to be.",
)
HEAD = "show: {id: bench, title: Bench, description: A bench, author: Nobody}\n"


def definition(number: int) -> str:
    """An episode: a dozen phrases with pauses that stretch."""
    steps = "".join(
        f"      - {LINES[n % len(LINES)]} Number {n} of {number}.\n      - pause: 1-60s\n"
        for n in range(12)
    )
    head = f"id: e{number}\ntitle: Episode {number}\nintensity: light\nbed: rain\n"
    return f"{head}sections:\n  - title: One\n    steps:\n{steps}"


def prepare(folder: Path, episodes: int, minutes: float, listeners: int) -> None:
    """The definitions, the manifests, and every phrase of the episodes in the cache."""
    listed = ""
    for number in range(episodes):
        (folder / f"e{number}.yaml").write_text(definition(number), encoding="utf-8")
        listed += f"  - file: e{number}.yaml\n"
    made = f"defaults: {{engine: tone, duration: {minutes * 60:.0f}s}}\nstart: 2026-01-01\n"
    (folder / "series.yaml").write_text(f"{HEAD}{made}episodes:\n{listed}", encoding="utf-8")
    rows = "".join(f"{n},Name{n}\n" for n in range(listeners))
    (folder / "people.csv").write_text(f"id,name\n{rows}", encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(PERSONAL.format(id=name), encoding="utf-8")
    asked = "defaults: {engine: tone, bed: none, duration: 30s}\nlisteners: people.csv\n"
    both = "episodes: [{file: one.yaml}, {file: two.yaml}]\n"
    (folder / "listeners.yaml").write_text(HEAD + asked + both, encoding="utf-8")
    plain(folder, episodes, minutes)


def plain(folder: Path, episodes: int, minutes: float) -> None:
    """Do the least there is to do: render each episode, one after the other."""
    for number in range(episodes):
        render(
            parse_script((folder / f"e{number}.yaml").read_text(encoding="utf-8")),
            Output(folder / "plain" / f"e{number}.mp3", overwrite=True),
            Request(duration_s=minutes * 60, engine="tone"),
            speakers=1,  # as in a series: each session speaks with one engine
        )


def command_of(contender: str, arguments: argparse.Namespace) -> list[str]:
    """Command of a contender, for a process of its own."""
    if contender in {"prepare", "plain"}:
        sizes = ["--episodes", str(arguments.episodes), "--minutes", str(arguments.minutes)]
        sizes += ["--listeners", str(arguments.listeners)]
        return [sys.executable, str(Path(__file__).resolve()), "--contender", contender, *sizes]
    manifest = "listeners.yaml" if contender == "listeners" else "series.yaml"
    jobs = "1" if contender in {"one", "again"} else "2"
    return [sys.executable, "-m", "quietude", "series", "build", manifest, "-o", "site",
            "--base-url", "https://example.org", "--jobs", jobs]  # fmt: skip


def run(contender: str, folder: Path, arguments: argparse.Namespace) -> Cost:
    """One contender, from nothing unless it is to find that there is nothing to do."""
    if contender != "again":
        for name in ("site", ".site.quietude"):
            shutil.rmtree(folder / name, ignore_errors=True)
    return cost_of(command_of(contender, arguments), folder)


class WorkerDiedError(Exception):
    """A simulated worker ended in the middle of its session."""


class Simulated:
    """Workers that take simulated seconds; now and then one dies, and another takes its place.

    Args:
        workers: Number of workers.
        deaths: The share of sessions whose worker dies once.
    """

    def __init__(self, workers: int, deaths: float) -> None:
        self.window = workers + 1
        self.now_s = 0.0
        self.died = 0
        self._workers = workers
        self._deaths = deaths
        self._random = random.Random(0)  # noqa: S311  (a simulation)
        self._busy: list[tuple[float, int, Future[Made | Failed], Task]] = []
        self._waiting: list[tuple[Future[Made | Failed], Task]] = []
        self._struck: set[str] = set()
        self._count = 0

    def submit(self, task: Task, slot: int) -> Future[Made | Failed]:
        """A worker begins with it, or it waits for one."""
        del slot
        future: Future[Made | Failed] = Future()
        self._waiting.append((future, task))
        self._begin()
        return future

    def wait(self, running: object, **how: object) -> None:
        """Let the simulated time go on to where the next session is done."""
        del running, how
        self.now_s, _, future, task = heapq.heappop(self._busy)
        if task.key not in self._struck and self._random.random() < self._deaths:
            self._struck.add(task.key)
            self.died += 1
            future.set_exception(WorkerDiedError())
        else:
            future.set_result(Made(task.key, 0, task.estimated_s, task.estimated_s, {}))
        self._begin()

    def progress(self, slot: int) -> tuple[str, float]:
        """Nobody looks."""
        return "encode", slot * 0.0

    def deaths(self, error: BaseException) -> int:
        """One for a worker that died."""
        return int(isinstance(error, WorkerDiedError))

    def renew(self) -> None:
        """Never broken as a whole."""

    def close(self) -> None:
        """Nothing is open."""

    def kill(self) -> None:
        """Nothing is running."""

    def _begin(self) -> None:
        while self._waiting and len(self._busy) < self._workers:
            future, task = self._waiting.pop(0)
            self._count += 1
            end_s = self.now_s + task.estimated_s
            heapq.heappush(self._busy, (end_s, self._count, future, task))


def simulate(sessions: int, workers: int, deaths: float) -> tuple[float, float, int]:
    """The real scheduler against a simulated clock.

    Returns:
        The time it takes as a ratio to all work shared evenly, the processor's seconds for it,
        and the number of workers that died.
    """
    script = parse_script("id: a\ntitle: A\nsections: [{title: One, steps: [Hello.]}]\n")
    dice = random.Random(1)  # noqa: S311  (a simulation)
    lengths = sorted((dice.uniform(2, 40) for _ in range(sessions)), reverse=True)
    tasks = [
        Task(str(n), script, Request(), Sound(), Identity("tone", "1"), Path(), seconds)
        for n, seconds in enumerate(lengths)
    ]
    pool: Any = Simulated(workers, deaths)
    started = time.process_time()
    done = [outcome for _, outcome in run_tasks(pool, tasks, lambda _: None, wait=pool.wait)]
    cpu_s = time.process_time() - started
    if len(done) != sessions or any(isinstance(outcome, Failed) for outcome in done):
        sys.exit("a simulated session was lost")
    return pool.now_s / (sum(lengths) / workers), cpu_s, pool.died


NAMES = {
    "plain": "plain renders, one process",
    "one": "a build, 1 worker",
    "two": "a build, 2 workers",
    "again": "a build with nothing to do",
}


def table(costs: dict[str, list[Cost]], people: Cost, arguments: argparse.Namespace) -> None:
    """Print everything, to be pasted."""
    count = arguments.episodes
    wall = {name: statistics.median(cost.wall_s for cost in all_) for name, all_ in costs.items()}
    cpu = {name: statistics.median(cost.cpu_s for cost in all_) for name, all_ in costs.items()}
    title = f"{count} episodes of {arguments.minutes:g} minutes"
    print(f"| {title} | episodes a minute | processor, × plain "
          "| memory, all processes | the largest of them |")  # fmt: skip
    print("|---|---|---|---|---|")
    for key, name in NAMES.items():
        memory = max(cost.memory_mb for cost in costs[key])
        largest = max(cost.largest_mb for cost in costs[key])
        rate = "—" if key == "again" else f"{count * 60 / wall[key]:.1f}"
        print(f"| {name} | {rate} | {cpu[key] / cpu['plain']:.2f} "
              f"| {memory:.0f} MB | {largest:.0f} MB |")  # fmt: skip
    sessions = 2 * arguments.listeners
    rate = f"{sessions * 60 / people.wall_s:.0f}"
    name = f"{sessions} personal sessions of 30 s, 2 workers"
    memory, largest = people.memory_mb, people.largest_mb
    print(f"| {name} | {rate} | | {memory:.0f} MB | {largest:.0f} MB |")
    over = (cpu["one"] - cpu["plain"]) / count
    print()
    print(f"- Besides the render, an episode costs {over:.2f} s of processor, start included.")
    print(f"- To find that nothing has changed takes {cpu['again']:.1f} s of processor.")
    print(f"- A personal session of 30 s costs {people.cpu_s / sessions:.2f} s of processor.")
    for workers, deaths in ((2, 0.0), (64, 0.0), (64, 0.001)):
        ratio, spent, died = simulate(10_000, workers, deaths)
        lost = f", of which {died} died" if deaths else ""
        on = f"10 000 sessions on {workers} simulated workers{lost}"
        print(f"- {on}: {ratio:.3f} × an even share of the work, {spent:.1f} s of processor.")


def main() -> None:
    """Measure, round after round, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--listeners", type=int, default=100)
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender == "prepare":
        prepare(Path(), arguments.episodes, arguments.minutes, arguments.listeners)
        return
    if arguments.contender == "plain":
        plain(Path(), arguments.episodes, arguments.minutes)
        return
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        os.environ["QUIETUDE_CACHE_DIR"] = str(folder / "cache")
        run("prepare", folder, arguments)
        costs: dict[str, list[Cost]] = {name: [] for name in NAMES}
        for _ in range(arguments.rounds):
            for name in NAMES:
                costs[name].append(run(name, folder, arguments))
        people = run("listeners", folder, arguments)
    table(costs, people, arguments)


if __name__ == "__main__":
    main()
