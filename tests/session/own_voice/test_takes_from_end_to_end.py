"""A whole evening by the commands alone: a reading into a phone, cut, checked, and made a session.

The reader is flite's voice, and hibari's says what is compared; skipped where either is missing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from quietude.cli.app import app
from quietude.plan.model import Utterance
from quietude.speech.cache import PhraseCache
from quietude.speech.speaker import Speaker
from quietude.speech.voice_selection import open_voice, present_voices

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

RATE_HZ = 44_100
LINES = (
    "Let your feet find the floor, and notice how it holds you up.",
    "You can keep your eyes open, or let them close for a while.",
    "There is nothing to get done in the next few minutes.",
    "Think of somebody who was kind to you, a long time ago.",
    "When you are ready, look around the room and come back.",
)
READ = (0, 1, 1, 3, 4)
"""The second line twice, the third left out."""


def reading(folder: Path) -> Path:
    """The lines as somebody reads them into a phone, with its noise, as an MP3."""
    with open_voice("flite:rms") as chosen:
        rows = {text: Utterance(text, chosen.voice, 120, 0, 1) for text in LINES}
        speaker = Speaker(chosen.engine, PhraseCache(folder / "phrases"), RATE_HZ)
        spoken = speaker.speak_all(rows.values(), lambda _done, _all: None)
        clips = [spoken.clip(rows[LINES[line]]).samples for line in READ]
    quiet = np.zeros(RATE_HZ, dtype=np.float32)
    whole = np.concatenate([quiet, *(part for clip in clips for part in (clip, quiet))])
    level = float(np.sqrt(np.mean(whole[np.abs(whole) > 1e-3] ** 2)))
    noise = np.random.default_rng(8).standard_normal(len(whole)) * level / 30.0
    wav, mp3 = folder / "reading.wav", folder / "reading.mp3"
    soundfile.write(wav, 0.5 * (whole + noise) / np.abs(whole).max(), RATE_HZ)
    subprocess.run(["ffmpeg", "-v", "error", "-i", wav, "-b:a", "64k", mp3], check=True)
    return mp3


def test_a_reading_becomes_a_session(tmp_path: Path) -> None:
    here = {voice.full_id for voice in present_voices()}
    if not {"flite:rms", "hibari:heart"} <= here or not shutil.which("ffmpeg"):
        pytest.skip("flite, hibari and ffmpeg are needed")
    script, takes = tmp_path / "evening.txt", tmp_path / "takes"
    script.write_text("# Evening\n\n" + "\n\n".join(LINES) + "\n", encoding="utf-8")
    runner = CliRunner()
    cut = runner.invoke(
        app, ["takes", "cut", str(reading(tmp_path)), str(script), "-o", str(takes), "--doubtful"]
    )
    assert cut.exit_code == 1, cut.output  # a line is missing
    assert '"There is nothing to get done in the next few minut…": not read' in cut.output
    assert "read again later" in cut.output
    assert "4 of 5 lines are cut" in cut.output
    checked = runner.invoke(app, ["takes", "check", str(script), str(takes), "--json"])
    found = json.loads(checked.stdout)["lines"]
    assert [line["file"] is None for line in found] == [False, False, True, False, False]
    session = tmp_path / "evening.flac"
    command = ["render", str(script), "-o", str(session), "--takes", str(takes), "--bed", "none"]
    made = runner.invoke(app, command)
    assert made.exit_code == 0, made.output
    receipt = json.loads((tmp_path / "evening.receipt.json").read_text(encoding="utf-8"))
    assert receipt["voice"]["kind"] == "both"
    assert receipt["voice"]["recorded_phrases"] == 4
    assert receipt["voice"]["loudness_spread_lu"] < 6.0
    refused = runner.invoke(app, [*command, "--only-takes", "--overwrite"])
    assert refused.exit_code != 0
