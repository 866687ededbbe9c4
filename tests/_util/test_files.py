"""Files that appear whole, together, or not at all; names that no file system takes."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from examples import BRIEF_S
from manifests import MANIFEST, write_series
from quietude import Output, Request, Script, Sound, render
from quietude._util import unfinished
from quietude._util.files import (
    FileTransaction,
    PendingFile,
    commit_all,
    is_file,
    is_folder,
    is_there,
)
from quietude.cli.app import app
from quietude.errors import DeliveryError, ManifestError, QuietudeError, UsageError
from quietude.script.bed import NoBed
from quietude.series.manifest.reader import read_manifest

LONG = "n" * 300


def test_questions_about_any_path(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert (is_file(tmp_path), is_folder(tmp_path), is_there(tmp_path)) == (False, True, True)
    assert (is_file(tmp_path / "a"), is_folder(tmp_path / "a")) == (True, False)
    for bad in (tmp_path / LONG, "a\x00b"):
        assert [is_file(bad), is_folder(bad), is_there(bad)] == [False] * 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["render", "safe-place", "--engine", "tone", "-o", f"{LONG}.mp3"],
        ["render", "safe-place", "--engine", "tone", "-o", f"{LONG}/a.mp3"],
        ["render", "safe-place", "--engine", "tone", "-o", "a.mp3", "--stems", LONG],
        ["render", "safe-place", "--engine", "tone", "--bed", f"{LONG}.mp3"],
        ["render", "safe-place", "--engine", "tone", "--cover", f"{LONG}.png"],
        ["render", "safe-place", "--engine", "tone", "--lexicon", f"{LONG}.yaml"],
        ["check", f"{LONG}.yaml"],
        ["check", LONG],
        ["series", "build", f"{LONG}.yaml", "-o", "site"],
        ["series", "build", "series.yaml", "-o", LONG, "--base-url", "https://example.org"],
        ["series", "check", LONG],
        ["series", "serve", LONG],
    ],
)
def test_a_name_too_long_is_an_error_for_people(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_series(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, QuietudeError | SystemExit), repr(result.exception)
    assert result.exit_code
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "old",
    [
        "file: one.yaml",
        "file: one.yaml, intro: {file: X.md}",
        "programme: X.yaml",
        "exercise: safe-place, bed: X.mp3",
    ],
)
def test_a_name_too_long_in_a_manifest_is_an_error(old: str, tmp_path: Path) -> None:
    new = old.replace("one", LONG).replace("X", LONG)
    text = MANIFEST.replace("- file: one.yaml", f"- {{{new}}}")
    with pytest.raises(ManifestError):
        read_manifest(write_series(tmp_path, text))


def test_the_longest_possible_name(brief: Script, tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.wav"
    render(brief, Output(path, receipt=False), Request(BRIEF_S, engine="tone"), Sound(NoBed()))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_pending_file_leaves_no_trace(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deeper" / "a.mp3"

    def write_and_fail() -> None:
        with PendingFile(target, overwrite=False) as pending:
            pending.temporary.write_bytes(b"half")
            assert len(list(target.parent.iterdir())) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()
    assert list(tmp_path.iterdir()) == []


def test_a_pending_file_appears_whole_with_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    with PendingFile(target, overwrite=False) as pending:
        pending.temporary.write_bytes(b"whole")
        assert not target.exists()
        pending.commit()
    assert target.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [target]
    if sys.platform != "win32":
        mask = os.umask(0)
        os.umask(mask)
        assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_an_existing_file_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with pytest.raises(DeliveryError, match="exists already"):
        PendingFile(target, overwrite=False)
    with PendingFile(target, overwrite=True) as pending:
        pending.temporary.write_bytes(b"new")
    assert target.read_bytes() == b"old"
    with pytest.raises(DeliveryError, match="folder"):
        PendingFile(tmp_path, overwrite=True)


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError, match="cannot be written"):
        PendingFile(tmp_path / "file" / "a.mp3", overwrite=False)
    assert not unfinished._records._pending  # or this process would keep its record for ever


def test_a_name_too_long_for_the_disk_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="cannot be written"):
        PendingFile(tmp_path / ("n" * 300 + ".mp3"), overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_several_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    old, new, last = tmp_path / "old.wav", tmp_path / "new" / "a.wav", tmp_path / "last.wav"
    old.write_bytes(b"mine")
    with ExitStack() as stack:
        pending = [
            stack.enter_context(PendingFile(path, overwrite=True)) for path in (old, new, last)
        ]
        for file in pending:
            file.write_text("ours")
        last.mkdir()  # it appeared in between, and cannot be replaced
        with pytest.raises(DeliveryError, match="cannot be written"):
            commit_all(pending)
    assert old.read_bytes() == b"mine"
    assert sorted(tmp_path.iterdir()) == [last, old]
    last.rmdir()
    with ExitStack() as stack:
        pending = [stack.enter_context(PendingFile(path, overwrite=True)) for path in (old, new)]
        for file in pending:
            file.write_text("ours")
        commit_all(pending)
    assert old.read_text() == new.read_text() == "ours"
    assert sorted(tmp_path.iterdir()) == [new.parent, old]


def test_a_long_name_and_a_file_system_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    long, taken = tmp_path / ("n" * 250 + ".wav"), tmp_path / "taken.wav"
    long.write_bytes(b"mine")
    with PendingFile(long, overwrite=True) as one, PendingFile(taken, overwrite=True) as other:
        one.write_text("ours")
        other.write_text("ours")
        taken.mkdir()
        with pytest.raises(DeliveryError):
            commit_all([one, other])
    assert long.read_bytes() == b"mine"
    assert sorted(tmp_path.iterdir()) == [long, taken]


def test_bytes_are_on_the_disk_before_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync, target = [], os.fsync, tmp_path / "a.bin"

    def watched(handle: int) -> None:
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode):  # the folder follows, with the new name
            synced.append((status.st_size, target.exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    with PendingFile(target, overwrite=False) as pending:
        pending.write_bytes(b"whole")
        pending.commit()
    assert synced == [(5, False)]


def test_a_transaction_tries_every_place_before_any_work(tmp_path: Path) -> None:
    taken = tmp_path / "taken.wav"
    taken.write_bytes(b"mine")
    with pytest.raises(DeliveryError, match="exists already"):
        FileTransaction([tmp_path / "new" / "a.wav", taken], overwrite=False)
    assert list(tmp_path.iterdir()) == [taken]


def test_a_transaction_has_one_file_for_each_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"both be called a\.wav"):
        FileTransaction([tmp_path / "a.wav", tmp_path / "a.wav"], overwrite=True)
    assert list(tmp_path.iterdir()) == []


def test_a_transaction_puts_its_files_in_place_or_removes_them(tmp_path: Path) -> None:
    first, second = tmp_path / "new" / "a.wav", tmp_path / "new" / "deeper" / "b.wav"
    with FileTransaction([first, second], overwrite=False) as files:
        files[first].write_text("one")
    assert list(tmp_path.iterdir()) == []
    with FileTransaction([first, second], overwrite=False) as files:
        files[first].write_text("one")
        files[second].write_text("two")
        assert not first.exists()
        files.commit()
    assert (first.read_text(), second.read_text()) == ("one", "two")
    assert sorted(first.parent.iterdir()) == [first, second.parent]
