"""Captions stand where the voice is heard, and are cut where words begin."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from examples import SMALL
from hand_made import hand_made, placed
from quietude import Output, Request, Script, Sound, outline, parse_script, render
from quietude.errors import UsageError
from quietude.script.bed import NoBed
from quietude.session.artefacts.captions import Captions, cut_phrases, heard
from quietude.session.tags import session_tags, tag_texts
from quietude.speech.word_times import SOURCES, WordTimes

RATE_HZ = 44_100
NAMED = Request(duration_s=36.0, slot_values={"name": "Wilhelmina"})
TEXTS = tag_texts(parse_script(SMALL), {})


@pytest.mark.parametrize(("engine", "name"), [("tone", "opus"), ("pyttsx3", "mp3")])
def test_a_caption_starts_with_the_voice(
    small: Script, tmp_path: Path, name: str, engine: str
) -> None:
    path = tmp_path / f"a.{name}"
    request = dataclasses.replace(NAMED, engine=engine)
    result = render(
        small, Output(path, artefacts=[Captions("vtt")], cover="none"), request, Sound(bed=NoBed())
    )
    starts = [
        sum(float(part) * unit for part, unit in zip(found, (3600, 60, 1), strict=True))
        for found in re.findall(r"(\d+):(\d+):([\d.]+) -->", (tmp_path / "a.vtt").read_text())
    ]
    assert len(starts) == len(result.timeline.placements)
    sound, rate_hz = soundfile.read(path)
    mono = np.abs(sound.mean(axis=1))
    found = 0
    ring_end = 12.0  # the bell covers what is said over it
    for start in (second for second in starts if second > ring_end):
        around = mono[int((start - 0.5) * rate_hz) : int((start + 0.5) * rate_hz)]
        onset = np.flatnonzero(around > 0.05 * around.max())[0] / rate_hz - 0.5
        assert abs(onset) < 0.03, (start, onset)
        found += 1
    assert found >= 3


def test_bells_have_captions_by_option(small: Script) -> None:
    timeline = outline(small)
    assert "[bell]" not in {caption.text for caption in heard(timeline, sounds=False)}
    bells = [caption for caption in heard(timeline, sounds=True) if caption.text == "[bell]"]
    assert bells[0].start_ms == round(timeline.cues[0].start_frame * 1000 / RATE_HZ)


def test_captions_go_by_what_sounds_and_give_way_to_the_voice() -> None:
    timeline = hand_made()
    voice = heard(timeline, sounds=False)
    # From 15 ms after a clip begins to 140 ms before it ends; and never backwards.
    assert [(caption.start_ms, caption.end_ms, caption.text) for caption in voice] == [
        (1015, 2860, "One."), (3015, 3016, "Two."), (7015, 7860, "Three."), (18_015, 18_860, "Four."),
    ]  # fmt: skip
    sounds = [caption for caption in heard(timeline, sounds=True) if caption.text[0] == "["]
    assert [(caption.start_ms, caption.end_ms, caption.text) for caption in sounds] == [
        (4000, 7000, "[bell]"),  # the first rings under words
        (8000, 11_000, "[breath in]"), (11_000, 14_000, "[breath out]"),  # in for 1 s, held for 2
        (15_000, 18_000, "[taps]"),  # once for the set
    ]  # fmt: skip


def test_words_are_placed_from_the_start_of_their_phrase_and_their_source_is_told() -> None:
    timeline, rest = hand_made(), "and on it goes with many a word " * 4
    long = placed(f"Five {rest.strip()}", 5, 10)
    timeline = dataclasses.replace(timeline, placements=(*timeline.placements[:2], long))
    count = len(long.utterance.text.split())
    by_engine = tuple(SOURCES[0] for _ in range(count))
    words = {long.utterance: WordTimes(tuple(range(count)), by_engine, count)}
    voice = heard(timeline, words, sounds=False)
    assert {round(start_ms / 1000) for start_ms in voice[-1].words_ms} == {5}
    assert voice[0].words_ms == ()
    assert cut_phrases(timeline) == [long.utterance]
    tags = session_tags(TEXTS, timeline, lyrics=False)
    assert f"engine {count}" in Captions("vtt").text(tags, timeline, words).splitlines()[2]
    assert "NOTE" not in Captions("vtt").text(tags, timeline)


def test_no_caption_stands_beyond_the_end() -> None:
    timeline = hand_made()
    tags = session_tags(TEXTS, timeline, lyrics=False)
    assert "[length:00:20]" in Captions("lrc").text(tags, timeline)
    late = dataclasses.replace(timeline, total_frames=round(18.9 * RATE_HZ))
    assert "--> 00:00:18.900" in Captions("vtt").text(tags, late)
    assert "00:00:18,900" in Captions("srt").text(tags, late)


def test_other_kinds_are_refused() -> None:
    with pytest.raises(UsageError, match="ass") as caught:
        Captions("ass")
    assert "vtt, srt, lrc" in str(caught.value.hint)
