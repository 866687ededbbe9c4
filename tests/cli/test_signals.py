"""Being told to end, in a process of its own: the exception arrives, even after it was lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

START = """
import signal, time
from quietude.cli.signals import Ending
ending = Ending()
ending.listen()
"""


def run(code: str, *before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", START + code],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_files_are_let_go_of_on_the_way_out(name: str, code: int) -> None:
    result = run(f"try:\n    signal.raise_signal(signal.{name})\nfinally:\n    print('let go')")
    assert (result.returncode, result.stdout, result.stderr) == (code, "let go\n", "")


def test_one_that_was_lost_comes_again() -> None:
    lose = """
for _ in range(3):
    try:
        signal.raise_signal(signal.SIGTERM) if not _ else time.sleep(5)
    except BaseException:
        pass  # as code in C may do
time.sleep(5)
print("went on")
"""
    result = run(lose)
    assert (result.returncode, result.stdout, result.stderr) == (143, "", "")


def test_a_slow_way_out_is_not_cut_short() -> None:
    slow = """
try:
    signal.raise_signal(signal.SIGTERM)
finally:
    time.sleep(0.3)
    print("let go")
"""
    assert run(slow).stdout == "let go\n"


def test_who_asked_not_to_be_hung_up_on_is_not() -> None:
    result = run("signal.raise_signal(signal.SIGHUP); print('went on')", "nohup")
    assert result.stdout == "went on\n"
