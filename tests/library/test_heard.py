"""Every exercise rendered once, and its finished file listened to."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from library_figures import words_of
from quietude.audio.clip import Clip
from quietude.library import exercise_ids
from quietude.plan.request import Request
from quietude.session.artefacts.stems import Stems
from quietude.session.output import Output
from quietude.session.render import render
from quietude.speech.voice_selection import open_voice
from shelf import read_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.plan.timeline import Placement, Timeline
    from quietude.speech.voice_selection import ChosenVoice
    from recogniser import Recogniser

pytestmark = pytest.mark.slow

HEARD = {"flite": 0.5, "hibari": 0.5, "festival": 0.5, "piper": 0.5, "pyttsx3": 0.4}
"""The share of the words of all key phrases that is heard: the recogniser is a small one, and
eSpeak is not the speech it knows."""

KEPT = 0.9
"""If less is heard: the share of the words heard from the voice alone that the file must keep."""

BY_CHANCE = 0.25
"""Margin over comparing each phrase with the sound of another: "you" and "the" are in most."""

FEWEST_OWN = 4
"""That is compared where phrases have so many words that the next one has not: "breathing in" and
"breathing out" differ by two."""

LONGEST_WORDS = 14
"""A key phrase has no more words than this, if a chapter has such a one: to hear is slow."""


SOUNDS_LIKE = {
    "their": "there", "they're": "there", "too": "to", "two": "to", "you're": "your",
    "here": "hear", "know": "no", "knew": "new", "for": "four", "by": "buy", "write": "right",
    "our": "are", "won": "one", "would": "wood", "it's": "its", "through": "threw", "way": "weigh",
}  # fmt: skip
"""Words that no ear tells apart without the rest of the sentence, in one spelling."""


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChosenVoice]:
    """One voice and one cache for all: what the fragments say is spoken once.

    flite where there is one: a natural voice takes most of a minute for each exercise.
    """
    name = "flite" if which("flite") else "auto"
    with pytest.MonkeyPatch.context() as patch, open_voice(engine=name) as chosen:
        patch.setenv("QUIETUDE_CACHE_DIR", str(tmp_path_factory.mktemp("spoken")))
        yield chosen


@pytest.fixture(autouse=True)
def _own_cache(voice: ChosenVoice) -> None:
    """In place of a cache for each test."""


def key_lines(timeline: Timeline) -> list[Placement]:
    """The longest sentence of each chapter that is short enough."""
    by_section = groupby(timeline.placements, key=lambda placement: placement.utterance.section)
    return [_key_line(list(lines)) for _, lines in by_section]


def _key_line(lines: Sequence[Placement]) -> Placement:
    def length(line: Placement) -> int:
        return len(line.utterance.text.split())

    short = [line for line in lines if length(line) <= LONGEST_WORDS]
    return max(short, key=length) if short else min(lines, key=length)


def heart_lines(timeline: Timeline) -> list[Placement]:
    """The sentences of the heart of the exercise, in order."""
    lines = {placed.step.line_no for placed in timeline.steps if placed.step.heart}
    return [line for line in timeline.placements if line.utterance.line_no in lines]


@pytest.mark.parametrize("exercise", exercise_ids())
def test_its_heart_and_its_key_phrases_are_heard_in_the_finished_file(
    exercise: str, voice: ChosenVoice, tmp_path: Path
) -> None:
    pytest.importorskip("pocketsphinx", reason="no recogniser: pip install pocketsphinx")
    script = read_script(exercise)
    path = tmp_path / "session.mp3"
    request = Request(duration_s=script.lengths_min[0] * 60)
    output = Output(path, receipt=False, artefacts=[Stems(tmp_path / "stems")])
    result = render(script, output, request, voice=voice)
    samples, rate_hz = soundfile.read(path, dtype="float32")
    assert abs(len(samples) / rate_hz - result.timeline.seconds) < 0.05
    mark = HEARD[result.narrator.engine.engine]
    stem = tmp_path / "stems" / "voice.wav"
    # A heart of taps or of silence has no words: the recogniser then hears the key phrases alone.
    for lines in filter(None, (key_lines(result.timeline), heart_lines(result.timeline))):
        said = [words_of(line.utterance.text) for line in lines]
        heard = [listen(line) for line in cut(path, lines)]
        told = list(zip(said, heard, strict=True))
        share = share_of(said, heard)
        if share < mark:  # some words it does not know from any voice
            alone = [listen(line) for line in cut(stem, lines)]
            assert share >= KEPT * share_of(said, alone), told
        if own_words(said) >= FEWEST_OWN:  # "I love you" twice is the same sound
            assert share - share_of(said, heard[1:] + heard[:1]) >= BY_CHANCE, told


def listen(clip: Clip) -> list[str]:
    """The words that the recogniser hears in a sound."""
    return recogniser().words(clip)


@cache
def recogniser() -> Recogniser:
    from recogniser import Recogniser

    return Recogniser()


def cut(path: Path, lines: Sequence[Placement]) -> Iterator[Clip]:
    """The sound of some phrases in a file, left and right together."""
    samples, rate_hz = soundfile.read(path, dtype="float32")
    mono = np.ascontiguousarray(samples.mean(axis=1))
    for line in lines:
        start, end = (frame * rate_hz // 44_100 for frame in (line.start_frame, line.end_frame))
        yield Clip(mono[start:end], rate_hz)


def own_words(said: Sequence[Sequence[str]]) -> int:
    """The number of words of some phrases that are not in the phrase after them."""
    following = [*said[1:], *said[:1]]
    return sum(
        word not in others for words, others in zip(said, following, strict=True) for word in words
    )


def share_of(said: Sequence[Sequence[str]], heard: Sequence[Sequence[str]]) -> float:
    """The share of the words of some phrases that is heard in some sounds."""
    pairs = [(_sounds(words), _sounds(sound)) for words, sound in zip(said, heard, strict=True)]
    found = [word in sound for words, sound in pairs for word in words]
    return sum(found) / len(found)


def _sounds(words: Sequence[str]) -> list[str]:
    return [SOUNDS_LIKE.get(word, word) for word in words]
