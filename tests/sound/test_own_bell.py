"""A listener's own bell: from the file to a stroke in a session."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.errors import ScriptError, SoundError
from quietude.plan.compose import compose
from quietude.plan.request import Request
from quietude.script.bed import BellFile
from quietude.script.model import Script
from quietude.script.reader import read_script
from quietude.sound.assets import bell, find_bell
from quietude.sound.cues import bell_decay_frames
from quietude.sound.own_bell import momentary_max_lufs

RATE_HZ = 22_050
DEFINITION = """
id: own
title: Own Bells
intensity: light
bells: {temple: sounds/temple.wav}
sections:
  - title: One
    role: arrive
    steps:
      - bell: temple
      - Welcome.
      - bell: chime
"""


def struck(seconds: float = 3.0, before_s: float = 0.7, level: float = 0.02) -> np.ndarray:
    """A stereo stroke after a silence, soft, with an offset."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tone = level * np.sin(2 * np.pi * 440 * t) * np.exp(-6.9 * t / seconds)
    sound = np.concatenate([np.zeros(round(before_s * RATE_HZ)), tone]) + 0.001
    return np.stack([sound, 0.5 * sound], axis=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sounds").mkdir()
    path = tmp_path / "sounds" / "temple.wav"
    soundfile.write(path, struck(), RATE_HZ, subtype="FLOAT")
    return path


@pytest.fixture
def script(path: Path) -> Script:
    written = path.parents[1] / "own.yaml"
    written.write_text(DEFINITION, encoding="utf-8")
    return read_script(str(written))


def test_a_bell_begins_with_its_stroke_and_has_the_level_of_any_other(path: Path) -> None:
    asset = bell(BellFile(path))
    clip = asset.clip(44_100)
    assert asset.frames == pytest.approx(3.0 * 44_100, rel=0.02)
    assert np.abs(clip.samples[: 44_100 // 20]).max() > 0.8 * np.abs(clip.samples).max()
    assert abs(clip.samples[0]) < 1e-4
    assert abs(float(clip.samples.mean())) < 1e-4
    assert momentary_max_lufs(clip) == pytest.approx(asset.momentary_max_lufs, abs=0.05)
    tested = bell("bell")
    ours = momentary_max_lufs(tested.clip(44_100))
    assert ours == pytest.approx(tested.momentary_max_lufs, abs=0.2)


def test_a_definition_has_bells_of_its_own(script: Script, path: Path) -> None:
    plan = compose(script, Request())
    assert plan.bells() == {BellFile(path), "chime"}
    rings = bell_decay_frames(plan)
    assert rings[BellFile(path)] == bell(BellFile(path)).frames_at(plan.sample_rate_hz)


def test_a_listener_replaces_every_bell(script: Script, path: Path) -> None:
    own = find_bell("temple.wav", path.parent)
    assert compose(script, Request(bell=own)).bells() == {BellFile(path)}
    assert compose(script, Request(bell=find_bell("gong", path.parent))).bells() == {"gong"}


def test_a_bell_that_cannot_be_is_refused_with_its_place(script: Script, path: Path) -> None:
    path.unlink()
    with pytest.raises(ScriptError, match="is not a file here") as caught:
        read_script(script.source)
    assert caught.value.line == 5
    outside = Path(script.source)
    outside.write_text(DEFINITION.replace("sounds/temple.wav", "../temple.wav"), encoding="utf-8")
    with pytest.raises(ScriptError, match="leads out of the folder"):
        read_script(str(outside))
    with pytest.raises(SoundError, match='there is no bell "gnog"') as unknown:
        find_bell("gnog", path.parent)
    assert "gong" in str(unknown.value.hint)
    with pytest.raises(SoundError, match="there is no such bell"):
        find_bell("gnog.wav", path.parent)


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (np.zeros((RATE_HZ, 1)), "silent"),
        (struck(0.05), "too short"),
        (np.random.default_rng(0).normal(0, 0.1, (95 * RATE_HZ, 1)), "too long"),
        (np.full((RATE_HZ, 1), np.nan), "damaged"),
    ],
)
def test_a_sound_that_is_not_a_bell_is_refused(
    tmp_path: Path, sound: np.ndarray, message: str
) -> None:
    path = tmp_path / "sound.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
    with pytest.raises(SoundError, match=message):
        find_bell(str(path), tmp_path)
