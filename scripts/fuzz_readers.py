"""A fuzzer for every reader of data from outside: structure-aware, guided by coverage.

Each reader is called with files that began as good ones: their values exchanged, lines moved,
elements doubled, brackets nested, halves spliced. A file that takes a way through Quietude that no
other has taken is kept, and bred from. Readers may refuse a file with an error for people; whatever
else they raise is a fault.

    python scripts/fuzz_readers.py 50000             # cases, in all
    python scripts/fuzz_readers.py 5000 1 manifest   # with seed 1, readers of that name alone
    python scripts/fuzz_readers.py 50000 --keep counts   # readers that are there are not run again
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import random
import re
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzzing.branches import Branches
from fuzzing.changes import mutated
from quietude._util.strict_reading import ReadingError
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SLOW_S = 10.0
"""Time of a case, on a processor, from which it counts as a hang."""

_LARGEST_PARENT = 20_000


@dataclass(slots=True)
class Reader:
    """A reader, its good files, how it is called, and its share of the cases.

    Attributes:
        name: Its name in the table.
        suffix: The suffix of its files.
        seeds: Good files.
        read: Reads one.
        share: Its share of the cases; 1 is that of a quick reader.
        beside: Files that lie beside the one that is read.
    """

    name: str
    suffix: str
    seeds: list[bytes]
    read: Callable[[Path], Any]
    share: float = 1.0
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """Results of a campaign.

    Attributes:
        cases: Files that were read.
        refused: Those that were refused.
        deep: Those, refused or not, that went at least half as far as the good files do.
        kept: Those that went new ways, and were bred from.
        reached: Branches taken by all of them, and branches of all functions that were entered.
        faults: Everything else that was raised, and hangs.
        slowest_s: Time of the slowest, on a processor.
    """

    cases: int = 0
    refused: int = 0
    deep: int = 0
    kept: int = 0
    reached: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0


def campaign(
    readers: list[Reader],
    cases: int,
    seed: int = 0,
    *,
    guided: bool = True,
    keep: Path | None = None,
) -> dict[str, Outcome]:
    """Call each reader with its share of the cases; returns the outcomes by its name.

    Args:
        readers: The readers.
        cases: The number of cases of all readers.
        seed: Decides all changes.
        guided: False to go without a trace, in a fifth of the time, and breed from good files only.
        keep: A folder of outcomes; a reader whose outcome of as many cases is there is not called.
    """
    outcomes = {}
    shares = sum(reader.share for reader in readers)
    for reader in readers:
        choice = random.Random(f"{seed} {reader.name}")  # noqa: S311
        count = max(1, round(cases * reader.share / shares))
        name = re.sub(r"\W+", "-", f"{reader.name} {seed} {count}")
        kept = keep / f"{name}.json" if keep else None
        if kept and kept.exists():
            outcomes[reader.name] = _kept(kept)
            continue
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decoders, about what is damaged
            for name, data in reader.beside.items():
                (Path(folder) / name).write_bytes(data)
            path = Path(folder) / f"case{reader.suffix}"
            outcomes[reader.name] = _fuzz(reader, count, choice, path, guided=guided)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(dataclasses.asdict(outcomes[reader.name])))
    return outcomes


def _kept(path: Path) -> Outcome:
    outcome = Outcome(**json.loads(path.read_text()))
    taken, possible = outcome.reached
    return dataclasses.replace(outcome, reached=(taken, possible))


def _fuzz(
    reader: Reader, cases: int, choice: random.Random, path: Path, *, guided: bool
) -> Outcome:
    outcome, corpus, taken = Outcome(), list(reader.seeds), Branches()
    far = 0
    for case in range(cases):
        good = case < len(reader.seeds)
        data = corpus[case] if good else mutated(corpus, choice, reader.suffix)
        path.write_bytes(data)
        here = Branches()
        _call(reader, path, outcome, here if guided else None)
        far = max(far, len(here.steps)) if good else far
        outcome.deep += len(here.steps) >= far / 2
        new = not here.steps <= taken.steps
        taken.steps |= here.steps
        if new and not good and len(data) < _LARGEST_PARENT:
            corpus.append(data)
            outcome.kept += 1
    outcome.reached = taken.reached()
    return outcome


def _call(reader: Reader, path: Path, outcome: Outcome, here: Branches | None) -> None:
    started = time.process_time()
    outcome.cases += 1
    try:
        with here or contextlib.nullcontext():
            reader.read(path)
    except (QuietudeError, ReadingError):
        outcome.refused += 1
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        where = f"{type(error).__name__}: {error}"[:200]
        outcome.faults.append(f"{reader.name}: {where}: {path.read_bytes()[:400]!r}")
    spent_s = time.process_time() - started
    outcome.slowest_s = max(outcome.slowest_s, spent_s)
    if spent_s > SLOW_S:
        outcome.faults.append(f"{reader.name}: a hang: {path.read_bytes()[:200]!r}")


def table(outcomes: dict[str, Outcome]) -> str:
    """A table of a campaign, in Markdown."""
    rows = [
        "| reader | cases | refused | deep | bred from | branches reached | faults | slowest |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in outcomes.items():
        taken, possible = found.reached
        reached = f"{taken} of {possible} ({100 * taken // max(possible, 1)} %)"
        slow = f"{found.slowest_s * 1000:.0f} ms"
        counts = f"{found.cases} | {found.refused} | {found.deep} | {found.kept} | {reached}"
        rows.append(f"| {name} | {counts} | {len(found.faults)} | {slow} |")
    return "\n".join(rows)


def main() -> None:
    """Fuzz every reader and print the table; exits with 1 if there is a fault."""
    from fuzz_targets import readers

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cases", type=int, nargs="?", default=3000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("names", nargs="*", help="readers with one of these in their names")
    parser.add_argument("--keep", type=Path, help="folder of finished readers, to go on from")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "DATA", "CONFIG"):
            os.environ[f"QUIETUDE_{name}_DIR"] = str(Path(folder) / name.lower())
        chosen = [
            reader
            for reader in readers(Path(folder))
            if not given.names or any(name in reader.name for name in given.names)
        ]
        outcomes = campaign(chosen, given.cases, given.seed, keep=given.keep)
    print(table(outcomes))
    faults = [fault for found in outcomes.values() for fault in found.faults]
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
