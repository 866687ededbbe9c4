from __future__ import annotations

import faulthandler
import gc
import itertools
import os
import signal
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from examples import BRIEF, SMALL
from quietude.script.parse import parse_script

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from quietude.script.model import Script

# The same examples in every run: what passed here passes elsewhere, on a busy machine too.
# `make check-all` looks for new ones.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", _UNHURRIED, derandomize=True, database=None, max_examples=40)
settings.register_profile("explore", _UNHURRIED, print_blob=True)
settings.load_profile("steady")


HANGS_AFTER_S = {"quick": 900.0, "slow": 7200.0}
"""Upper bounds against silent hangs, far above any test, in seconds."""

_SET_AGAIN_S = 60.0
_watch = {"bound_s": 0.0, "set_at_s": 0.0, "stderr": 2}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """End a process that hangs, with the stacks of its threads; xdist then names the test.

    One alarm for all tests of a minute: a thread for each took a second and more of every hundred.
    No signal, since tests use SIGALRM.
    """
    bound_s = HANGS_AFTER_S["slow" if item.get_closest_marker("slow") else "quick"]
    now_s = time.monotonic()
    if bound_s > _watch["bound_s"] or now_s - _watch["set_at_s"] > _SET_AGAIN_S:
        faulthandler.dump_traceback_later(bound_s, file=int(_watch["stderr"]), exit=True)
        _watch.update(bound_s=bound_s, set_at_s=now_s)


def pytest_unconfigure() -> None:
    faulthandler.cancel_dump_traceback_later()


def pytest_configure() -> None:
    """Take the signals as a terminal hands them on, and compile each module once.

    Where the suite was started with some of them ignored (``nohup make test &``, some CI runners),
    every process that a test starts would inherit that, and wait for ever for what ends it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    # The program is compiled once, as where pip has installed it, and not by each of the hundreds
    # of processes that tests start.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # No test survives a power cut, and the processor waits for the disk. Tests of the order in
    # which things reach it put a function of their own there.
    os.fsync = lambda _handle: None  # type: ignore[assignment]  # by place alone
    _watch["stderr"] = os.dup(2)  # before what tests write there is caught


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """Collect the tests without the collector of garbage, and leave them out of it ever after.

    Thousands of tests are millions of objects that live as long as the process; walking through
    them again and again took a tenth of the time of the suite.
    """
    gc.set_threshold(50_000, 20, 20)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def _user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New folders for a user, one after the other; none is made before it is used.

    Thousands of tests use none of them, and making three for each took a tenth of the suite.
    """
    base = tmp_path_factory.mktemp("users")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_folders(_user_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = next(_user_folders)
    monkeypatch.setenv("QUIETUDE_CACHE_DIR", str(folder / "cache"))
    monkeypatch.setenv("QUIETUDE_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("QUIETUDE_CONFIG_DIR", str(folder / "config"))


@pytest.fixture
def small() -> Script:
    return parse_script(SMALL, source="small.yaml")


@pytest.fixture
def brief() -> Script:
    return parse_script(BRIEF, source="brief.yaml")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def empty_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that must be empty again when a failing render is over."""
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder
    assert list(folder.iterdir()) == []
