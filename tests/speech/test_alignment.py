"""Words found in the sound, and what is done where they cannot be."""

from __future__ import annotations

import dataclasses
from importlib.metadata import PackageNotFoundError
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.script.bed import NoBed
from quietude.script.parse import parse_script
from quietude.session.artefacts.captions import Captions
from quietude.session.output import Output
from quietude.session.render import render
from quietude.session.sound import Sound
from quietude.speech import alignment
from quietude.speech.alignment import Aligner, open_aligner
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.tone import ToneEngine
from quietude.speech.processing import process
from quietude.speech.speaker import Speaker
from quietude.speech.speaking_rate import SENTENCES
from quietude.speech.word_times import source_counts, spoken_words, word_times

RATE_HZ = 44_100
NAMED = "Xiomara, you may count from 1,204 down to seven, slowly, until Schmidt-Krüger comes."
WORDS = (
    "First you rest, then you may look around, slowly and kindly, until you know "
    "where you are, and for as long as you like."
)

needs_pocketsphinx = pytest.mark.skipif(
    open_aligner("en") is None, reason="no pocketsphinx: pip install 'quietude[align]'"
)


class Mute(ToneEngine):
    """Tones that do not tell where their words are."""

    def speak(self, phrase: Phrase) -> Clip:
        return dataclasses.replace(super().speak(phrase), marks=())


class Fake(Aligner):
    """Finds words at even distances, and counts how often it was asked."""

    def __init__(self, identity: str = "fake 1", *, fails: bool = False) -> None:
        super().__init__("0")
        self.identity, self.fails, self.asked = identity, fails, 0

    def starts(self, text: str, clip: Clip) -> tuple[int, ...]:
        self.asked += 1
        count = len(spoken_words(text))
        return () if self.fails else tuple(index * clip.frames // count for index in range(count))


@pytest.fixture(scope="module")
def aligner() -> Aligner:
    found = open_aligner("en-US")
    assert found
    return found


def nothing(_done: int, _total: int) -> None:
    pass


def spoken(text: str) -> Clip:
    with Pyttsx3Engine(driver="espeak") as engine:
        return process(engine.speak(Phrase(text, "gmw/en-us", 115)), RATE_HZ)


@needs_pocketsphinx
def test_words_are_found_where_the_engine_says_they_are(aligner: Aligner) -> None:
    found_off, shared_off = [], []
    with Pyttsx3Engine(driver="espeak") as engine:
        for text in SENTENCES[:8]:
            clip = process(engine.speak(Phrase(text, "gmw/en-us", 115)), RATE_HZ)
            starts = aligner.starts(text, clip)
            assert len(starts) == len(text.split()), text
            shared = word_times(text, dataclasses.replace(clip, marks=())).starts
            for place, told in list(enumerate(clip.marks))[1:]:
                if told >= 0:
                    found_off.append(abs(starts[place] - told) / RATE_HZ)
                    shared_off.append(abs(shared[place] - told) / RATE_HZ)
    assert np.median(found_off) < 0.02
    assert np.percentile(found_off, 90) < 0.1
    assert np.median(shared_off) > 0.06  # what it is for


@needs_pocketsphinx
def test_a_word_in_no_dictionary_is_passed_over(aligner: Aligner) -> None:
    clip = spoken(NAMED)
    starts = aligner.starts(NAMED, clip)
    words = NAMED.split()
    unknown = [word for word, start in zip(words, starts, strict=True) if start < 0]
    assert unknown == ["Xiomara,", "1,204"]
    assert {"Schmidt-Krüger", "slowly,"} <= set(words)
    # The words after them are where they are all the same.
    off = [
        abs(here - told) / RATE_HZ
        for here, told in zip(starts, clip.marks, strict=True)
        if here >= 0 and told >= 0
    ]
    assert np.median(off) < 0.03
    assert max(off) < 0.25
    times = word_times(NAMED, dataclasses.replace(clip, marks=()), starts)
    assert [times.sources[index] for index in (0, 1, 5, 6)] == [
        "proportional", "aligned", "proportional", "aligned",
    ]  # fmt: skip
    assert all(a < b for a, b in pairwise(times.starts))


@needs_pocketsphinx
@pytest.mark.parametrize(
    "text", ["", "…", "Привет, мир.", "你好", "a\ud800b", "x" * 400, "'' -- \u200f\u200b '"]
)
def test_hostile_text_is_told_nothing_of(aligner: Aligner, text: str) -> None:
    sound = (0.3 * np.sin(np.arange(RATE_HZ) / 10)).astype(np.float32)
    assert set(aligner.starts(text, Clip(sound, RATE_HZ))) <= {-1}
    assert aligner.starts("hello there", Clip(np.zeros(10, np.float32), RATE_HZ)) == ()
    # It is as it was before.
    assert aligner.starts(SENTENCES[0], ONE_SPOKEN[0]) == ONE_SPOKEN[1]


@needs_pocketsphinx
def test_words_that_were_said_are_like_their_sound(aligner: Aligner) -> None:
    said, clip = SENTENCES[0], ONE_SPOKEN[0]
    right = aligner.likeness(said, clip)
    assert right
    assert right.words == len(said.split())
    assert right.least <= right.mean < 0
    words = said.split()
    half = aligner.likeness(" ".join([*words[:5], *SENTENCES[3].split()[:5]]), clip)
    assert half is None or half.mean < right.mean - 1.5
    words[3] = "umbrellas"
    another = aligner.likeness(" ".join(words), clip)
    assert another
    assert (another.least_word, another.least < right.least - 2) == ("umbrellas", True)
    told = ONE_SPOKEN[1][3] / RATE_HZ
    assert another.least_s == pytest.approx(told, abs=0.25)
    silence = Clip(np.zeros(RATE_HZ, np.float32), RATE_HZ)
    assert aligner.likeness("", clip) is None
    nothing_there = aligner.likeness(said, silence)
    assert nothing_there is None or nothing_there.mean < right.mean - 1.5


ONE_SPOKEN: tuple[Clip, tuple[int, ...]] = (Clip(np.zeros(0, np.float32), RATE_HZ), ())


@pytest.fixture(scope="module", autouse=True)
def one_spoken() -> None:
    global ONE_SPOKEN  # noqa: PLW0603  (spoken once for all rows)
    if found := open_aligner("en"):
        clip = spoken(SENTENCES[0])
        ONE_SPOKEN = clip, found.starts(SENTENCES[0], clip)
        assert len(ONE_SPOKEN[1]) == 10


def test_only_english_is_aligned() -> None:
    assert open_aligner("de-DE") is None
    assert open_aligner("") is None


def test_without_the_package_there_is_no_aligner(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(alignment, "version", absent)
    assert open_aligner("en") is None


def speaker(folder: Path, aligner: Aligner | None) -> Speaker:
    return Speaker(Mute(), PhraseCache(folder), RATE_HZ, aligner=aligner)


LINE = Utterance("One two three.", "tone", 115, 0, 1)


def test_found_times_are_kept_with_the_clip(tmp_path: Path) -> None:
    first = Fake()
    times = speaker(tmp_path, first).speak_all([LINE], nothing).words(LINE)
    assert set(times.sources) == {"aligned"}
    again = Fake()
    spoken_again = speaker(tmp_path, again).speak_all([LINE], nothing)
    assert spoken_again.words(LINE) == times
    assert (first.asked, again.asked) == (1, 0)
    assert PhraseCache(tmp_path).info().phrases == 1
    # Without an aligner, nothing is left of it.
    alone = speaker(tmp_path, None).speak_all([LINE], nothing)
    assert set(alone.words(LINE).sources) == {"proportional"}
    # Another one looks for itself.
    other = Fake("fake 2")
    assert speaker(tmp_path, other).speak_all([LINE], nothing).words(LINE) == times
    assert other.asked == 1


def test_a_failure_is_kept_too_and_times_are_shared_out(tmp_path: Path) -> None:
    for asked in (1, 0):
        failing = Fake(fails=True)
        phrases = speaker(tmp_path, failing).speak_all([LINE], nothing)
        assert set(phrases.words(LINE).sources) == {"proportional"}
        assert failing.asked == asked


@pytest.mark.parametrize(
    "fake", [Fake(), None, Fake(fails=True)], ids=["found", "absent", "failed"]
)
def test_the_session_and_the_captions_say_where_times_come_from(
    fake: Fake | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quietude.session.render.open_aligner", lambda _language: fake)
    monkeypatch.setattr("quietude.speech.engines.tone.ToneEngine", Mute)
    text = (
        f"id: t\ntitle: T\nsections:\n  - title: All\n    steps:\n      - {WORDS}\n      - Rest.\n"
    )
    request, sound = Request(engine="tone", accept_care_risks=True), Sound(bed=NoBed())
    output = Output(tmp_path / "t.flac", artefacts=[Captions("vtt")])
    script = parse_script(text, source="t.yaml")
    result = render(script, output, request, sound)
    count = len(WORDS.split())  # the short phrase is not cut, and nobody needs its words
    source = "aligned" if fake and not fake.fails else "proportional"
    counts = dict.fromkeys(("engine", "aligned", "proportional"), 0) | {source: count}
    assert source_counts(result.words.values()) == counts
    assert f"{source} {count}" in (tmp_path / "t.vtt").read_text()
    without = Output(tmp_path / "t.flac", overwrite=True)
    assert render(script, without, request, sound).words == {}
