"""The receipt: every figure is that of what it names."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from quietude import LevelOffsets, Request, Script, Session, Sound
from quietude.audio.limiter import GainReduction
from quietude.audio.loudness import Loudness, RmsLevels
from quietude.deliver.formats.registry import FORMATS
from quietude.deliver.tags import Tags
from quietude.plan.model import Utterance
from quietude.plan.timeline import BedPlacement, Chapter, Placement, Timeline
from quietude.script.bed import LibraryBed, TrackBed
from quietude.session.receipt import receipt
from quietude.session.result import AudioFile, Narrator
from quietude.sound.contrast import Contrast
from quietude.sound.targets import target_named
from quietude.speech.engines.base import Identity
from quietude.speech.word_times import WordTimes

RATE_HZ = 44_100
TIMELINE = Timeline(
    title="T",
    placements=(
        Placement(Utterance("One.", "", 100, 0, 3), RATE_HZ, RATE_HZ),
        Placement(Utterance("Two.", "", 100, 0, 4, "Tooh."), 3 * RATE_HZ, 2 * RATE_HZ),
    ),
    cues=(),
    silences=(),
    chapters=(
        Chapter("A", 0, 44_144),
        Chapter("B", 44_144, 220_478),
        Chapter("C", 220_478, 10 * RATE_HZ),
    ),
    dropped_lines=(7, 9),
    total_frames=10 * RATE_HZ,
    sample_rate_hz=RATE_HZ,
    beds=(
        BedPlacement(LibraryBed("rain"), 0),
        BedPlacement(LibraryBed("ocean"), 3 * RATE_HZ, RATE_HZ // 2, 5),
    ),
)


def audio(name: str, **facts: Any) -> AudioFile:
    """An audio file as it was measured; a session in only one format has only one."""
    usual = AudioFile(
        Path(name), FORMATS[name.partition(".")[2]], 3, "abc", Loudness(-17.0, 5.0, -2.0), None,
        0.0, None, 0.0, (), 0.0,
    )  # fmt: skip
    return dataclasses.replace(usual, **facts)


@pytest.fixture
def session(small: Script) -> Session:
    first = audio(
        "a.mp3",
        loudness=Loudness(-16.123, 4.56, -1.234),
        voice_lufs=-15.876,
        skipped_share=0.234,
        levels=RmsLevels(-20.111, -61.222),
        limited_db=2.345,
        limited_at=(GainReduction(22_050, 30_000, 1.0), GainReduction(88_200, 90_000, 2.3)),
        shortfall_lu=0.5,
    )
    said = TIMELINE.placements[0].utterance
    return Session(
        script=small,
        request=Request(slot_values={"name": "Ada"}, rate_wpm=101, seed=5, duration_s=10.0),
        sound=Sound(levels=LevelOffsets(-1.0, 2.0, 3.0), target=target_named("podcast")),
        bed=TrackBed(Path("mine.flac")),
        narrator=Narrator(Identity("e", "1.2", {"rate": "x"}), "v", 1.26, 3),
        timeline=TIMELINE,
        tags=Tags("T", "", "", "", "", "en", ()),
        audio=(first, audio("a.flac")),
        artefact_paths=(Path("a.vtt"),),
        bed_under_voice=Contrast(TIMELINE.placements, (21.0, 25.0), (22.0, 28.0), (23.0, 31.0)),
        spoken=1,
        words={said: WordTimes((0, 5), ("engine", "proportional"), 9)},
    )


def test_the_files_of_a_session_are_in_order_and_without_the_receipt(session: Session) -> None:
    assert session.files == (Path("a.mp3"), Path("a.flac"), Path("a.vtt"))
    assert (session.path, session.loudness.true_peak_dbtp) == (Path("a.mp3"), -1.234)
    assert session.narrator.full_id == "e:v"


def test_the_figures_of_a_receipt(session: Session) -> None:
    found = receipt(session)
    measured = {
        "voice_lufs": -15.88, "skipped_as_silence": 0.23,
        "integrated_lufs": -16.12, "loudness_range_lu": 4.6, "true_peak_dbtp": -1.23,
        "limiter_reduction_db": 2.35, "held_back_lu": 0.5,
        "rms_db": -20.11, "noise_floor_db": -61.22,
    }  # fmt: skip
    sound = found["sound"]
    assert {figure: sound[figure] for figure in measured} == pytest.approx(measured, abs=0.011)
    assert sound["limiter_worked_at_s"] == [0.5, 2.0]
    assert (sound["frames"], sound["duration_s"]) == (441_000, 10.0)
    assert sound["speech_share"] == 0.3
    assert sound["bed_under_voice"]["least_db"] == 21.0
    assert sound["sample_rate_hz"] == RATE_HZ
    (other,) = found["other_files"]
    assert (other["name"], other["integrated_lufs"], other["true_peak_dbtp"]) == (
        "a.flac", -17.0, -2.0,
    )  # fmt: skip
    assert "rms_db" not in other
    assert found["file"] == {"name": "a.mp3", "bytes": 3, "sha256": "abc"}
    assert [(chapter["title"], chapter["start_s"]) for chapter in found["chapters"]] == [
        ("A", 0.0), ("B", 1.001), ("C", 5.0),
    ]  # fmt: skip


def test_a_receipt_names_the_request(session: Session, small: Script) -> None:
    found = receipt(session)
    wanted = {
        "duration_s": 10.0, "slots_filled": ["name"], "slots_not_private": {}, "seed": 5,
        "slots_not_readable": [],
        "pacing": small.pacing, "ending": "return", "bed": "mine.flac", "target": "podcast",
        "bed_changes": [{"bed": "ocean", "start_s": 3.0, "fade_s": 0.5}],
        "bed_level": "present", "bed_level_db": -1.0, "bell_level_db": 2.0, "voice_level_db": 3.0, "tones": None,
    }  # fmt: skip
    assert found["request"] == wanted
    voice = found["voice"]
    assert (voice["engine"], voice["engine_version"], voice["settings"]) == (
        "e", "1.2", {"rate": "x"},
    )  # fmt: skip
    assert (voice["id"], voice["rate_asked_wpm"], voice["loudness_spread_lu"]) == ("v", 101, 1.3)
    assert voice["rate_wpm"] == 44.6
    assert voice["phrases_brought_in"] == 3
    assert voice["word_times"]["engine"] == voice["word_times"]["proportional"] == 1
    assert found["respelt_phrases"] == 1
    assert found["left_out_lines"] == [7, 9]
    assert "ffmpeg" not in found["software"]


def test_a_receipt_lists_no_endless_row_of_places(session: Session) -> None:
    many = tuple(GainReduction(frame, frame + 1, 1.0) for frame in range(200))
    bare = dataclasses.replace(
        session,
        timeline=dataclasses.replace(TIMELINE, placements=TIMELINE.placements[:1]),
        audio=(audio("a.m4b", limited_at=many),),
        bed_under_voice=Contrast((), (), (), ()),
        words={},
    )
    found = receipt(bare)
    assert len(found["sound"]["limiter_worked_at_s"]) == 50
    assert found["sound"]["bed_under_voice"] is None
    assert "word_times" not in found["voice"]
    assert "ffmpeg" in found["software"]
    assert found["respelt_phrases"] == 0
