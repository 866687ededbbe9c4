"""The wheel by itself, and the size of a session in memory: long checks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import soundfile

from quietude.units import SAMPLE_RATE_HZ

ROOT = Path(__file__).parents[2]

LONG = "id: long\ntitle: Long\nintensity: light\nbed: rain\nsections:\n" + "".join(
    f"  - title: Part {part}\n    steps:\n"
    + "".join(
        f"      - This is line {line} of part {part}.\n      - pause: 2-90s\n" for line in range(8)
    )
    for part in range(6)
)

PEAK = """
import sys
from quietude import Request, render
render(sys.argv[1], sys.argv[2], Request(duration_s=float(sys.argv[3]), engine="tone"))
# Not ru_maxrss: that starts with what the parent had.
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


@pytest.mark.slow
def test_the_wheel_works_by_itself(tmp_path: Path) -> None:
    wheels: list[Path] = []
    for name in ("one", "two"):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--no-deps",
                "-w",
                tmp_path / name,
                ROOT,
            ],
            check=True,
        )
        wheels += (tmp_path / name).glob("quietude-*.whl")
    wheel, again = wheels
    assert wheel.read_bytes() == again.read_bytes()
    venv.create(tmp_path / "venv", with_pip=True)
    python = python_of(tmp_path / "venv")
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    environment = {**os.environ, "HOME": str(tmp_path), "QUIETUDE_CACHE_DIR": str(tmp_path / "c")}
    environment.pop("PYTHONPATH", None)
    result = subprocess.run(
        [python, "-m", "quietude", "render", "safe-place", "--duration", "10m",
         "--engine", "pyttsx3", "--json"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    receipt = json.loads(result.stdout)
    assert receipt["voice"]["engine"] == "pyttsx3"
    assert receipt["sound"]["voice_lufs"] == pytest.approx(-16.0, abs=0.3)
    assert receipt["sound"]["true_peak_dbtp"] <= -1.0
    assert receipt["sound"]["limiter_reduction_db"] < 1.0
    assert soundfile.info(tmp_path / "safe-place.mp3").frames == 600 * SAMPLE_RATE_HZ


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_an_hour_takes_no_more_memory_than_ten_minutes(tmp_path: Path) -> None:
    script = tmp_path / "long.yaml"
    script.write_text(LONG, encoding="utf-8")

    def peak_kb(seconds: int) -> int:
        output = tmp_path / f"{seconds}.mp3"
        # To speak takes more than to mix, so both lengths have everything to say.
        environment = {**os.environ, "QUIETUDE_CACHE_DIR": str(tmp_path / f"cache-{seconds}")}
        result = subprocess.run(
            [sys.executable, "-c", PEAK, str(script), str(output), str(seconds)],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return int(result.stdout)

    assert peak_kb(3600) <= 1.1 * peak_kb(600)
