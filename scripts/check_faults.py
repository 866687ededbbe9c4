"""A campaign of faults: kills at random moments, closed streams, limits, damaged files.

Writes the table in docs/reliability.md. Each kind counts: tracebacks, hangs, places with some files
of a session and not all, files left after the next run, and results that differ from those of an
undisturbed run.

    python scripts/check_faults.py                       # 240 kills, 3 000 damaged files
    python scripts/check_faults.py --scale 0.1 --cases 500
    python scripts/check_faults.py --only studio --print
    python scripts/check_faults.py --keep results        # not run again: what is there
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from faults import kills, limits
from faults.places import Row

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- campaign: written by scripts/check_faults.py -->", "<!-- end of campaign -->"

KINDS: dict[str, tuple[int, Callable[[int, random.Random], Row]]] = {
    "render": (60, kills.render_kills),
    "takes": (40, kills.takes_kills),
    "series": (40, kills.series_kills),
    "cluster": (20, kills.cluster_kills),
    "studio": (30, kills.studio_kills),
    "interrupt": (50, kills.interruptions),
    "streams": (1, limits.streams),
    "memory": (1, limits.memory),
    "descriptors": (1, limits.descriptors),
    "disks": (1, limits.disks),
    "clocks": (6, limits.clocks),
    "users": (4, limits.users),
    "night": (1, limits.long_session),
}
"""Each kind, the number of its trials, and its function."""

_HEAD = ("fault", "tried", "tracebacks", "hangs", "some files of several", "files left",
         "other results")  # fmt: skip


_PIECE = 10
"""Trials after which the counts are kept; each piece begins with undisturbed runs of its own."""


def rows(only: list[str], scale: float, seed: int, keep: Path | None) -> list[Row]:
    """Run the kinds asked for; pieces kept from an earlier run are taken from there."""
    found = []
    for name, (count, function) in KINDS.items():
        total = max(1, round(count * scale))
        pieces: list[Row] = []
        for first in range(0, total, _PIECE):
            kept = keep / f"{name} {first}.json" if keep else None
            if kept and kept.exists():
                pieces.append(Row(**json.loads(kept.read_text())))
                continue
            if only and name not in only:
                continue
            choice = random.Random(f"{seed} {name} {first}")  # noqa: S311
            row = function(min(_PIECE, total - first), choice)
            print(name, first, row, flush=True)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(json.dumps(dataclasses.asdict(row)))
            pieces.append(row)
        if pieces:
            found.append(functools.reduce(Row.plus, pieces))
    return found


def fuzzed(cases: int, seed: int, keep: Path | None) -> tuple[Row, str]:
    """Feed every reader that is not kept; returns the counts, and the fuzzer's table."""
    import fuzz_readers
    import fuzz_targets

    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "DATA", "CONFIG"):
            os.environ[f"QUIETUDE_{name}_DIR"] = str(Path(folder) / name.lower())
        readers = fuzz_targets.readers(Path(folder))
        outcomes = fuzz_readers.campaign(
            readers, cases, seed, keep=keep / "readers" if keep else None
        )
    row = Row("damaged and forged files, for every reader")
    row.tried = sum(outcome.cases for outcome in outcomes.values())
    row.notes = [fault for outcome in outcomes.values() for fault in outcome.faults]
    row.tracebacks = len(row.notes)
    return row, fuzz_readers.table(outcomes)


def table(done: list[Row], readers: str, seed: int) -> str:
    """The tables of a campaign, in Markdown."""
    lines: list[list[object]] = [[*_HEAD], ["---"] * len(_HEAD)]
    lines += [
        [row.kind, row.tried, row.tracebacks, row.hangs, row.partial, row.left, row.differing]
        for row in done
    ]
    written = "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
    return (
        f"Seed {seed}, Python {sys.version.split()[0]}, {sys.platform}.\n\n{written}\n\n{readers}"
    )


def main() -> None:
    """Run the campaign and write its table; exits with 1 if anything was lost, left or torn."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", default=[], choices=[*KINDS, "fuzz"])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the trials")
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder of finished kinds, to go on from")
    parser.add_argument("--print", action="store_true", help="write nothing into the page")
    given = parser.parse_args()
    done = rows(given.only, given.scale, given.seed, given.keep)
    readers = ""
    if not given.only or "fuzz" in given.only:
        row, readers = fuzzed(given.cases, given.seed, given.keep)
        done.append(row)
    written = table(done, readers, given.seed)
    print(written, *(note for row in done for note in row.notes), sep="\n")
    if not given.print:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(
            f"{before}{BEGIN}\n\n{written}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8"
        )
    sys.exit(any(row.faults for row in done))


if __name__ == "__main__":
    import quietude.cli.app  # everything a fork needs is imported once
    import quietude.session.render
    import quietude.speech.takes.folder  # noqa: F401

    main()
