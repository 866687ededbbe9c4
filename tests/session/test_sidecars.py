"""Several files of one session, and what stands beside them."""

from __future__ import annotations

import dataclasses
import re
import shutil
from io import BytesIO
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from PIL import Image

from examples import SMALL
from quietude import Extras, Output, Request, Script, Sound, outline, parse_script, render
from quietude.errors import DeliveryError, UsageError
from quietude.plan.model import Cue, Utterance
from quietude.plan.timeline import Chapter, CuePlacement, Placement, Timeline
from quietude.script.bed import NoBed
from quietude.session.description import session_tags
from quietude.session.sidecars import (
    Covers,
    beside_texts,
    covers,
    cut_phrases,
    finished_tags,
    heard,
)
from quietude.speech.word_times import SOURCES, WordTimes

RATE_HZ = 44_100
NO_BED = Sound(bed=NoBed())
SHORT = Request(duration_s=34.0, engine="tone")
NAMED = Request(duration_s=48.0, slot_values={"name": "Wilhelmina"}, engine="tone")
EVERYTHING = Extras(
    captions=("vtt", "srt", "lrc"), transcript=("txt", "md"), chapters=("json", "txt")
)


def test_every_format_from_one_mix(small: Script, tmp_path: Path) -> None:
    names = ["mp3", "flac", "wav", "ogg", "opus", *(["m4a"] if shutil.which("ffmpeg") else [])]
    paths = [tmp_path / f"a.{name}" for name in names]
    mixed = []

    def watch(stage: str, done: int, total: int) -> None:
        if stage == "encode" and done == total:
            mixed.append(stage)

    result = render(small, paths, SHORT, NO_BED, watch)
    assert len(mixed) == 1
    assert (result.path, list(result.others)) == (paths[0], paths[1:])
    assert {it.name for it in tmp_path.iterdir()} == {
        *(it.name for it in paths), "a.receipt.json",
    }  # fmt: skip
    for it in [result.receipt["sound"], *result.receipt["other_files"]]:
        assert it["integrated_lufs"] == pytest.approx(-16.0, abs=0.3)
        assert it["true_peak_dbtp"] <= -1.0
    assert soundfile.info(tmp_path / "a.opus").frames == 34 * 48_000
    assert soundfile.info(tmp_path / "a.ogg").frames == 34 * RATE_HZ
    alone = render(small, tmp_path / "b.flac", SHORT, NO_BED)
    assert alone.receipt["file"]["sha256"] == result.receipt["other_files"][0]["sha256"]


def test_one_that_is_in_the_way_stops_all(small: Script, tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("mine")
    output = Output([tmp_path / "a.mp3", tmp_path / "a.flac"], extras=EVERYTHING)
    with pytest.raises(DeliveryError, match="exists already"):
        render(small, output, NAMED, NO_BED)
    assert [it.name for it in tmp_path.iterdir()] == ["a.vtt"]
    with pytest.raises(UsageError, match="twice"):
        render(small, [tmp_path / "a.mp3", tmp_path / "a.mp3"], NAMED, NO_BED)


def test_what_stands_beside(small: Script, tmp_path: Path) -> None:
    output = Output(tmp_path / "a.mp3", extras=EVERYTHING, receipt=False)
    result = render(small, output, SHORT, NO_BED)
    assert {it.name for it in tmp_path.iterdir()} == {
        "a.mp3", "a.vtt", "a.srt", "a.lrc", "a.transcript.txt", "a.transcript.md",
        "a.chapters.json", "a.chapters.txt",
    }  # fmt: skip
    transcript = (tmp_path / "a.transcript.txt").read_text(encoding="utf-8")
    for it in result.timeline.placements:
        assert it.utterance.text in transcript


@pytest.mark.parametrize(("engine", "name"), [("tone", "opus"), ("pyttsx3", "mp3")])
def test_a_caption_starts_with_the_voice(
    small: Script, tmp_path: Path, name: str, engine: str
) -> None:
    extras = Extras(captions=("vtt",), cover="none")
    path = tmp_path / f"a.{name}"
    request = dataclasses.replace(NAMED, engine=engine)
    result = render(small, Output(path, extras=extras), request, NO_BED)
    starts = [
        sum(float(it) * unit for it, unit in zip(found, (3600, 60, 1), strict=True))
        for found in re.findall(r"(\d+):(\d+):([\d.]+) -->", (tmp_path / "a.vtt").read_text())
    ]
    assert len(starts) == len(result.timeline.placements)
    sound, rate_hz = soundfile.read(path)
    mono = np.abs(sound.mean(axis=1))
    found = 0
    ring_end = 12.0  # the bell covers what is said over it
    for start in (it for it in starts if it > ring_end):
        around = mono[int((start - 0.5) * rate_hz) : int((start + 0.5) * rate_hz)]
        onset = np.flatnonzero(around > 0.05 * around.max())[0] / rate_hz - 0.5
        assert abs(onset) < 0.03, (start, onset)
        found += 1
    assert found >= 3


def test_the_narration_is_in_the_tags_unless_it_is_personal(small: Script) -> None:
    def lyrics(request: Request, extras: Extras) -> str:
        timeline = outline(small, request)
        tags = session_tags(small, timeline)
        return finished_tags(tags, extras, small, request, timeline, cover=b"").lyrics_text

    assert lyrics(NAMED, Extras()) == ""
    assert "Wilhelmina" in lyrics(NAMED, Extras(tag_personal=True))
    assert "It is good to have you here." in lyrics(Request(), Extras())


def test_bells_have_captions_by_option(small: Script) -> None:
    timeline = outline(small)
    assert "[bell]" not in {it.text for it in heard(timeline, sounds=False)}
    bells = [it for it in heard(timeline, sounds=True) if it.text == "[bell]"]
    assert bells[0].start_ms == round(timeline.cues[0].start_frame * 1000 / RATE_HZ)


def spoken(text: str, start_s: float, length_s: float, line: int = 1) -> Placement:
    return Placement(
        Utterance(text, "", 100, 0, line), round(start_s * RATE_HZ), round(length_s * RATE_HZ)
    )


def hand_made() -> Timeline:
    """Twenty seconds in two chapters: words, a bell under them, a breath, and a set of taps."""
    bell, swell = Cue("bell", "bowl"), Cue("swell", "", (RATE_HZ, 2 * RATE_HZ, 3 * RATE_HZ, 0))
    cues = [(bell, 0.5), (bell, 4.0), (swell, 8.0), (Cue("tap-left"), 15.0), (Cue("tap-right"), 16)]
    return Timeline(
        title="T",
        placements=(
            spoken("One.", 1, 2),
            spoken("Two.", 3, 0.1),
            spoken("Three.", 7, 1, 2),
            spoken("Four.", 18, 1, 3),
        ),
        cues=tuple(CuePlacement(cue, round(at * RATE_HZ)) for cue, at in cues),
        silences=(),
        chapters=(Chapter("A", 0, 10 * RATE_HZ), Chapter("B", 10 * RATE_HZ, 20 * RATE_HZ)),
        dropped_lines=(),
        total_frames=20 * RATE_HZ,
        sample_rate_hz=RATE_HZ,
    )


def test_captions_go_by_what_sounds_and_give_way_to_the_voice() -> None:
    timeline = hand_made()
    voice = heard(timeline, sounds=False)
    # From 15 ms after a clip begins to 140 ms before it ends; and never backwards.
    assert [(it.start_ms, it.end_ms, it.text) for it in voice] == [
        (1015, 2860, "One."), (3015, 3016, "Two."), (7015, 7860, "Three."), (18_015, 18_860, "Four."),
    ]  # fmt: skip
    sounds = [it for it in heard(timeline, sounds=True) if it.text[0] == "["]
    assert [(it.start_ms, it.end_ms, it.text) for it in sounds] == [
        (4000, 7000, "[bell]"),  # the first rings under words
        (8000, 11_000, "[breath in]"), (11_000, 14_000, "[breath out]"),  # in for 1 s, held for 2
        (15_000, 18_000, "[taps]"),  # once for the set
    ]  # fmt: skip


def test_words_are_placed_from_the_start_of_their_phrase_and_their_source_is_told() -> None:
    timeline, rest = hand_made(), "and on it goes with many a word " * 4
    long = spoken(f"Five {rest.strip()}", 5, 10)
    timeline = dataclasses.replace(timeline, placements=(*timeline.placements[:2], long))
    count = len(long.utterance.text.split())
    by_engine = tuple(SOURCES[0] for _ in range(count))
    words = {long.utterance: WordTimes(tuple(range(count)), by_engine, count)}
    found = heard(timeline, words, sounds=False)
    assert {round(it / 1000) for it in found[-1].words_ms} == {5}
    assert found[0].words_ms == ()
    wanted = Extras(captions=("vtt",))
    assert cut_phrases(wanted, timeline) == [long.utterance]
    assert cut_phrases(Extras(), timeline) == []
    tags = session_tags(parse_script(SMALL), timeline)
    told = beside_texts(wanted, tags, timeline, words)["captions.vtt"]
    assert f"engine {count}" in told.splitlines()[2]
    assert "NOTE" not in beside_texts(wanted, tags, timeline)["captions.vtt"]


def test_a_transcript_has_each_chapter_by_line_and_nothing_stands_beyond_the_end() -> None:
    timeline = hand_made()
    tags = session_tags(parse_script(SMALL), timeline)
    texts = beside_texts(EVERYTHING, tags, timeline)
    assert texts["transcript.txt"].split("\n\n")[1:] == [
        "00:00:00  A", "One. Two.", "Three.", "00:00:10  B", "Four.\n",
    ]  # fmt: skip
    assert "[length:00:20]" in texts["captions.lrc"]
    late = dataclasses.replace(timeline, total_frames=round(18.9 * RATE_HZ))
    assert "--> 00:00:18.900" in beside_texts(EVERYTHING, tags, late)["captions.vtt"]


def test_covers(small: Script, empty_folder: Path, tmp_path: Path) -> None:
    extras = Extras(feed_cover=True, captions=("vtt",))
    render(small, Output(tmp_path / "a.mp3", receipt=False, extras=extras), SHORT, NO_BED)
    (drawn,) = mutagen.File(tmp_path / "a.mp3").tags.getall("APIC")
    assert Image.open(BytesIO(drawn.data)).size == (600, 600)
    with Image.open(tmp_path / "a.cover.jpg") as feed:
        assert feed.size == (3000, 3000)
    assert covers(small, Extras(cover="none")) == Covers(b"", b"")
    own = covers(small, Extras(cover=tmp_path / "a.cover.jpg"))
    assert own.inside not in {drawn.data, b""}
    assert own.feed == b""
    bad = Output(empty_folder / "a.mp3", extras=Extras(cover=tmp_path / "a.mp3"))
    with pytest.raises(DeliveryError, match="picture cannot be read"):
        render(small, bad, NAMED)
    with pytest.raises(UsageError, match="no cover"):
        Extras(cover="none", feed_cover=True)


def test_kinds_there_are_not() -> None:
    with pytest.raises(UsageError, match="docx"):
        Extras(transcript=("docx",))
