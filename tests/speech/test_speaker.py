"""The speech stage: each phrase spoken once, measured once, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.errors import SpeechError
from quietude.plan.model import Utterance
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.speaker import Speaker

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.audio.clip import Clip


def nothing(_done: int, _total: int) -> None:
    pass


def utterance(text: str, line: int = 1) -> Utterance:
    return Utterance(text, "tone", 115, 0, line)


def test_the_same_words_are_spoken_once_and_an_edit_speaks_one_line(tmp_path: Path) -> None:
    with ToneEngine() as engine:
        speaker = Speaker(engine, PhraseCache(tmp_path), 44_100)
        lines = [utterance("One."), utterance("Two."), utterance("One.", line=9)]
        assert speaker.speak_all(lines, nothing).spoken == 2
        again = speaker.speak_all(lines, nothing)
        assert again.spoken == 0
        assert again.lengths[lines[0]] == again.lengths[lines[2]]
        assert speaker.speak_all([*lines[:1], utterance("Three.")], nothing).spoken == 1


def test_a_phrase_is_measured_when_it_is_spoken_and_when_it_is_found(tmp_path: Path) -> None:
    def power(clip: Clip) -> NDArray[np.float32]:
        return clip.samples[:100]

    line = utterance("One.")
    with ToneEngine() as engine:
        cache = PhraseCache(tmp_path)
        assert Speaker(engine, cache, 44_100).speak_all([line], nothing).powers == {}
        cache.clear()
        speaker = Speaker(engine, cache, 44_100, power=power)
        for spoken in (speaker.speak_all([line], nothing), speaker.speak_all([line], nothing)):
            np.testing.assert_array_equal(spoken.powers[line], power(spoken.clip(line)))


def test_a_phrase_that_cannot_be_spoken_has_its_line(tmp_path: Path) -> None:
    with ToneEngine() as engine:
        speaker = Speaker(engine, PhraseCache(tmp_path), 44_100)
        with pytest.raises(SpeechError) as caught:
            speaker.speak_all([utterance("…", line=7)], nothing)
        assert caught.value.line == 7


def test_a_phrase_that_vanishes_is_an_error_not_a_silence(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path)
    with ToneEngine() as engine:
        line = utterance("One.")
        spoken = Speaker(engine, cache, 44_100).speak_all([line], nothing)
        assert spoken.clip(line).frames == spoken.lengths[line]
        cache.clear()
        with pytest.raises(SpeechError, match="removed from the cache"):
            spoken.clip(line)
