"""Stems: they sum to the session, and editors open what stands beside them."""

from __future__ import annotations

import csv
import errno
from pathlib import Path

import numpy as np
import pytest
import soundfile

from examples import BRIEF_S, SMALL
from quietude import (
    LevelOffsets,
    Output,
    Request,
    Script,
    Session,
    Sound,
    Target,
    parse_script,
    render,
)
from quietude.audio.clip import Samples
from quietude.audio.limiter import GainReduction
from quietude.deliver.editor_labels import Label
from quietude.deliver.float_wav import FloatWav, header
from quietude.errors import DeliveryError
from quietude.plan.model import Cue, Utterance
from quietude.plan.timeline import Chapter, CuePlacement, Placement, Timeline
from quietude.script.bed import Bed, LibraryBed, NoBed
from quietude.session.artefacts.stems import Stems, session_labels
from quietude.sound.mix import STEMS, Mix
from spoken import clip_of, session

RATE_HZ = 44_100
SHORT = Request(duration_s=34.0, engine="tone")
QUICK = Request(duration_s=BRIEF_S, engine="tone")


def stems_in(folder: Path) -> dict[str, Samples]:
    return {name: soundfile.read(folder / f"{name}.wav", dtype="float32")[0] for name in STEMS}


@pytest.mark.parametrize("bed", [LibraryBed("rain"), pytest.param(NoBed(), marks=pytest.mark.slow)])
def test_stems_sum_to_the_finished_file(small: Script, tmp_path: Path, bed: Bed) -> None:
    path, folder = tmp_path / "a.flac", tmp_path / "stems"
    output = Output(path, bits=24, artefacts=[Stems(folder)])
    result = render(small, output, SHORT, Sound(bed, LevelOffsets(bed_db=3.0)))
    stems = stems_in(folder)
    finished, rate_hz = soundfile.read(path, dtype="float32")
    assert rate_hz == soundfile.info(folder / "voice.wav").samplerate
    assert {len(stem) for stem in stems.values()} == {len(finished)} == {34 * RATE_HZ}
    for name in STEMS:
        assert (folder / f"{name}.wav").stat().st_size == len(header(34 * RATE_HZ, RATE_HZ)) + (
            34 * RATE_HZ * 8
        )
    assert result.audio[0].limited_at == ()
    np.testing.assert_allclose(sum(stems.values()), finished, atol=2**-22)
    assert stems["voice"].any()
    assert stems["cues"].any()
    assert stems["bed"].any() == (bed != NoBed())
    assert result.artefact_paths == Stems(folder).paths(path)


@pytest.mark.parametrize("bed", [LibraryBed("ocean"), NoBed()])
def test_the_parts_of_a_mix_sum_to_it(bed: Bed) -> None:
    timeline = session()
    mix = Mix(timeline, clip_of, bed)
    stems = mix.stems()
    for number, block in enumerate(mix.blocks()):
        if number == 20:
            break
        parts = sum(stems[name].read(len(block)) for name in STEMS)
        np.testing.assert_allclose(parts, block, atol=1e-6)


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    """A session that the limiter works on, with stems; and their folder."""
    base = tmp_path_factory.mktemp("limited")
    sound = Sound(bed=NoBed(), target=Target(-14.0, -12.0))
    output = Output(base / "a.wav", bits=24, artefacts=[Stems(base / "stems")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIETUDE_CACHE_DIR", str(base / "cache"))
        return render(parse_script(SMALL), output, SHORT, sound), base / "stems"


def test_where_the_limiter_worked_is_said(limited: tuple[Session, Path]) -> None:
    result, folder = limited
    summed = np.asarray(sum(stems_in(folder).values()))
    finished, _ = soundfile.read(result.path, dtype="float32")
    differs = np.flatnonzero(np.abs(summed - finished).max(axis=1) > 1e-3 * np.abs(summed).max())
    spans = [
        tuple(map(float, line.split("\t")[:2]))
        for line in (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
        if "\tlimiter -" in line
    ]
    assert len(spans) == len(result.audio[0].limited_at) > 0
    for frame in differs[:: max(1, len(differs) // 200)]:
        assert any(start <= frame / RATE_HZ <= end for start, end in spans)


def test_labels_say_what_happens_when(limited: tuple[Session, Path]) -> None:
    result, folder = limited
    rows = [
        line.split("\t")
        for line in (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
    ]
    assert all(len(row) == 3 and float(row[0]) <= float(row[1]) <= 34.0 for row in rows)
    starts = [float(row[0]) for row in rows]
    assert starts == sorted(starts)
    said = {row[2]: float(row[0]) for row in rows}
    for placement in result.timeline.placements:
        assert said[placement.utterance.text] == pytest.approx(
            placement.start_frame / RATE_HZ, abs=1e-5
        )
    assert {"== Arriving", "== Resting", "* bell"} <= set(said)
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        regions = list(csv.DictReader(file))
    assert len(regions) == len(rows)
    assert regions[0]["#"] == "R1"
    assert regions[0]["Start"] == "0:00:00.000"


def test_labels_last_as_long_as_what_they_name() -> None:
    """A chapter until the next, the last one until the end; a phrase; a breath without its rest."""
    said = Utterance("Breathe.", "v", 115, 0, 1)
    timeline = Timeline(
        title="",
        placements=(Placement(said, 2 * RATE_HZ, 3 * RATE_HZ),),
        cues=(
            CuePlacement(Cue("bell", "chime"), 0),
            CuePlacement(Cue("swell", "", (4 * RATE_HZ, RATE_HZ, 6 * RATE_HZ, 9999)), 6 * RATE_HZ),
        ),
        silences=(),
        chapters=(Chapter("One", 0, 5 * RATE_HZ), Chapter("Two", 5 * RATE_HZ, 30 * RATE_HZ)),
        dropped_lines=(),
        total_frames=30 * RATE_HZ,
        sample_rate_hz=RATE_HZ,
    )
    held = GainReduction(7 * RATE_HZ, 8 * RATE_HZ, 2.26)
    assert sorted(session_labels(timeline, [held])) == [
        Label(0.0, 0.0, "* chime"),
        Label(0.0, 5.0, "== One"),
        Label(2.0, 5.0, "Breathe."),
        Label(5.0, 30.0, "== Two"),
        Label(6.0, 17.0, "* swell"),
        Label(7.0, 8.0, "limiter -2.3 dB"),
    ]


def test_stems_appear_with_the_session_or_not_at_all(brief: Script, empty_folder: Path) -> None:
    def interrupt(stage: str, _done: int, _total: int) -> None:
        if stage == "stems":
            raise KeyboardInterrupt

    output = Output(empty_folder / "a.wav", artefacts=[Stems(empty_folder / "parts")])
    with pytest.raises(KeyboardInterrupt):
        render(brief, output, QUICK, Sound(bed=NoBed()), interrupt)


def test_a_disk_that_fills_up_with_stems_is_told_with_the_file(
    brief: Script, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: FloatWav, _block: Samples) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FloatWav, "write", full)
    output = Output(empty_folder / "a.wav", artefacts=[Stems(empty_folder / "parts")])
    with pytest.raises(DeliveryError, match="cannot be written") as caught:
        render(brief, output, QUICK, Sound(bed=NoBed()))
    assert caught.value.path == empty_folder / "parts" / "voice.wav"


def test_stems_that_are_there_are_kept(small: Script, tmp_path: Path) -> None:
    (tmp_path / "bed.wav").write_bytes(b"mine")
    with pytest.raises(DeliveryError, match="exists already"):
        render(small, Output(tmp_path / "a.mp3", artefacts=[Stems(tmp_path)]), SHORT)
    assert [path.name for path in tmp_path.iterdir()] == ["bed.wav"]
