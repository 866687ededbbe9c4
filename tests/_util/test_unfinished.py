"""Files of a killed process are finished or removed by the next; those of a living one stay."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quietude._util import unfinished
from quietude._util.files import FileTransaction, PendingFile
from quietude._util.unfinished import clear, folder_of_records
from quietude.errors import DeliveryError

NAMES = ("a.mp3", "a.vtt", "new/a.json")

CALLS = ("open", "link", "unlink", "replace", "fsync", "write", "mkdir", "rmdir", "chmod")
"""Calls to the system that change a file."""

DIE_AT = """
import os, sys
from pathlib import Path
from quietude._util import files, moves, unfinished
from quietude._util.files import FileTransaction

step, overwrite, folder = int(sys.argv[1]), sys.argv[2] == "yes", Path(sys.argv[3])
count = 0

def dying(function):
    def wrapped(*args, **named):
        global count
        if count == step:
            os._exit(9)
        count += 1
        return function(*args, **named)
    return wrapped

# Every call to the system that changes a file of ours is a moment at which the process may die.
for module, name in ((os, "open"), (os, "link"), (os, "unlink"), (os, "replace"), (os, "fsync"),
                     (os, "write"), (os, "mkdir"), (os, "rmdir"), (os, "chmod")):
    setattr(module, name, dying(getattr(module, name)))
with FileTransaction([folder / name for name in {names}], overwrite=overwrite) as pending:
    for name in {names}:
        pending[folder / name].temporary.write_text("new")
    pending.commit()
"""


def killed_at(step: int, folder: Path, *, overwrite: bool) -> bool:
    """Run a transaction in a process that dies at a step; true if it did."""
    code = DIE_AT.replace("{names}", repr(NAMES))
    arguments = [str(step), "yes" if overwrite else "no", str(folder)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False)
    assert done.returncode in {0, 9}
    return done.returncode == 9


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def in_one_process(monkeypatch: pytest.MonkeyPatch, step: int, work: Callable[[], None]) -> bool:
    """Run some work that is torn down at a step as by a kill; true if it was.

    Nothing that runs on the way out may touch a file: the calls all fail from then on.
    """

    class Killed(BaseException):
        pass

    steps = itertools.count()
    dead = [False]

    def dying(function: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **named: object) -> object:
            if dead[0] or next(steps) == step:
                dead[0] = True
                raise Killed
            return function(*args, **named)

        return wrapped

    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, dying(getattr(os, name)))
        # A process that has died holds no lock and knows no record.
        patch.setattr(unfinished, "_records", records := unfinished._Records())
        with contextlib.suppress(Killed):
            work()
        if records._lock:
            patch.undo()
            records._lock.release()
        if records._file is not None:
            with contextlib.suppress(OSError):
                os.close(records._file)
    return dead[0]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_kill_at_any_moment_leaves_all_files_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, overwrite: bool
) -> None:
    outcomes = set()
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        before = {"a.mp3": "old", "a.vtt": "old"} if overwrite else {}
        for name, text in before.items():
            (folder / name).write_text(text)

        def work(folder: Path = folder) -> None:
            with FileTransaction([folder / name for name in NAMES], overwrite=overwrite) as pending:
                for name in NAMES:
                    pending[folder / name].temporary.write_text("new")
                pending.commit()

        died = in_one_process(monkeypatch, step, work)
        clear()
        after = contents(folder)
        assert after in (before, dict.fromkeys(NAMES, "new")), (step, after)
        outcomes.add(after == before)
        assert not list(folder.rglob(".*")), step
        assert not list(folder_of_records().glob("*.jsonl")), step
        if not died:
            break
    assert outcomes == {True, False}  # some were early enough, some late enough
    assert step > 25


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_interruption_at_any_moment_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, overwrite: bool
) -> None:
    """Ctrl-C just after any call to the system; nobody has to run another command."""
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        before = {"a.mp3": "old", "a.vtt": "old"} if overwrite else {}
        for name, text in before.items():
            (folder / name).write_text(text)
        steps = itertools.count()

        def interrupted(
            function: Callable[..., object], steps: Iterator[int] = steps, last: int = step
        ) -> Callable[..., object]:
            def wrapped(*args: object, **named: object) -> object:
                done = function(*args, **named)
                if next(steps) == last:
                    raise KeyboardInterrupt
                return done

            return wrapped

        with monkeypatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, interrupted(getattr(os, name)))
            patch.setattr(unfinished, "_records", records := unfinished._Records())
            with contextlib.suppress(KeyboardInterrupt):
                paths = [folder / name for name in NAMES]
                with FileTransaction(paths, overwrite=overwrite) as pending:
                    for path in paths:
                        pending[path].temporary.write_text("new")
                    pending.commit()
        atexit.unregister(records.end)
        records.end()
        assert contents(folder) in (before, dict.fromkeys(NAMES, "new")), step
        assert not list(folder.rglob(".*")), step
        assert not list(folder_of_records().glob("*")), step
        assert (folder / "new").exists() == (folder / "new/a.json").exists(), step
        if next(steps) <= step:
            break
    assert step > 25


@pytest.mark.slow
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_real_kill_at_any_moment_leaves_all_files_or_none(
    tmp_path: Path, *, overwrite: bool
) -> None:
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        before = {"a.mp3": "old", "a.vtt": "old"} if overwrite else {}
        for name, text in before.items():
            (folder / name).write_text(text)
        died = killed_at(step, folder, overwrite=overwrite)
        clear()
        assert contents(folder) in (before, dict.fromkeys(NAMES, "new")), step
        assert not list(folder.rglob(".*")), step
        assert not list(folder_of_records().glob("*.jsonl")), step
        if not died:
            break
    assert step > 25


@pytest.fixture
def torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a process was killed after the first of its moves."""
    for step in itertools.count():
        folder = tmp_path / str(step)
        folder.mkdir()
        (folder / "a.mp3").write_text("old")

        def work(folder: Path = folder) -> None:
            paths = [folder / "a.mp3", folder / "b.vtt"]
            with FileTransaction(paths, overwrite=True) as pending:
                for path in paths:
                    pending[path].temporary.write_text("new")
                pending.commit()

        assert in_one_process(monkeypatch, step, work)
        if (folder / "a.mp3").read_text() == "new":
            assert not (folder / "b.vtt").exists()
            return folder
        clear()
    raise AssertionError


def test_moves_that_are_missing_are_made(torn: Path) -> None:
    clear()
    assert contents(torn) == {"a.mp3": "new", "b.vtt": "new"}


def test_moves_are_taken_back_if_somebody_took_a_place_meanwhile(torn: Path) -> None:
    (torn / "b.vtt").write_text("somebody's own")
    clear()
    assert contents(torn) == {"a.mp3": "old", "b.vtt": "somebody's own"}


def test_a_file_changed_meanwhile_stays(torn: Path) -> None:
    (torn / "a.mp3").write_text("edited since")
    clear()
    assert contents(torn)["a.mp3"] == "edited since"
    assert not list(torn.glob(".*.part"))


def test_files_of_a_living_process_stay(tmp_path: Path) -> None:
    with PendingFile(tmp_path / "a.mp3", overwrite=False) as pending:
        clear()
        assert pending.temporary.exists()
        code = "from quietude._util.unfinished import clear; clear()"
        subprocess.run([sys.executable, "-c", code], check=True)
        assert pending.temporary.exists()
        pending.commit()
    assert not list(folder_of_records().iterdir())


@pytest.mark.parametrize(
    "row",
    [
        {"pending": "{victim}", "folders": []},
        {"pending": "{victim}", "folders": ["{folder}"]},
        {"pending": "relative/.a-0123456789ab.part", "folders": []},
        {"pending": "{folder}/.a-0123456789ab.part", "folders": 7},
        {"moves": [["{folder}/.a-0123456789ab.part", "/etc/passwd", True, [1, 1], None]]},
        {"moves": [["{victim}", "{folder}/b", True, [1, 1], None]]},
        {"moves": [[]]},
        ["pending"],
        {"moves": {"a": 1}},
    ],
)
def test_a_record_that_is_not_ours_removes_nothing(tmp_path: Path, row: object) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    records = folder_of_records()
    records.mkdir(parents=True, mode=0o700)
    filled = json.dumps(row).replace("{victim}", str(victim)).replace("{folder}", str(tmp_path))
    (records / "1-0.jsonl").write_text(filled + "\n" + "[" * 3000 + "\n" + '{"torn')
    clear()
    assert victim.read_text() == "precious"
    assert list(records.iterdir()) == []


def test_without_a_folder_for_records_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUIETUDE_DATA_DIR", str(tmp_path / "file/data"))
    with FileTransaction([tmp_path / "a", tmp_path / "b"], overwrite=False) as pending:
        pending[tmp_path / "a"].write_text("new")
        pending.commit()
    assert (tmp_path / "a").read_text() == "new"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    for names in (["a.mp3"], ["b.vtt", "a.mp3"]):
        paths = [tmp_path / name for name in names]
        with FileTransaction(paths, overwrite=False) as pending:
            (tmp_path / "a.mp3").write_text("somebody's own")
            with pytest.raises(DeliveryError, match="exists already"):
                pending.commit()
        assert contents(tmp_path) == {"a.mp3": "somebody's own"}
        (tmp_path / "a.mp3").unlink()


def test_nor_on_a_file_system_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    with PendingFile(tmp_path / "a", overwrite=False) as pending:
        (tmp_path / "a").write_text("somebody's own")
        with pytest.raises(DeliveryError, match="exists already"):
            pending.commit()
    with PendingFile(tmp_path / "b", overwrite=False) as pending:
        pending.write_text("new")
        pending.commit()
    assert contents(tmp_path) == {"a": "somebody's own", "b": "new"}


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "o.mp3"
    target.write_text("old")
    real = os.replace

    def stubborn(source: str | Path, place: str | Path) -> None:
        if Path(place) == target:
            raise PermissionError(1, "Operation not permitted", str(place))
        real(source, place)

    monkeypatch.setattr(os, "replace", stubborn)
    for names in (["o.mp3"], ["a.mp3", "o.mp3", "z.mp3"]):
        paths = [tmp_path / name for name in names]
        with (
            FileTransaction(paths, overwrite=True) as pending,
            pytest.raises(DeliveryError, match="not permitted"),
        ):
            pending.commit()
        assert contents(tmp_path) == {"o.mp3": "old"}


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("overwrite", [False, True])
def test_devices_and_pipes_are_no_places(tmp_path: Path, *, overwrite: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/null")
    for path in (tmp_path / "pipe", tmp_path / "null", Path("/dev/null")):
        with pytest.raises(DeliveryError, match="device or a pipe"):
            PendingFile(path, overwrite=overwrite)
    assert len(list(tmp_path.iterdir())) == 2


def test_the_lock_of_a_process_killed_before_its_record_goes_later() -> None:
    records = folder_of_records()
    records.mkdir(parents=True, mode=0o700)
    for name, age_s in (("old", 3600), ("new", 0)):
        (records / f"{name}.lock").touch()
        at = (records / f"{name}.lock").stat().st_mtime - age_s
        os.utime(records / f"{name}.lock", (at, at))
    clear()
    assert [path.name for path in records.iterdir()] == ["new.lock"]
