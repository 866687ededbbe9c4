"""Tags and receipt: every figure is that of what it names."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from quietude import LevelOffsets, Request, Script
from quietude._util.files import PendingFile
from quietude.audio.limiter import GainReduction
from quietude.audio.loudness import Loudness, RmsLevels
from quietude.deliver.formats.registry import FORMATS
from quietude.plan.model import Utterance
from quietude.plan.timeline import BedPlacement, Chapter, Placement, Timeline
from quietude.script.bed import LibraryBed, TrackBed
from quietude.session.description import session_receipt, session_tags
from quietude.session.mastering import EncodedFile
from quietude.sound.contrast import Contrast
from quietude.sound.targets import target_named
from quietude.speech.engines.base import Identity
from quietude.speech.word_times import WordTimes

if TYPE_CHECKING:
    from pathlib import Path

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


def test_each_chapter_ends_where_the_next_begins_and_the_last_with_the_session(
    small: Script,
) -> None:
    tags = session_tags(small, TIMELINE)
    # 44 144 frames are 1000.998 ms, 220 478 are 4999.501.
    assert [(it.title, it.start_frame, it.start_ms, it.end_ms) for it in tags.chapters] == [
        ("A", 0, 0, 1001), ("B", 44_144, 1001, 5000), ("C", 220_478, 5000, 10_000),
    ]  # fmt: skip
    assert (tags.title, tags.language, tags.comment) == (small.title, small.language, small.about)


@pytest.fixture
def receipt(small: Script, tmp_path: Path) -> dict[str, Any]:
    with ExitStack() as stack:
        first, other = (
            EncodedFile(
                stack.enter_context(PendingFile(tmp_path / f"a.{it}", overwrite=False)), FORMATS[it]
            )
            for it in ("mp3", "flac")
        )
        first.loudness, first.reduction_db = Loudness(-16.123, 4.56, -1.234), 2.345
        first.gain_reductions, first.shortfall_lu = (
            (GainReduction(22_050, 30_000, 1.0), GainReduction(88_200, 90_000, 2.3)),
            0.5,
        )
        first.levels = RmsLevels(-20.111, -61.222)
        other.loudness = Loudness(-17.0, 5.0, -2.0)
        first.pending.write_bytes(b"abc")
        return session_receipt(
            script=small,
            request=Request(
                slot_values={"name": "Ada"}, voice="v", rate_wpm=101, seed=5, duration_s=10.0
            ),
            bed=TrackBed(Path("mine.flac")),
            levels=LevelOffsets(bed_db=-1.0, bell_db=2.0, voice_db=3.0),
            tones=None,
            target=target_named("podcast"),
            identity=Identity("e", "1.2", {"rate": "x"}),
            timeline=TIMELINE,
            outputs=[first, other],
            contrast=Contrast(TIMELINE.placements, (21.0, 25.0), (22.0, 28.0), (23.0, 31.0)),
            narration=SimpleNamespace(spread_lu=1.26, levelled=3),  # type: ignore[arg-type]
            words=[WordTimes((0, 5), ("engine", "proportional"), 9)],
        )


def test_the_figures_of_a_receipt(receipt: dict[str, Any]) -> None:
    measured = {
        "integrated_lufs": -16.12, "loudness_range_lu": 4.6, "true_peak_dbtp": -1.23,
        "limiter_reduction_db": 2.35, "held_back_lu": 0.5,
        "rms_db": -20.11, "noise_floor_db": -61.22,
    }  # fmt: skip
    sound = receipt["sound"]
    assert {it: sound[it] for it in measured} == pytest.approx(measured, abs=0.011)
    assert sound["limiter_worked_at_s"] == [0.5, 2.0]
    assert (sound["frames"], sound["duration_s"]) == (441_000, 10.0)
    assert sound["speech_share"] == 0.3
    assert sound["bed_under_voice"]["least_db"] == 21.0
    assert sound["sample_rate_hz"] == RATE_HZ
    (other,) = receipt["other_files"]
    assert (other["name"], other["integrated_lufs"], other["true_peak_dbtp"]) == (
        "a.flac", -17.0, -2.0,
    )  # fmt: skip
    assert "rms_db" not in other
    assert receipt["file"] == {
        "name": "a.mp3",
        "bytes": 3,  # of FIPS 180-4's first example
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    }
    assert [(it["title"], it["start_s"]) for it in receipt["chapters"]] == [
        ("A", 0.0), ("B", 1.001), ("C", 5.0),
    ]  # fmt: skip


def test_what_a_receipt_says_was_asked_for(receipt: dict[str, Any], small: Script) -> None:
    wanted = {
        "duration_s": 10.0, "slots_filled": ["name"], "slots_not_private": {}, "seed": 5,
        "pacing": small.pacing, "ending": "return", "bed": "mine.flac", "target": "podcast",
        "bed_changes": [{"bed": "ocean", "start_s": 3.0, "fade_s": 0.5}],
        "bed_level_db": -1.0, "bell_level_db": 2.0, "voice_level_db": 3.0, "tones": None,
    }  # fmt: skip
    assert receipt["request"] == wanted
    voice = receipt["voice"]
    assert (voice["engine"], voice["engine_version"], voice["settings"]) == (
        "e", "1.2", {"rate": "x"},
    )  # fmt: skip
    assert (voice["id"], voice["rate_wpm"], voice["loudness_spread_lu"]) == ("v", 101, 1.3)
    assert voice["phrases_brought_in"] == 3
    assert voice["word_times"]["engine"] == voice["word_times"]["proportional"] == 1
    assert receipt["respelt_phrases"] == 1
    assert receipt["left_out_lines"] == [7, 9]
    assert "ffmpeg" not in receipt["software"]


def test_a_receipt_lists_no_endless_row_of_places(small: Script, tmp_path: Path) -> None:
    timeline = dataclasses.replace(TIMELINE, placements=TIMELINE.placements[:1])
    with PendingFile(tmp_path / "a.m4b", overwrite=False) as pending:
        held = tuple(GainReduction(it, it + 1, 1.0) for it in range(200))
        output = EncodedFile(
            pending, FORMATS["m4b"], loudness=Loudness(-16.0, 1.0, -1.0), gain_reductions=held
        )
        found = session_receipt(
            script=small,
            request=Request(),
            bed=LibraryBed("rain"),
            levels=LevelOffsets(),
            tones=None,
            target=target_named("podcast"),
            identity=Identity("e", "1"),
            timeline=timeline,
            outputs=[output],
            contrast=Contrast((), (), (), ()),
            narration=SimpleNamespace(spread_lu=0.0, levelled=0),  # type: ignore[arg-type]
            words=[],
        )
    assert len(found["sound"]["limiter_worked_at_s"]) == 50
    assert found["sound"]["bed_under_voice"] is None
    assert "word_times" not in found["voice"]
    assert "ffmpeg" in found["software"]
    assert found["respelt_phrases"] == 0
