"""The cost of a command includes everything it starts; benchmarks choose their peers by name."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import bench
from measuring import Memory, cost_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Holds 80 MB until its standard input is closed.
HOLDER = "import sys; held = bytearray(80 << 20); print('ready', flush=True); sys.stdin.read()"
WRAPPER = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDER!r}], check=True)"
GREEDY_WRAPPER = f"held = bytearray(300 << 20); {WRAPPER}"

BUSY = (
    "import time; time.sleep(0.15); end = time.process_time() + 0.15\n"
    "while time.process_time() < end: pass"
)
BUSY_WRAPPER = (
    f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}], check=True)"
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


def peak_of(code: str, *, own: bool, root: Callable[[int], int | None]) -> Memory:
    """Returns the memory sampled while a command runs; it runs until it has been sampled.

    Args:
        code: Python source to run.
        own: False to count only the memory of processes it starts.
        root: Chooses the process to watch, given the id of the command's.
    """
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        with Memory(root(process.pid), own=own, every_s=0.01) as memory:
            process.stdout.readline()
            hang_guard = time.monotonic() + 300
            while (
                min(memory.largest_mb, memory.together_mb) <= 80 and time.monotonic() < hang_guard
            ):
                time.sleep(0.01)
            process.stdin.close()
    return memory


@linux
def test_memory_includes_what_a_command_starts() -> None:
    memory = peak_of(WRAPPER, own=True, root=lambda pid: pid)
    assert 80 < memory.largest_mb <= memory.together_mb < 200


@linux
def test_memory_of_what_a_command_starts_alone() -> None:
    memory = peak_of(GREEDY_WRAPPER, own=False, root=lambda pid: pid)
    assert 80 < memory.largest_mb <= memory.together_mb < 200


@linux
def test_memory_of_what_this_process_starts() -> None:
    ours = bytearray(300 << 20)
    memory = peak_of(HOLDER, own=False, root=lambda _pid: None)
    assert 80 < memory.largest_mb < 200 < len(ours)


@linux
def test_time_includes_what_a_command_starts(tmp_path: Path) -> None:
    cost = cost_of([sys.executable, "-c", BUSY_WRAPPER], tmp_path)
    assert cost.cpu_s > 0.15
    assert cost.wall_s > 0.3
    assert cost.memory_mb >= cost.largest_mb


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_peers_are_chosen_by_name_beside_ours_and_the_bare_encoder() -> None:
    always = list(bench.CONTENDERS)[:3]
    assert bench.contenders() == list(bench.CONTENDERS)
    chosen = bench.contenders(["lame", "pydub"])
    assert [contender for contender in chosen if contender not in always] == [
        "pydub, duck, overlay, measure",
        "pydub, the same, slice by slice",
        "lame -b 128, same audio",
    ]
