"""What a command costs is what it costs with all it starts; beside whom is chosen by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import bench
from measuring import Memory, cost_of

HUNGRY = (
    "import time; held = bytearray(80 << 20); time.sleep(0.15);"
    "end = time.process_time() + 0.15\n"
    "while time.process_time() < end: pass"
)
WRAPPER = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HUNGRY!r}], check=True)"

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


@linux
def test_memory_and_time_of_what_a_command_starts_are_its_own(tmp_path: Path) -> None:
    cost = cost_of([sys.executable, "-c", WRAPPER], tmp_path)
    assert cost.cpu_s > 0.15
    assert cost.wall_s > 0.3
    assert 80 < cost.largest_mb < cost.memory_mb < 200


@linux
def test_only_what_this_process_starts(tmp_path: Path) -> None:
    ours = bytearray(300 << 20)
    with Memory(own=False, every_s=0.02) as memory:
        cost_of([sys.executable, "-c", HUNGRY], tmp_path)
    assert 80 < memory.largest_mb < 200 < len(ours)


@linux
def test_only_what_a_command_starts(tmp_path: Path) -> None:
    greedy = f"held = bytearray(300 << 20); {WRAPPER}"
    cost = cost_of([sys.executable, "-c", greedy], tmp_path, own=False)
    assert 80 < cost.largest_mb <= cost.memory_mb < 200


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_peers_are_chosen_by_name_beside_ours_and_the_bare_encoder() -> None:
    always = list(bench.CONTENDERS)[:3]
    assert bench.contenders() == list(bench.CONTENDERS)
    chosen = bench.contenders(["lame", "pydub"])
    assert [it for it in chosen if it not in always] == [
        "pydub, duck, overlay, measure",
        "pydub, the same, slice by slice",
        "lame -b 128, same audio",
    ]
