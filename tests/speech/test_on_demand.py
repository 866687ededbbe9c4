from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from quietude.audio.clip import Clip
from quietude.errors import SpeechError
from quietude.plan.model import Utterance
from quietude.speech.cache import user_cache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.on_demand import LATER, NOW, SOON, OnDemand
from quietude.speech.voice_selection import ChosenVoice

LINES = [Utterance(f"Line number {number}.", "tone", 115, 0, number) for number in range(12)]


class Listed(ToneEngine):
    """A tone engine that lists what it was asked for, and waits to be let on."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.go = threading.Event()

    def speak(self, phrase: Phrase) -> Clip:
        self.go.wait(300.0)
        self.said.append(phrase.text)
        if "7" in phrase.text:
            message = "seven cannot be said"
            raise SpeechError(message)
        return super().speak(phrase)


@pytest.fixture
def engine() -> Listed:
    return Listed()


@pytest.fixture
def speaking(engine: Listed) -> Iterator[OnDemand]:
    voice = ChosenVoice(engine, "tone", "asked for")
    with OnDemand(
        voice, user_cache(), 22_050, lambda clip: clip.samples[:3].astype("float32")
    ) as opened:
        yield opened


def test_a_phrase_somebody_waits_for_comes_first(speaking: OnDemand, engine: Listed) -> None:
    speaking.order(LINES[:4], LATER)
    speaking.order(LINES[4:6], SOON)
    speaking.order(LINES[6:7], NOW)
    engine.go.set()
    speaking.wait_for([LINES[9]])
    speaking.wait_for([*LINES[:7], LINES[9]])
    assert engine.said.index(LINES[6].text) < engine.said.index(LINES[9].text)
    assert engine.said.index(LINES[4].text) < engine.said.index(LINES[3].text)
    assert len(engine.said) == len(set(engine.said)) == 8
    assert speaking.lengths(LINES) == {
        one: speaking.clip(one).frames for one in speaking.lengths(LINES)
    }
    assert set(speaking.powers(LINES)) == set(speaking.lengths(LINES))


def test_a_phrase_in_the_cache_is_not_spoken_again(speaking: OnDemand, engine: Listed) -> None:
    engine.go.set()
    speaking.wait_for(LINES[:2])
    again = Listed()
    voice = ChosenVoice(again, "tone", "asked for")
    with OnDemand(voice, user_cache(), 22_050, lambda clip: clip.samples[:3]) as other:
        other.recall(LINES)
        assert set(other.lengths(LINES)) == set(LINES[:2])
        assert again.said == []


def test_an_error_reaches_only_who_waits_for_that_phrase(
    speaking: OnDemand, engine: Listed
) -> None:
    speaking.order(LINES[:9], LATER)
    engine.go.set()
    speaking.wait_for([LINES[8]])
    with pytest.raises(SpeechError, match="seven"):
        speaking.wait_for([LINES[7]])
    speaking.wait_for(LINES[:7])


def test_a_phrase_nobody_waits_for_any_more_is_forgotten(
    speaking: OnDemand, engine: Listed
) -> None:
    speaking.order(LINES[:1], NOW)
    speaking.order(LINES[1:6], LATER)
    speaking.forget()
    engine.go.set()
    speaking.wait_for([LINES[0], LINES[10]])
    assert set(engine.said) <= {LINES[0].text, LINES[10].text}


def test_waiting_for_a_closed_voice_is_an_error(speaking: OnDemand, engine: Listed) -> None:
    speaking.close()
    engine.go.set()
    with pytest.raises(SpeechError, match="closed"):
        speaking.wait_for([LINES[0]])
