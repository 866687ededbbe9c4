"""hibari as an engine: repeatable to the bit, words in time, quiet before the first word."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.errors import EngineError
from quietude.plan.model import Tune
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural import hibari
from quietude.speech.engines.neural.hibari import HibariEngine
from quietude.speech.processing import trimmed_edges, trimmed_seconds
from tiny_phoneme_model import needs_front_end

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_front_end

CALM = Phrase("Let your attention come back to this room.", "heart", 190)


@pytest.fixture(scope="module")
def engine() -> Iterator[HibariEngine]:
    with HibariEngine() as opened:
        yield opened


def test_a_phrase_is_the_same_to_the_bit_in_any_order(engine: HibariEngine) -> None:
    first = engine.speak(CALM).samples
    engine.speak(dataclasses.replace(CALM, text="Rest."))
    with HibariEngine() as another:
        another.speak(dataclasses.replace(CALM, text="Now."))
        assert np.array_equal(another.speak(CALM).samples, first)
    assert np.array_equal(engine.speak(CALM).samples, first)


def test_words_start_where_they_are_heard(engine: HibariEngine) -> None:
    clip = engine.speak(Phrase("Rest, rest, rest, rest.", "heart", 190))
    power = np.abs(clip.samples)
    assert len(clip.marks) == 4
    for mark in clip.marks[1:]:
        before = power[mark - 2400 : mark - 600].max()
        after = power[mark : mark + 4800].max()
        assert after > 2 * before


@pytest.mark.parametrize("text", ["Feel what you feel.", "Then rest.", "Let it be.", "Thank you."])
def test_the_first_word_starts_with_the_sound(engine: HibariEngine, text: str) -> None:
    clip = engine.speak(dataclasses.replace(CALM, text=text))
    first, _ = trimmed_edges(clip)
    assert clip.marks[0] == pytest.approx(first, abs=1200)


@pytest.mark.parametrize("text", ["In.", "And out.", "Rest."])
def test_nothing_is_left_of_what_carries_a_short_phrase(engine: HibariEngine, text: str) -> None:
    clip = engine.speak(dataclasses.replace(CALM, text=text))
    assert len(clip.marks) == len(text.split())
    assert clip.marks[0] < 6000
    assert trimmed_seconds(clip) < 0.9 * len(text.split())


@pytest.mark.parametrize("text", ["Two.", "And out.", "What do you notice first?"])
@pytest.mark.parametrize("rate", [100, 150])
def test_the_silence_before_the_first_word_is_not_stretched(
    engine: HibariEngine, text: str, rate: int
) -> None:
    slow = engine.speak(Phrase(text, "heart", rate))
    quick = engine.speak(Phrase(text, "heart", 220))
    assert slow.marks[0] == pytest.approx(quick.marks[0], abs=2400)
    silence = slow.samples[: slow.marks[0] - 2400]
    assert len(silence)
    assert np.abs(silence).max() < 0.004 * np.abs(slow.samples).max()


def test_a_lower_voice_is_lower(engine: HibariEngine) -> None:
    def pitch_hz(tune: Tune) -> float:
        samples = engine.speak(dataclasses.replace(CALM, tune=tune)).samples
        frame = samples[len(samples) // 2 :][:2400]
        correlation = np.correlate(frame, frame, "full")[2400:]
        return 24_000 / (np.argmax(correlation[60:340]) + 60)

    assert pitch_hz(Tune(-4.0, 0.0)) == pytest.approx(
        pitch_hz(Tune(0.0, 0.0)) * 2 ** (-4 / 12), rel=0.03
    )


def test_its_identity_names_the_weights(engine: HibariEngine) -> None:
    settings = engine.identity("heart").settings
    assert len(settings["model"]) == 64
    assert {"onnxruntime", "speaking"} <= set(settings)


def test_the_way_to_install_hibari_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari, "hibari_present", lambda: False)
    with pytest.raises(EngineError, match="not installed") as caught:
        HibariEngine()
    assert "hibari-tts" in str(caught.value.hint)
