"""A fuzzer for every reader of data from outside: structure-aware, guided by coverage.

Each reader is called with files that began as good ones: their values replaced, lines moved,
brackets nested, halves spliced. A file that reaches lines of Quietude no other has reached is kept,
and bred from. Readers may refuse a file with an error for people; whatever else they raise is a
fault.

    python scripts/fuzz_readers.py 50000      # cases, in all
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quietude
from quietude._util.strict_reading import ReadingError
from quietude.errors import QuietudeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SOURCE = str(Path(quietude.__file__).parent)
SLOW_S = 10.0
"""Time of a case, on a processor, from which it counts as a hang."""

VALUES = [
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"Infinity",
    b"NaN",
    b'""',
    b"[]",
    b"{}",
    b"[[[]]]",
    b'"\\u0000"',
    b'"\\ud800"',
    b"../../etc/passwd",
    b"/dev/null",
    b"9" * 400,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{{ name }}",
    b"{% if name %}",
    b"&a",
    b"*a",
    b"!!python/object:os.system",
    b"<!DOCTYPE x>",
    b"&amp;",
    b"\x00",
    b"\x1b[2J",
    "\u202e".encode(),
    b"a" * 3000,
    b"[" * 60,
    b"{" * 60,
    b"2026-02-30",
    b"- " * 40,
    b"12:61",
    b"1h99m",
    b"[pause 9999999 s]",
    b"5s-2s",
]
"""Contents of files that were torn, forged, or written by another program."""

_LARGEST_PARENT = 20_000
_PIECE = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[\w.+-]+|[^\s\w]|\s+')


@dataclass(slots=True)
class Reader:
    """A reader, its good files, how it is called, and its share of the cases."""

    name: str
    suffix: str
    seeds: list[bytes]
    read: Callable[[Path], Any]
    share: float = 1.0


@dataclass(slots=True)
class Outcome:
    """Results of a campaign."""

    cases: int = 0
    refused: int = 0
    lines: set[tuple[str, int]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0


def campaign(readers: list[Reader], cases: int, seed: int = 0) -> dict[str, Outcome]:
    """Call each reader with its share of the cases; returns the outcomes by its name."""
    outcomes = {}
    shares = sum(reader.share for reader in readers)
    for reader in readers:
        choice = random.Random(f"{seed} {reader.name}")  # noqa: S311
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"case{reader.suffix}"
            outcomes[reader.name] = _fuzz(
                reader, max(1, round(cases * reader.share / shares)), choice, path
            )
    return outcomes


def _fuzz(reader: Reader, cases: int, choice: random.Random, path: Path) -> Outcome:
    outcome, corpus = Outcome(), list(reader.seeds)
    for case in range(cases):
        data = corpus[case] if case < len(reader.seeds) else mutated(corpus, choice)
        path.write_bytes(data)
        before = len(outcome.lines)
        _call(reader, path, outcome)
        if (
            len(outcome.lines) > before
            and case >= len(reader.seeds)
            and len(data) < _LARGEST_PARENT
        ):
            corpus.append(data)
    return outcome


def _call(reader: Reader, path: Path, outcome: Outcome) -> None:
    started = time.process_time()
    outcome.cases += 1
    sys.settrace(lambda frame, _event, _arg: _tracer(frame, outcome.lines))
    try:
        reader.read(path)
    except (QuietudeError, ReadingError):
        outcome.refused += 1
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        sys.settrace(None)
        where = f"{type(error).__name__}: {error}"[:200]
        outcome.faults.append(f"{reader.name}: {where}: {path.read_bytes()[:200]!r}")
    finally:
        sys.settrace(None)
    outcome.slowest_s = max(outcome.slowest_s, time.process_time() - started)
    if time.process_time() - started > SLOW_S:
        outcome.faults.append(f"{reader.name}: a hang: {path.read_bytes()[:200]!r}")


def _tracer(frame: FrameType, lines: set[tuple[str, int]]) -> Any:
    """Follows functions of Quietude, line by line; nothing else."""
    name = frame.f_code.co_filename
    if not name.startswith(SOURCE):
        return None

    def line(inner: FrameType, _event: str, _arg: object) -> Any:
        lines.add((name, inner.f_lineno))
        return line

    lines.add((name, frame.f_lineno))
    return line


def mutated(corpus: list[bytes], choice: random.Random) -> bytes:
    """A good file with one to four changes."""
    data = choice.choice(corpus)
    for _ in range(choice.choice([1, 1, 1, 2, 2, 3, 4])):
        data = choice.choice(CHANGES)(data, corpus, choice)
    return data[:200_000]


def _value(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value, or name, or sign replaced."""
    pieces = _PIECE.findall(data)
    if pieces:
        pieces[choice.randrange(len(pieces))] = choice.choice(VALUES)
    return b"".join(pieces)


def _swapped(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value in the place of another."""
    pieces = _PIECE.findall(data) or [b""]
    a, b = choice.randrange(len(pieces)), choice.randrange(len(pieces))
    pieces[a] = pieces[b]
    return b"".join(pieces)


def _lines(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """A line left out, said twice, moved, or indented."""
    lines = data.split(b"\n")
    at = choice.randrange(len(lines))
    line = lines.pop(at)
    kind = choice.randrange(4)
    if kind == 1:
        lines[at:at] = [line] * choice.choice([2, 2, 50])
    elif kind == 2:  # noqa: PLR2004
        lines.insert(choice.randrange(len(lines) + 1), line)
    elif kind == 3:  # noqa: PLR2004
        lines.insert(at, choice.choice([b" ", b"  ", b"\t", b"- "]) + line)
    return b"\n".join(lines)


def _spliced(data: bytes, corpus: list[bytes], choice: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    other = choice.choice(corpus)
    return data[: choice.randrange(len(data) + 1)] + other[choice.randrange(len(other) + 1) :]


def _bytes(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """A byte changed, or some cut away, as a crash does."""
    at = choice.randrange(len(data) + 1)
    if choice.randrange(2):
        return data[:at]
    return data[:at] + bytes([choice.randrange(256)]) + data[at + 1 :]


def _nested(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """One value within many brackets."""
    pieces = _PIECE.findall(data) or [b""]
    at, depth = choice.randrange(len(pieces)), choice.choice([3, 30, 300, 3000])
    opening, closing = choice.choice([(b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b"{{", b"}}")])
    pieces[at] = opening * depth + pieces[at] + closing * depth
    return b"".join(pieces)


def _typed(data: bytes, _corpus: list[bytes], choice: random.Random) -> bytes:
    """JSON in which one value has another type."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        return _value(data, _corpus, choice)
    places: list[tuple[Any, Any]] = []
    todo = [plain]
    while todo:
        part = todo.pop()
        if isinstance(part, dict | list):
            keys = list(part) if isinstance(part, dict) else range(len(part))
            places += [(part, key) for key in keys]
            todo += [part[key] for key in keys]
    if places:
        part, key = choice.choice(places)
        part[key] = choice.choice([None, True, -1, 1e308, "", "x", [], {}, [[]], "../x", 1 << 70])
    return json.dumps(plain).encode()


CHANGES = [_value, _value, _swapped, _lines, _spliced, _bytes, _nested, _typed, _typed]


def table(outcomes: dict[str, Outcome]) -> str:
    """A table of a campaign, in Markdown."""
    rows = [
        "| reader | cases | refused | lines reached | faults | slowest |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in outcomes.items():
        slow = f"{found.slowest_s * 1000:.0f} ms"
        counts = f"{found.cases} | {found.refused} | {len(found.lines)} | {len(found.faults)}"
        rows.append(f"| {name} | {counts} | {slow} |")
    return "\n".join(rows)


def main() -> None:
    """Fuzz every reader and print the table; exits with 1 if there is a fault."""
    from fuzz_targets import readers

    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0  # noqa: PLR2004
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "DATA", "CONFIG"):
            os.environ[f"QUIETUDE_{name}_DIR"] = str(Path(folder) / name.lower())
        outcomes = campaign(readers(Path(folder)), cases, seed)
    print(table(outcomes))
    faults = [fault for found in outcomes.values() for fault in found.faults]
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
