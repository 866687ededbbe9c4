"""``doctor`` and ``cache``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command_line import run

if TYPE_CHECKING:
    pass


def test_doctor_voices_beds_and_cache() -> None:
    doctor = run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "speech    works: " in doctor.stdout
    voices = run("voices", "list")
    assert " pyttsx3:gmw/en-us" in voices.stdout
    assert voices.stdout.count("* ") == 1
    beds = run("beds", "list")
    assert {"rain", "ocean", "none"} <= {line.split()[0] for line in beds.stdout.splitlines()}
    assert run("cache", "clear").stdout.startswith("removed")
    assert "0 phrases" in run("cache", "info").stdout
