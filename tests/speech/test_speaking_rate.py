"""Paces of voices: a line through two stretches, kept on this machine for one engine and voice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude._util.dirs import data_dir
from quietude.audio.clip import Clip
from quietude.speech.engines.base import Identity
from quietude.speech.speaking_rate import (
    SENTENCES,
    Pace,
    measure_pace,
    recall_pace,
    remember_pace,
)

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = Identity("flite", "2.2", {"a": "b"})


def test_the_pace_is_a_line() -> None:
    pace = Pace(0.02, 0.25)
    assert 60 / (0.02 + 0.25 * pace.stretch(115)) == pytest.approx(115, rel=0.001)
    assert pace.stretch(1) == 4.0
    assert pace.stretch(10_000) == 0.4


def test_measuring_finds_the_line() -> None:
    def say(text: str, stretch: float) -> Clip:
        seconds = len(text.split()) * (0.05 + 0.3 * stretch)
        return Clip(np.full(round(seconds * 16_000), 0.5, np.float32), 16_000)

    pace = measure_pace(say)
    assert pace.fixed_s == pytest.approx(0.05, abs=0.002)
    assert pace.stretched_s == pytest.approx(0.3, rel=0.01)


def test_a_voice_that_does_not_obey_gets_no_absurd_stretch() -> None:
    def say(_text: str, _stretch: float) -> Clip:
        return Clip(np.full(16_000, 0.5, np.float32), 16_000)

    assert measure_pace(say).stretched_s == 0.02


def kept() -> Path:
    (path,) = (data_dir() / "paces").iterdir()
    return path


def test_a_pace_is_kept_for_that_engine_and_voice_alone() -> None:
    remember_pace(IDENTITY, "rms", Pace(0.01, 0.3))
    assert recall_pace(IDENTITY, "rms") == Pace(0.01, 0.3)
    assert recall_pace(IDENTITY, "slt") is None
    assert recall_pace(Identity("flite", "2.3", {"a": "b"}), "rms") is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"fixed_s": NaN, "stretched_s": 1}', '{"fixed_s": 0, "stretched_s": 0}'],
)
def test_a_kept_pace_that_is_none_is_measured_again(content: str) -> None:
    remember_pace(IDENTITY, "rms", Pace(0.01, 0.3))
    assert json.loads(kept().read_text()) == {"fixed_s": 0.01, "stretched_s": 0.3}
    kept().write_text(content)
    assert recall_pace(IDENTITY, "rms") is None


def test_the_sentences_are_a_fair_sample() -> None:
    assert len(SENTENCES) == 20
    assert min(len(text.split()) for text in SENTENCES) >= 3
