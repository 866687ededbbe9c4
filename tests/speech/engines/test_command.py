"""A voice of the listener's own: rates, what is told of it, and a recipe of the docs."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from quietude.speech.engines.base import Phrase
from quietude.speech.engines.command import CommandEngine, without_folders
from quietude.speech.processing import trimmed_seconds

RECIPES = Path(__file__).parents[3] / "docs" / "voices-recipes.md"
TEXT = "There is nothing you have to do right now, and nowhere you have to be."

# A word is a beep of a third of a second at speed 1.
BEEPER = """
import sys, wave
frames = int(22050 / float(sys.argv[2]) * len(sys.stdin.read().split()) / 3)
with wave.open(sys.argv[1], "wb") as file:
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(22050)
    period = (b"\\x00\\x20" * 60 + b"\\x00\\xe0" * 60) * (frames // 120 + 1)
    file.writeframes(period[: 2 * frames])
"""


def command(folder: Path, script: str, *words: str) -> str:
    path = folder / "say.py"
    path.write_text(script, encoding="utf-8")
    return shlex.join([sys.executable, str(path), *words])


def wpm(engine: CommandEngine, voice: str, rate: int) -> float:
    clip = engine.speak(Phrase(TEXT, voice, rate))
    return 60.0 * len(TEXT.split()) / trimmed_seconds(clip)


def test_speed_is_one_at_the_voices_own_pace(tmp_path: Path) -> None:
    line = command(tmp_path, BEEPER, "{out}", "{speed}")
    with CommandEngine(line) as engine:
        assert wpm(engine, line, 180) == pytest.approx(180, rel=0.05)
        assert wpm(engine, line, 120) == pytest.approx(120, rel=0.05)


def test_a_receipt_learns_no_folder(tmp_path: Path) -> None:
    line = command(tmp_path, BEEPER, "{out}", "{speed}", "--model=/home/ada lee/m.onnx")
    with CommandEngine(line) as engine:
        told = str(engine.identity(line))
    assert str(tmp_path) not in told
    assert "ada" not in told
    shown = without_folders(line)
    assert shown.endswith("say.py {out} {speed} --model=m.onnx")
    assert "ada" not in shown
    assert str(tmp_path) not in shown


@pytest.mark.slow
def test_the_recipe_for_hibari_speaks(tmp_path: Path) -> None:
    pytest.importorskip("hibari")
    page = RECIPES.read_text(encoding="utf-8")
    found = re.search(r"```python\n(# say_hibari.py.*?)```", page, re.DOTALL)
    assert found
    line = command(tmp_path, found[1], "{out}", "{speed}")
    with CommandEngine(line) as engine:
        assert wpm(engine, line, 140) == pytest.approx(140, rel=0.15)
