"""A campaign of faults: kills at random moments, closed streams, limits, damaged files.

Writes the table in docs/reliability.md. Each kind counts: tracebacks, hangs, places with some files
of a session and not all, files left after the next run, and results that differ from those of an
undisturbed run.

    python scripts/check_faults.py                 # 200 kills, 3 000 damaged files
    python scripts/check_faults.py --kills 40 --cases 500
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- campaign: written by scripts/check_faults.py -->", "<!-- end of campaign -->"
HANG_S = 600.0

SCRIPT = """id: {id}
title: {id}
intensity: light
sections:
  - title: A
    steps: [Welcome {id}., pause: 2s, Rest here a while., pause: 3s]
  - title: B
    role: return
    steps: [Thank you.]
"""
MANIFEST = """show: {id: calm, title: Calm, description: D., author: A}
defaults: {engine: tone, bed: none}
start: 2026-03-01
every: 1w
episodes: [{file: one.yaml}, {file: two.yaml}, {file: three.yaml}]
"""
RENDER = [
    "render",
    "one.yaml",
    "-o",
    "out/a.mp3",
    "-o",
    "out/a.wav",
    "--captions",
    "vtt",
    "--engine",
    "tone",
    "--bed",
    "none",
    "--accept-care-risks",
    "--overwrite",
]
SERIES = ["series", "build", "series.yaml", "-o", "site", "--base-url", "https://example.org/show"]


@dataclass(slots=True)
class Row:
    """Counts of one kind of fault."""

    kind: str
    tried: int = 0
    tracebacks: int = 0
    hangs: int = 0
    partial: int = 0
    left: int = 0
    differing: int = 0
    notes: set[str] = field(default_factory=set)

    @property
    def cells(self) -> list[object]:
        """The row as it stands in the table."""
        return [
            self.kind,
            self.tried,
            self.tracebacks,
            self.hangs,
            self.partial,
            self.left,
            self.differing,
        ]


class Place:
    """A folder with scripts, and a user's folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        for name in ("one", "two", "three"):
            (folder / f"{name}.yaml").write_text(SCRIPT.format(id=name))
        (folder / "series.yaml").write_text(MANIFEST)

    def environment(self) -> dict[str, str]:
        """Variables that keep everything in the folder."""
        own = {
            f"QUIETUDE_{name}_DIR": str(self.folder / name.lower())
            for name in ("CACHE", "DATA", "CONFIG")
        }
        return {**os.environ, **own, "TMPDIR": str(self.temporary)}

    def hashes(self, name: str) -> dict[str, str]:
        """The files of a folder inside, hidden ones left out."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self.folder / name).rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    def leftovers(self) -> list[str]:
        """Files under temporary names, wherever they may lie."""
        marks = (".part", ".kept", ".new", ".lock")
        found = [
            path
            for path in self.folder.rglob("*")
            if path.suffix in marks or path.name.startswith(".new-")
        ]
        found += list(self.temporary.iterdir())
        return sorted({path.name for path in found})


def forked(place: Place, arguments: list[str], kill_after_s: float | None) -> tuple[int, str]:
    """Run a command in a fork, which has everything imported; returns its status and stderr.

    A new process would spend most of its time on imports, and most kills would hit those.
    """
    errors = place.folder / "stderr"
    pid = os.fork()
    if pid == 0:
        _be_the_program(place, arguments, errors)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + HANG_S
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), errors.read_text(errors="replace")
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -1, "hang"


def _be_the_program(place: Place, arguments: list[str], errors: Path) -> None:
    os.setsid()
    os.environ.update(place.environment())
    tempfile.tempdir = None
    os.chdir(place.folder)
    for number, path in ((1, os.devnull), (2, str(errors))):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["quietude", *arguments]
    code = 1
    try:
        if arguments == SERIES:
            _build_here()
            code = 0
        else:
            from quietude.cli import main

            main()
            code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001  (told to the parent)
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _build_here() -> None:
    """Build the series in this process: what is killed is the whole of the build."""
    from manifests import InlinePool, LogWatcher
    from quietude._util.unfinished import clear
    from quietude.series.build.builder import build
    from quietude.series.build.model import BuildOptions
    from quietude.series.manifest.reader import read_manifest

    clear()
    options = BuildOptions("https://example.org/show")
    build(
        read_manifest(Path("series.yaml")),
        Path("site"),
        options,
        lambda _: InlinePool(),
        LogWatcher(),
    )


def kills(  # noqa: PLR0913  (a campaign has many sides)
    row: Row, arguments: list[str], output: str, count: int, choice: random.Random, *, whole: bool
) -> None:
    """Kill a command at random moments, run another one, look, and run it to its end."""
    with tempfile.TemporaryDirectory() as base:
        good = Place(Path(base) / "good")
        forked(good, arguments, None)
        started = time.monotonic()
        shutil.rmtree(good.folder / output)
        forked(good, arguments, None)
        lasts_s = time.monotonic() - started
        wanted = good.hashes(output)
        for number in range(count):
            place = Place(Path(base) / str(number))
            shutil.copytree(good.folder / "cache", place.folder / "cache")
            if choice.randrange(2):  # over the results of an earlier run
                forked(place, arguments, None)
            before = place.hashes(output)
            _, told = forked(place, arguments, choice.uniform(0, 1.1 * lasts_s))
            forked(place, ["cache", "info"] if whole else arguments, None)
            row.tried += 1
            row.tracebacks += "Traceback" in told
            after = place.hashes(output)
            row.partial += whole and after not in (before, wanted, {})
            status, told = forked(place, arguments, None)
            row.tracebacks += "Traceback" in told
            row.hangs += told == "hang"
            row.left += bool(place.leftovers())
            row.notes |= set(place.leftovers())
            row.differing += status != 0 or place.hashes(output) != wanted
            shutil.rmtree(place.folder)


def commands(row: Row, prefixes: list[str], expect: Callable[[int, str], bool]) -> None:
    """Run a render as a process of its own, with something wrong around it."""
    program = f"{sys.executable} -m quietude {' '.join(RENDER)}"
    for prefix in prefixes:
        with tempfile.TemporaryDirectory() as base:
            place = Place(Path(base) / "place")
            line = prefix.format(program=program, temporary=place.temporary)
            try:
                done = subprocess.run(  # noqa: S603
                    ["sh", "-c", line],  # noqa: S607
                    cwd=place.folder,
                    env=place.environment(),
                    capture_output=True,
                    text=True,
                    timeout=HANG_S,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                row.tried, row.hangs = row.tried + 1, row.hangs + 1
                continue
            row.tried += 1
            row.tracebacks += "Traceback" in done.stderr
            out = place.hashes("out")
            row.partial += len(out) not in {0, 4}
            row.differing += not expect(done.returncode, done.stderr)
            forked(place, ["cache", "info"], None)
            row.left += bool(place.leftovers())
            row.notes |= set(place.leftovers())


def campaign(kill_count: int, cases: int, seed: int) -> tuple[list[Row], str]:
    """Run everything; returns the rows, and the table of the fuzzer."""
    choice = random.Random(seed)  # noqa: S311
    rows = [
        Row("`kill -9` of `render`: two formats, captions, receipt"),
        Row("`kill -9` of `series build`, three episodes"),
        Row("closed or full standard streams"),
        Row("memory limited to 800, 600, 500 and 400 MB"),
        Row("descriptors limited to 64, 32 and 16"),
    ]
    kills(rows[0], RENDER, "out", kill_count * 3 // 5, choice, whole=True)
    kills(rows[1], SERIES, "site", kill_count - kill_count * 3 // 5, choice, whole=False)
    streams = [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"]
    commands(rows[2], [f"{{program}} {stream}" for stream in streams], lambda code, _: code == 0)
    memory = [f"ulimit -v {megabytes * 1024}; {{program}}" for megabytes in (800, 600, 500, 400)]
    commands(rows[3], memory, lambda code, told: code == 0 or "not enough memory" in told)
    files = [f"ulimit -n {count}; {{program}}" for count in (64, 32, 16)]
    commands(rows[4], files, lambda code, told: code == 0 or "error:" in told)
    import fuzz_readers
    import fuzz_targets

    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "DATA", "CONFIG"):
            os.environ[f"QUIETUDE_{name}_DIR"] = str(Path(folder) / name.lower())
        outcomes = fuzz_readers.campaign(fuzz_targets.readers(Path(folder)), cases, seed)
    faults = [fault for outcome in outcomes.values() for fault in outcome.faults]
    print(*faults, sep="\n")
    total = Row(
        "damaged and forged files, for every reader", sum(o.cases for o in outcomes.values())
    )
    total.tracebacks = len(faults)
    return [*rows, total], fuzz_readers.table(outcomes)


def table(rows: list[Row], fuzzed: str, seed: int) -> str:
    """The tables of a campaign, in Markdown."""
    head: list[object] = [
        "fault",
        "tried",
        "tracebacks",
        "hangs",
        "some files of several",
        "files left",
        "other results",
    ]
    lines: list[list[object]] = [head, ["---"] * len(head), *(row.cells for row in rows)]
    written = "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
    return f"Seed {seed}, Python {sys.version.split()[0]}, {sys.platform}.\n\n{written}\n\n{fuzzed}"


def main() -> None:
    """Run the campaign and write its table; exits with 1 if anything was lost, left or torn."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--print", action="store_true", help="write nothing into the page")
    given = parser.parse_args()
    rows, fuzzed = campaign(given.kills, given.cases, given.seed)
    written = table(rows, fuzzed, given.seed)
    print(written, *(sorted(row.notes) for row in rows if row.notes), sep="\n")
    if not given.print:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(
            f"{before}{BEGIN}\n\n{written}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8"
        )
    faults = (row.tracebacks + row.hangs + row.partial + row.left + row.differing for row in rows)
    sys.exit(any(faults))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests/helpers"))
    import quietude.cli.app  # everything a fork needs is imported once
    import quietude.session.render  # noqa: F401

    main()
