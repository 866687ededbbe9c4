"""Every reader of data from outside: good files are read, bad ones refused, and nothing else raised."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz_readers import Outcome, Reader, campaign
from fuzz_targets import readers
from fuzzing.branches import Branches
from fuzzing.changes import mutated
from quietude.durations import parse_duration
from quietude.errors import QuietudeError

CHEAP = 1.0
"""Share of the cases from which a reader is quick enough for every run of the tests."""


TEXTS = {".md", ".ssml", ".csv", ".jsonl", ".toml", ".pls", ".corrections"}


@pytest.fixture
def all_readers(tmp_path: Path) -> list[Reader]:
    return readers(tmp_path)


def test_the_files_to_begin_from_are_good(all_readers: list[Reader], tmp_path: Path) -> None:
    for number, reader in enumerate(all_readers):
        folder = tmp_path / f"good{number}"
        folder.mkdir()
        for name, data in reader.beside.items():
            (folder / name).write_bytes(data)
        for seed in reader.seeds:
            path = folder / f"seed{reader.suffix}"
            path.write_bytes(seed)
            if b'"do": "listeners"' not in seed:  # there is no series to take the table
                good = told(reader.read(path))
                if reader.suffix in TEXTS:  # as an editor on Windows keeps it
                    path.write_bytes(seed.replace(b"\n", b"\r\n"))
                    assert told(reader.read(path)) == good, reader.name


def told(result: object) -> str:
    """A result as words, without addresses in memory and the hash of its file."""
    return re.sub(r"0x[0-9a-f]+|sha256='\w+'", "", repr(result))


def test_two_thousand_damaged_files(all_readers: list[Reader]) -> None:
    quick = [reader for reader in all_readers if reader.share >= CHEAP]
    check(campaign(quick, 2000, guided=False))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_thousand_damaged_files(all_readers: list[Reader], seed: int) -> None:
    outcomes = campaign(all_readers, 25_000, seed)
    check(outcomes)
    for name, found in outcomes.items():
        assert found.deep > found.cases / 20, f"{name} is refused at the door"


def check(outcomes: dict[str, Outcome]) -> None:
    faults = [fault for found in outcomes.values() for fault in found.faults]
    assert not faults, "\n".join(faults)
    for name, found in outcomes.items():
        assert found.refused < found.cases, f"{name} refuses everything: its good file is not good"


def test_a_fault_is_found_by_what_it_reaches() -> None:
    """The fuzzer finds a fault that a value of another type leads to, and keeps what is new."""

    def read(path: Path) -> None:
        data = path.read_bytes()
        if not data.startswith(b"{"):
            message = "not ours"
            raise QuietudeError(message)
        assert b"null" not in data

    found = campaign([Reader("odd", ".json", [b'{"a": {"b": 1}}'], read)], 400)["odd"]
    assert found.faults
    assert found.refused
    assert found.cases == 400


def test_changes_keep_files_small_and_end() -> None:
    choice: random.Random = random.Random(1)  # noqa: S311
    corpus = [b"", b"\n", b'{"a": 1}', b"x: [1, 2]\n"]
    sizes: Iterator[int] = (len(mutated(corpus, choice)) for _ in range(500))
    assert max(sizes) <= 200_000


def test_branches_are_those_of_our_own_code() -> None:
    with Branches() as taken:
        not_ours("a")
        parse_duration("5m")
    reached, possible = taken.reached()
    assert 0 < reached < possible
    assert {Path(code.co_filename).name for code, _, _ in taken.steps} == {"durations.py"}


def not_ours(text: str) -> str:
    return text or ""
