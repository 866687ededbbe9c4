"""The contract of every stem. A stem class joins by a row in ROWS; a class without one fails here.

A stem gives float32 ``(frames, 2)``, exactly as many frames as asked for, the same samples in
blocks of any size, finite values, and silence wherever it has nothing to play, past its end too.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

import quietude.sound
from quietude.audio.gain_curve import GainCurve, Point
from quietude.plan.bed_schedule import BedStretch
from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement
from quietude.script.bed import LibraryBed, NoBed
from quietude.sound.ambience.ambient_bed import AmbientBed, AmbientStem
from quietude.sound.ambience.events import Scatter
from quietude.sound.ambience.grains import GrainSettings
from quietude.sound.ambience.layers import EventLayer, GrainLayer, NoiseLayer
from quietude.sound.ambience.motion import Drift, Gusts
from quietude.sound.ambience.recording import in_steps
from quietude.sound.bed_changes import BedStem
from quietude.sound.cues import RecordedSound, Swell
from quietude.sound.recorded_room import InRoom, RecordedRoom
from quietude.sound.stems import CueStem, GainShapedStem, Loop, LoopedLayers, VoiceStem
from quietude.sound.tones import SummedStem, Tones, ToneStem
from quietude.sound.tracks.looped_track import LoopedTrack, measure_track

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quietude.audio.clip import Samples
    from quietude.sound.stems import Stem
    from quietude.sound.tracks.looped_track import TrackMeasure

RATE_HZ = 8000
TOTAL = 12_000
"""Frames in which every finite stem below has ended."""

NOISE = np.random.default_rng(0).normal(0, 0.1, (3000, 2)).astype(np.float32)
PHRASES = [Utterance(f"Line {number}.", "tone", 115, 0, number) for number in range(5)]
PLACEMENTS = [Placement(phrase, 500 + 1000 * n, 900) for n, phrase in enumerate(PHRASES)]


def voice() -> Stem:
    return VoiceStem(PLACEMENTS, lambda phrase: NOISE[phrase.line_no : phrase.line_no + 900, 0])


def cues() -> Stem:
    bell = RecordedSound(NOISE[:, 0], 1.0, 0.5)
    swell = Swell((700, 300, 900, 0), RATE_HZ, 0.1)
    return CueStem([(10, bell), (800, swell), (800, bell), (7000, bell)])


def layers() -> Stem:
    steps, step = in_steps(NOISE.T)
    samples = steps.T
    short = samples[:1100, :1]
    return LoopedLayers([Loop(samples, 0.5 * step, (0, 0)), Loop(short, 2.0 * step, (3, 400))])


def shaped() -> Stem:
    return GainShapedStem(voice(), GainCurve([Point(100, -20.0), Point(900, 0.0)]))


def changing() -> Stem:
    brown = LibraryBed("brown")
    stretches = [
        BedStretch(brown, 0, 0, 500, 4500),
        BedStretch(NoBed(), 4000, 500, 600, 9600),
        BedStretch(brown, 9000, 600, 0, None),
    ]
    return BedStem(stretches, {brown: layers, NoBed(): lambda: LoopedLayers([])})


@cache
def ambient(path: Path) -> AmbientBed:
    """Noise, grains and events, each with a movement of its own."""
    recording = path.with_name("recording.wav")
    if not recording.exists():
        noise = np.random.default_rng(2).normal(0, 0.1, (6 * RATE_HZ, 2))
        soundfile.write(recording, noise, RATE_HZ)
    drift = (Drift("air", 3.0, 0.3, 0.5),)
    scatter = Scatter(every_s=0.3, loose=0.5, chance=0.9, rests_s=5.0, range_db=6.0, lean_db=3.0)
    layers = (
        NoiseLayer(
            name="noise",
            gain_db=-20.0,
            motions=(Gusts(20.0, 0.1),),
            spectrum=((20.0, 0.0), (3000.0, -20.0)),
            apart_m=0.2,
        ),
        GrainLayer(
            name="grains",
            gain_db=0.0,
            motions=drift,
            path=recording,
            grains=GrainSettings((0.5, 1.5), 0.3),
            voices=2,
        ),
        EventLayer(
            name="events",
            gain_db=0.0,
            motions=(),
            path=recording,
            clips_s=((0.0, 0.5), (1.0, 1.3)),
            scatter=scatter,
        ),
    )
    return AmbientBed(layers, 0.5, 3, RATE_HZ)


@cache
def measured_track(path: Path) -> TrackMeasure:
    noise = np.random.default_rng(1).normal(0, 0.1, (6 * RATE_HZ, 2))
    soundfile.write(path, noise, RATE_HZ)
    return measure_track(path, RATE_HZ)


@dataclass(frozen=True)
class Row:
    """One stem class.

    Attributes:
        make: Returns a fresh stem; takes the path of a sound file for tracks.
        regions: The frames in which it sounds, as (first, last + 1); None for an endless one.
    """

    make: Callable[[Path], Stem]
    regions: tuple[tuple[int, int | None], ...]


SPOKEN = tuple((placed.start_frame, placed.end_frame) for placed in PLACEMENTS)
ROWS: dict[type, Row] = {
    VoiceStem: Row(lambda _: voice(), SPOKEN),
    CueStem: Row(lambda _: cues(), ((10, 3800), (7000, 10_000))),
    LoopedLayers: Row(lambda _: layers(), ((0, None),)),
    GainShapedStem: Row(lambda _: shaped(), SPOKEN),
    SummedStem: Row(lambda _: SummedStem(voice(), cues()), ((10, 5400), (7000, 10_000))),
    ToneStem: Row(lambda _: ToneStem(Tones("isochronic"), RATE_HZ, 0.1), ((0, None),)),
    BedStem: Row(lambda _: changing(), ((0, 4500), (9000, None))),
    AmbientStem: Row(lambda path: ambient(path).open(), ((0, None),)),
    InRoom: Row(
        lambda _: InRoom(voice(), RecordedRoom(NOISE[:, 0], SPOKEN, RATE_HZ)), ((0, None),)
    ),
    LoopedTrack: Row(
        lambda path: LoopedTrack(path, RATE_HZ, 0.5, measured_track(path)), ((0, None),)
    ),
}

each_stem = pytest.mark.parametrize("row", ROWS.values(), ids=[kind.__name__ for kind in ROWS])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("track") / "track.wav"


def sounding(row: Row, frames: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The frames in which a stem may sound, as a mask ``(frames,)``."""
    mask = np.zeros(frames, dtype=bool)
    for first, end in row.regions:
        mask[first : frames if end is None else end] = True
    return mask


def test_every_stem_class_has_a_row() -> None:
    found = set()
    for module in pkgutil.walk_packages(quietude.sound.__path__, "quietude.sound."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            reads = inspect.signature(kind.read).parameters if hasattr(kind, "read") else ()
            own = kind.__module__.startswith("quietude.sound.")
            if own and list(reads) == ["self", "frames"] and not kind.__dict__.get("_is_protocol"):
                found.add(kind)
    assert found == set(ROWS)


@each_stem
def test_a_stem_gives_stereo_float32_of_the_length_asked_for(row: Row, path: Path) -> None:
    stem = row.make(path)
    for frames in (1, 0, 7, 4096, TOTAL):
        block = stem.read(frames)
        assert block.dtype == np.float32
        assert block.shape == (frames, 2)
        assert np.isfinite(block).all()


@each_stem
@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 2500), min_size=1, max_size=25))
def test_blocks_of_any_size_give_the_same_samples(row: Row, path: Path, cuts: list[int]) -> None:
    whole = row.make(path).read(sum(cuts))
    stem = row.make(path)
    blocks: list[Samples] = [stem.read(frames) for frames in cuts]
    np.testing.assert_allclose(np.concatenate(blocks), whole, atol=1e-6)


@each_stem
@pytest.mark.parametrize("first", [1, 700, 4444, 9100, 26_000])
def test_from_any_frame_a_stem_goes_on_as_if_it_had_been_read_to_there(
    row: Row, path: Path, first: int
) -> None:
    whole = row.make(path).read(first + 3000)[first:]
    stem = row.make(path)
    stem.seek(first)
    np.testing.assert_allclose(stem.read(3000), whole, atol=1e-6)


@each_stem
def test_a_stem_sounds_in_its_regions_and_is_silent_outside(row: Row, path: Path) -> None:
    block = row.make(path).read(TOTAL)
    assert not block[~sounding(row, TOTAL)].any()
    for first, end in row.regions:
        assert block[first:end].any(axis=1).mean() > 0.95


@each_stem
def test_past_its_end_a_stem_is_silent_and_an_endless_one_goes_on(row: Row, path: Path) -> None:
    stem = row.make(path)
    stem.read(TOTAL)
    endless = row.regions[-1][1] is None
    for frames in (1, 5000, 100_000):
        block = stem.read(frames)
        assert block.any() == endless or frames == 1
