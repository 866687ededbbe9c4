"""A manifest is data: programs that it names as voices run only where somebody has allowed it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from command_line import run
from manifests import MANIFEST, built, previewed, write_series
from quietude.errors import ManifestError
from quietude.series.manifest.reader import read_manifest

SPEAK = """\
import pathlib, sys, wave
pathlib.Path(sys.argv[2]).touch()
with wave.open(sys.argv[1], "wb") as sound:
    sound.setparams((1, 2, 22050, 0, "NONE", ""))
    tone = b"".join(int(9000 * (n // 50 % 2 * 2 - 1)).to_bytes(2, "little", signed=True) for n in range(22050))
    sound.writeframes(tone)
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A series of two sessions, the second spoken by a program that leaves a mark."""
    (tmp_path / "speak.py").write_text(SPEAK)
    words = [sys.executable, str(tmp_path / "speak.py"), "{out}", str(tmp_path / "mark")]
    voice = f"command:{shlex.join(words)}".replace("'{out}'", "{out}")
    second = f"  - {{file: two.yaml, engine: auto, voice: {voice!r}}}\n"
    return write_series(tmp_path, MANIFEST.replace("  - file: two.yaml\n", second))


def test_a_command_voice_is_refused_with_its_line_and_nothing_is_run(manifest: Path) -> None:
    site = manifest.parent / "site"
    with pytest.raises(ManifestError) as caught:
        built(manifest, site)
    problem = caught.value.problems[0]
    assert "runs a program" in problem.message
    assert "speak.py" in problem.message
    assert problem.line == MANIFEST[: MANIFEST.index("two.yaml")].count("\n") + 1
    assert "--allow-commands" in str(problem.hint)
    assert not (manifest.parent / "mark").exists()
    assert not site.exists()
    assert not list(manifest.parent.glob(".site*"))


def test_a_dry_run_shows_a_command_and_runs_nothing(manifest: Path) -> None:
    site = manifest.parent / "site"
    assert previewed(manifest, site) == ["render /one", "render /two"]
    arguments = ["series", "build", str(manifest), "-o", str(site), "--base-url", "https://e.org"]
    result = run(*arguments, "--dry-run")
    assert result.returncode == 0
    assert "runs a program" in result.stderr
    assert "speak.py" in result.stderr
    refused = run(*arguments)
    assert refused.returncode == 1
    assert "--allow-commands" in refused.stderr
    assert not (manifest.parent / "mark").exists()


def test_a_command_voice_runs_once_allowed(manifest: Path) -> None:
    report = built(manifest, manifest.parent / "site", allow_commands=True)
    assert (report.rendered, report.failed) == (2, [])
    assert (manifest.parent / "mark").exists()


def test_a_manifest_without_programs_needs_nothing(tmp_path: Path) -> None:
    assert read_manifest(write_series(tmp_path)).commands == ()
