"""Auditions: the same sentences in several voices, at one loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.audio.loudness import LoudnessMeter
from quietude.errors import DeliveryError, EngineError, UsageError
from quietude.session.audition import audition
from quietude.session.listening.levelled import LEVEL_LUFS
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.voice_selection import ChosenVoice

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Clip
    from quietude.speech.engines.base import Identity, Phrase

TEXT = "Close your eyes. There are 5 things to hear."


class LoudVoice(ToneEngine):
    """Tones at another level."""

    gain = 1.0
    heard: list[str]

    def speak(self, phrase: Phrase) -> Clip:
        clip = super().speak(phrase)
        HEARD.append(phrase.text)
        return type(clip)(clip.samples * self.gain, clip.sample_rate_hz, clip.marks)


class SoftVoice(LoudVoice):
    gain = 0.05

    def identity(self, voice: str = "") -> Identity:
        found = super().identity(voice)
        return type(found)("command", found.version, found.settings)


HEARD: list[str] = []


@pytest.fixture(autouse=True)
def _voices(monkeypatch: pytest.MonkeyPatch) -> None:
    HEARD.clear()

    def opened(voice: str) -> ChosenVoice:
        if voice == "nobody":
            message = "there is no voice"
            raise EngineError(message)
        return ChosenVoice(SoftVoice() if voice == "soft" else LoudVoice(), "tone", "test")

    monkeypatch.setattr("quietude.session.audition.open_voice", opened)


def lufs(samples: np.ndarray, rate_hz: int) -> float:
    meter = LoudnessMeter(rate_hz)
    meter.add(np.asarray(samples, np.float32))
    return meter.result().integrated_lufs


def test_every_sample_has_one_loudness(tmp_path: Path) -> None:
    path = tmp_path / "both.flac"
    loud, soft = audition(["loud", "soft"], TEXT, 130, path)
    samples, rate_hz = soundfile.read(path, always_2d=True)
    parts = [
        samples[round(one.start_s * rate_hz) : round((one.start_s + one.seconds) * rate_hz)]
        for one in (loud, soft)
    ]
    levels = [lufs(part, rate_hz) for part in parts]
    assert levels == pytest.approx([LEVEL_LUFS, LEVEL_LUFS], abs=0.1)
    assert (loud.voice, soft.voice) == ("tone:tone", "command:tone")
    assert soft.start_s > loud.seconds


def test_the_sentences_are_those_of_a_session(tmp_path: Path) -> None:
    (sample,) = audition(["loud"], TEXT, 130, tmp_path / "a.wav")
    assert ["cloze your eyes.".capitalize(), "There are five things to hear."] == HEARD
    assert sample.said == "Cloze your eyes. There are five things to hear."


@pytest.mark.parametrize("ending", ["mp3", "wav", "ogg"])
def test_any_format(tmp_path: Path, ending: str) -> None:
    (sample,) = audition(["loud"], TEXT, None, tmp_path / f"a.{ending}")
    assert soundfile.info(sample.path).duration == pytest.approx(sample.seconds, abs=0.1)


def test_a_folder_gets_a_file_for_each_voice(tmp_path: Path) -> None:
    samples = audition(["loud", "soft", "loud"], TEXT, 130, tmp_path / "heard", file_format="flac")
    assert [one.path.name for one in samples] == ["tone-tone.flac", "command-tone.flac"]
    levels = []
    for one in samples:
        read, rate_hz = soundfile.read(one.path, always_2d=True)
        levels.append(lufs(read, rate_hz))
    assert levels == pytest.approx([LEVEL_LUFS, LEVEL_LUFS], abs=0.1)


def test_an_error_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        audition(["loud", "nobody"], TEXT, 130, tmp_path / "a.wav")
    with pytest.raises(UsageError, match="format"):
        audition(["loud"], TEXT, 130, tmp_path / "a.xyz")
    with pytest.raises(UsageError, match="no voice to hear"):
        audition([], TEXT, 130, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []
    audition(["loud"], TEXT, 130, tmp_path / "a.wav")
    with pytest.raises(DeliveryError, match="exists already"):
        audition(["loud"], TEXT, 130, tmp_path / "a.wav")
