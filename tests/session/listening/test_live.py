from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.audio.loudness import LoudnessMeter
from quietude.errors import CareError, DurationError, SpeechError
from quietude.plan.request import Request
from quietude.script.bed import NoBed
from quietude.script.model import Script
from quietude.session.listening.live import LiveSession
from quietude.session.render import render
from quietude.session.sound import Sound
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.on_demand import OnDemand
from quietude.speech.voice_selection import ChosenVoice

RATE_HZ = 44_100
REQUEST = Request(duration_s=46.0)
QUIET = Sound(bed=NoBed())


@pytest.fixture
def speaking() -> Iterator[OnDemand]:
    voice = ChosenVoice(ToneEngine(), "tone", "asked for")
    with OnDemand(voice, user_cache(), RATE_HZ, phrase_power) as opened:
        yield opened


def heard(live: LiveSession, first_frame: int = 0) -> np.ndarray:
    return np.concatenate(list(live.blocks(first_frame)))


def test_a_session_is_as_long_as_it_says_and_begins_before_it_is_spoken(
    small: Script, speaking: OnDemand
) -> None:
    live = LiveSession(small, REQUEST, QUIET, speaking)
    assert not live.exact
    assert live.spoken[0] == 0
    blocks = live.blocks()
    first = next(blocks)
    assert first.shape[1] == 2
    assert sum(map(len, blocks)) + len(first) == live.timeline.total_frames == 46 * RATE_HZ
    assert live.spoken[0] == live.spoken[1]


def test_a_session_sounds_the_same_from_any_moment(small: Script, speaking: OnDemand) -> None:
    heard(LiveSession(small, REQUEST, QUIET, speaking))
    live = LiveSession(small, REQUEST, QUIET, speaking)
    assert live.exact
    whole = heard(live)
    for second in (0, 7, 20, 41):
        part = heard(live, second * RATE_HZ)
        assert len(part) == len(whole) - second * RATE_HZ
        assert np.abs(part - whole[second * RATE_HZ :]).max() < 2e-3


def test_a_seek_speaks_what_is_there_first(small: Script, speaking: OnDemand) -> None:
    live = LiveSession(small, REQUEST, QUIET, speaking)
    last = live.timeline.placements[-1]
    stream = live.blocks(last.start_frame)
    block = next(stream)
    assert np.abs(block).max() > 0.01
    assert last.utterance in speaking.lengths([last.utterance])


@pytest.mark.slow
def test_the_second_time_a_session_has_the_timeline_of_the_file(
    small: Script, speaking: OnDemand, tmp_path: object
) -> None:
    heard(LiveSession(small, REQUEST, QUIET, speaking))
    live = LiveSession(small, REQUEST, QUIET, speaking)
    file = f"{tmp_path}/s.wav"
    request = Request(duration_s=46.0, engine="tone")
    session = render(small, file, request, QUIET)
    assert [one.start_frame for one in live.timeline.placements] == [
        one.start_frame for one in session.timeline.placements
    ]
    meter = LoudnessMeter(RATE_HZ)
    meter.add(heard(live))
    assert meter.result().integrated_lufs == pytest.approx(
        session.loudness.integrated_lufs, abs=0.7
    )


def test_the_moment_is_kept_when_the_length_changes(small: Script, speaking: OnDemand) -> None:
    one = LiveSession(small, REQUEST, QUIET, speaking)
    other = LiveSession(small, Request(duration_s=40.0), QUIET, speaking)
    start = one.timeline.placements[1].start_frame
    assert other.frame_of(one, start) == other.timeline.placements[1].start_frame


def test_an_impossible_session_is_refused_before_anything_is_heard(
    small: Script, speaking: OnDemand
) -> None:
    with pytest.raises(DurationError):
        LiveSession(small, Request(duration_s=5.0), QUIET, speaking)


def test_an_error_of_the_voice_reaches_who_listens(small: Script) -> None:
    class Broken(ToneEngine):
        def speak(self, phrase: Phrase) -> Clip:  # noqa: ARG002
            message = "it is hoarse"
            raise SpeechError(message)

    voice = ChosenVoice(Broken(), "tone", "asked for")
    with OnDemand(voice, user_cache(), RATE_HZ, phrase_power) as opened:
        live = LiveSession(small, REQUEST, QUIET, opened)
        with pytest.raises(SpeechError, match="hoarse"):
            next(live.blocks())


def test_a_script_that_may_be_hard_is_refused_here_too(speaking: OnDemand) -> None:
    from quietude.script.parse import parse_script

    text = """
    id: bad
    title: Bad
    intensity: light
    sections:
      - title: Now
        role: arrive
        steps:
          - Stop taking your pills tonight, you do not need them.
    """
    with pytest.raises(CareError):
        LiveSession(parse_script(text, source="bad.yaml"), Request(), QUIET, speaking)
