"""Signals end the program: the exception arrives, even after it was lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

TEMPLATE = """
import signal, sys, time, weakref
from quietude.cli import signals
from quietude.cli.signals import Termination, interruption_taken

def work():
{work}

termination = Termination()
termination.install()
try:
    work()
finally:
    termination.finish()
{after}
"""


def run(work: str, *before: str, after: str = "") -> subprocess.CompletedProcess[str]:
    """Run some work as the program runs a command, with words before it like ``nohup``."""
    indented = "\n".join(f"    {line}" for line in work.strip().splitlines())
    code = TEMPLATE.format(work=indented, after=after)
    return subprocess.run(
        [*before, sys.executable, "-c", code],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_open_files_are_closed_on_the_way_out(name: str, code: int) -> None:
    work = f"try:\n    signal.raise_signal(signal.{name})\nfinally:\n    print('closed')"
    result = run(work)
    assert (result.returncode, result.stdout, result.stderr) == (code, "closed\n", "")


def test_an_exception_that_was_lost_is_raised_again() -> None:
    lose = """
for attempt in range(3):
    try:
        signal.raise_signal(signal.SIGTERM) if not attempt else time.sleep(200)
    except BaseException:
        pass  # as code in C may do
time.sleep(200)
print("went on")
"""
    result = run(lose)
    assert (result.returncode, result.stdout, result.stderr) == (143, "", "")


def test_a_slow_way_out_is_not_cut_short() -> None:
    slow = """
try:
    signal.raise_signal(signal.SIGTERM)
finally:
    time.sleep(0.3)  # several times as long as the alarm would wait
    print("closed")
"""
    result = run(slow)
    assert (result.returncode, result.stdout) == (143, "closed\n")


LOST = """
try:
    signal.raise_signal(signal.SIGTERM)
except BaseException:
    pass
"""


def test_nothing_is_raised_once_it_is_finished() -> None:
    result = run(
        f"signals._RETRY_S = 60\n{LOST}",
        after="print(signal.getitimer(signal.ITIMER_REAL)[0])\ntime.sleep(0.3)",
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "0.0\n", "")


def test_an_alarm_that_goes_off_while_it_is_finished_is_ignored() -> None:
    result = run("pass", after="signal.raise_signal(signal.SIGALRM)\nprint('went on')")
    assert (result.returncode, result.stdout, result.stderr) == (0, "went on\n", "")


def test_under_nohup_a_closed_terminal_changes_nothing() -> None:
    result = run("signal.raise_signal(signal.SIGHUP)\nprint('went on')", "nohup")
    assert result.stdout == "went on\n"


IN_A_CALLBACK = """
class Thing:
    pass

thing = Thing()
reference = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
try:
    del thing
    time.sleep(200)
    print("went on")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interruption_that_python_drops_comes_again_without_a_word() -> None:
    result = run(IN_A_CALLBACK)
    assert (result.returncode, result.stdout, result.stderr) == (0, "interrupted\n", "")


def test_without_an_alarm_a_thread_sends_a_signal_again() -> None:
    windows = "signals.sys = type('System', (), {'platform': 'win32'})"
    waiting = IN_A_CALLBACK.replace("time.sleep(200)", "[time.sleep(0.01) for _ in range(20_000)]")
    result = run(f"{windows}\n{waiting}")
    assert (result.returncode, result.stdout, result.stderr) == (0, "interrupted\n", "")


def test_an_interruption_that_was_taken_does_not_come_again() -> None:
    stopped = """
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    interruption_taken()
time.sleep(0.3)
print("went on")
"""
    result = run(stopped)
    assert (result.returncode, result.stdout, result.stderr) == (0, "went on\n", "")


def test_in_the_background_an_interruption_changes_nothing() -> None:
    work = "signal.raise_signal(signal.SIGINT)\nprint('went on')"
    assert run(work, "sh", "-c", "trap '' INT; exec \"$@\"", "sh").stdout == "went on\n"


def test_other_faults_in_callbacks_are_told() -> None:
    result = run("thing = set()\nweakref.finalize(thing, print, file=3)\ndel thing")
    assert "AttributeError" in result.stderr
