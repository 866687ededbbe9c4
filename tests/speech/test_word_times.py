from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.piper import PiperEngine
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.pyttsx3_worker import word_starts_ms
from quietude.speech.processing import process
from quietude.speech.speaking_rate import Pace, remember_pace
from quietude.speech.word_times import spoken_words, word_times
from tiny_voice import install_tiny, needs_piper

if TYPE_CHECKING:
    from pathlib import Path

    from quietude.audio.clip import Samples

RATE_HZ = 44_100
TEXT = "Thank you for asking, and for listening."


def sound(seconds: float) -> Samples:
    frames = round(seconds * RATE_HZ)
    return (0.3 * np.sin(np.arange(frames) / 10)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def test_without_marks_time_is_shared_by_letters() -> None:
    times = word_times("one three", Clip(np.concatenate([silence(0.1), sound(1.0)]), RATE_HZ))
    assert times.sources == ("proportional", "proportional")
    assert np.array(times.starts) / RATE_HZ == pytest.approx([0.1, 0.5], abs=0.01)
    assert times.end / RATE_HZ == pytest.approx(1.1, abs=0.01)


def test_marks_are_believed_and_gaps_between_them_shared() -> None:
    clip = Clip(sound(2.0), RATE_HZ, (100, -1, 44_100))
    times = word_times("in the — garden", clip)
    assert times.starts[0] == 100
    assert 100 < times.starts[1] < times.starts[2] < times.starts[3] == 44_100
    assert times.sources == ("engine", "proportional", "proportional", "engine")


def test_marks_for_another_number_of_words_are_not_used() -> None:
    times = word_times("one two", Clip(sound(1.0), RATE_HZ, (0, 10, 20)))
    assert set(times.sources) == {"proportional"}


def test_marks_of_the_spoken_text_are_those_of_the_written_words() -> None:
    clip = Clip(sound(2.0), RATE_HZ, (100, 200, 300, 400, 500, 600, 700))
    times = word_times("At 9:05 we rest 4 km", clip, said="At nine oh five we rest four kilometers")
    assert set(times.sources) == {"proportional"}  # eight words were said
    clip = Clip(sound(2.0), RATE_HZ, (100, 200, 300, 400, 500, 600, 700, 800))
    times = word_times("At 9:05 we rest 4 km", clip, said="At nine oh five we rest four kilometers")
    assert times.starts == (100, 200, 500, 600, 700, 800)
    assert set(times.sources) == {"engine"}


def test_one_of_several_words_for_one_sign_has_the_time_of_the_first() -> None:
    clip = Clip(sound(2.0), RATE_HZ, (100, 1_000, 2_000, 3_000))
    times = word_times("In & out", clip, said="In and out")
    assert set(times.sources) == {"proportional"}
    times = word_times("10-15 Close eyes", clip, said="x [[ klˈoʊz ]] y eyes")
    assert times.starts[0] == 100
    assert times.sources[-1] == "engine"
    assert times.starts[-1] == 3_000


def test_marks_travel_with_the_samples(tmp_path: Path) -> None:
    clip = Clip(np.concatenate([silence(1.0), sound(1.0)]), RATE_HZ, (44_100, -1, 66_150))
    done = process(clip, 22_050)
    assert list(done.marks) == pytest.approx([882, -1, 11_907], abs=120)
    assert done.marks[1] == -1
    PhraseCache(tmp_path).put("ab12", done)
    kept = PhraseCache(tmp_path).get("ab12")
    assert kept is not None
    assert kept.marks == done.marks


def test_words_that_are_said() -> None:
    text = "One — two,  ... three"
    assert [text[a:b] for a, b in spoken_words(text)] == ["One", "two,", "three"]


def test_events_of_espeak_are_sorted_out() -> None:
    told = [(0, 10), (6, 200), (8, 260), (14, 500)]
    assert word_starts_ms("Hello my-friend here", told) == [10, 200, -1]
    assert word_starts_ms("Hello my-friend, now", [*told[:3], (17, 500)]) == [10, 200, 500]
    assert word_starts_ms("Hello there", [(0, 50), (6, 40)]) == []
    assert word_starts_ms("Hello there", []) == []


def test_espeak_tells_where_a_word_starts_after_a_pause() -> None:
    with Pyttsx3Engine(driver="espeak") as engine:
        clip = process(engine.speak(Phrase(TEXT, "gmw/en-us", 115)), RATE_HZ)
    times = word_times(TEXT, clip)
    assert times.sources.count("engine") >= 5
    loud = np.abs(clip.samples) > 0.02 * np.abs(clip.samples).max()
    edges = np.flatnonzero(np.diff(np.flatnonzero(loud)) > RATE_HZ * 0.2)
    onset = np.flatnonzero(loud)[edges[0] + 1]
    assert times.starts[4] == pytest.approx(onset, abs=0.04 * RATE_HZ)


@needs_piper
def test_piper_tells_where_words_start(tmp_path: Path) -> None:
    install_tiny(tmp_path)
    voice = "en_US-tiny-medium"
    with PiperEngine() as engine:
        remember_pace(engine.identity(voice), voice, Pace(0.0, 0.35))
        clip = engine.speak(Phrase(TEXT, voice, 115))
        assert len(clip.marks) == 7
        assert list(clip.marks) == sorted(clip.marks)
        # The tiny voice gives every phoneme the same time, so a longer word takes longer.
        lengths = np.diff([*clip.marks, clip.frames])
        assert lengths[3] > lengths[1]
        assert engine.speak(Phrase("It is 1,204 steps.", voice, 115)).marks == ()
