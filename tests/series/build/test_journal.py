from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest

from manifests import built, files, write_series
from quietude.series.build.calendar import Seen
from quietude.series.build.journal import Journal, read_events, rewrite
from quietude.series.build.state import SeriesState
from quietude.series.build.state_folder import state_folder_of


@pytest.mark.parametrize("torn", [b'{"event": "placed", "ep', b"\xff\x00garbage", b""])
def test_a_torn_last_line_is_ignored(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add({"event": "one"}, {"event": "two"})
    with path.open("ab") as file:
        file.write(torn)
    assert [event["event"] for event in read_events(path)] == ["one", "two"]
    with Journal(path) as journal:
        journal.add({"event": "three"})
        # Another process may read it while it is open.
        assert [event["event"] for event in read_events(path)] == ["one", "two", "three"]


def test_a_damaged_line_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    whole = {
        "event": "seen",
        "episode": "/a",
        "guid": "g",
        "published": "2026-01-01T00:00:00+00:00",
    }
    lines = [b"{}", b"[1]", b'{"event": "seen"}', b'{"event": "placed", "files": 7}', b"\xff{"]
    path.write_bytes(b"\n".join([*lines, json.dumps(whole).encode(), b""]))
    state = SeriesState.from_events(read_events(path))
    assert state.seen == {"/a": Seen("g", whole["published"])}
    assert state.damaged == len(lines)


def test_a_shortened_journal_gives_the_same_state(tmp_path: Path) -> None:
    path = write_series(tmp_path)
    site = tmp_path / "site"
    built(path, site)
    journal = state_folder_of(site) / "journal.jsonl"
    ledger = SeriesState.from_events(read_events(journal))
    with Journal(journal) as more:
        more.add(*[{"event": "start", "pid": n} for n in range(2000)])
    before, long = files(site), journal.stat().st_size
    report = built(path, site)
    assert (report.kept, report.rendered) == (2, 0)
    assert files(site) == before
    assert journal.stat().st_size < long / 4
    if os.name == "posix":
        assert journal.stat().st_mode & 0o077 == 0
    after = SeriesState.from_events(read_events(journal))
    assert dataclasses.replace(after, event_count=0) == dataclasses.replace(ledger, event_count=0)
    assert not list(state_folder_of(site).glob("*.new"))


def test_a_journal_that_cannot_be_shortened_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add({"event": "one"})
    before = path.read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        rewrite(path, [{"event": "two"}])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
