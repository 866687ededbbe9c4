"""Files that somebody has open cannot be replaced on Windows: simulated, by what is open here."""

from __future__ import annotations

import atexit
import sys
import time
from pathlib import Path

import pytest

from quietude._util import files, moves, unfinished
from quietude._util.files import FileTransaction, PendingFile
from quietude._util.unfinished import clear, folder_of_records
from quietude.errors import DeliveryError
from windows_files import SharingViolationError, keep_open_files, needs_proc

pytestmark = needs_proc


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def write_anew(paths: list[Path]) -> None:
    with FileTransaction(paths, overwrite=True) as pending:
        for path in paths:
            pending[path].temporary.write_text("new")
        pending.commit()


def test_a_file_that_is_being_played_stays_and_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"a.mp3": "old", "a.vtt": "old"}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    with monkeypatch.context() as patch, (tmp_path / "a.vtt").open():
        keep_open_files(patch, tmp_path)
        patch.setattr(unfinished, "_records", records := unfinished._Records())
        with pytest.raises(DeliveryError, match="in use") as caught:
            write_anew([tmp_path / name for name in old])
        assert "a player" in str(caught.value.hint)
        # Its second name is the same file, and stays until nobody has it open.
        assert [text for name, text in contents(tmp_path).items() if name not in old] == ["old"]
        atexit.unregister(records.end)
        records.end()
    clear()
    assert contents(tmp_path) == old
    assert not list(folder_of_records().iterdir())


def test_an_unfinished_file_that_a_scanner_has_open_goes_with_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "_records", records := unfinished._Records())
    with monkeypatch.context() as patch:
        keep_open_files(patch, tmp_path)
        with PendingFile(tmp_path / "a.mp3", overwrite=False) as pending:
            scanner = pending.temporary.open()
        records.end()
        atexit.unregister(records.end)
        clear()
        assert len(contents(tmp_path)) == 1
        scanner.close()
        clear()
    assert contents(tmp_path) == {}
    assert not list(folder_of_records().iterdir())


def test_a_file_that_is_open_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.mp3").write_text("old")
    readers = [(tmp_path / "a.mp3").open() for _ in range(2)]
    monkeypatch.setattr(moves, "PATIENCE_S", (0.0,) * 5)
    monkeypatch.setattr(time, "sleep", lambda _: readers.pop().close() if readers else None)
    refused = keep_open_files(monkeypatch, tmp_path)
    with PendingFile(tmp_path / "a.mp3", overwrite=True) as pending:
        pending.write_text("new")
        pending.commit()
    assert contents(tmp_path) == {"a.mp3": "new"}
    assert len(refused) == 2


def test_a_path_that_is_too_long_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    error = files.unwritable(Path("a" * 300), FileNotFoundError(2, "No such file"))
    assert "259 characters" in str(error.hint)
    error = files.unwritable(Path("a"), SharingViolationError(13, "The file is in use"))
    assert "a player" in str(error.hint)


def test_names_of_devices_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(map(files.is_device_name, ("nul", "Con.mp3", "com1.tar.gz", "AUX .wav")))
    assert not any(map(files.is_device_name, ("null.mp3", "com10", "a con.mp3", "")))
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(DeliveryError, match="for a device"):
        PendingFile(tmp_path / "nul.mp3", overwrite=True)
