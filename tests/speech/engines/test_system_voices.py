"""The voices of macOS and Windows: the real worker with a driver that behaves like theirs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.errors import EngineError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.licensing import licence_refusal

if TYPE_CHECKING:
    from pathlib import Path

SAMANTHA = "com.apple.voice.Samantha"

# macOS writes AIFF whatever the name says; Windows writes WAV. Both read commands in the text.
FAKE = """
import math
import numpy, soundfile


class Voice:
    def __init__(self, id, name, languages, gender):
        self.id, self.name, self.languages, self.gender = id, name, languages, gender


class Engine:
    def __init__(self, driver):
        self.driver, self.set = driver, {"voice": "com.apple.voice.Samantha"}

    def getProperty(self, name):
        if name == "voices":
            return [
                Voice("com.apple.voice.Anna", "Anna", ["de_DE"], "VoiceGenderFemale"),
                Voice("com.apple.voice.Daniel", "Daniel", [b"\\x05en-GB"], "VoiceGenderMale"),
                Voice("com.apple.voice.Samantha", "Samantha", ["en_US"], "VoiceGenderFemale"),
            ]
        return self.set[name]

    def setProperty(self, name, value):
        self.set[name] = value

    def save_to_file(self, text, path):
        print("drivers print")
        assert "[[" not in text and "<" not in text, text
        frames = int(22050 * 60 / self.set["rate"] * len(text.split()))
        tone = 0.3 * numpy.sin(numpy.arange(frames) / 20)
        form = "AIFF" if self.driver == "nsss" else "WAV"
        soundfile.write(path, tone.astype("float32"), 22050, format=form)

    def runAndWait(self):
        pass


def init(driver):
    if driver not in ("nsss", "sapi5"):
        raise ImportError(driver)
    return Engine(driver)
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "fake" / "pyttsx3"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(FAKE)
    monkeypatch.setenv(
        "PYTHONPATH", f"{package.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    )


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("driver", ["nsss", "sapi5"])
def test_a_file_of_a_system_driver_is_read_in_any_format(driver: str) -> None:
    with Pyttsx3Engine(driver=driver) as engine:
        clip = engine.speak(Phrase("Say [[rate 1]] and <b> aloud, please.", SAMANTHA, 120))
        assert clip.seconds == pytest.approx(3.5, abs=0.6)
        assert np.abs(clip.samples).max() == pytest.approx(0.3, abs=0.01)
        assert clip.marks == ()
        assert engine.default_voice("en") == "com.apple.voice.Samantha"
        assert engine.default_voice("de_AT") == "com.apple.voice.Anna"
        assert engine.default_voice("d") == "com.apple.voice.Samantha"  # there is no such language
        assert {voice.tier for voice in engine.voices()} == {"system"}
        genders = {voice.name: (voice.language, voice.gender) for voice in engine.voices()}
        assert genders["Daniel"] == ("en-GB", "male")
        assert genders["Samantha"] == ("en-US", "female")
        # Apple's licence is for personal use; nobody has said what Microsoft's permits.
        assert all(map(licence_refusal, engine.voices()))
        with pytest.raises(EngineError, match="no voice"):
            engine.speak(Phrase("Hello.", "nobody", 120))


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(("platform", "driver"), [("darwin", "nsss"), ("win32", "sapi5")])
def test_each_system_has_its_driver(
    platform: str, driver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quietude.speech.engines.pyttsx3.sys.platform", platform)
    engine = Pyttsx3Engine()
    monkeypatch.undo()
    assert engine._driver == driver
    engine.close()


@pytest.mark.skipif(sys.platform == "darwin", reason="there it does speak")
def test_where_the_system_does_not_speak_espeak_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("quietude.speech.engines.pyttsx3.sys.platform", "darwin")
        engine = Pyttsx3Engine()
    with engine:
        # There is no NSSpeechSynthesizer here, so its driver fails as a broken one would.
        assert engine.identity().settings["driver"] == "espeak"
        assert engine.speak(Phrase("Hello.", "gmw/en-us", 115)).seconds > 0.2
